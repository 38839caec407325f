"""Rasa's check of what the action server returns, without its costliest part.

Rasa 3.6 has jsonschema check the schema itself at every action, against a schema of schemas: a
quarter of the processor time of a turn (measured with py-spy). It is constant: once will do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_results_quickly() -> None:
    """Have every remote action of this process check its result with one prepared validator."""
    RemoteAction._validate_action_result = _validate


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


def _validate(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a result of the right shape; jsonschema's ValidationError otherwise."""
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        raise error
    return True
