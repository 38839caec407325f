"""Rate limits by address and by session, on Litestar's middleware."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.middleware import DefineMiddleware
from litestar.middleware.rate_limit import RateLimitConfig, get_remote_address

MAX_BODY_BYTES = 64 * 1024


def sessions_per_address(per_minute: int) -> DefineMiddleware:
    """New conversations from one address."""
    return RateLimitConfig(
        rate_limit=("minute", per_minute),
        identifier_for_request=lambda request: f"sessions:{get_remote_address(request)}",
    ).middleware


def messages_per_address(per_minute: int) -> DefineMiddleware:
    """Requests of running conversations from one address."""
    return RateLimitConfig(
        rate_limit=("minute", per_minute),
        identifier_for_request=lambda request: f"messages:{get_remote_address(request)}",
    ).middleware


def messages_per_session(per_minute: int) -> DefineMiddleware:
    """Requests of one conversation, from however many addresses."""

    def identify(request: Request[Any, Any, Any]) -> str:
        # A forged token counts for its address: it must not make up new keys.
        session = request.app.state.sessions.of_connection(request)
        return f"session:{session or get_remote_address(request)}"

    return RateLimitConfig(
        rate_limit=("minute", per_minute),
        identifier_for_request=identify,
        set_rate_limit_headers=False,
    ).middleware
