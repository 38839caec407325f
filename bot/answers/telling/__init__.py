"""The words of an answer: a question in, facts with their sources out."""
