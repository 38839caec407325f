"""A button below an answer asks what it says: the same answer as to the question in words."""

from __future__ import annotations

import pytest

from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]


@pytest.mark.parametrize(
    ("question", "in_words"),
    [
        (
            "what are data engineers paid around Denver",
            {
                "Outlook": "what is the job outlook of data engineers",
                "How to get in": "how does somebody become a data engineer",
            },
        ),
        (
            "the daily duties of a web developer",
            {
                "Skills": "which skills does a web developer need",
                "Pay": "what does a web developer earn",
            },
        ),
    ],
)
def test_a_button_asks_what_it_says(
    assistant: Assistant, question: str, in_words: dict[str, str]
) -> None:
    for title, words in in_words.items():
        conversation = assistant.open_conversation()
        pressed = conversation.choose(title, conversation.say(question))
        assert pressed.text == assistant.open_conversation().say(words).text
