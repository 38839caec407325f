"""How much one person may ask in a minute. One process answers all, so its memory is enough."""

from __future__ import annotations

from collections import Counter

from bot.database import utc_now


class UserLimit:
    """Counts by person in whole minutes."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minute = ""
        self._counts: Counter[str] = Counter()

    def allows(self, user: str) -> bool:
        """Count one message of `user`; False if it is one too many."""
        minute = utc_now().strftime("%Y%m%d%H%M")
        if minute != self._minute:
            self._minute = minute
            self._counts.clear()
        self._counts[user] += 1
        return self._counts[user] <= self._per_minute
