"""Contact forms submitted while processes are killed: one seeded run of the whole assistant.

The visitors send each message again, under the same client_id, until it is answered. The receivers
of the leads are a real HTTP server and a real mail server, both of which fail now and then.
tests/system/test_leads_survive.py plays a short run, bench/faults.py a long one.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from bot.database import Database
from bot.delivery.tables import Delivery
from bot.evaluation.forms import Played, play
from bot.leads.tables import Lead
from bot.settings import PROJECT
from tests.assistant import Assistant, Conversation, data_folder_with_model
from tests.standins.mail_server import ACCEPT, DIE, MailServer, make_certificate
from tests.standins.receiver import DROP, Receiver

SECRET = "whsec_" + base64.b64encode(b"for tests only, 32 bytes of key").decode()
VICTIMS = ("web", "rasa", "actions", "worker")
VISITORS_AT_ONCE = 4
# Patience on a busy machine: Rasa alone needs half a minute to come up again.
ANSWER_SECONDS = 300.0
DELIVERY_SECONDS = 240.0
PAUSE_SECONDS = 0.25

_FIRST = "Ottoline Bartholomew Xanthe Ignatius Philippa Leopold Marguerite Cornelius".split()
_LAST = "Quillfeather Zabriskie Vandermolen Oyelaran Thistlewood Yamashiro Krzyzak Umarov".split()
_ROLES = {"data engineer": "data-engineer", "web developer": "web-developer"}
_PLACES = ("Denver", "Boston")
_REFERENCE = re.compile(r"reference (?:is )?([0-9A-F]{8})", re.I)
_FIELDS = "kind name email phone_number company role location".split()
_COMPANIES = ("Harrowgate Looms", "Bluefin Orchards", "Copperline Ferries")


@dataclass
class Outcome:
    """What a run came to. `problems` is empty if every promise was kept."""

    forms: int
    kills: Counter[str]
    confirmed: int = 0
    stored: int = 0
    apologies: int = 0
    hung_up: int = 0
    requests: int = 0
    mails: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """One line for a person."""
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        return (
            f"{self.forms} forms, {self.confirmed} confirmed, {self.stored} stored; killed: "
            f"{kills}; {self.apologies} apologies, {self.hung_up} broken connections; "
            f"{self.requests} webhook requests, {self.mails} mails; {self.seconds:.0f} s"
        )


def run_storm(folder: Path, *, forms: int, kills: int, seed: int) -> Outcome:
    """Submit `forms` forms, `VISITORS_AT_ONCE` at a time, under `kills` kills."""
    began = time.monotonic()
    certificate = make_certificate(folder / "mail.pem")
    receiver, mail_server = Receiver(SECRET), MailServer(certificate)
    _misbehave(receiver, mail_server, random.Random(seed), forms)
    assistant = Assistant(
        data_folder_with_model(folder / "data"),
        settings={
            "CAREERS_WEBHOOK_URL": f"{receiver.url}/leads",
            "CAREERS_WEBHOOK_SECRET": SECRET,
            "CAREERS_SMTP_HOST": "127.0.0.1",
            "CAREERS_SMTP_PORT": str(mail_server.port),
            "CAREERS_SMTP_CA_FILE": str(certificate),
            "CAREERS_LEADS_EMAIL": "dana@example.com",
            # Also how long a killed worker's deliveries stay reserved for it.
            "CAREERS_DELIVERY_TIMEOUT_SECONDS": "3",
        },
    )
    storm = _Storm(assistant, forms, kills, seed)
    try:
        assistant.wait_until_ready()
        storm.play()
        _check_leads(storm)
        _check_deliveries(storm, receiver, mail_server)
    finally:
        assistant.stop()
        receiver.close()
        mail_server.close()
    _check_logs(storm)
    storm.database.close()
    storm.outcome.requests, storm.outcome.mails = (
        len(receiver.received),
        len(mail_server.messages),
    )
    storm.outcome.seconds = time.monotonic() - began
    return storm.outcome


class _Storm:
    """The visitors, and who kills the processes under them."""

    def __init__(self, assistant: Assistant, forms: int, kills: int, seed: int) -> None:
        self.assistant = assistant
        self.outcome = Outcome(forms, Counter())
        self.cases = [_case(number, random.Random(f"{seed}-{number}")) for number in range(forms)]
        self.confirmed: dict[str, str] = {}
        """The reference that each conversation was told, by the conversation's id."""
        self.database = Database(f"sqlite:///{assistant.data_dir / 'careers.db'}")
        self._random = random.Random(seed)
        self._kills = kills
        self._progress = threading.Condition()
        self._answered = 0
        self._over = False

    def play(self) -> None:
        """Until every form has been sent."""
        killer = threading.Thread(target=self._kill)
        killer.start()
        with ThreadPoolExecutor(VISITORS_AT_ONCE) as pool:
            list(pool.map(self._visit, self.cases))
        with self._progress:
            self._over = True
            self._progress.notify_all()
        killer.join()

    def _kill(self) -> None:
        # Counted in answers, so that a slow machine gets as many kills as a quick one; each
        # process has its turn.
        moments = sorted(self._random.uniform(0, 3.6 * len(self.cases)) for _ in range(self._kills))
        victims = [VICTIMS[number % len(VICTIMS)] for number in range(self._kills)]
        self._random.shuffle(victims)
        for moment, victim in zip(moments, victims, strict=True):
            with self._progress:
                self._progress.wait_for(lambda at=moment: self._over or self._answered >= at)
                # In the middle of a turn, not at its end.
                self._progress.wait_for(lambda: self._over, moment % 1)
            for _ in range(int(ANSWER_SECONDS / PAUSE_SECONDS)):
                if pid := self.assistant.children().get(victim):
                    os.kill(pid, signal.SIGKILL)
                    self.outcome.kills[victim] += 1
                    break
                with self._progress:
                    self._progress.wait_for(lambda: self._over, PAUSE_SECONDS)

    def _visit(self, case: dict[str, Any]) -> None:
        try:
            conversation = self._open()
            played = play(
                case, partial(self._say, conversation), partial(self._leads_of, conversation.id)
            )
        except Exception as error:
            self._note(f"{case['name']}: {type(error).__name__}: {error}")
            return
        self._take(case, conversation, played)

    def _take(self, case: dict[str, Any], conversation: Conversation, played: Played) -> None:
        if told := _REFERENCE.search(played.transcript[-1]):
            self.confirmed[conversation.id] = told[1]
        for problem in played.problems:
            self._note(f"{case['name']}: {problem}\n" + "\n".join(played.transcript))

    def _open(self) -> Conversation:
        for _ in range(int(ANSWER_SECONDS / PAUSE_SECONDS)):
            try:
                return self.assistant.open_conversation()
            except (httpx.TransportError, AssertionError):
                time.sleep(PAUSE_SECONDS)
        raise AssertionError("no conversation could be opened")

    def _say(self, conversation: Conversation, text: str) -> list[dict[str, Any]]:
        body = {"client_id": str(uuid.uuid4()), "text": text}
        answer = self._post(conversation, body)
        # A page that lost the answer sends the same message once more.
        if self._post(conversation, body) != answer:
            self._note("the same message sent again was answered otherwise")
        return answer

    def _post(self, conversation: Conversation, body: dict[str, str]) -> list[dict[str, Any]]:
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            try:
                response = conversation.post(body)
            except httpx.TransportError:
                self.outcome.hung_up += 1
            else:
                if response.status_code == httpx.codes.OK:
                    with self._progress:
                        self._answered += 1
                        self._progress.notify_all()
                    messages: list[dict[str, Any]] = response.json()["messages"]
                    return messages
                self.outcome.apologies += 1
                assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE, response.text
                assert "info@enamix.com" in response.json()["error"]["message"]
            time.sleep(PAUSE_SECONDS)
        raise AssertionError("a message was never answered")

    def _leads_of(self, conversation_id: str) -> list[dict[str, Any]]:
        with self.database.reading() as session:
            found = session.execute(select(Lead).where(Lead.conversation_id == conversation_id))
            return [{name: getattr(lead, name) for name in _FIELDS} for lead in found.scalars()]

    def _note(self, problem: str) -> None:
        with self._progress:
            self.outcome.problems.append(problem)


def _case(number: int, chance: random.Random) -> dict[str, Any]:
    """One person with all details in the first message; nobody has the same ones."""
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    email = f"{name.split()[1].lower()}.{number}@example.com"
    area, last = 201 + number // 100, number % 100
    shown, phone = f"({area}) 555-01{last:02d}", f"+1{area}55501{last:02d}"
    role, place = chance.choice(list(_ROLES)), chance.choice(_PLACES)
    lead = {"name": name, "email": email, "role": _ROLES[role], "location": place}
    if chance.random() < 0.5:
        company = chance.choice(_COMPANIES)
        opening = (
            f"I'm {name} from {company}. We want to hire a {role} in {place}, "
            f"reach me at {email} or {shown}"
        )
        lead |= {"kind": "company", "company": company, "phone_number": phone}
    else:
        opening = f"I'm {name}, {email}, and I'm looking for a new job as a {role} in {place}"
        lead |= {"kind": "candidate", "company": None, "phone_number": None}
    return {
        "name": f"form {number}",
        "opening": [opening],
        "replies": {"consent": "yes"},
        "leads": [lead],
        "typed": [name.split()[1], email, *([shown, shown[-8:], phone] if lead["company"] else [])],
    }


def _misbehave(
    receiver: Receiver, mail_server: MailServer, chance: random.Random, forms: int
) -> None:
    """Both fail at first in every way, and later never, so that the run ends."""
    answers = [chance.choice([200, 500, 429, 301, DROP]) for _ in range(forms // 2)]
    replies = [chance.choice([ACCEPT, "451 try later", DIE]) for _ in range(forms // 2)]
    receiver.answer = lambda number: dict(enumerate(answers)).get(number, 200)
    mail_server.answer = lambda number: dict(enumerate(replies)).get(number, ACCEPT)


def _check_leads(storm: _Storm) -> None:
    """As many leads as confirmations, each in its own conversation."""
    listed = [
        (lead["conversation_id"], lead["id"][:8].upper()) for lead in _listed(storm.assistant)
    ]
    storm.outcome.confirmed, storm.outcome.stored = len(storm.confirmed), len(listed)
    if sorted(listed) != sorted(storm.confirmed.items()):
        storm.outcome.problems.append("the stored leads are not those that were confirmed")
    if len(storm.confirmed) != storm.outcome.forms:
        storm.outcome.problems.append("not every form was confirmed")


def _check_deliveries(storm: _Storm, receiver: Receiver, mail_server: MailServer) -> None:
    """Every delivery arrives, under one id however often, and signed."""
    deadline = time.monotonic() + DELIVERY_SECONDS
    while (deliveries := _deliveries(storm.database)) and time.monotonic() < deadline:
        if all(delivery.state == "delivered" for delivery in deliveries):
            break
        time.sleep(PAUSE_SECONDS)
    problems = storm.outcome.problems
    if late := [each for each in deliveries if each.state != "delivered"]:
        problems.append(f"not delivered: {[(d.channel, d.state, d.last_error) for d in late]}")
    ids = {
        channel: {d.id: d.lead_id for d in deliveries if d.channel == channel}
        for channel in ("webhook", "email", "acknowledgement")
    }
    if receiver.accepted.keys() != ids["webhook"].keys():
        problems.append("the webhook's receiver did not accept every delivery")
    for request in receiver.received:
        if not request.signed:
            problems.append("a webhook came with a signature that does not hold")
        if ids["webhook"].get(request.id) != request.document["data"]["id"]:
            problems.append("a lead came under a strange id")
    sent = {f"<{each}@enamix.com>" for each in (*ids["email"], *ids["acknowledgement"])}
    if set(mail_server.accepted) != sent:
        problems.append("the mail server did not accept every message")
    if (
        not len(ids["webhook"])
        == len(ids["email"])
        == len(ids["acknowledgement"])
        == (storm.outcome.stored)
    ):
        problems.append(f"planned: { {channel: len(found) for channel, found in ids.items()} }")


def _check_logs(storm: _Storm) -> None:
    """Nothing that somebody typed is in any log."""
    data_dir = storm.assistant.data_dir
    for log in (*(data_dir / "logs").iterdir(), storm.assistant.output):
        written = log.read_text(errors="replace").lower()
        # Not which: the report must not become the leak.
        leaks = sum(typed.lower() in written for case in storm.cases for typed in case["typed"])
        if leaks:
            storm.outcome.problems.append(f"{log.name} holds {leaks} personal details")


def _deliveries(database: Database) -> list[Delivery]:
    with database.reading() as session:
        return list(session.execute(select(Delivery)).scalars())


def _listed(assistant: Assistant) -> list[dict[str, Any]]:
    result = subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(assistant.data_dir), "leads", "list", "--json"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    leads: list[dict[str, Any]] = json.loads(result.stdout)["leads"]
    return leads
