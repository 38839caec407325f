"""What the columns of a fact may hold."""

from __future__ import annotations

METRICS = ("average", "median", "p10", "p25", "p75", "p90")
LEVELS = ("all", "base", "senior", "staff_or_principal", "lead", "director_or_above")
MATCHES = ("exact", "broader", "proxy", "title", "none")
CATEGORIES = ("technical", "mathematics", "tool", "soft", "business")
LOCATION_KINDS = ("country", "metro")
EXAMPLE_KINDS = ("product", "employer", "industry")
RELATIONS = ("overlaps", "similar", "classified_as", "advances_to", "leads_to", "feeds")
FIRST_YEAR, LAST_YEAR = 2000, 2100
