"""The careers page that shows the widget at work, "about the data", and the privacy notice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select

from bot.knowledge.tables import Source

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
AnyRequest = Request[Any, Any, State]


@get("/", sync_to_thread=False)
def careers(request: AnyRequest, state: State) -> Response[bytes]:
    """The firm's page on machine learning careers."""
    return _page(request, "careers.html", email=state.settings.contact_email)


@get("/privacy", sync_to_thread=False)
def privacy(request: AnyRequest, state: State) -> Response[bytes]:
    """What is stored of a conversation, how long, and how it is erased."""
    settings = state.settings
    return _page(
        request,
        "privacy.html",
        email=settings.contact_email,
        conversation_days=settings.retention_conversation_days,
        lead_days=settings.retention_lead_days,
    )


@get("/about-data")
async def about_data(request: AnyRequest, state: State) -> Response[bytes]:
    """Every source of the knowledge table, and the attributions that their licences ask for."""

    def read() -> Sequence[Source]:
        with state.database.reading() as session:
            found: Sequence[Source] = (
                session.execute(select(Source).order_by(Source.publisher, Source.year, Source.id))
                .scalars()
                .all()
            )
            return found

    sources = await asyncio.to_thread(read)
    return _page(request, "about_data.html", email=state.settings.contact_email, sources=sources)


@get("/site/{name:str}", sync_to_thread=False)
def asset(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Style, script and icon of the pages."""
    path = _STATIC / name
    if path.parent != _STATIC or not path.is_file():
        raise NotFoundException("Not Found")
    return _response(request, path.read_bytes(), _MEDIA_TYPES[path.suffix])


handlers = [careers, privacy, about_data, asset]


def _page(request: AnyRequest, template: str, **values: object) -> Response[bytes]:
    text = _templates.get_template(template).render(**values)
    return _response(request, text.encode(), "text/html")


def _response(request: AnyRequest, content: bytes, media_type: str) -> Response[bytes]:
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"Cache-Control": "no-cache", "ETag": etag}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)
