"""The contact form as plain Python: what was said and the state in, the answer and a lead out."""
