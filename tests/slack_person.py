"""Somebody who talks to the running assistant in Slack; Slack itself is the stand-in."""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
import uuid
from dataclasses import dataclass
from urllib.parse import parse_qs

import httpx
from sqlalchemy import select

from bot.conversations import log
from bot.conversations.tables import InboxEvent, Message
from bot.database import Database
from tests.integration.slack import payloads
from tests.integration.slack.payloads import CHANNEL, SECRET, TEAM, Document
from tests.standins.slack import StandInSlack

ANSWER_SECONDS = 120
_DEALT_WITH = ("done", "failed", "apologised")
_numbers = itertools.count(1)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_MARKED_UP = re.compile(r"<(?:mailto:|tel:|[@#!])|&(?:amp|lt|gt);")
_LINKED = re.compile(
    r"(?P<email>[\w.+'-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<phone>(?<![\w+])(?:\+1[ -]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}\b)"
)


def slack_settings(slack: StandInSlack) -> dict[str, str]:
    """The environment of an assistant whose Slack is the stand-in."""
    return {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-for-tests-only",
        "SLACK_API_URL": slack.url,
    }


@dataclass(frozen=True)
class Answer:
    """All messages of one answer, as Slack got them."""

    messages: list[Document]
    thread_ts: str | None = None

    @property
    def blocks(self) -> list[Document]:
        return [block for message in self.messages for block in message["blocks"]]

    @property
    def text(self) -> str:
        """What a person reads, without tables and small print."""
        written = (b["text"]["text"] for b in self.blocks if b["type"] == "section")
        return "\n\n".join(as_read(each) for each in written if not each.startswith("```"))

    @property
    def small_print(self) -> str:
        """Notices and sources, as mrkdwn."""
        return "\n".join(
            element["text"]
            for block in self.blocks
            if block["type"] == "context"
            for element in block["elements"]
        )

    @property
    def titles(self) -> list[str]:
        """What can be pressed or chosen."""
        return [title for title, *_ in self._pressable()]

    def find(self, title: str) -> tuple[Document, str, Document]:
        """The element with this title or option, its block and its message."""
        return next((e, b, m) for shown, e, b, m in self._pressable() if shown == title)

    def _pressable(self) -> list[tuple[str, Document, str, Document]]:
        found = []
        for message in self.messages:
            for block in message["blocks"]:
                for each in block["elements"] if block["type"] == "actions" else []:
                    for option in each.get("options") or [each]:
                        chosen = {**each, **({"options": [option]} if option is not each else {})}
                        shown = option["text"]["text"]
                        found.append((shown, chosen, block.get("block_id", ""), message))
        return found


class SlackPerson:
    """One person in the workspace. Safe to use beside others in other threads."""

    def __init__(self, url: str, slack: StandInSlack, database: Database) -> None:
        self.id = f"U{next(_numbers):04d}{uuid.uuid4().hex[:6].upper()}"
        self.direct = f"D{self.id[1:]}"
        self._slack = slack
        self._database = database
        self._http = httpx.Client(base_url=url, timeout=60)

    def say(self, text: str) -> Answer:
        """Write a direct message; it arrives marked up as Slack does that."""
        return self._event(payloads.direct_message(as_sent(text), user=self.id))

    def mention(self, text: str, answer: Answer | None = None) -> Answer:
        """Mention the app in a channel, or in the thread of an answer."""
        thread_ts = answer.thread_ts if answer else None
        event = payloads.mention(as_sent(text), user=self.id, thread_ts=thread_ts)
        return self._event(event)

    def deliver(self, event: Document, event_id: str, **headers: str) -> None:
        """Hand an event over; return once it is acknowledged."""
        body = json.dumps(payloads.event_body(event, event_id))
        self._post("/slack/events", body, "application/json", **headers)

    def press(self, title: str, answer: Answer) -> Answer:
        """Press the button with this title, or choose this option; the answer to that."""
        element, block_id, message = answer.find(title)
        self._interact(element, block_id, message)
        chosen = element["options"][0] if "options" in element else element
        return self._answer(f"choice:{chosen['value']}:{message['ts']}", answer.thread_ts)

    def open_form(self, title: str, answer: Answer) -> Document:
        """Press a button that opens a form; the form."""
        before = len(self._slack.of("views.open"))
        self._interact(*answer.find(title))
        self._slack.wait_until(lambda: len(self._slack.of("views.open")) > before)
        view: Document = self._slack.of("views.open")[-1]["view"]
        return view

    def submit(self, view: Document, values: Document) -> Document:
        """Send the form; what Slack is told to do."""
        body = payloads.submission(view, values, user=self.id, view_id=f"V{uuid.uuid4().hex}")
        answer: Document = self._form("/slack/interactive", body).json()
        return answer

    def command(self, text: str) -> Answer:
        """``/careers text``: the answer that only this person sees."""
        hook = f"hook-{uuid.uuid4().hex}"
        body = payloads.command(as_sent(text), f"{self._slack.hooks}{hook}", user=self.id)
        at_once = self._form("/slack/commands", body)
        if at_once.content:
            return Answer([at_once.json()])
        (trigger,) = parse_qs(body)["trigger_id"]
        self._wait(f"command:{trigger}")
        return Answer(self._slack.of(f"hook:{hook}"))

    def press_in_private(self, title: str, answer: Answer) -> Answer:
        """Press a button of an answer that only this person sees; what comes instead or below."""
        hook = self._interact(*answer.find(title))
        self._slack.wait_until(lambda: bool(self._slack.of(f"hook:{hook}")), ANSWER_SECONDS)
        return Answer(self._slack.of(f"hook:{hook}"))

    def conversation_id(self, answer: Answer | None = None) -> str | None:
        """The person's own conversation, or that of a thread."""
        thread_ts = answer.thread_ts if answer else None
        address = f"thread:{CHANNEL}:{thread_ts}" if thread_ts else f"user:{self.id}"
        with self._database.reading() as session:
            return log.find_at(session, "slack", TEAM, address)

    def expected(self) -> str | None:
        """What the last answer asks for, as the widget's keyboard would know it."""
        with self._database.reading() as session:
            return session.execute(
                select(Message.expects)
                .where(Message.conversation_id == self.conversation_id())
                .order_by(Message.seq.desc())
                .limit(1)
            ).scalar()

    def _event(self, event: Document) -> Answer:
        event_id = f"Ev{uuid.uuid4().hex}"
        self.deliver(event, event_id)
        thread_ts = event.get("thread_ts")
        if event["type"] == "app_mention":
            thread_ts = thread_ts or event["ts"]
        return self._answer(f"event:{event_id}", thread_ts)

    def _answer(self, key: str, thread_ts: str | None) -> Answer:
        self._wait(key)
        return Answer(self._slack.answers_to(key), thread_ts)

    def _wait(self, key: str) -> None:
        """Until the event is dealt with."""
        wanted = select(InboxEvent.state).where(InboxEvent.key == key)
        end = time.monotonic() + ANSWER_SECONDS
        state = None
        while time.monotonic() < end:
            with self._database.reading() as session:
                state = session.execute(wanted).scalar()
            if state in _DEALT_WITH:
                assert state == "done", state
                return
            threading.Event().wait(0.02)
        raise AssertionError(f"not answered: {key} is {state}")

    def _interact(self, element: Document, block_id: str, message: Document) -> str:
        """Press; the name of the one-time address that came with it."""
        hook = f"hook-{uuid.uuid4().hex}"
        ephemeral = "ts" not in message
        body = payloads.press(
            element,
            block_id,
            message=message,
            channel=CHANNEL if ephemeral else message["channel"],
            response_url=f"{self._slack.hooks}{hook}",
            ephemeral=ephemeral,
            thread_ts=message.get("thread_ts"),
            user=self.id,
        )
        self._form("/slack/interactive", body)
        return hook

    def _form(self, path: str, body: str) -> httpx.Response:
        return self._post(path, body, "application/x-www-form-urlencoded")

    def _post(self, path: str, body: str, content_type: str, **more: str) -> httpx.Response:
        headers = {**payloads.signed(body), "Content-Type": content_type, **more}
        response = self._http.post(path, content=body.encode(), headers=headers)
        assert response.status_code == httpx.codes.OK, response.text
        return response


def as_sent(text: str) -> str:
    """Text as Slack hands it over: entities, and links made of addresses and phone numbers."""
    if _MARKED_UP.search(text):
        return text
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, entity)
    return _LINKED.sub(_as_link, text)


def as_read(text: str) -> str:
    """mrkdwn as Slack shows it."""
    text = re.sub(r"<[^<>|]*\|([^<>]*)>", r"\1", text)
    for entity, plain in _ENTITIES:
        text = text.replace(entity, plain)
    return text


def _as_link(match: re.Match[str]) -> str:
    found = match.group()
    if match["email"]:
        return f"<mailto:{found}|{found}>"
    if match["phone"]:
        return f"<tel:{re.sub('[^0-9+]', '', found)}|{found}>"
    return f"<{found}>"
