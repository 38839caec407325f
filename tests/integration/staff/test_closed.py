"""What is shut: every route to strangers, every form to other sites, the audit log to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from bot.database import Database
from bot.staff import audit
from bot.staff.roles import PERMISSIONS, Permission, Role
from tests.integration.staff.conftest import ENGINES, ORIGIN, OpenBrowser

EXAMPLES = {"int": "999", "str": "x", "path": "x/y", "uuid": "9b2f7d1c-0000-4000-8000-000000000000"}
PUBLIC = {"/staff/login", "/staff/second-step", "/staff/link/x"}


def staff_routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every method and example address under /staff, with its handler."""
    for route in app.routes:
        if not route.path.startswith("/staff"):
            continue
        address = re.sub(r"\{\w+:(\w+)\}", lambda found: EXAMPLES[found[1]], route.path)
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield method, address, handler


async def test_every_route_refuses_a_stranger(app: Litestar, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    walked = list(staff_routes(app))
    assert len(walked) > 20
    for method, address, _ in walked:
        response = await stranger.client.request(method, address)
        if address in PUBLIC:
            continue
        assert response.status_code in (303, 403), (method, address)
        if response.status_code == 303:
            assert response.headers["location"].startswith("/staff/login"), (method, address)
    assert (await stranger.get("/staff/login")).status_code == 200
    assert (await stranger.get("/staff/link/x")).status_code == 410
    assert (await stranger.get("/staff/second-step")).headers["location"] == "/staff/login"
    for nothing in ("no/such/page", "leads/abc/no/such/page", "leads/bulk", "people/1"):
        response = await stranger.get(f"/staff/{nothing}")
        assert response.headers["location"].startswith("/staff/login"), nothing


@ENGINES
async def test_every_route_names_a_permission_and_asks_for_it(
    app: Litestar, open_browser: OpenBrowser
) -> None:
    browsers = {role: await open_browser(role) for role in Role}
    tokens = {role: await browser.token("/staff/account") for role, browser in browsers.items()}
    for method, address, handler in staff_routes(app):
        if handler.opt.get("public") or address == "/staff/logout":
            continue
        permission = Permission(handler.opt["permission"])
        for role, browser in browsers.items():
            response = await browser.client.request(
                method,
                address,
                data=None if method == "GET" else {"csrf": tokens[role]},
                headers={"Origin": ORIGIN},
            )
            refused = response.status_code == 403
            assert refused == (permission not in PERMISSIONS[role]), (role, method, address)
            assert response.status_code < 500, (role, method, address)


async def test_every_form_refuses_other_sites_and_missing_tokens(
    app: Litestar, open_browser: OpenBrowser
) -> None:
    admin = await open_browser(Role.ADMIN)
    other = await open_browser(Role.ADMIN, "second@example.com")
    own, foreign = await admin.token("/staff/account"), await other.token("/staff/account")
    for method, address, _ in staff_routes(app):
        if method == "GET":
            continue
        tries = [
            (None, {}),
            ("", {}),
            ("0" * 64, {}),
            (foreign, {}),
            (own, {"Origin": "https://evil.example"}),
            (own, {"Origin": "null"}),
            (own, {"Sec-Fetch-Site": "cross-site"}),
            (own, {"Sec-Fetch-Site": "same-site"}),
        ]
        for token, headers in tries:
            data = {} if token is None else {"csrf": token}
            response = await admin.client.request(method, address, data=data, headers=headers)
            assert response.status_code == 403, (method, address, token, headers)


@pytest.mark.parametrize("wrong", ["abc", "0", "-1", "9" * 30, "1.5", "%00", "%ff", "a%20b"])
async def test_an_address_that_is_mistaken_gets_a_page(
    app: Litestar, open_browser: OpenBrowser, wrong: str
) -> None:
    admin = await open_browser(Role.ADMIN)
    csrf = await admin.token("/staff/account")
    addresses = {
        re.sub(r"\{\w+:\w+\}", wrong, route.path)
        for route in app.routes
        if route.path.startswith("/staff/") and "{" in route.path and "link" not in route.path
    }
    assert len(addresses) > 20
    # Too long, too short, and what only a form is sent to.
    addresses |= {f"/staff/leads/{wrong}/merge", f"/staff/leads/{wrong}/x/y/z", "/staff/leads/bulk"}
    for address in sorted(addresses):
        looked = await admin.get(address)
        assert looked.status_code in (404, 405), address
        sent = await admin.send(address, csrf=csrf)
        assert sent.status_code in (303, 404, 405, 422), (address, sent.status_code)
        for response in (looked, sent):
            if response.status_code != 303:
                assert response.headers["content-type"] == "text/html; charset=utf-8", address
                assert 'aria-label="Staff pages"' in response.text, address


async def test_only_who_asks_for_json_gets_json(open_browser: OpenBrowser) -> None:
    asked = {"Accept": "application/json"}
    admin, stranger = await open_browser(Role.ADMIN), await open_browser()
    for address in ("/staff/leads/abc", "/staff/leads/abc/x/y", "/staff/no/such/page"):
        found = await admin.client.get(address, headers=asked)
        assert (found.status_code, found.json()["error"]["code"]) == (404, "not_found"), address
        shut = await stranger.client.get(address, headers=asked)
        assert (shut.status_code, shut.json()["error"]["code"]) == (401, "unauthorized"), address
        page = await stranger.client.get(address, headers={"Accept": "text/html, */*;q=0.1"})
        assert page.headers["location"].startswith("/staff/login"), address


async def test_pages_are_kept_nowhere_and_run_no_foreign_script(
    open_browser: OpenBrowser,
) -> None:
    response = await (await open_browser()).get("/staff/login")
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert response.headers["cache-control"] == "no-store"
    assert "<script>" not in response.text and "style=" not in response.text


@pytest.mark.parametrize("table", ["staff_sessions", "leads", "audit_log"])
async def test_without_its_database_a_page_says_so_and_quotes_nothing(
    open_browser: OpenBrowser,
    database: Database,
    caplog: pytest.LogCaptureFixture,
    table: str,
) -> None:
    manager = await open_browser(Role.ACCOUNT_MANAGER)
    csrf = await manager.token("/staff/account")
    with database.writing() as session:
        session.execute(sqlalchemy.text(f"ALTER TABLE {table} RENAME TO away"))
    for response in (
        await manager.get("/staff/leads", search="amara@example.com"),
        await manager.send("/staff/leads/export", {"search": "amara@example.com"}, csrf=csrf),
    ):
        if response.status_code == 200:
            # An export that has begun breaks off.
            continue
        assert response.status_code == 503
        assert "The database cannot be reached" in response.text
        assert "text/html" in response.headers["content-type"]
        assert "SELECT" not in response.text and "amara" not in response.text
    assert "amara" not in caplog.text


@ENGINES
@pytest.mark.parametrize("statement", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"])
def test_the_audit_log_cannot_be_changed(database: Database, statement: str) -> None:
    with database.writing() as session:
        audit.record(session, audit.COMMAND_LINE, "people.add", "staff:1")
    with (
        pytest.raises(sqlalchemy.exc.DBAPIError, match="append-only"),
        database.writing() as session,
    ):
        session.execute(sqlalchemy.text(statement))
    with database.reading() as session:
        assert [entry.actor for entry in audit.entries(session)] == ["command line"]
