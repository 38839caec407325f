"""Facts: look at them, correct them from a source, undo that. Answers follow at once."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import Float, Integer, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.knowledge import corrections
from bot.knowledge.corrections import CorrectionError
from bot.knowledge.rows import KEYS, VOCABULARIES
from bot.knowledge.tables import FACT_TABLES, Role, Source
from bot.staff import audit
from bot.web.staff.display import words
from bot.web.staff.forms import Form, form_of
from bot.web.staff.identity import PERMISSION, StaffRequest, staff_of, viewed
from bot.web.staff.pages import page, see

Page = Response[Any]
CORRECT = {PERMISSION: "correct_knowledge"}
TABLES = tuple(name for name in FACT_TABLES if name != "sources")
PAGE_SIZE = 100
HIDDEN = ("id", "position", "source_id")
LONGEST_VALUE = 2_000
LONGEST_SUBJECT = 120
LARGEST = 2**31 - 1
NEW_SOURCE = ("new_publisher", "new_title", "new_url", "new_year")


class KnowledgeController(Controller):
    """The knowledge table and its corrections."""

    path = "/knowledge"
    opt = {PERMISSION: "read_knowledge"}  # noqa: RUF012

    @get("/", sync_to_thread=True)
    def index(self, request: StaffRequest, state: State) -> Page:
        """The facts of one table, of one role where the table has roles."""
        asked = request.query_params
        name = asked.get("table", "salaries")
        if name not in TABLES:
            raise NotFoundException("no such table")
        viewed(request, "knowledge.view", f"table:{name}")
        number = asked.get("page", "1")
        number = int(number) if number.isdecimal() and len(number) < 5 else 1
        with state.database.reading() as session:
            table = FACT_TABLES[name].__table__
            roles = session.execute(select(Role.slug, Role.title).order_by(Role.title)).all()
            role = asked.get("role", "")
            if not role and name == "salaries" and roles:
                role = roles[0].slug
            query = select(table, Source.title.label("source_title")).join(
                Source, Source.id == table.c.source_id
            )
            if role and "slug" in table.c:
                query = query.where(table.c.slug == role)
            start = max(number - 1, 0) * PAGE_SIZE
            rows = session.execute(
                query.order_by(table.c.position).offset(start).limit(PAGE_SIZE + 1)
            ).mappings()
            found = rows.all()
            key = _own_key(name)
            return page(
                request,
                "knowledge.html",
                tables=TABLES,
                table=name,
                roles=roles,
                role=role if "slug" in table.c else "",
                has_roles="slug" in table.c and "title" not in table.c,
                titles=dict(roles),
                columns=_shown_columns(table, found),
                rows=found[:PAGE_SIZE],
                key=key,
                number=number,
                more=len(found) > PAGE_SIZE,
            )

    @get("/fact/{table:str}/{key:str}", opt=CORRECT, sync_to_thread=True)
    def edit(
        self, request: StaffRequest, state: State, table: FromPath[str], key: FromPath[str]
    ) -> Page:
        """One fact, to correct."""
        viewed(request, "knowledge.view", f"fact:{table}:{key}"[:LONGEST_SUBJECT])
        return _show_fact(request, state, table, key)

    @post("/fact/{table:str}/{key:str}", opt=CORRECT, sync_to_thread=True)
    def correct(
        self, request: StaffRequest, state: State, table: FromPath[str], key: FromPath[str]
    ) -> Page:
        """Put a correction in force."""
        staff, form = staff_of(request), form_of(request)
        try:
            with state.database.writing() as session:
                row = _row(session, table, key)
                values = _changes(table, row, form)
                if not values:
                    raise CorrectionError("Nothing is different from what is there.")
                source_id = _source_of(session, form)
                made = corrections.correct(
                    session,
                    table,
                    {column: row[column] for column in KEYS[table]},
                    values,
                    source_id=source_id,
                    created_by=staff.email,
                )
                data = {"table": table, "fields": sorted(values)}
                audit.record(session, staff.actor, "knowledge.correct", f"correction:{made}", data)
        except CorrectionError as error:
            return _show_fact(request, state, table, key, problem=str(error), typed=form)
        except IntegrityError:
            problem = "That does not fit: look at the numbers, or there is such a fact already."
            return _show_fact(request, state, table, key, problem=problem, typed=form)
        role = f"&role={row['slug']}" if "slug" in row else ""
        return see(f"/staff/knowledge?table={table}{role}", "corrected")


def _show_fact(
    request: StaffRequest,
    state: State,
    name: str,
    key: str,
    *,
    problem: str = "",
    typed: Form | None = None,
) -> Page:
    with state.database.reading() as session:
        row = _row(session, name, key)
        sources = session.execute(
            select(Source.id, Source.publisher, Source.title, Source.year).order_by(
                Source.publisher, Source.title
            )
        ).all()
        return page(
            request,
            "fact.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
            table=name,
            key=key,
            row=row,
            identity=[c for c in KEYS[name] if c != "source_id"],
            fields=[(c, VOCABULARIES.get(name, {}).get(c, ())) for c in _editable(name)],
            sources=sources,
            typed=_typed(name, typed) if typed else {},
            source_id=typed.line("source_id") if typed else row["source_id"],
            problem=problem,
        )


def _typed(name: str, form: Form) -> dict[str, str]:
    values = {column: form.text(column, LONGEST_VALUE) for column in _editable(name)}
    return values | {field: form.text(field, LONGEST_VALUE) for field in NEW_SOURCE}


def _shown_columns(table: Any, rows: Sequence[Any]) -> list[str]:
    """Columns that say something in at least one of the rows."""
    names = [column.name for column in table.c if column.name not in (*HIDDEN, "slug")]
    return [name for name in names if any(row[name] not in (None, "") for row in rows)]


def _own_key(name: str) -> str:
    (column,) = FACT_TABLES[name].__table__.primary_key.columns
    return str(column.name)


def _row(session: Session, name: str, key: str) -> dict[str, Any]:
    """The fact of an address.

    Raises:
        NotFoundException: there is none.
    """
    if name not in TABLES:
        raise NotFoundException("no such table")
    table = FACT_TABLES[name].__table__
    column = table.c[_own_key(name)]
    number = isinstance(column.type, Integer)
    if number and not (key.isascii() and key.isdigit() and len(key) < 10):
        raise NotFoundException("no such fact")
    value = int(key) if number else key
    found = session.execute(select(table).where(column == value)).mappings().first()
    if found is None:
        raise NotFoundException("no such fact")
    return dict(found)


def _editable(name: str) -> list[str]:
    """What may be corrected: everything but what makes the fact the one it is."""
    fixed = {*HIDDEN, *KEYS[name]}
    if name == "role_notes":
        fixed.discard("note")
    return [column.name for column in FACT_TABLES[name].__table__.c if column.name not in fixed]


def _changes(name: str, row: dict[str, Any], form: Form) -> dict[str, Any]:
    table = FACT_TABLES[name].__table__
    changes = {}
    for column in _editable(name):
        if column not in form:
            continue
        value = _read(table.c[column], form.text(column, LONGEST_VALUE), name)
        if value != row[column]:
            changes[column] = value
    return changes


def _read(column: Any, text: str, name: str) -> Any:
    label = words(column.name)
    if not text:
        if column.nullable:
            return None
        raise CorrectionError(f"Fill in: {label}.")
    allowed = VOCABULARIES.get(name, {}).get(column.name)
    if allowed and text not in allowed:
        raise CorrectionError(f"Choose one of the values for {label}.")
    if isinstance(column.type, (Integer, Float)):
        plain = text.replace(",", "").replace("$", "").strip()
        try:
            value = int(plain) if isinstance(column.type, Integer) else float(plain)
        except ValueError:
            raise CorrectionError(f"Write a number for {label}, such as 151500.") from None
        if not abs(value) <= LARGEST:
            raise CorrectionError(f"The number for {label} is too large.")
        return value
    longest = getattr(column.type, "length", None)
    if longest and len(text) > longest:
        raise CorrectionError(f"Use at most {longest} characters for {label}.")
    return text


def _source_of(session: Session, form: Form) -> str:
    source_id = form.line("source_id")
    if source_id != "new":
        if session.get(Source, source_id) is None:
            raise CorrectionError("Choose the source of the correction, or describe a new one.")
        return source_id
    year = form.line("new_year", 4)
    if year and not year.isdecimal():
        raise CorrectionError("Write the source's year with four digits.")
    return corrections.add_source(
        session,
        form.line("new_publisher"),
        form.line("new_title"),
        form.line("new_url", 500),
        int(year) if year else None,
    )
