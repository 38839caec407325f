"""The pages, the widget's script, and which websites may use the chat API."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from asgi_lifespan import LifespanManager

from bot.database import Database
from bot.knowledge.importing import import_folder
from bot.settings import PROJECT, Settings
from bot.web.app import create_app
from bot.web.site.bundle import Bundle
from bot.widget_build import ensure_widget
from tests.integration.web.conftest import Visitor
from tests.integration.web.test_api import assert_error

PAGES = ["/", "/privacy", "/about-data"]
SITE = "https://www.example.com"
OTHER_SITE = "https://shop.example.com"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here depends on the engine."""
    return f"sqlite:///{tmp_path / 'careers.db'}"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    ensure_widget()
    return Bundle.load()


@pytest.fixture
async def embedded(settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The web process with two other sites allowed."""
    app = create_app(
        settings.copy(
            update={
                "allowed_origins": f"{SITE}/, {OTHER_SITE}",
                "public_url": "https://chat.example.com",
                "rate_limit_sessions_per_minute": 8,
            }
        )
    )
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
    ):
        yield client


@pytest.mark.parametrize("path", [*PAGES, "/widget.js", "/site/site.css", "/nowhere"])
async def test_every_response_has_the_security_headers(http: httpx.AsyncClient, path: str) -> None:
    response = await http.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
async def test_pages_keep_to_their_own_content_policy(http: httpx.AsyncClient, path: str) -> None:
    page = (await http.get(path)).text
    assert "<style" not in page and " style=" not in page
    assert not re.search(r"\son\w+=", page)
    for script in re.findall(r"<script[^>]*>(.*?)</script>", page, re.S):
        assert script == ""
    for address in re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page):
        assert address.startswith("/"), address
        assert (await http.get(address)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
async def test_pages_embed_the_widget_by_one_line_and_link_to_each_other(
    http: httpx.AsyncClient, path: str
) -> None:
    page = (await http.get(path)).text
    assert page.count('<script src="/widget.js" async') == 1
    assert 'href="/privacy"' in page and 'href="/about-data"' in page
    assert "info@enamix.com" in page


async def test_pages_are_not_sent_again_to_who_has_them(http: httpx.AsyncClient) -> None:
    first = await http.get("/")
    again = await http.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content


async def test_the_careers_page_tells_what_the_article_tells(http: httpx.AsyncClient) -> None:
    page = " ".join(re.sub(r"<[^>]+>", " ", (await http.get("/")).text).split())
    figures = ["$150,000", "nearly $200,000", "around $170,000", "$7.3 billion", "$30.6 billion"]
    names = ["Nvidia", "Netflix", "Spotify", "Drexel", "Quantilus", "Indeed", "2021", "43 percent"]
    skills = ["Applied mathematics", "Neural networks", "Natural language processing"]
    for told in [*figures, *names, *skills]:
        assert told in page, told


async def test_about_the_data_names_every_source_and_the_attribution(
    http: httpx.AsyncClient, database: Database
) -> None:
    import_folder(database, PROJECT / "data")
    page = " ".join((await http.get("/about-data")).text.split())
    assert "O*NET is a trademark of USDOL/ETA" in page
    assert "has not approved, endorsed, or tested these modifications" in page
    sources = (PROJECT / "data" / "sources.csv").read_text().splitlines()[1:]
    assert page.count("<tr>") == len(sources) + 1


@pytest.mark.parametrize("name", ["..%2fpages.py", "nothing.css", "%2e%2e%2f%2e%2e%2fapp.py"])
async def test_only_the_sites_own_files_are_served(http: httpx.AsyncClient, name: str) -> None:
    assert (await http.get(f"/site/{name}")).status_code == 404


async def test_the_script_is_cached_shortly_and_compressed(
    http: httpx.AsyncClient, bundle: Bundle
) -> None:
    response = await http.get("/widget.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"].startswith("public, max-age=300")
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.content == bundle.content == gzip.decompress(bundle.compressed)
    plain = await http.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers and plain.content == bundle.content
    etag = response.headers["ETag"]
    for tag in (etag, f"W/{etag}", f'"other", {etag}'):
        again = await http.get("/widget.js", headers={"If-None-Match": tag})
        assert again.status_code == 304 and not again.content


async def test_a_version_never_changes_and_can_be_pinned_by_its_hash(
    http: httpx.AsyncClient, bundle: Bundle
) -> None:
    response = await http.get(bundle.versioned_path)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    digest = base64.b64encode(hashlib.sha384(response.content).digest()).decode()
    assert bundle.integrity == f"sha384-{digest}"
    assert_error(await http.get("/widget/000000000000/widget.js"), 404, "not_found")


def test_the_bundle_is_small(bundle: Bundle) -> None:
    assert len(bundle.compressed) <= 25_000


@pytest.mark.parametrize("origin", [SITE, OTHER_SITE, "http://test", "https://chat.example.com"])
async def test_allowed_sites_and_the_own_one_may_use_the_api(
    embedded: httpx.AsyncClient, origin: str
) -> None:
    headers = {"Origin": origin}
    opened = await embedded.post("/api/chat/sessions", headers=headers)
    assert opened.status_code == 201
    if origin in (SITE, OTHER_SITE):
        assert opened.headers["Access-Control-Allow-Origin"] == origin
    headers["Authorization"] = f"Bearer {opened.json()['token']}"
    assert (await embedded.get("/api/chat/messages", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "https://www.example.com.evil.example.org",
        "http://www.example.com",
        "https://www.example.com:8443",
        "http://test.evil.example.org",
        "null",
        "",
    ],
)
async def test_other_sites_may_not(embedded: httpx.AsyncClient, origin: str) -> None:
    refused = await embedded.post("/api/chat/sessions", headers={"Origin": origin})
    assert_error(refused, 403, "forbidden")
    assert "Access-Control-Allow-Origin" not in refused.headers


async def test_a_preflight_is_answered_for_allowed_sites_only(
    embedded: httpx.AsyncClient,
) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    path = "/api/chat/messages"
    allowed = await embedded.options(path, headers={"Origin": SITE, **asked})
    assert allowed.status_code == 204
    assert allowed.headers["Access-Control-Allow-Origin"] == SITE
    assert "authorization" in allowed.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    refused = await embedded.options(path, headers={"Origin": "https://evil.example.org", **asked})
    assert refused.status_code == 400
    assert "Access-Control-Allow-Origin" not in refused.headers


async def test_errors_can_be_read_by_allowed_sites(embedded: httpx.AsyncClient) -> None:
    headers = {"Origin": SITE}
    refused = await embedded.get("/api/chat/messages", headers=headers)
    assert_error(refused, 401, "unauthorized")
    assert refused.headers["Access-Control-Allow-Origin"] == SITE
    for _ in range(8):
        await embedded.post("/api/chat/sessions", headers=headers)
    limited = await embedded.post("/api/chat/sessions", headers=headers)
    assert_error(limited, 429, "too_many_requests")
    assert limited.headers["Access-Control-Allow-Origin"] == SITE
    assert "Retry-After" in limited.headers["Access-Control-Expose-Headers"]


async def test_a_token_is_worthless_on_another_site(embedded: httpx.AsyncClient) -> None:
    opened = await embedded.post("/api/chat/sessions", headers={"Origin": SITE})
    bearer = {"Authorization": f"Bearer {opened.json()['token']}"}

    async def status(headers: dict[str, str]) -> int:
        response = await embedded.get("/api/chat/messages", headers={**bearer, **headers})
        return response.status_code

    assert await status({"Origin": SITE}) == 200
    assert await status({"Origin": OTHER_SITE}) == 401
    # Browsers name no origin where a page reads from its own server.
    assert await status({}) == 200


async def test_one_conversation_has_a_limit_of_its_own(
    settings: Settings, database: Database
) -> None:
    app = create_app(settings.copy(update={"rate_limit_session_messages_per_minute": 2}))
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http,
    ):
        one, other = await Visitor.arrive(http), await Visitor.arrive(http)
        assert [(await one.send("hello")).status_code for _ in range(3)] == [200, 200, 429]
        assert (await other.send("hello")).status_code == 200
