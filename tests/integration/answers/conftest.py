"""Answers from the real knowledge table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answers.service import Answering
from bot.answers.topics import load_topics
from bot.database import Database
from bot.wording import Wording


@pytest.fixture(scope="module")
def answering(knowledge: Database) -> Iterator[Answering]:
    """What is needed to answer."""
    with knowledge.reading() as session:
        yield Answering(session, Wording.load(), load_topics())
