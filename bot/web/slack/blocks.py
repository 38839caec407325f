"""Answers as Block Kit: pure functions from logged messages to blocks, below Slack's limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.conversations.replies import Source, Table
from bot.conversations.tables import Message
from bot.web.slack.markup import encode, escape, link, pieces, shorten
from bot.wording import Wording

Block = dict[str, Any]

SECTION_CHARACTERS = 3000
MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000
"""Slack refuses longer messages although each section is short enough."""
BUTTONS = 5
TITLE_CHARACTERS = 75
SELECT_OPTIONS = 100
NOTIFICATION_CHARACTERS = 3000
_FENCE = "```"


@dataclass(frozen=True)
class Part:
    """One message to Slack. `text` is what notifications and screen readers get."""

    text: str
    blocks: list[Block]


def of_turn(
    messages: Sequence[Message],
    wording: Wording,
    *,
    notice: str = "",
    buttons: bool = True,
    more: Sequence[Block] = (),
) -> list[Part]:
    """A turn's answer, as few messages to Slack as its limits allow.

    `notice` is said above it; without `buttons` it is something to read only; `more` is added
    at its end.
    """
    found = [context(notice)] if notice else []
    for number, message in enumerate(messages):
        if number:
            found.append({"type": "divider"})
        found += _of_message(message, wording, buttons)
    if buttons and messages and not messages[-1].expects:
        found.append(feedback(messages[-1], wording))
    text = "\n\n".join(message.text for message in messages)
    return split([*found, *more], text)


def of_text(text: str, more: Sequence[Block] = ()) -> list[Part]:
    """A plain text, with blocks below it."""
    return split([*sections(text), *more], text)


def split(found: Sequence[Block], text: str) -> list[Part]:
    """Blocks cut into messages; `text` notifies of the first of them."""
    parts: list[list[Block]] = [[]]
    characters = 0
    for block in found:
        size = len(block.get("text", {}).get("text", "")) if block["type"] == "section" else 0
        full = len(parts[-1]) == MESSAGE_BLOCKS or characters + size > MESSAGE_CHARACTERS
        if full and parts[-1]:
            parts.append([])
            characters = 0
        parts[-1].append(block)
        characters += size
    notification = escape(shorten(text, NOTIFICATION_CHARACTERS // 2))
    return [
        Part(notification if number == 0 else "…", blocks) for number, blocks in enumerate(parts)
    ]


def sections(text: str) -> list[Block]:
    """Text in sections. Verbatim: an "@channel" in it calls nobody."""
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": piece, "verbatim": True}}
        for piece in pieces(text, SECTION_CHARACTERS)
    ]


def context(*texts: str, block_id: str = "") -> Block:
    """Small print; `texts` are mrkdwn already."""
    elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in texts]
    return {"type": "context", "elements": elements, **({"block_id": block_id} if block_id else {})}


def button(title: str, action_id: str, value: str = "", **more: Any) -> Block:
    """A button; its title is cut to what Slack shows."""
    text = {"type": "plain_text", "text": shorten(title, TITLE_CHARACTERS), "emoji": True}
    valued = {"value": value} if value else {}
    return {"type": "button", "action_id": action_id, "text": text, **valued, **more}


def actions(elements: Sequence[Block], block_id: str = "") -> Block:
    """A row of buttons."""
    return {
        "type": "actions",
        "elements": list(elements),
        **({"block_id": block_id} if block_id else {}),
    }


def choices(
    offered: Sequence[tuple[str, str]], wording: Wording, block_id: str, action: str = "choice"
) -> list[Block]:
    """(title, value) to choose from: buttons, or beyond five of them selects."""
    if not offered:
        return []
    if len(offered) <= BUTTONS:
        row = [button(title, f"{action}_{n}", value) for n, (title, value) in enumerate(offered)]
        return [actions(row, block_id)]
    placeholder = wording.say("utter_slack_choose")
    selects = [
        {
            "type": "static_select",
            "action_id": f"{action}_select_{number}",
            "placeholder": {"type": "plain_text", "text": placeholder},
            "options": [
                {
                    "text": {"type": "plain_text", "text": shorten(title, TITLE_CHARACTERS)},
                    "value": value,
                }
                for title, value in group
            ],
        }
        for number, group in enumerate(_groups(offered, SELECT_OPTIONS))
    ]
    return [actions(selects, block_id)]


def feedback(message: Message, wording: Wording) -> Block:
    """Thumbs up and down for an answer."""
    about = f"{message.conversation_id}/{message.seq}"
    thumbs = (("up", "👍", "utter_slack_thumb_up"), ("down", "👎", "utter_slack_thumb_down"))
    return actions(
        [
            button(thumb, f"feedback_{value}", about, accessibility_label=wording.say(words))
            for value, thumb, words in thumbs
        ],
        block_id=f"feedback-{message.seq}",
    )


def table(found: Table) -> list[Block]:
    """A table in a fixed-width font, columns aligned; the header again in every section."""
    cells = [list(map(_cell, found.columns)), *(list(map(_cell, row)) for row in found.rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    numeric = [
        all(cell[:1] in "$€-0123456789" for cell in column[1:] if cell)
        for column in zip(*cells, strict=True)
    ]
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in cells
    ]
    header, rule = escape(lines[0]), "  ".join("─" * width for width in widths)
    room = SECTION_CHARACTERS - len(header) - len(rule) - 2 * len(_FENCE) - 4
    return [
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": "\n".join([_FENCE, header, rule, *rows, _FENCE]),
                "verbatim": True,
            },
        }
        for rows in _packed(map(escape, lines[1:]), room)
    ]


def sources(found: Sequence[Source], wording: Wording) -> list[Block]:
    """Where the facts are from, as links in small print."""
    named = []
    for source in found:
        title = shorten(source.title, 200)
        linked = link(source.url, title) if source.url else escape(title)
        named.append(f"{linked} ({source.year})" if source.year else linked)
    lead_in = escape(wording.say("utter_slack_sources"))
    return [
        context(f"{lead_in} {' · '.join(packed)}")
        for packed in _packed(named, SECTION_CHARACTERS // 2, separator=3)
    ]


def replaced(found: Sequence[Block], block_id: str, by: Block) -> list[Block]:
    """The blocks of a message with one of them replaced."""
    return [by if block.get("block_id") == block_id else block for block in found]


def _of_message(message: Message, wording: Wording, buttons: bool) -> list[Block]:
    found = sections(message.text)
    if message.table_json:
        found += table(Table.parse_obj(message.table_json))
    if message.sources:
        found += sources([Source.parse_obj(each) for each in message.sources], wording)
    if buttons:
        offered = [
            (each["title"], f"{message.conversation_id}/{each['id']}") for each in message.choices
        ]
        found += choices(offered, wording, block_id=f"choices-{message.seq}")
    return found


def _cell(value: str | int | float | None) -> str:
    if value is None:
        return ""
    text = f"{value:,}" if isinstance(value, int | float) else value
    # A fence inside would end the fixed-width font.
    return " ".join(text.replace("`", "'").split())


def _groups(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    remaining = iter(items)
    while group := list(islice(remaining, size)):
        yield group


def _packed(items: Iterable[str], room: int, separator: int = 1) -> Iterator[list[str]]:
    """As many items at a time as fit into `room` characters."""
    packed: list[str] = []
    used = 0
    for item in items:
        if packed and used + len(item) + separator > room:
            yield packed
            packed, used = [], 0
        packed.append(item)
        used += len(item) + separator
    if packed:
        yield packed


def heading(text: str) -> Block:
    """A section in bold."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"*{encode(text)}*"}}
