"""Signed session tokens: who holds one may read and write that one conversation.

A token knows the website on which its conversation began; a page of another one cannot use it.
"""

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

    def token(self, conversation_id: str, origin: str | None = None) -> str:
        """A token for this conversation, begun on a page of `origin`; None: not on a page."""
        return str(self._serializer.dumps([conversation_id, origin]))

    def conversation_id(self, token: str, origin: str | None = None) -> str | None:
        """Whose token it is; None if it is forged, cut, too old, or another website's.

        Browsers send no origin with some requests to the page's own server, and programs send
        none at all: only an origin that differs counts.
        """
        try:
            conversation_id, home = self._serializer.loads(token, max_age=self._max_age_seconds)
        except (BadData, TypeError, ValueError):
            return None
        if None not in (origin, home) and origin != home:
            return None
        return str(conversation_id)

    def of_connection(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
        """The conversation of the request's bearer token; None without a valid one."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        return self.conversation_id(token.strip(), connection.headers.get("origin"))


def require_session(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Guard: 401 without a valid token, before the body is looked at."""
    found = connection.app.state.sessions.of_connection(connection)
    if found is None:
        raise NotAuthorizedException("A valid session token is needed: start a new conversation.")
    connection.state[STATE_KEY] = found
