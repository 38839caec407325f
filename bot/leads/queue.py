"""The queue of leads: filters, order, pages. Quick however many leads there are.

Pages go on from a lead instead of counting from the start, and numbers stop at `MOST_COUNTED`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, literal, select, text, tuple_
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.leads import search
from bot.leads.tables import Lead, in_use

PAGE_SIZE = 50
MOST_COUNTED = 1_000
VIEWS = ("new", "mine", "all")
SORTS: dict[str, tuple[tuple[Any, ...], bool]] = {
    "newest": ((Lead.number,), True),
    "oldest": ((Lead.number,), False),
    "changed": ((Lead.updated_at, Lead.number), True),
}
"""Name → columns, and whether the largest comes first."""
_NUMBER = re.compile(r"[0-9]{1,15}")
# A lead that was being written while the page was read appears a moment later.
OVERLAP = timedelta(seconds=30)


@dataclass(frozen=True)
class Filters:
    """What is looked for; empty means all. Unknown values find nothing, they are not an error."""

    view: str = "new"
    status: str = ""
    kind: str = ""
    owner: str = ""
    """An account's id, or "none"."""
    role: str = ""
    location: str = ""
    channel: str = ""
    search: str = ""
    sort: str = "newest"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view is asked for."""
        asked = (self.status, self.kind, self.owner, self.role, self.location, self.channel)
        return any(asked) or bool(self.search)


@dataclass(frozen=True)
class Page:
    """Some leads, and the cursors of the pages before and after where there are any."""

    leads: Sequence[Lead]
    newer: str = ""
    older: str = ""


def page(
    session: Session,
    filters: Filters,
    mine: int,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """One page; `after` or `before` is a cursor of another page. `mine` is who is looking."""
    _without_workers(session)
    columns, descending = SORTS.get(filters.sort, SORTS["newest"])
    backwards = bool(before)
    cursor = _read_cursor(before or after, columns)
    down = descending != backwards
    query = _query(session, filters, mine, newest_first=down)
    if cursor is not None:
        place = tuple_(*columns) if len(columns) > 1 else columns[0]
        query = query.where(place < cursor if down else place > cursor)
    order = [column.desc() for column in columns] if down else columns
    found = list(session.execute(query.order_by(*order).limit(size + 1)).scalars())
    more = len(found) > size
    leads = found[:size][::-1] if backwards else found[:size]
    if not leads:
        return Page([])
    first, last = _cursor(leads[0], columns), _cursor(leads[-1], columns)
    came_from_another = cursor is not None
    earlier_exists = more if backwards else came_from_another
    later_exists = came_from_another if backwards else more
    return Page(leads, first if earlier_exists else "", last if later_exists else "")


@dataclass(frozen=True)
class Mark:
    """Up to where an open list is known: what came before `since`, and these newest leads.

    Its text travels with the list, so that the server need not remember who looks at what.
    """

    since: datetime
    known: frozenset[str] = frozenset()
    arrived: int = 0
    """How many leads have come into the open list by themselves."""

    def __str__(self) -> str:
        return "~".join([self.since.isoformat(), str(self.arrived), *sorted(self.known)])

    @classmethod
    def read(cls, text: str) -> Mark:
        """The mark of a text; one that cannot be read begins now."""
        since, _, rest = text.partition("~")
        arrived, _, known = rest.partition("~")
        try:
            moment, number = datetime.fromisoformat(since.replace(" ", "+")), int(arrived[:6])
        except ValueError:
            return cls(utc_now())
        return cls(moment if moment.tzinfo else utc_now(), frozenset(known.split("~")), number)


def mark_of(leads: Sequence[Lead]) -> Mark:
    """The mark of a list that has just been read."""
    now = utc_now()
    return Mark(now, frozenset(str(lead.id) for lead in leads if lead.created_at > now - OVERLAP))


def arrived(
    session: Session, filters: Filters, mine: int, mark: Mark
) -> tuple[Sequence[Lead], Mark]:
    """Leads that fit the filters and are not known yet, the newest first, at most a page; and
    the mark that knows them too.
    """
    # First which leads are that young at all: mostly none, and then nothing else is looked at.
    young = Lead.created_at > mark.since - OVERLAP
    numbers = session.execute(select(Lead.number).where(young)).scalars().all()
    found: list[Lead] = []
    if numbers:
        query = _query(session, filters, mine).where(young, Lead.number >= min(numbers))
        newest = query.order_by(Lead.number.desc()).limit(PAGE_SIZE)
        found = list(session.execute(newest).scalars())
    fresh = [lead for lead in found if lead.id not in mark.known]
    known = mark_of(found)
    return fresh, Mark(known.since, known.known, mark.arrived + len(fresh))


def counts(session: Session, mine: int) -> dict[str, int]:
    """How many leads each view has, up to `MOST_COUNTED`."""
    numbers = {}
    for view in VIEWS:
        conditions = _conditions(Filters(view=view), mine)
        some = select(Lead.number).where(*conditions).limit(MOST_COUNTED).subquery()
        numbers[view] = int(session.execute(select(func.count()).select_from(some)).scalar_one())
    return numbers


def _without_workers(session: Session) -> None:
    """PostgreSQL would start workers for the many leads that it might have to read; a page is full
    long before they have started.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))


def _query(session: Session, filters: Filters, mine: int, *, newest_first: bool = True) -> Any:
    query = select(Lead).where(*_conditions(filters, mine))
    if not filters.search:
        return query
    return search.narrowed(session, query, filters.search, newest_first=newest_first)


def _conditions(filters: Filters, mine: int) -> list[Any]:
    """All filters but the search."""
    found: list[Any] = in_use()
    if filters.view == "new":
        found.append(Lead.status == "new")
    elif filters.view == "mine":
        found.append(Lead.owner_id == mine)
    if filters.status:
        found.append(Lead.status == filters.status)
    if filters.kind:
        found.append(Lead.kind == filters.kind)
    if filters.owner == "none":
        found.append(Lead.owner_id.is_(None))
    elif filters.owner.isdecimal() and len(filters.owner) < 10:
        found.append(Lead.owner_id == int(filters.owner))
    for column, value in (
        (Lead.role, filters.role),
        (Lead.location, filters.location),
        (Lead.channel, filters.channel),
    ):
        if value:
            found.append(column == value)
    return found


def _cursor(lead: Lead, columns: Sequence[Any]) -> str:
    values = (getattr(lead, column.key) for column in columns)
    return "~".join(
        each.isoformat(timespec="microseconds") if isinstance(each, datetime) else str(each)
        for each in values
    )


def _read_cursor(text: str, columns: Sequence[Any]) -> Any:
    """What `_cursor` has written, to compare with the columns; None for anything else."""
    *moments, number = text.split("~")
    if len(moments) + 1 != len(columns) or not _NUMBER.fullmatch(number):
        return None
    try:
        # "+" becomes a blank in an address that somebody has copied.
        read = [datetime.fromisoformat(moment.replace(" ", "+")) for moment in moments]
    except ValueError:
        return None
    if any(moment.tzinfo is None for moment in read):
        return None
    values = [
        literal(value, column.type)
        for value, column in zip((*read, int(number)), columns, strict=True)
    ]
    return tuple_(*values) if len(values) > 1 else values[0]
