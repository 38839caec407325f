"""What is not configured in this process."""

from __future__ import annotations

from http import HTTPStatus

from litestar import HttpMethod, route

from bot.web.errors import ErrorResponse, error_response


@route(
    ["/slack", "/slack/{rest:path}"],
    http_method=[HttpMethod.GET, HttpMethod.POST],
    sync_to_thread=False,
)
def slack(rest: str = "") -> ErrorResponse:  # noqa: ARG001
    """Slack, until it is configured."""
    return error_response(HTTPStatus.SERVICE_UNAVAILABLE, "Slack is not configured.")
