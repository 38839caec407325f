"""Many people at once, each answered exactly once and in order; all 1,000: `bench/slack.py`."""

from __future__ import annotations

from bot.database import Database
from bot.settings import Settings
from tests.integration.slack.conftest import running
from tests.integration.slack.crowd import Crowd
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack


async def test_each_is_answered_once_and_in_order(
    settings: Settings, database: Database, slack: StandInSlack, rasa: StandInRasa
) -> None:
    crowd = Crowd(users=50, messages=4)
    async with running(settings) as web:
        await crowd.talk(web, slack)
    crowd.check(slack, rasa)
