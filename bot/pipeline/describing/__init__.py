"""Which role a text describes without naming it."""
