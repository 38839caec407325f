"""Topics that the code knows by name, and the words by which a message speaks of them."""

from __future__ import annotations

import re

DEFAULT_TOPIC = "definition"
COMPARE, PAY, SOURCE, OUTLOOK, PROBLEM = "comparison", "salary", "source", "outlook", "problem"
EDUCATION = "education"
# These open the contact form, whatever else is said in the same breath.
HANDOFF_INTENTS = frozenset({"hire_talent", "find_job", "request_human"})
PAY_WORDS = re.compile(
    r"\b(pay\w*|paid|salar\w+|earn\w*|money|wage\w*|income|compensation|rich\w*|dollars?|bucks)\b",
    re.I,
)
PLACE_WORDS = re.compile(
    r"\b(where|which (city|cities|place|places|state|states|metro|area))\b", re.I
)
PROSPECTS = re.compile(r"\b(prospects?|outlook|growth|growing|future|demand)\b", re.I)
