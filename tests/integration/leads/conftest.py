"""Drafts of leads by invented people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.leads.capture import LeadDraft

MakeDraft = Callable[..., LeadDraft]


@pytest.fixture
def draft() -> MakeDraft:
    def make(**fields: Any) -> LeadDraft:
        given = {
            "kind": "candidate",
            "channel": "web",
            "consent_version": "2026-11",
            "consent_purposes": ["email", "call"],
            "name": "Amara Diallo",
            "email": "amara@example.com",
            "phone_number": "+12125550142",
        }
        return LeadDraft(**{**given, **fields})

    return make
