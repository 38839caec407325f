"""Signed session tokens: who holds one may read and write that one conversation."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

SECONDS_PER_DAY = 86_400
STATE_KEY = "conversation_id"


class Sessions:
    """Makes and checks tokens."""

    def __init__(self, secret_key: str, max_age_days: int) -> None:
        self._serializer = URLSafeTimedSerializer(secret_key, salt="chat-session")
        self._max_age_seconds = max_age_days * SECONDS_PER_DAY

    def token(self, conversation_id: str) -> str:
        """A token for this conversation."""
        return str(self._serializer.dumps(conversation_id))

    def conversation_id(self, token: str) -> str | None:
        """Whose token it is; None if it is forged, cut, or too old."""
        try:
            value = self._serializer.loads(token, max_age=self._max_age_seconds)
        except BadData:
            return None
        return value if isinstance(value, str) else None

    def of_connection(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
        """The conversation of the request's bearer token; None without a valid one."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        return self.conversation_id(token.strip()) if scheme.lower() == "bearer" else None


def require_session(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Guard: 401 without a valid token, before the body is looked at."""
    found = connection.app.state.sessions.of_connection(connection)
    if found is None:
        raise NotAuthorizedException("A valid session token is needed: start a new conversation.")
    connection.state[STATE_KEY] = found
