"""Processes killed while contact forms are sent: no lead is lost, doubled or left undelivered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storm import run_storm

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


def test_killed_processes_cost_no_lead(tmp_path: Path) -> None:
    outcome = run_storm(tmp_path, forms=10, kills=4, seed=20261125)
    assert outcome.problems == [], outcome.in_words()
    assert outcome.confirmed == outcome.stored == 10
    assert set(outcome.kills) == {"web", "rasa", "actions", "worker"}
