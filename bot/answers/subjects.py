"""Topics that the code knows by name, and the words by which a message speaks of them."""

from __future__ import annotations

import re

DEFAULT_TOPIC = "definition"
COMPARE, PAY, SOURCE, OUTLOOK, PROBLEM = "comparison", "salary", "source", "outlook", "problem"
EDUCATION = "education"
PAY_WORDS = re.compile(
    r"\b(pay\w*|paid|salar\w+|earn\w*|money|wage\w*|income|compensation|rich\w*|dollars?|bucks)\b",
    re.I,
)
PLACE_WORDS = re.compile(
    r"\b(where|which (city|cities|place|places|state|states|metro|area))\b", re.I
)
PROSPECTS = re.compile(r"\b(prospects?|outlook|growth|growing|future|demand)\b", re.I)
