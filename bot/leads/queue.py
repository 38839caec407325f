"""The queue of leads: filters, order, pages. Quick however many leads there are.

Pages go on from a lead instead of counting from the start, and numbers stop at `MOST_COUNTED`.
"""

from __future__ import annotations

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
SORTS = {
    "newest": (Lead.created_at, True),
    "oldest": (Lead.created_at, False),
    "changed": (Lead.updated_at, True),
}
"""Name → column, and whether the largest comes first."""
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
    column, descending = SORTS.get(filters.sort, SORTS["newest"])
    backwards = bool(before)
    cursor = _read_cursor(before or after)
    query = select(Lead).where(*_conditions(session, filters, mine))
    down = descending != backwards
    if cursor:
        place = tuple_(column, Lead.id)
        mark = tuple_(literal(cursor[0], column.type), literal(cursor[1]))
        query = query.where(place < mark if down else place > mark)
    order = (column.desc(), Lead.id.desc()) if down else (column, Lead.id)
    found = list(session.execute(query.order_by(*order).limit(size + 1)).scalars())
    more = len(found) > size
    leads = found[:size][::-1] if backwards else found[:size]
    if not leads:
        return Page([])
    first, last = _cursor(leads[0], column.key), _cursor(leads[-1], column.key)
    earlier_exists = more if backwards else bool(cursor)
    later_exists = bool(cursor) if backwards else more
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
    query = select(Lead).where(
        *_conditions(session, filters, mine), Lead.created_at > mark.since - OVERLAP
    )
    found = list(session.execute(query.order_by(Lead.created_at.desc()).limit(PAGE_SIZE)).scalars())
    fresh = [lead for lead in found if lead.id not in mark.known]
    known = mark_of(found)
    return fresh, Mark(known.since, known.known, mark.arrived + len(fresh))


def counts(session: Session, mine: int) -> dict[str, int]:
    """How many leads each view has, up to `MOST_COUNTED`."""
    numbers = {}
    for view in VIEWS:
        conditions = _conditions(session, Filters(view=view), mine)
        some = select(Lead.id).where(*conditions).limit(MOST_COUNTED).subquery()
        numbers[view] = int(session.execute(select(func.count()).select_from(some)).scalar_one())
    return numbers


def _without_workers(session: Session) -> None:
    """PostgreSQL would start workers for the many leads that it might have to read; a page is full
    long before they have started.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))


def _conditions(session: Session, filters: Filters, mine: int) -> list[Any]:
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
    elif filters.owner.isdigit() and len(filters.owner) < 10:
        found.append(Lead.owner_id == int(filters.owner))
    for column, value in (
        (Lead.role, filters.role),
        (Lead.location, filters.location),
        (Lead.channel, filters.channel),
    ):
        if value:
            found.append(column == value)
    if filters.search:
        found += search.conditions(session, filters.search)
    return found


def _cursor(lead: Lead, column: str) -> str:
    return f"{getattr(lead, column).isoformat(timespec='microseconds')}~{lead.id}"


def _read_cursor(text: str) -> tuple[datetime, str] | None:
    moment, _, lead_id = text.partition("~")
    try:
        # "+" becomes a blank in an address that somebody has copied.
        read = datetime.fromisoformat(moment.replace(" ", "+"))
    except ValueError:
        return None
    return (read, lead_id) if read.tzinfo else None
