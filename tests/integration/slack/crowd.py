"""A crowd that writes to the assistant at the same time, and Slack delivering some of it twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

from tests.integration.slack.conftest import FromSlack
from tests.integration.slack.payloads import Document, direct_message
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack

REDELIVERED = 0.2
WAIT_SECONDS = 240
RETRY = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}


@dataclass(frozen=True)
class Crowd:
    """So many people, each with so many messages in a row."""

    users: int
    messages: int

    @property
    def count(self) -> int:
        """How many events there are, without those delivered twice."""
        return self.users * self.messages

    def said(self, user: int) -> list[str]:
        """What one of them writes, in order."""
        return [f"message {number} of {user}" for number in range(self.messages)]

    async def talk(self, web: FromSlack, slack: StandInSlack) -> None:
        """All write; return when there are as many answers as messages."""
        dice = random.Random(6)
        rows = [
            [direct_message(text, user=f"U{user:04d}") for text in self.said(user)]
            for user in range(self.users)
        ]
        await asyncio.gather(*(self._write(web, user, row, dice) for user, row in enumerate(rows)))
        await slack.wait_for("chat.postMessage", self.count, WAIT_SECONDS)

    def check(self, slack: StandInSlack, rasa: StandInRasa) -> None:
        """Each exactly once, asked and answered, in the order of its conversation."""
        for user in range(self.users):
            expected = [f"You said: {text}" for text in self.said(user)]
            assert slack.texts(f"D{user:04d}") == expected
        asked = Counter(rasa.messages)
        assert asked == Counter(text for user in range(self.users) for text in self.said(user))

    async def _write(
        self, web: FromSlack, user: int, row: list[Document], dice: random.Random
    ) -> None:
        for number, event in enumerate(row):
            event_id = f"Ev{user:04d}{number:04d}"
            await web.event(event, event_id)
            if dice.random() < REDELIVERED:
                await web.event(event, event_id, **RETRY)
