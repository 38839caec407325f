"""The prepared check of action results takes and refuses what Rasa's own does."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.dialogue import action_results

SLOT = {"event": "slot", "name": "role", "value": "data-scientist", "timestamp": None}


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    # The original comes back afterwards: the patch is one of the whole process.
    monkeypatch.setattr(
        RemoteAction, "_validate_action_result", RemoteAction._validate_action_result
    )
    action_results.check_results_quickly()
    return RemoteAction("action_answer", None)


@pytest.mark.parametrize(
    "result",
    [{}, {"events": [], "responses": []}, {"events": [SLOT], "responses": [{"text": "Yes."}]}],
)
def test_right_shape_is_taken(remote: RemoteAction, result: dict[str, Any]) -> None:
    assert remote._validate_action_result(result)


@pytest.mark.parametrize(
    "result",
    [{"events": [{"name": "role"}]}, {"events": "none"}, {"responses": [7]}, ["events"]],
)
def test_wrong_shape_is_refused(remote: RemoteAction, result: Any) -> None:
    with pytest.raises(ValidationError):
        remote._validate_action_result(result)
    with pytest.raises(ValidationError):
        # As the original refuses it.
        action_results._validator().validate(result)
