"""`/widget.js` for everybody, and the same under its version, cached for good."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from bot.web.site.bundle import Bundle

# Pages pick up a new release within five minutes, and never wait for it.
SHORT = "public, max-age=300, stale-while-revalidate=86400"
FOREVER = "public, max-age=31536000, immutable"
AnyRequest = Request[Any, Any, State]


@get("/widget.js", sync_to_thread=False)
def latest(request: AnyRequest, state: State) -> Response[bytes]:
    """The widget, for the one line that embeds it."""
    return respond(request, state.bundle(), SHORT)


@get("/widget/{version:str}/widget.js", sync_to_thread=False)
def pinned(request: AnyRequest, state: State, version: FromPath[str]) -> Response[bytes]:
    """The widget of this very version, for pages that pin it by its integrity hash."""
    bundle = state.bundle()
    if version != bundle.version:
        raise NotFoundException("There is no such version of the widget any more.")
    return respond(request, bundle, FOREVER)


def respond(request: AnyRequest, bundle: Bundle, cache: str) -> Response[bytes]:
    """The script, or 304 where the browser has it."""
    etag = f'"{bundle.version}"'
    headers = {
        "Cache-Control": cache,
        "ETag": etag,
        # Scripts with an integrity hash are fetched across origins only if all may read them.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
    }
    known = [tag.strip().removeprefix("W/") for tag in _header(request, "if-none-match").split(",")]
    if etag in known or "*" in known:
        return Response(b"", status_code=304, headers=headers)
    body = bundle.content
    if "gzip" in _header(request, "accept-encoding").lower():
        body = bundle.compressed
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="text/javascript; charset=utf-8", headers=headers)


def _header(request: AnyRequest, name: str) -> str:
    return str(request.headers.get(name, ""))
