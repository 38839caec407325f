"""Short names that two roles share."""

from __future__ import annotations

import pytest

from bot.pipeline.naming.shared_names import find_shared_names

PRODUCT, PROJECT = "product-manager", "it-project-manager"


def test_a_name_of_two_roles_stands_for_both() -> None:
    (found,) = find_shared_names("would a PM in Utah get that too")
    assert (found["entity"], found["value"]) == ("described", [PRODUCT, PROJECT])
    assert (found["start"], found["end"], found["name"]) == (8, 10, "PM")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("the PMs, project side", PROJECT),
        ("PM as in product", PRODUCT),
        ("a pm, but product and not project", PRODUCT),
        ("pms, not the product kind", PROJECT),
    ],
)
def test_the_message_says_which_one_is_meant(text: str, slug: str) -> None:
    (found,) = find_shared_names(text)
    assert (found["entity"], found["value"]) == ("role", slug)


@pytest.mark.parametrize(
    "text",
    [
        "ring me at 6 PM please",
        "tuesday 4:30pm",
        "i am free this pm",
        "in the pm works for me",
        "pm me the list",
        "write to a.pm@firm.example",
        "the tpms over here",
    ],
)
def test_an_hour_or_a_private_message_is_no_role(text: str) -> None:
    assert find_shared_names(text) == []
