"""What people ask, and the messages that were not understood, to be made into examples."""

from __future__ import annotations

import io
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations import reviews
from bot.conversations.tables import AskedQuestion, QuestionReview, Turn
from bot.knowledge.tables import Role
from bot.leads.tables import Lead
from bot.reports import figures
from bot.settings import PROJECT
from bot.staff import audit
from bot.web.staff.display import topic
from bot.web.staff.forms import form_of
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of, viewed
from bot.web.staff.overview import PERIODS, period_of
from bot.web.staff.pages import page, see

Page = Response[Any]
REVIEW = {PERMISSION: "review_questions"}
DECISIONS = {"accept": "accepted", "out_of_scope": "out_of_scope", "dismiss": "dismissed"}
LARGEST_ID = 2**62
LONGEST_FILTER = 80
LONGEST_TOP = 12
COLUMNS = {
    "topic": AskedQuestion.intent,
    "role": AskedQuestion.role,
    "place": AskedQuestion.location,
}
"""What questions are counted by, by the name in the address."""


class QuestionsController(Controller):
    """Questions of visitors, without personal data."""

    path = "/questions"
    opt = {PERMISSION: "read_questions"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def index(self, request: StaffRequest, state: State) -> Page:
        """By topic, role and place, over time."""
        viewed(request, "questions.view")
        period, given = period_of(request, state), request.query_params
        asked = {name: given.get(name, "")[:LONGEST_FILTER] for name in COLUMNS}
        with state.database.reading() as session:
            roles = dict(session.execute(select(Role.slug, Role.title)).all())
            where = [COLUMNS[name] == value for name, value in asked.items() if value]
            series = figures.by_day(session, AskedQuestion.created_at, period, *where)
            where_missed = (*where, AskedQuestion.answered.is_(False))
            missed = figures.by_day(session, AskedQuestion.created_at, period, *where_missed)

            def top(name: str) -> list[tuple[str, int, str]]:
                counted = figures.top(session, COLUMNS[name], period, *where, limit=LONGEST_TOP)
                return [(_title(name, key, roles), number, key) for key, number in counted]

            return page(
                request,
                "questions.html",
                periods=PERIODS,
                period=period,
                asked=asked,
                more="".join(f"&{name}={quote(value)}" for name, value in asked.items() if value),
                chosen={n: _title(n, value, roles) for n, value in asked.items() if value},
                number=sum(series.values()),
                series=figures.by_step(series, period.step),
                missed=figures.by_step(missed, period.step),
                tops=[(name, name, top(name)) for name in COLUMNS if not asked[name]],
                waiting=_count(session, ("open",)),
            )

    @get("/review", opt=REVIEW, sync_to_thread=True)
    def queue(self, request: StaffRequest, state: State) -> Page:
        """Messages to look at, the oldest first."""
        viewed(request, "questions.review")
        return _show_queue(request, state)

    @post("/review/{review_id:int}", opt=REVIEW, sync_to_thread=True)
    def decide(self, request: StaffRequest, state: State, review_id: FromPath[int]) -> Page:
        """Give a message its meaning, or put it aside."""
        staff, form = staff_of(request), form_of(request)
        decision = DECISIONS.get(form.line("decision"))
        intent, role = form.line("intent"), form.line("role")
        try:
            if decision is None or not 0 < review_id < LARGEST_ID:
                raise reviews.ReviewError("Choose what to do with the message.")
            if intent and intent not in intents():
                raise reviews.ReviewError("Choose one of the meanings.")
            with state.database.writing() as session:
                if role and session.get(Role, role) is None:
                    raise reviews.ReviewError("Choose one of the roles.")
                reviews.decide(
                    session,
                    review_id,
                    decision,
                    text=form.text("text"),
                    intent=intent,
                    role=role or None,
                    account_id=staff.id,
                    names=_names(session, review_id),
                )
                audit.record(session, staff.actor, f"questions.{decision}", f"review:{review_id}")
        except reviews.ReviewError as error:
            return _show_queue(request, state, problem=str(error))
        return see("/staff/questions/review", "reviewed")

    @post("/export", opt=REVIEW, sync_to_thread=True)
    def export(self, request: StaffRequest, state: State) -> Response[str]:
        """The accepted examples in Rasa's training format, for nlu/."""
        with state.database.writing() as session:
            examples = reviews.accepted(session)
            audit.record(
                session,
                staff_of(request).actor,
                "questions.export",
                data={"examples": len(examples)},
            )
            document = training_data(examples)
        return Response(
            document,
            status_code=HTTPStatus.OK,
            media_type="application/yaml; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="reviewed.yml"'},
        )


@lru_cache(maxsize=1)
def intents() -> tuple[str, ...]:
    """The meanings that there are training examples for."""
    return tuple(sorted(path.stem for path in (PROJECT / "nlu").glob("*.yml")))


def training_data(examples: Any) -> str:
    """Reviewed messages as a file of training examples; the role is kept as metadata."""
    by_intent: dict[str, list[dict[str, Any]]] = {}
    for each in examples:
        # Brackets would be entities to Rasa; the masks are words to it.
        words = str(each.text).translate(str.maketrans("", "", "[]{}"))
        entry: dict[str, Any] = {"text": LiteralScalarString(f"{words}\n")}
        if each.role:
            entry["metadata"] = {"role": str(each.role)}
        by_intent.setdefault(str(each.intent), []).append(entry)
    document = {
        "version": "3.1",
        "nlu": [{"intent": name, "examples": found} for name, found in by_intent.items()],
    }
    yaml, text = YAML(), io.StringIO()
    yaml.default_flow_style = False
    yaml.dump(document, text)
    return text.getvalue()


def _show_queue(request: StaffRequest, state: State, problem: str = "") -> Page:
    with state.database.reading() as session:
        return page(
            request,
            "review.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
            waiting=reviews.waiting(session),
            number=_count(session, ("open",)),
            ready=_count(session, ("accepted", "out_of_scope")),
            intents=intents(),
            roles=session.execute(select(Role.slug, Role.title).order_by(Role.title)).all(),
            problem=problem,
        )


def _count(session: Session, states: tuple[str, ...]) -> int:
    return int(
        session.execute(
            select(func.count(QuestionReview.id)).where(QuestionReview.state.in_(states))
        ).scalar_one()
    )


def _names(session: Session, review_id: int) -> list[str]:
    """Names that are known from a lead of the same conversation."""
    rows = session.execute(
        select(Lead.name, Lead.company)
        .join(Turn, Turn.conversation_id == Lead.conversation_id)
        .join(QuestionReview, QuestionReview.turn_id == Turn.id)
        .where(QuestionReview.id == review_id)
    ).all()
    return [name for row in rows for name in row if name]


def _title(name: str, key: str, roles: dict[str, str]) -> str:
    """A topic, role or place as people read it."""
    if name == "topic":
        return topic(key)
    return roles.get(key, key) if name == "role" else key
