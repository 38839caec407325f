"""Which requests a message makes."""
