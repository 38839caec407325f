"""The contact form with the running assistant, played by a simulated person.

forms.yml was written beside the code; held_out/forms.yml by somebody who has not seen it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from bot.database import Database
from bot.evaluation.forms import score_forms
from bot.leads.tables import Lead
from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

HERE = Path(__file__).parent
FIELDS = "kind name email phone_number company role location".split()


@pytest.mark.parametrize(("file", "least"), [("forms.yml", 0.95), ("held_out/forms.yml", 0.95)])
def test_forms_end_with_exactly_the_expected_leads(
    assistant: Assistant, file: str, least: float
) -> None:
    database = Database(f"sqlite:///{assistant.data_dir / 'careers.db'}")

    def open_one() -> tuple[Any, Any]:
        conversation = assistant.open_conversation()

        def leads() -> Sequence[Mapping[str, Any]]:
            with database.reading() as session:
                found = session.execute(
                    select(Lead).where(
                        Lead.conversation_id == conversation.id, Lead.erased_at.is_(None)
                    )
                ).scalars()
                return [{name: getattr(lead, name) for name in FIELDS} for lead in found]

        return (lambda text: conversation.say(text).messages), leads

    report = score_forms(YAML(typ="safe").load(HERE / file)["conversations"], open_one)
    database.close()
    failed = "\n".join(f"{f['conversation']}: {f['problems']}" for f in report["failures"])
    assert report["as_expected"] >= least, failed
