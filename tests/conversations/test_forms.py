"""The contact form with the running assistant, played by a simulated person.

forms.yml was written beside the code; held_out/forms.yml by somebody who has not seen it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.database import Database
from bot.evaluation.forms import score_forms, stored_leads
from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("forms.yml", 0.95),
        ("held_out/forms.yml", 0.9),
        ("held_out/forms_2.yml", 0.9),
        ("held_out/forms_3.yml", 0.9),
        ("held_out/forms_4.yml", 0.9),
    ],
)
def test_forms_end_with_exactly_the_expected_leads(
    assistant: Assistant, file: str, least: float
) -> None:
    database = Database(f"sqlite:///{assistant.data_dir / 'careers.db'}")

    def open_one() -> tuple[Any, Any]:
        conversation = assistant.open_conversation()

        def leads() -> list[dict[str, Any]]:
            return stored_leads(database, conversation.id)

        return (lambda text: conversation.say(text).messages), leads

    report = score_forms(YAML(typ="safe").load(HERE / file)["conversations"], open_one)
    database.close()
    failed = "\n".join(f"{f['conversation']}: {f['problems']}" for f in report["failures"])
    assert report["as_expected"] >= least, failed
