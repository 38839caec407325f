"""The normaliser's single steps, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.pipeline.normalizer import normalize, normalize_example


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("  two\n\nlines\there ", "two lines here"),
        ("ｗｈａｔ　ｐａｙ", "what pay"),
        ("da\u200bta\u200d scien\u00adtist", "data scientist"),
        ("\u202eabc\u202c", "abc"),
        ("pау fоr а dаtа sсіеntist", "pay for а data scientist"),
        ("привет", "привет"),
        ("naïve café", "naïve café"),
        ("I’m “new” – really", 'I\'m "new" - really'),
        ("<mailto:ann@example.com|ann@example.com>", "ann@example.com"),
        ("<mailto:ann@example.com>", "ann@example.com"),
        ("call <tel:+12025550143|202-555-0143>", "call 202-555-0143"),
        ("<@U02ABCDEF> what is an SRE?", "what is an SRE?"),
        ("in <#C024BE7LR|careers> today", "in careers today"),
        ("see <https://example.com/a|this page>", "see this page"),
        ("see <https://example.com/a>", "see https://example.com/a"),
        ("R&amp;D &lt;3", "R&D <3"),
        ("&amp;lt;", "&lt;"),
        ("sooooooo good", "soo good"),
        ("what do they earn question mark", "what do they earn?"),
        ("is there a notice period?", "is there a notice period?"),
        ("and what is the pay period", "and what is the pay period"),
        ("i want the U X job full stop", "i want the UX job."),
        ("what does an s r e do", "what does an sre do"),
        ("q a testers please", "qa testers please"),
        ("can u i mean", "can u i mean"),
        ("tell me comma please period", "tell me, please."),
        (
            "what a question mark is for, in comma separated files",
            "what a question mark is for, in comma separated files",
        ),
        ("aaaaab@example.com", "aaaaab@example.com"),
        ("", ""),
        (" \u200b\u3164 ", ""),
    ],
)
def test_plain_form(raw: str, plain: str) -> None:
    assert normalize(raw) == plain


@pytest.mark.parametrize(
    "raw",
    [
        "／ask_salary",
        "\u200b/restart",
        " /restart",
        "\u3164/restart",
        "&amp;／/x",
        "<!a|/restart>",
        "/ /x"[1:],
    ],
)
def test_no_slash_arises_at_the_beginning(raw: str) -> None:
    assert not normalize(raw).startswith("/")


def test_a_payload_of_the_server_stays_as_it_is() -> None:
    payload = '/ask_salary{"role":  "sre", "location": "St. Louis &amp; co"}'
    assert normalize(payload) == payload


def test_annotations_move_with_the_text() -> None:
    text = "hi  —  I’m   Ann  O’Hara"
    start = text.index("Ann")
    message = Message.build(text, "inform", [{"start": start, "end": len(text), "entity": "name"}])
    normalize_example(message)
    entity = message.get("entities")[0]
    assert message.get("text")[entity["start"] : entity["end"]] == "Ann O'Hara"


def test_a_lost_annotation_is_reported() -> None:
    message = Message.build("call <@U1> now", "inform", [{"start": 6, "end": 9, "entity": "name"}])
    with pytest.raises(ValueError, match="lost"):
        normalize_example(message)


@given(st.text())
def test_any_text_becomes_one_safe_line(raw: str) -> None:
    plain = normalize(raw)
    if raw.startswith("/"):
        assert plain == raw
    else:
        assert not plain.strip().startswith("/")
        assert plain == " ".join(plain.split())
