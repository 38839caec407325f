"""Topics that the code knows by name, and the words by which a message speaks of them."""

from __future__ import annotations

import re

DEFAULT_TOPIC = "definition"
COMPARE, PAY, SOURCE, OUTLOOK, PROBLEM = "comparison", "salary", "source", "outlook", "problem"
EDUCATION, RELATED, ROLES, CAREER_PATH = "education", "related_roles", "roles", "career_path"
EXAMPLES, SKILLS, DUTIES = "examples", "skills", "responsibilities"
# These open the contact form, whatever else is said in the same breath.
HANDOFF_INTENTS = frozenset({"hire_talent", "find_job", "request_human"})
PAY_WORDS = re.compile(
    r"\b(pay\w*|paid|salar\w+|earn\w*|money|wage\w*|income|compensation|rich\w*|dollars?|bucks|"
    r"cheap\w*|pricier|expensive|costs?)\b",
    re.I,
)
TOPIC_WORDS = (
    (
        "ask_salary",
        re.compile(r"\b(pay|salar(y|ies)|wages?|money|comp(ensation)?|earnings|income)\b", re.I),
    ),
    (
        "ask_outlook",
        re.compile(
            r"\b(outlook|growth|demand|prospects|future|openings|forecast|job market)\b", re.I
        ),
    ),
    ("ask_skills", re.compile(r"\b(skills?|tools?|languages?|stack|software)\b", re.I)),
    (
        "ask_education",
        re.compile(r"\b(education|degrees?|school(ing)?|college|certs?|majors?)\b", re.I),
    ),
    ("ask_responsibilities", re.compile(r"\b(duties|tasks|responsibilities)\b", re.I)),
    ("ask_example", re.compile(r"\b(examples?|employers|companies)\b", re.I)),
    ("ask_source", re.compile(r"\bsources?\b", re.I)),
)
"""The intent that a message of one such word and no other has: "copy. outlook?"."""
PLACE_WORDS = re.compile(
    r"\b(where|which (city|cities|place|places|state|states|metro|area)|"
    r"(top|best|highest)[- ]?(pay\w*|paid)? ((\d|two|three|four|five|few|ten) )?"
    r"(city|cities|towns?|places?|states?|metros?))\b",
    re.I,
)
PROSPECTS = re.compile(
    r"\b(prospects?|outlook|growth|grow(s|ing)?|shrink(s|ing)?|future|demand|openings|job market|"
    r"(more|most|fewer|less) (jobs|work|openings|vacancies)|safer|safest|secure|job security)\b",
    re.I,
)
