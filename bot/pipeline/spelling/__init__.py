"""Which word a misspelled one was meant to be."""
