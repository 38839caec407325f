"""Jobs that share a word."""

from __future__ import annotations

import pytest

from bot.pipeline.naming.extraction import Extractor


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("front-end or back-end developer", ["front-end-developer", "back-end-developer"]),
        ("is a data engineer or scientist the better pick", ["data-engineer", "data-scientist"]),
        ("software/web developers", ["software-developer", "web-developer"]),
        ("a nurse or data engineer", ["data-engineer"]),
        ("data engineer and the weather", ["data-engineer"]),
    ],
)
def test_roles_that_share_a_word(extractor: Extractor, text: str, slugs: list[str]) -> None:
    found = extractor.extract(text)
    assert [e["value"] for e in found if e["entity"] == "role"] == slugs


def test_a_field_that_takes_jobs_is_no_job(extractor: Extractor) -> None:
    kinds = [e["entity"] for e in extractor.extract("will AI replace that one day?")]
    assert "field" not in kinds
