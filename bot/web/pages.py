"""The plain chat page, and what is not configured or not built into this process."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from litestar import HttpMethod, Response, get, route

from bot.web.errors import ErrorResponse, error_response

STATIC = Path(__file__).parent / "static"


@get("/", sync_to_thread=False)
def index() -> Response[str]:
    """The chat page."""
    return _static("index.html", "text/html")


@get("/chat.js", sync_to_thread=False)
def script() -> Response[str]:
    """The page's script."""
    return _static("chat.js", "text/javascript")


@get("/chat.css", sync_to_thread=False)
def style() -> Response[str]:
    """The page's style."""
    return _static("chat.css", "text/css")


@route(
    ["/slack", "/slack/{rest:path}"],
    http_method=[HttpMethod.GET, HttpMethod.POST],
    sync_to_thread=False,
)
def slack(rest: str = "") -> ErrorResponse:  # noqa: ARG001
    """Slack, until it is configured."""
    return error_response(HTTPStatus.SERVICE_UNAVAILABLE, "Slack is not configured.")


def _static(name: str, media_type: str) -> Response[str]:
    return Response(
        (STATIC / name).read_text(encoding="utf-8"),
        media_type=f"{media_type}; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
