"""Which roles, places, skills and figures a text names."""
