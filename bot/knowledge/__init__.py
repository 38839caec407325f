"""The knowledge table: import, look-ups, corrections."""
