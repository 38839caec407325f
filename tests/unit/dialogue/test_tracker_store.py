"""What Rasa keeps of a conversation."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.tracker_store import CareersTrackerStore

TYPED = "I'm 58. What do plumbers of data do?"


async def test_sensitive_facts_are_not_kept(tmp_path: Path) -> None:
    store = CareersTrackerStore(Domain.empty(), database_url=f"sqlite:///{tmp_path / 'careers.db'}")
    tracker = DialogueStateTracker("some-conversation", [])
    parse = {
        "intent": {"name": "ask_responsibilities"},
        "entities": [],
        "requests": [{"intent": "ask_responsibilities", "text": TYPED}],
        "text": TYPED,
    }
    tracker.update(UserUttered(TYPED, parse["intent"], [], parse))  # type: ignore[arg-type]
    await store.save(tracker)
    kept = await store.retrieve("some-conversation")
    assert kept is not None
    (event,) = kept.events
    assert event.text == "I'm [removed]. What do plumbers of data do?"
    # The time of the event may hold the digits too.
    assert "I'm 58" not in str(event.as_dict())
    store.engine.dispose()
