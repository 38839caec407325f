"""What the stand-in for Rasa says in the browser tests: every shape that an answer can have."""

from __future__ import annotations

from typing import Any

BUTTONS = [
    {"title": "What skills do I need?", "payload": "/ask_skills"},
    {"title": "Talk to a person", "payload": "/request_human"},
]
PAY = {
    "text": (
        "In U.S. government statistics for May 2025, the median yearly pay of data scientists in "
        "Boston, MA was $131,000: half earned more, half less.\n\nThese are survey figures."
    ),
    "sources": [
        {
            "title": "U.S. Bureau of Labor Statistics: Occupational Employment and Wages",
            "url": "https://www.bls.gov/oes/",
            "year": 2025,
        }
    ],
    "table": {
        "columns": ["Measure", "Place", "Amount", "Basis", "Year"],
        "rows": [
            ["10th percentile", "Boston, MA", "$79,000", "survey", "2025"],
            ["Median", "Boston, MA", "$131,000", "survey", "2025"],
            ["90th percentile", "Boston, MA", "$205,000", "survey", "2025"],
        ],
    },
    "choices": BUTTONS,
}
MIXED_PAY = {
    "text": "Two kinds of figures, which are not comparable.",
    "table": {
        "columns": ["Measure", "Place", "Amount", "Basis", "Year"],
        "rows": [
            ["Average", "United States", "$150,000", "self-reported", "2021"],
            ["Median", "United States", "$155,000", "offered wage in H-1B filings", "2025"],
        ],
    },
}
SKILLS = "Data scientists need:\n• statistics\n• Python\n• SQL\n\nWrite to info@enamix.com."
MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
UNSAFE = {
    "text": f'{MARKUP} javascript:alert(1) https://example.com/?q="><b>',
    "sources": [
        {"title": MARKUP, "url": "javascript:window.hacked=1", "year": 2020},
        {"title": "data", "url": "data:text/html,<script>window.hacked=1</script>", "year": None},
        {"title": "good", "url": 'https://example.com/"onmouseover="window.hacked=1', "year": None},
    ],
    "table": {"columns": [MARKUP, "b"], "rows": [[MARKUP, MARKUP], ["x", MARKUP]]},
    "choices": [{"title": MARKUP, "payload": "/greet"}],
}
FORM = {
    "name": "What is your name?",
    "email": "Which email address can we reach you at?",
    "tel": "And a phone number?",
}


def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Answers by a word in the message; anything else is repeated."""
    said = str(body["message"])
    lowered = said.lower()
    for kind, question in FORM.items():
        if f"ask for my {kind}" in lowered:
            choice = {"title": "I'd rather not", "payload": "/deny"}
            return [{"custom": {"text": question, "expects": kind, "choices": [choice]}}]
    if "mixed pay" in lowered:
        return [{"custom": MIXED_PAY}]
    if "pay" in lowered or "earn" in lowered:
        return [{"custom": PAY}]
    if "skills" in lowered:
        return [{"text": SKILLS, "buttons": BUTTONS}]
    if "unsafe" in lowered:
        return [{"custom": UNSAFE}]
    if "long answer" in lowered:
        lines = "\n".join(f"• Point {number} of a long answer, in full" for number in range(1, 41))
        return [{"text": lines}]
    return [{"text": f"You said: {said}"}]
