"""Rasa's conversations in the one database, with failures that cannot be overlooked.

Rasa wraps every store in a FailSafeTrackerStore, which takes any error for an empty
conversation and goes on in memory: the visitor is forgotten, silently. The store below
refuses the turn instead; the web process apologises, and the visitor's retry is asked again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.database import make_engine
from bot.leads.sensitive import mask_sensitive

logger = logging.getLogger(__name__)
INDEX = "ix_events_sender_id_id"


class TrackerStoreUnavailable(BaseException):
    """The database failed in the middle of a turn.

    Not an Exception: FailSafeTrackerStore would swallow that.
    """


class CareersTrackerStore(SQLTrackerStore):
    """Rasa's SQL store on `database_url`: SQLite with WAL and patience, or PostgreSQL."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,  # Rasa passes the url of endpoints.yml
        event_broker: EventBroker | None = None,
        database_url: str = "",
        **kwargs: Any,
    ) -> None:
        if not database_url or database_url.startswith("${"):
            raise ValueError("set DATABASE_URL: endpoints.yml gives it to the tracker store")
        self.engine = make_engine(database_url)
        # Web process and Rasa share the file: every transaction here may write.
        writer = self.engine.execution_options(writes=True)
        self.Base.metadata.create_all(writer)
        index = sa.Index(INDEX, self.SQLEvent.sender_id, self.SQLEvent.id)
        index.create(writer, checkfirst=True)
        self.SQLEvent.__table__.indexes.discard(index)
        self.sessionmaker = sessionmaker(bind=writer, future=True)
        TrackerStore.__init__(self, domain, event_broker, **kwargs)

    @contextmanager
    def session_scope(self) -> Iterator[Any]:
        """A session; a database error ends the turn loudly.

        Raises:
            TrackerStoreUnavailable: for every error of the database.
        """
        try:
            with self.sessionmaker() as session:
                yield session
        except SQLAlchemyError as error:
            # Only the type: the text holds the events, and those hold what the visitor wrote.
            logger.critical("tracker store failed: %s", type(error).__name__)
            raise TrackerStoreUnavailable(type(error).__name__) from None


@sa.event.listens_for(SQLTrackerStore.SQLEvent, "before_insert")
def _mask_what_is_kept(_mapper: Any, _connection: Any, row: Any) -> None:
    """Facts that must not be kept are not in Rasa's events, either; the turn itself has seen them.

    Afterwards the entities' places in an earlier message may be off; nothing reads them again.
    """
    if row.type_name != "user":
        return
    data = json.loads(row.data)
    parse = data.get("parse_data") or {}
    for holder in (data, parse, *(parse.get("requests") or ())):
        if holder.get("text"):
            holder["text"] = mask_sensitive(holder["text"])
    row.data = json.dumps(data)
