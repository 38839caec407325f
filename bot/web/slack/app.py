"""The Slack app: Bolt's listeners, the inbox behind them, and what both need, in one place.

Listeners only write down what has arrived, or do what has to be done while Slack waits (open a
form, answer a submission). Whatever takes longer is done after Slack was told.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations import inbox
from bot.conversations.inbox import Arrival
from bot.conversations.leader import Leadership
from bot.database import Database
from bot.settings import Settings
from bot.web.slack import commands, events, home, interactions, modal
from bot.web.slack.answers import Answers
from bot.web.slack.api import SlackApi, kind_of
from bot.web.slack.events import CHANNEL
from bot.web.slack.interactions import Press
from bot.web.slack.lead_buttons import LeadButtons
from bot.web.slack.marks import Marks
from bot.web.slack.worker import Intake, Worker
from bot.web.turns import Turns
from bot.wording import Wording

logger = logging.getLogger(__name__)

# Nothing else of a request may reach Bolt: some headers switch its verification off.
PASSED_ON = ("content-type", "x-slack-signature", "x-slack-request-timestamp")
SHUTDOWN_SECONDS = 2.0
Body = Mapping[str, Any]


class SlackApp:
    """Everything about Slack in one process. `start` and `stop` belong to the process's life."""

    def __init__(
        self, settings: Settings, database: Database, turns: Turns, wording: Wording
    ) -> None:
        self._settings = settings
        self._database = database
        self._wording = wording
        self._api = SlackApi(settings.slack_bot_token, settings.slack_api_url)
        answers = Answers(database, turns, self._api, wording, settings)
        leadership = Leadership(database, "slack-inbox", Path(settings.data_dir))
        self._worker = Worker(database, leadership, CHANNEL, answers.handle)
        self._intake = Intake(database, CHANNEL, self._worker.wake)
        self._marks = Marks(database, self._api, wording)
        self._lead_buttons = LeadButtons(database, self._api, wording, settings)
        self._tasks: set[asyncio.Task[None]] = set()
        self.bolt = self._make_bolt()

    def start(self) -> None:
        """Open connections, and answer what was left unanswered before."""
        self._api.start()
        self._worker.start()

    async def stop(self) -> None:
        """Finish what is under way, for a moment."""
        await self._worker.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SHUTDOWN_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._api.close()

    async def dispatch(self, body: str, headers: Mapping[str, str]) -> BoltResponse:
        """What Slack gets for a request; 401 if it is not from Slack."""
        passed = {name: headers[name] for name in PASSED_ON if name in headers}
        return await self.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=passed))  # type: ignore[arg-type]

    def _make_bolt(self) -> AsyncApp:
        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            # One workspace, whose token is known: asking Slack would delay the first answers.
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_token=self._settings.slack_bot_token,
            )

        bolt = AsyncApp(
            name="careers",
            client=AsyncWebClient(base_url=self._settings.slack_api_url),
            signing_secret=self._settings.slack_signing_secret,
            authorize=authorize,
            # Slack is told "received" only once an event is in the database.
            process_before_response=True,
            # Needs a call to Slack; `bot.web.slack.events` sees to it.
            ignoring_self_events_enabled=False,
            ssl_check_enabled=False,
        )
        bolt.error(self._failed)
        bolt.event("app_home_opened")(self._home_opened)
        bolt.event(re.compile("^(app_uninstalled|tokens_revoked)$"))(self._removed)
        bolt.event(re.compile("."))(self._event)
        bolt.command(re.compile("."))(self._command)
        bolt.action(re.compile("^choice"))(self._choice)
        bolt.action(re.compile("^topic"))(self._topic)
        bolt.action(re.compile("^feedback_"))(self._feedback)
        bolt.action("again")(self._again)
        bolt.action("share")(self._share)
        bolt.action("erase")(self._erase)
        bolt.action("contact")(self._contact)
        bolt.action(re.compile("^lead_"))(self._lead)
        bolt.action(re.compile("."))(self._other_action)
        bolt.view(modal.CALLBACK_ID)(self._submitted)
        return bolt

    async def _failed(self, error: Exception) -> BoltResponse:
        # The texts of errors quote what was written; the type says enough.
        logger.error("a Slack request failed: %s", kind_of(error))
        return BoltResponse(status=503, headers={"Retry-After": "5"})

    async def _event(self, body: dict[str, Any]) -> None:
        if body["event"]["type"] not in ("message", "app_mention"):
            return
        if arrival := events.arrival_of(body):
            await self._intake.accept(arrival)

    async def _home_opened(self, body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("tab", "home") == "home":
            view = home.view(self._wording, self._settings.contact_email)
            self._later(self._publish(event["user"], view))

    async def _removed(self, body: dict[str, Any]) -> None:
        logger.error("Slack: %s; nothing can be answered there now", body["event"]["type"])

    async def _command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        word = commands.word_of(body)
        if word is None:
            await self._intake.accept(commands.arrival_of(body))
            await ack()
        elif word == "contact":
            await self._open_form(body["trigger_id"])
            await ack()
        else:
            email = self._settings.contact_email
            found = (
                commands.help_message(self._wording, body["command"])
                if word == "help"
                else commands.erase_message(self._wording, email)
            )
            await ack(text=self._wording.say("utter_slack_home_title"), blocks=found)

    async def _choice(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)
        if press.public and await asyncio.to_thread(self._marks.asks_for_details, press):
            # Names and numbers do not belong where everybody reads them.
            # The buttons stay: who closes the form may open it again.
            await self._open_form(press.trigger_id)
            await ack()
            return
        await self._take(interactions.choice_arrival(press))
        await ack()
        self._later(self._marks.chosen(press))

    async def _topic(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)
        await self._take(interactions.topic_arrival(press, self._wording.buttons(home.TOPICS)))
        await ack()

    async def _share(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)
        await self._take(interactions.share_arrival(press))
        await ack()

    async def _erase(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await self._take(interactions.erase_arrival(Press.of(body)))
        await ack()

    async def _again(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)

        def work() -> bool:
            with self._database.writing() as session:
                return inbox.again(session, CHANNEL, press.value)

        await asyncio.to_thread(work)
        self._worker.wake()
        await ack()
        self._later(self._marks.trying_again(press))

    async def _feedback(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)
        stored = await asyncio.to_thread(self._marks.set_feedback, press)
        await ack()
        if stored:
            self._later(self._marks.thanked(press))

    async def _contact(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)
        await self._open_form(press.trigger_id)
        await ack()

    async def _lead(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        press = Press.of(body)
        words, done = await asyncio.to_thread(self._lead_buttons.change, press)
        await ack()
        self._later(self._lead_buttons.show(press, words, done=done))

    async def _submitted(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        details = modal.read(body, self._wording)
        if details.faults:
            await ack(response_action="errors", errors=details.faults)
        elif details.doubt:
            given = {"kind": details.kind, **details.typed}
            view = modal.view(self._wording, given=given, doubt=details.doubt)
            await ack(response_action="update", view=view)
        elif await asyncio.to_thread(self._store, body, details):
            view = modal.done_view(self._wording, self._settings.contact_email)
            await ack(response_action="update", view=view)
        else:
            words = self._wording.say("utter_unavailable", email=self._settings.contact_email)
            await ack(response_action="errors", errors={"consent": words})

    async def _other_action(self, ack: AsyncAck) -> None:
        # Buttons that are links tell us, too; an answer keeps Slack from showing a warning.
        await ack()

    def _store(self, body: Body, details: modal.Details) -> bool:
        try:
            with self._database.writing() as session:
                modal.store(session, body, details, self._settings, self._wording)
        except Exception as error:
            logger.error("a lead from Slack was not stored: %s", type(error).__name__)
            return False
        return True

    async def _take(self, arrival: Arrival | None) -> None:
        if arrival is not None:
            await self._intake.accept(arrival)

    async def _open_form(self, trigger_id: str) -> None:
        view = modal.view(self._wording)
        await self._api.client.views_open(trigger_id=trigger_id, view=view)

    async def _publish(self, user: str, view: dict[str, Any]) -> None:
        await self._api.patient.views_publish(user_id=user, view=view)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what nobody waits for, and what no harm comes of if it fails."""
        task = asyncio.create_task(work)
        # The loop itself keeps only weak references to tasks.
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.warning("Slack was not updated: %s", kind_of(error))  # type: ignore[arg-type]
