"""Which websites may talk to the chat API from a visitor's browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar.config.cors import CORSConfig
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from bot.settings import Settings


def cors_config(settings: Settings) -> CORSConfig:
    """The headers that let the allowed sites read the answers."""
    return CORSConfig(
        allow_origins=settings.allowed_origin_list,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After"],
        max_age=7200,
    )


def require_allowed_origin(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Guard: 403 for a page of a site that is neither this one nor an allowed one.

    Requests without an Origin come from programs, not from other people's pages.
    """
    origin = connection.headers.get("origin")
    if origin is None or is_own(connection, origin):
        return
    if not connection.app.state.cors.is_origin_allowed(origin):
        raise PermissionDeniedException("This website may not use the assistant.")


def is_own(connection: ASGIConnection[Any, Any, Any, Any], origin: str) -> bool:
    """Whether a page of this origin was served by this very process."""
    public = connection.app.state.settings.public_url
    # The scheme is not compared: behind a proxy that ends TLS this process sees http.
    hosts = {connection.headers.get("host", ""), urlsplit(public).netloc} - {""}
    return urlsplit(origin).netloc in hosts
