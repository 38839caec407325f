"""The addresses that Slack calls."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import HttpMethod, Request, Response, Router, post, route
from litestar.datastructures import State

from bot.web.errors import ErrorResponse, error_response
from bot.web.slack.app import SlackApp

MAX_BODY_BYTES = 1024 * 1024
"""A press comes with the whole message that it was made on."""


@route(
    ["/", "/{rest:path}"],
    http_method=[HttpMethod.GET, HttpMethod.POST],
    sync_to_thread=False,
)
def not_configured() -> ErrorResponse:
    """Slack, until it is configured."""
    return error_response(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Slack is not configured: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN.",
    )


@post(
    ["/events", "/interactive", "/commands"],
    status_code=HTTPStatus.OK,
    request_max_body_size=MAX_BODY_BYTES,
)
async def receive(request: Request[Any, Any, State], state: State) -> Response[Any]:
    """Everything that Slack sends. Bolt looks into the body to see what it is."""
    slack: SlackApp = state.slack
    body = (await request.body()).decode("utf-8", errors="replace")
    answer = await slack.dispatch(body, {k.lower(): v for k, v in request.headers.items()})
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return error_response(HTTPStatus.UNAUTHORIZED, "The request is not signed by Slack.")
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return error_response(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Please deliver this again.",
            headers={"Retry-After": "5"},
        )
    headers = {name: values[0] for name, values in answer.headers.items()}
    media_type = headers.pop("content-type", "text/plain")
    return Response(answer.body, status_code=answer.status, headers=headers, media_type=media_type)


def slack_router(slack: SlackApp | None) -> Router:
    """All of /slack; 503 until it is configured."""
    return Router("/slack", route_handlers=[receive if slack else not_configured])
