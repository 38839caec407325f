"""Slack's limits on blocks and views, as its reference states them; what breaks one is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Document = dict[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_CHARACTERS = 13_200
IDENTIFIER = 255
_CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_VIEW_TEXTS = ("title", "submit", "close")


def problems_of_message(blocks: Sequence[Document]) -> list[str]:
    """What Slack would not take of a message's blocks."""
    found = list(_blocks(blocks, MESSAGE_BLOCKS))
    sections = (block["text"]["text"] for block in blocks if block["type"] == "section")
    if sum(map(len, sections)) > MESSAGE_CHARACTERS:
        found.append("the message is too long")
    return found


def problems_of_view(view: Document) -> list[str]:
    """What Slack would not take of a modal or a home tab."""
    found = list(_blocks(view["blocks"], VIEW_BLOCKS))
    for name in _VIEW_TEXTS:
        if name in view:
            found += _text(name, view[name], 24, "plain_text")
    if len(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata")
    if view["type"] == "modal" and any(b["type"] == "input" for b in view["blocks"]):
        found += [] if "submit" in view else ["inputs need submit"]
    return found


def _blocks(blocks: Sequence[Document], most: int) -> Iterator[str]:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    identifiers = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(identifiers)) < len(identifiers):
        yield "a block_id occurs twice"
    if any(not 0 < len(each) <= IDENTIFIER for each in identifiers):
        yield "block_id"
    actions = [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    if any(not 0 < len(each) <= IDENTIFIER for each in actions):
        yield "action_id"
    for block in blocks:
        yield from _block(block)


def _block(block: Document) -> Iterator[str]:
    kind = block["type"]
    if kind == "section":
        yield from _text("section", block["text"], 3000)
    elif kind == "header":
        yield from _text("header", block["text"], 150, "plain_text")
    elif kind == "context":
        if not 0 < len(block["elements"]) <= 10:
            yield "context elements"
        for element in block["elements"]:
            yield from _text("context", element, 3000)
    elif kind == "actions":
        if not 0 < len(block["elements"]) <= 25:
            yield "actions elements"
        if len({e["action_id"] for e in block["elements"]}) < len(block["elements"]):
            yield "an action_id occurs twice in a block"
        for element in block["elements"]:
            yield from _element(element)
    elif kind == "input":
        yield from _text("label", block["label"], 2000, "plain_text")
        yield from _element(block["element"])
    elif kind != "divider":
        yield f"a block of type {kind}"


def _element(element: Document) -> Iterator[str]:
    kind = element["type"]
    if kind == "button":
        yield from _text("button", element["text"], 75, "plain_text")
        if not 0 < len(element.get("value", "x")) <= 2000:
            yield "button value"
        if len(element.get("accessibility_label", "")) > 75:
            yield "accessibility_label"
        for name, most in _CONFIRM.items() if "confirm" in element else ():
            yield from _text(f"confirm {name}", element["confirm"][name], most)
    elif kind == "static_select":
        yield from _text("placeholder", element["placeholder"], 150, "plain_text")
        yield from _options(element["options"], 100, 150)
    elif kind in ("radio_buttons", "checkboxes"):
        yield from _options(element["options"], 10, 150)
    elif kind == "plain_text_input":
        if element.get("max_length", 1) > 3000 or len(element.get("initial_value", "")) > 3000:
            yield "plain_text_input"
    elif kind != "email_text_input":
        yield f"an element of type {kind}"


def _options(options: Sequence[Document], most: int, longest_value: int) -> Iterator[str]:
    if not 0 < len(options) <= most:
        yield f"{len(options)} options"
    for option in options:
        yield from _text("option", option["text"], 75)
        if not 0 < len(option["value"]) <= longest_value:
            yield "option value"


def _text(name: str, text: Document, most: int, kind: str = "") -> Iterator[str]:
    if not 0 < len(text["text"]) <= most:
        yield f"{name} of {len(text['text'])} characters"
    if text["type"] not in ("plain_text", "mrkdwn") or (kind and text["type"] != kind):
        yield f"{name} is {text['type']}"
