"""Forms: read once, and only from our own pages (CSRF)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from litestar.datastructures import FormMultiDict
from litestar.exceptions import PermissionDeniedException

from bot.leads.plain_text import visible
from bot.web.staff.identity import SESSION_COOKIE, Connection, StaffRequest

FORM_COOKIE = "careers_staff_form"
FIELD = "csrf"
STATE_KEY = "form"
LONGEST_LINE = 200
LONGEST_TEXT = 4_000
SAFE = frozenset(["GET", "HEAD", "OPTIONS"])


class ForgedFormError(PermissionDeniedException):
    """The form was not sent from a page of ours in this session."""


class Form:
    """What was filled in, as text without control characters."""

    def __init__(self, values: FormMultiDict) -> None:
        self._values = values

    def line(self, name: str, longest: int = LONGEST_LINE) -> str:
        """One line, without white space around it; empty if it is missing."""
        return " ".join(self.text(name, longest).split())

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """Several lines; empty if they are missing."""
        value = self._values.get(name, "")
        return visible(value).strip()[:longest] if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """A password exactly as it was typed."""
        value = self._values.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A whole number that the database can hold; None if it is none."""
        digits = self.line(name, 10)
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None

    def many(self, name: str) -> list[str]:
        """Every value of a field that may come several times."""
        return [value for value in self._values.getall(name, []) if isinstance(value, str)]

    def __contains__(self, name: str) -> bool:
        return name in self._values


def form_of(request: StaffRequest) -> Form:
    """The checked form of a request."""
    found: Form = request.state[STATE_KEY]
    return found


async def check_form(request: StaffRequest) -> None:
    """Hook before every staff handler: a form needs this session's token and our own origin.

    Raises:
        ForgedFormError: one of them is missing or wrong.
    """
    if request.method in SAFE:
        return
    if not _from_our_pages(request):
        raise ForgedFormError("This form was sent from another site.")
    values = await request.form()
    expected = token_for(request)
    given = values.get(FIELD, "")
    if (
        not expected
        or not isinstance(given, str)
        or not hmac.compare_digest(expected.encode(), given.encode())
    ):
        raise ForgedFormError("This form is too old. Go back, reload the page and send it again.")
    request.state[STATE_KEY] = Form(values)


def token_for(connection: Connection, fresh: str = "") -> str:
    """The token of this session's forms; before a login, of the cookie made for its form.

    Empty if there is neither; `fresh` is a cookie value that is only being set.
    """
    bound = connection.cookies.get(SESSION_COOKIE) or fresh or connection.cookies.get(FORM_COOKIE)
    if not bound:
        return ""
    key: str = connection.app.state.staff_form_key
    return hmac.new(key.encode(), bound.encode(), hashlib.sha256).hexdigest()


def new_form_cookie() -> str:
    """A value for the cookie that forms before the login are bound to."""
    return secrets.token_urlsafe(24)


def _from_our_pages(request: StaffRequest) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        # Old browsers: the token alone has to do.
        return True
    public = urlsplit(request.app.state.settings.public_url).netloc
    return urlsplit(origin).netloc in {request.headers.get("host"), public or None}
