"""Every error in one JSON shape: ``{"error": {"code", "message"}}``."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.conversations.log import ConversationGoneError
from bot.web.assistant import AssistantUnavailable
from bot.web.site.bundle import BundleMissingError
from bot.web.turns import TurnConflictError, UnknownChoiceError
from bot.wording import Wording

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 5

CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_long",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid",
    HTTPStatus.TOO_MANY_REQUESTS: "too_many_requests",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal_error",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}
AnyRequest = Request[Any, Any, Any]
ErrorResponse = Response[dict[str, dict[str, str]]]


class TextTooLongError(Exception):
    """The text has more characters than a message may have."""


def error_response(
    status: int, message: str, code: str = "", headers: dict[str, str] | None = None
) -> ErrorResponse:
    """A response in the one shape."""
    code = code or CODES.get(HTTPStatus(status), "error")
    return Response(
        {"error": {"code": code, "message": message}}, status_code=status, headers=headers
    )


class _Handlers:
    def __init__(self, wording: Wording, contact_email: str, max_text_length: int) -> None:
        self._wording = wording
        self._contact_email = contact_email
        self._max_text_length = max_text_length

    def too_long(self, _request: AnyRequest, _error: Exception) -> ErrorResponse:
        message = self._wording.say(
            "utter_too_long", limit=f"{self._max_text_length:,}", email=self._contact_email
        )
        return error_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)

    def unavailable(self, request: AnyRequest, error: Exception) -> ErrorResponse:
        # The texts of database errors quote what was to be written; the type says enough.
        reason = str(error) if isinstance(error, AssistantUnavailable) else type(error).__name__
        logger.error("unavailable: %s %s: %s", request.method, request.url.path, reason)
        return error_response(
            HTTPStatus.SERVICE_UNAVAILABLE,
            self._wording.say("utter_unavailable", email=self._contact_email),
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )

    def conflict(self, _request: AnyRequest, _error: Exception) -> ErrorResponse:
        return error_response(HTTPStatus.CONFLICT, self._wording.say("utter_conflict"))

    def unknown_choice(self, _request: AnyRequest, _error: Exception) -> ErrorResponse:
        return error_response(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            self._wording.say("utter_unknown_choice"),
            code="unknown_choice",
        )

    def gone(self, _request: AnyRequest, _error: Exception) -> ErrorResponse:
        return error_response(
            HTTPStatus.UNAUTHORIZED, "This conversation has ended: start a new one."
        )

    def not_built(self, request: AnyRequest, error: BundleMissingError) -> ErrorResponse:
        logger.error("unavailable: %s: %s", request.url.path, error)
        return error_response(HTTPStatus.SERVICE_UNAVAILABLE, str(error))

    def invalid(self, _request: AnyRequest, error: ValidationException) -> ErrorResponse:
        faults = error.extra if isinstance(error.extra, list) else []
        described = "; ".join(
            f"{fault.get('key', 'body')}: {fault.get('message', 'is not valid')}"
            for fault in faults
            if isinstance(fault, dict)
        )
        return error_response(
            HTTPStatus.UNPROCESSABLE_ENTITY, described or "The request is not valid."
        )

    def http(self, request: AnyRequest, error: HTTPException) -> ErrorResponse:
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return self.too_long(request, error)
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            headers["Retry-After"] = headers.get("RateLimit-Reset", str(RETRY_AFTER_SECONDS))
            message = self._wording.say("utter_too_many", email=self._contact_email)
        elif error.status_code == HTTPStatus.BAD_REQUEST:
            # Its detail quotes the body.
            message = "The body is not valid JSON."
        elif error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return self.unexpected(request, error)
        else:
            message = error.detail or HTTPStatus(error.status_code).phrase
        return error_response(error.status_code, message, headers=headers)

    def unexpected(self, request: AnyRequest, error: Exception) -> ErrorResponse:
        # Frames without the error's own text, which may quote what a visitor wrote.
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error(
            "%s in %s %s\n%s", type(error).__name__, request.method, request.url.path, frames
        )
        return error_response(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            self._wording.say("utter_unavailable", email=self._contact_email),
        )


def exception_handlers(
    wording: Wording, contact_email: str, max_text_length: int
) -> ExceptionHandlersMap:
    """Handlers for all that a route can raise; nothing internal gets out."""
    handlers = _Handlers(wording, contact_email, max_text_length)
    return {
        AssistantUnavailable: handlers.unavailable,
        OperationalError: handlers.unavailable,
        InterfaceError: handlers.unavailable,
        PoolTimeoutError: handlers.unavailable,
        ConversationGoneError: handlers.gone,
        TurnConflictError: handlers.conflict,
        UnknownChoiceError: handlers.unknown_choice,
        TextTooLongError: handlers.too_long,
        BundleMissingError: handlers.not_built,
        ValidationException: handlers.invalid,
        HTTPException: handlers.http,
        Exception: handlers.unexpected,
    }
