"""Slack's mark-up: what people typed out of it, and our texts into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

_REFERENCE = re.compile(r"<([^<>]*)>")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
# Slack hands over emoji by name. These are answers; the others are left as they are.
_EMOJI = {
    **dict.fromkeys(("+1", "thumbsup"), "👍"),
    **dict.fromkeys(("-1", "thumbsdown"), "👎"),
    "100": "💯",
    "ballot_box_with_check": "☑",
    "heavy_check_mark": "✔",
    "heavy_multiplication_x": "✖",
    "no_entry_sign": "🚫",
    "ok": "🆗",
    "ok_hand": "👌",
    "pray": "🙏",
    "white_check_mark": "✅",
    "x": "❌",
}
_EMOJI_NAME = re.compile(r":([a-z0-9_+-]+):(?::skin-tone-\d:)?")
_AFTER_MENTION = re.compile(r"^[\s,:;]+")
_LINKED = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})"
)
_URL_ESCAPES = {"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20"}
_BREAKS = ("\n\n", "\n", ". ", " ")


def decode(text: str, bot_user_id: str = "") -> str:
    """What the person typed: references resolved, entities decoded, the bot's name taken out.

    Addresses and numbers are read from the link's target, since its label may be anything.
    People and channels that Slack gives no name for are left out.
    """
    plain = _REFERENCE.sub(lambda match: _resolve(match.group(1), bot_user_id), text)
    plain = _ENTITY.sub(lambda match: _ENTITIES[match.group()], plain)
    plain = _EMOJI_NAME.sub(lambda match: _EMOJI.get(match.group(1), match.group()), plain)
    return _AFTER_MENTION.sub("", plain).rstrip().replace("\x00", "")


def escape(text: str) -> str:
    """`text` with the three characters that mean something to Slack written as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(text: str) -> str:
    """`text` as mrkdwn: escaped, addresses made into links."""
    encoded, end = [], 0
    for match in _LINKED.finditer(text):
        encoded.append(escape(text[end : match.start()]))
        target = match.group()
        encoded.append(
            link(target, target) if match.lastgroup == "url" else link(f"mailto:{target}", target)
        )
        end = match.end()
    return "".join(encoded) + escape(text[end:])


def link(url: str, title: str) -> str:
    """A link; the title cannot end it early."""
    for character, replacement in _URL_ESCAPES.items():
        url = url.replace(character, replacement)
    return f"<{escape(url)}|{escape(title).replace('|', '¦')}>"


def pieces(text: str, longest: int) -> Iterator[str]:
    """`text` encoded, in pieces of at most `longest` characters.

    Cut between paragraphs, lines, sentences or words, in that order of preference.
    """
    rest = text.strip()
    while rest:
        if len(encoded := encode(rest)) <= longest:
            yield encoded
            return
        cut = _fitting(rest, longest)
        yield encode(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()


def shorten(text: str, longest: int) -> str:
    """`text` in at most `longest` characters, with an ellipsis where it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _fitting(text: str, longest: int) -> int:
    """Where to cut: the last good break whose first part is short enough once encoded."""
    low, high = 1, min(len(text), longest)
    while low < high:
        middle = (low + high + 1) // 2
        if len(encode(text[:middle])) <= longest:
            low = middle
        else:
            high = middle - 1
    for separator in _BREAKS:
        found = text.rfind(separator, low // 2, low)
        if found > 0:
            return found + len(separator)
    return low


def _resolve(reference: str, bot_user_id: str) -> str:
    target, _, label = reference.partition("|")
    if target.startswith("@"):
        return "" if target[1:] == bot_user_id else label
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith("!"):
        return label
    for scheme in ("mailto:", "tel:"):
        if target.startswith(scheme):
            return unquote(target[len(scheme) :].partition("?")[0])
    return label or target
