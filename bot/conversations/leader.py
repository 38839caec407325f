"""One process at a time does a job, as long as it lives.

On PostgreSQL the leader holds an advisory lock on a connection of its own, on SQLite the lock
of a file: both are free again the moment the process is gone, so nobody waits for a lease to
run out, and no clock decides.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.advisory import AdvisoryLocks, advisory_key
from bot.database import Database


class Leadership:
    """The wish to be the one for `job`; `folder` is where the lock file goes on SQLite."""

    def __init__(self, database: Database, job: str, folder: Path) -> None:
        self._advisory = AdvisoryLocks(database)
        self._leads = False
        self._key = advisory_key(f"leader:{job}")
        self._path = folder / f"{job}.lock"
        self._shared = database.engine.dialect.name == "postgresql"
        self._file: int | None = None

    def hold(self) -> bool:
        """Whether this process leads: it goes on to, or takes over what nobody holds.

        Raises:
            SQLAlchemyError: the database cannot be reached; whoever led does not any more.
        """
        return self._hold_advisory() if self._shared else self._hold_file()

    def release(self) -> None:
        """Let another process lead."""
        self._advisory.close()
        self._leads = False
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _hold_advisory(self) -> bool:
        if not self._leads:
            self._leads = self._advisory.try_lock(self._key)
            return self._leads
        try:
            self._advisory.check()
        except SQLAlchemyError:
            self._leads = False
            raise
        return True

    def _hold_file(self) -> bool:
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._file = handle
        return True
