"""Reports: what the numbers say, read from the tables of all features."""
