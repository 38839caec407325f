"""English around facts: role names in a sentence, lists, amounts."""

from __future__ import annotations

from collections.abc import Sequence

# Letters whose spoken names begin with a vowel: "an MLOps engineer", "a UX designer".
_VOWEL_SOUNDS = set("AEFHILMNORSX")


def in_sentence(title: str) -> str:
    """A role's title as it stands inside a sentence: "AI engineer", "data scientist"."""
    return " ".join(
        w if sum(c.isupper() for c in w) > 1 and "-" not in w else w.lower() for w in title.split()
    )


def with_article(title: str) -> str:
    """The title with "a" or "an"."""
    name = in_sentence(title)
    first = name.split()[0]
    if any(c.isupper() for c in first):
        article = "an" if first[0].upper() in _VOWEL_SOUNDS else "a"
    else:
        article = "an" if first[0] in "aeio" else "a"
    return f"{article} {name}"


def plural(title: str) -> str:
    """The title in the plural, each half of a double title too."""
    return " / ".join(f"{part}s" for part in in_sentence(title).split(" / "))


def place(name: str) -> str:
    """A place as it stands after "in"."""
    return "the United States" if name == "United States" else name


def dollars(amount: int) -> str:
    """An amount written out: $150,000."""
    return f"${amount:,}"


def number(value: object) -> str:
    """A figure as people write it: 275,600 or 56.3; text stays as it is."""
    try:
        amount = float(str(value))
    except ValueError:
        return str(value)
    return f"{amount:,.0f}" if amount.is_integer() else f"{amount:,}"


def listing(items: Sequence[str], last: str = "and") -> str:
    """Items joined by commas and a closing "and"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def bullets(items: Sequence[str]) -> str:
    """Items one a line."""
    return "\n".join(f"• {item}" for item in items)


def lower_first(text: str) -> str:
    """The text with a small first letter, unless it begins with an acronym."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
