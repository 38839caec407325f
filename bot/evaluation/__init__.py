"""How well the assistant understands: scores on sets of messages and conversations."""
