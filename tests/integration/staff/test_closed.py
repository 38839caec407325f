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
    assert (await stranger.get("/staff/no/such/page")).status_code == 303


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
                data={"csrf": tokens[role]} if method == "POST" else None,
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
        if method != "POST":
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
            response = await admin.client.post(address, data=data, headers=headers)
            assert response.status_code == 403, (address, token, headers)


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
