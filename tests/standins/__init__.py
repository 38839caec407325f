"""Small real servers that stand in for the parts of the assistant that a test leaves out."""
