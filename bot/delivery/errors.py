"""Why something was not delivered."""

from __future__ import annotations


class DeliveryError(Exception):
    """One attempt failed. The text is a type or a status and never quotes anybody.

    `retry_after`: seconds that the receiver asked to wait. `permanent`: another attempt is vain.
    """

    def __init__(
        self, reason: str, *, retry_after: float | None = None, permanent: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.permanent = permanent
