"""1,000 Slack events at once from 50 people, a fifth of them delivered twice.

    .venv/bin/python bench/slack.py [--users 50] [--messages 20] [--postgres]

Stands between stand-ins of Slack and of Rasa, so that what is measured is our own part: signature,
inbox, turn, answer. Prints how many were answered in a second; fails when an answer is missing,
doubled or out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import pgserver

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.migrate import upgrade
from bot.settings import Settings
from tests.integration.slack.conftest import running
from tests.integration.slack.crowd import Crowd
from tests.integration.slack.payloads import SECRET
from tests.standins.rasa import StandInRasa
from tests.standins.slack import StandInSlack


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--messages", type=int, default=20, help="of each user")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    arguments = parser.parse_args()
    crowd = Crowd(arguments.users, arguments.messages)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.postgres:
            server = pgserver.get_server(folder / "postgres", cleanup_mode="delete")
            try:
                seconds = asyncio.run(measure(crowd, folder, server.get_uri()))
            finally:
                server.cleanup()
        else:
            seconds = asyncio.run(measure(crowd, folder, f"sqlite:///{folder / 'careers.db'}"))
    print(f"{crowd.count} events answered in {seconds:.1f} s: {crowd.count / seconds:.0f} a second")


async def measure(crowd: Crowd, folder: Path, database_url: str) -> float:
    """Seconds until everybody is answered."""
    upgrade(database_url)
    rasa, slack = StandInRasa(), StandInSlack()
    settings = Settings(
        data_dir=folder,
        database_url=database_url,
        rasa_url=rasa.url,
        secret_key="for the bench only",
        slack_signing_secret=SECRET,
        slack_bot_token="xoxb-for-the-bench-only",
        slack_api_url=slack.url,
        rate_limit_messages_per_minute=10 * crowd.messages,
    )
    try:
        async with running(settings) as web:
            began = time.perf_counter()
            await crowd.talk(web, slack)
            seconds = time.perf_counter() - began
        crowd.check(slack, rasa)
    finally:
        slack.close()
        rasa.close()
    return seconds


if __name__ == "__main__":
    main()
