"""The buttons below a new lead in a channel: "take it" and "called"."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.database import Database
from bot.leads import workflow
from bot.leads.tables import Lead
from bot.leads.workflow import LeadGoneError, Selected, StaleLeadError
from bot.settings import Settings
from bot.staff import accounts, audit
from bot.staff.tables import StaffAccount
from bot.web.slack import blocks
from bot.web.slack.api import SlackApi
from bot.web.slack.blocks import Block, Part
from bot.web.slack.interactions import Press
from bot.web.slack.markup import encode
from bot.wording import Wording

TAKE, CALLED = "lead_take", "lead_called"
TRIES = 3


class LeadButtons:
    """Changes a lead as its account manager says, and shows that on the message."""

    def __init__(
        self, database: Database, api: SlackApi, wording: Wording, settings: Settings
    ) -> None:
        self._database = database
        self._api = api
        self._wording = wording
        self._staff = settings.slack_lead_staff

    def change(self, press: Press) -> tuple[str, bool]:
        """Do what was pressed: what to say about it, and whether the lead is as wanted now."""
        for _ in range(TRIES):
            try:
                with self._database.writing() as session:
                    return self._change(session, press)
            except LeadGoneError:
                return self._wording.say("utter_slack_lead_gone"), False
            except StaleLeadError:
                # Somebody has changed it at the same moment: look again.
                continue
        return self._wording.say("utter_slack_lead_busy"), False

    async def show(self, press: Press, words: str, *, done: bool) -> None:
        """Say it below the lead for all, or why not to who has pressed."""
        if not press.response_url:
            return
        if done:
            original: Sequence[Block] = press.message.get("blocks") or []
            pressed = _without(original, press)
            part = Part(str(press.message.get("text") or ""), [*pressed, blocks.context(words)])
            await self._api.respond(press.response_url, part, replace_original=True)
        else:
            (part,) = blocks.of_text(words)
            await self._api.respond(
                press.response_url, part, response_type="ephemeral", replace_original=False
            )

    def _change(self, session: Session, press: Press) -> tuple[str, bool]:
        account = self._account(session, press.user)
        if account is None:
            return self._wording.say("utter_slack_lead_not_allowed"), False
        lead = workflow.load(session, press.value)
        if lead.erased_at is not None:
            raise LeadGoneError(press.value)
        actor = f"staff:{account.id}"
        who = f"<@{press.user}>"
        if press.action_id == TAKE and lead.owner_id not in (None, account.id):
            owner = session.get(StaffAccount, lead.owner_id)
            name = owner.name or owner.email if owner else ""
            return self._wording.say("utter_slack_lead_taken_before", who=name), False
        if lead.owner_id is None:
            lead = workflow.assign(session, _seen(lead), int(account.id), actor)
            self._note(session, account, "lead.assign", lead.id, str(account.id))
        if press.action_id == TAKE:
            return encode(self._wording.say("utter_slack_lead_taken", who="{}")).format(who), True
        if lead.status == "new":
            lead = workflow.set_status(session, _seen(lead), "contacted", actor)
            self._note(session, account, "lead.status", lead.id, "contacted")
        return encode(self._wording.say("utter_slack_lead_was_called", who="{}")).format(who), True

    def _account(self, session: Session, user: str) -> StaffAccount | None:
        email = self._staff.get(user)
        return next((each for each in accounts.lead_owners(session) if each.email == email), None)

    def _note(
        self, session: Session, account: StaffAccount, action: str, lead_id: str, to: str
    ) -> None:
        actor = audit.Actor(int(account.id), str(account.email))
        audit.record(session, actor, action, f"lead:{lead_id}", {"to": to, "via": "slack"})


def _seen(lead: Lead) -> Selected:
    return Selected(str(lead.id), int(lead.version))


def _without(original: Sequence[Block], press: Press) -> list[Block]:
    """The message without the button; who has called need not take the lead any more."""
    gone = {press.action_id, TAKE}
    changed: list[Block] = []
    for block in original:
        if block.get("type") == "actions":
            left = [each for each in block["elements"] if each["action_id"] not in gone]
            if left:
                changed.append({**block, "elements": left})
        else:
            changed.append(block)
    return changed
