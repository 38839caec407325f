"""Which intent a text has: the sentence encoder, and the classifier tuned on the examples."""
