"""What a press changes on the message that it was made on, and the feedback that it leaves."""

from __future__ import annotations

import re

from bot.conversations import log
from bot.conversations.log import ConversationGoneError
from bot.database import Database
from bot.web.slack import blocks
from bot.web.slack.api import SlackApi
from bot.web.slack.blocks import Block, Part
from bot.web.slack.interactions import Press
from bot.web.slack.markup import encode
from bot.wording import Wording

_DETAILS = re.compile(r"/(request_human|find_job|hire_talent)\b")
"""The choices that begin the contact form."""
LARGEST_SEQ = 2**31 - 1


class Marks:
    """Shows on a message what was pressed."""

    def __init__(self, database: Database, api: SlackApi, wording: Wording) -> None:
        self._database = database
        self._api = api
        self._wording = wording

    def asks_for_details(self, press: Press) -> bool:
        """Whether the chosen button begins the contact form."""
        with self._database.reading() as session:
            offer = log.resolve_choice(session, *press.about)
        return offer is not None and bool(_DETAILS.match(offer.payload))

    def set_feedback(self, press: Press) -> bool:
        """Keep a thumb; False if there is no such answer any more."""
        conversation_id, seq = press.about
        value = press.action_id.removeprefix("feedback_")
        if value not in ("up", "down") or not seq.isdecimal() or int(seq) > LARGEST_SEQ:
            return False
        try:
            with self._database.writing() as session:
                return log.set_feedback(session, conversation_id, int(seq), value)
        except ConversationGoneError:
            return False

    async def chosen(self, press: Press) -> None:
        """The chosen one in place of the choices."""
        who = f" (<@{press.user}>)" if press.public else ""
        await self._replace(press, blocks.context(f"✓ *{encode(press.title)}*{who}"))

    async def thanked(self, press: Press) -> None:
        """Thanks in place of the thumbs."""
        thumb = "👍" if press.action_id == "feedback_up" else "👎"
        words = self._wording.say("utter_slack_thanks")
        block = blocks.context(f"{thumb} {encode(words)}")
        if press.ephemeral and press.response_url:
            # Slack does not say what stands in a message that only one person sees.
            await self._api.respond(
                press.response_url, Part(words, [block]), replace_original=False
            )
        else:
            await self._replace(press, block)

    async def trying_again(self, press: Press) -> None:
        """That it is tried again, in place of the button."""
        await self._replace(
            press, blocks.context(encode(self._wording.say("utter_slack_trying_again")))
        )

    async def _replace(self, press: Press, by: Block) -> None:
        original = press.message.get("blocks")
        if not original or not press.block_id:
            return
        changed = blocks.replaced(original, press.block_id, by)
        part = Part(str(press.message.get("text") or ""), changed)
        if press.channel and press.message_ts:
            await self._api.update(press.channel, press.message_ts, part)
