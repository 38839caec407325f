"""Privacy: what is kept about a person, across all tables: exported, erased, forgotten in time."""
