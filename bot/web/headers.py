"""Security headers on every response, errors included."""

from __future__ import annotations

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
NOTHING_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGES = frozenset(["/", "/about-data", "/privacy", "/widget.js"])
STAFF_POLICY = PAGE_POLICY.replace("form-action 'none'", "form-action 'self'")
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Litestar's `before_send` hook."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in COMMON.items():
        headers[name] = value
    path = scope["path"]
    if path == "/staff" or path.startswith("/staff/"):
        headers["Content-Security-Policy"] = STAFF_POLICY
        # Pages show people's details, and a one-time link's address is a secret.
        headers["Cache-Control"] = "no-store"
        headers["Referrer-Policy"] = "same-origin"
        return
    headers["Content-Security-Policy"] = PAGE_POLICY if path in PAGES else NOTHING_POLICY
    if path.startswith("/api/"):
        headers["Cache-Control"] = "no-store"
