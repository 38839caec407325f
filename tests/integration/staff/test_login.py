"""Logging in and out: passwords, one-time links, the second factor, throttling, sessions."""

from __future__ import annotations

import time
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from bot.database import Database, utc_now
from bot.staff import accounts
from bot.staff.roles import Role
from bot.staff.tables import AuditEntry, LoginThrottle, StaffAccount, StaffSession
from tests.integration.staff.conftest import ENGINES, PASSWORD, OpenBrowser, add_account, shown

EMAIL = "rosa.lindqvist@example.com"


@pytest.fixture
def account_id(database: Database) -> int:
    return add_account(database, EMAIL, Role.ACCOUNT_MANAGER)


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars())


@ENGINES
async def test_log_in_look_and_log_out(
    open_browser: OpenBrowser, database: Database, account_id: int
) -> None:
    browser = await open_browser()
    response = await browser.log_in(EMAIL.upper())
    assert (response.status_code, response.headers["location"]) == (303, "/staff")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/staff" in cookie
    assert (await browser.get("/staff/account")).status_code == 200
    await browser.send("/staff/logout")
    assert (await browser.get("/staff/account")).headers["location"].startswith("/staff/login")
    # The form that logs out was taken from the account's page, too.
    assert actions(database) == ["login", "account.view", "account.view", "logout"]


async def test_the_cookie_is_secure_behind_https(
    open_browser: OpenBrowser, account_id: int, monkeypatch: pytest.MonkeyPatch, app: object
) -> None:
    settings = app.state.settings.copy(update={"public_url": "https://careers.example.com"})
    monkeypatch.setattr(app.state, "settings", settings)
    browser = await open_browser()
    browser.client.base_url = "https://careers.example.com"
    token = await browser.token("/staff/login")
    fields = {"email": EMAIL, "password": PASSWORD}
    response = await browser.send(
        "/staff/login",
        fields,
        csrf=token,
        headers={"Origin": "https://careers.example.com"},
    )
    assert response.status_code == 303
    assert "Secure" in response.headers["set-cookie"]


async def test_a_wrong_address_and_a_wrong_password_look_the_same(
    open_browser: OpenBrowser, account_id: int
) -> None:
    browser = await open_browser()
    wrong = await browser.log_in(EMAIL, "not the password")
    unknown = await browser.log_in("nobody@example.com", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert shown(wrong) == shown(unknown)


async def test_goes_on_to_the_page_that_was_asked_for_and_to_no_other_site(
    open_browser: OpenBrowser, account_id: int
) -> None:
    browser = await open_browser()
    asked = await browser.get("/staff/account")
    assert asked.headers["location"] == "/staff/login?next=/staff/account"
    for wanted, reached in {
        "/staff/account?x=1": "/staff/account?x=1",
        "https://evil.example": "/staff",
        "//evil.example": "/staff",
        "/staff//evil.example": "/staff",
        "/staff/\\evil.example": "/staff",
    }.items():
        response = await browser.log_in(EMAIL, next=wanted)
        assert response.headers["location"] == reached


@ENGINES
async def test_guessing_is_slowed_down_for_the_guesser_only(
    open_browser: OpenBrowser, database: Database, account_id: int
) -> None:
    guesser = await open_browser(address="203.0.113.9")
    statuses = [(await guesser.log_in(EMAIL, f"guess {n}")).status_code for n in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    assert (await guesser.log_in(EMAIL)).status_code == 429, "the right password waits as well"
    owner = await open_browser(address="198.51.100.7")
    assert (await owner.log_in(EMAIL)).status_code == 303
    with database.writing() as session:
        past = utc_now() - timedelta(seconds=1)
        session.execute(update(LoginThrottle).values(blocked_until=past))
    assert (await guesser.log_in(EMAIL)).status_code == 303


@ENGINES
async def test_an_invitation_sets_a_password_once(
    open_browser: OpenBrowser, database: Database
) -> None:
    with database.writing() as session:
        account = accounts.add(session, "ines@example.com", Role.EDITOR)
        token = accounts.make_link(session, account, "invite")
    browser = await open_browser()
    link = f"/staff/link/{token}"
    weak = await browser.send(link, {"password": "short", "again": "short"}, page=link)
    assert weak.status_code == 422 and "12 characters" in weak.text
    differs = await browser.send(link, {"password": PASSWORD, "again": "x"}, page=link)
    assert differs.status_code == 422
    fields = {"password": PASSWORD, "again": PASSWORD}
    csrf = await browser.token(link)
    assert (await browser.send(link, fields, csrf=csrf)).status_code == 303
    assert (await browser.send(link, fields, csrf=csrf)).status_code == 410
    assert (await browser.get(link)).status_code == 410
    assert (await browser.log_in("ines@example.com")).status_code == 303


async def test_a_new_link_ends_the_old_one(open_browser: OpenBrowser, database: Database) -> None:
    with database.writing() as session:
        account = accounts.add(session, "ines@example.com", Role.EDITOR)
        old = accounts.make_link(session, account, "invite")
        new = accounts.make_link(session, account, "invite")
    browser = await open_browser()
    assert (await browser.get(f"/staff/link/{old}")).status_code == 410
    assert (await browser.get(f"/staff/link/{new}")).status_code == 200


def code_of(database: Database, account_id: int, steps: int = 0) -> str:
    with database.reading() as session:
        secret = session.get(StaffAccount, account_id).totp_secret
    return pyotp.TOTP(secret).at(time.time() + 30 * steps)


@ENGINES
async def test_the_second_factor(
    open_browser: OpenBrowser, database: Database, account_id: int
) -> None:
    browser = await open_browser()
    await browser.log_in(EMAIL)
    account = "/staff/account"
    refused = await browser.send(f"{account}/second-factor/start", {"present": "wrong"})
    assert refused.status_code == 422
    await browser.send(f"{account}/second-factor/start", {"present": PASSWORD})
    page = await browser.get(account)
    assert "<svg" in page.text and "style=" not in page.text
    bad = await browser.send(f"{account}/second-factor/confirm", {"code": "000000"})
    assert bad.status_code == 422
    used = code_of(database, account_id, -1)
    await browser.send(f"{account}/second-factor/confirm", {"code": used})

    other = await open_browser()
    half = await other.log_in(EMAIL)
    assert half.headers["location"].startswith("/staff/second-step")
    assert (await other.get(account)).headers["location"].startswith("/staff/login")
    step = "/staff/second-step"
    again = await other.send(step, {"code": used}, page=step)
    assert again.status_code == 422, "a code works once"
    passed = await other.send(step, {"code": code_of(database, account_id)}, page=step)
    assert passed.status_code == 303
    assert (await other.get(account)).status_code == 200


async def test_sessions_can_be_ended_and_expire(
    open_browser: OpenBrowser, database: Database, account_id: int
) -> None:
    here, elsewhere = await open_browser(), await open_browser()
    await here.log_in(EMAIL)
    await elsewhere.log_in(EMAIL)
    with database.reading() as session:
        rows = session.execute(
            select(StaffSession.token_digest).order_by(StaffSession.created_at)
        ).scalars()
        _, other = rows.all()
    await here.send(f"/staff/account/sessions/{other}/end")
    assert (await elsewhere.get("/staff/account")).status_code == 303
    assert (await here.get("/staff/account")).status_code == 200
    with database.writing() as session:
        session.execute(update(StaffSession).values(last_seen_at=utc_now() - timedelta(hours=3)))
    assert (await here.get("/staff/account")).status_code == 303


async def test_a_new_password_ends_the_other_sessions(
    open_browser: OpenBrowser, database: Database, account_id: int
) -> None:
    here, elsewhere = await open_browser(), await open_browser()
    await here.log_in(EMAIL)
    await elsewhere.log_in(EMAIL)
    new = "three geese over the harbor"
    fields = {"present": PASSWORD, "password": new, "again": new}
    assert (await here.send("/staff/account/password", fields)).status_code == 303
    assert (await here.get("/staff/account")).status_code == 200
    assert (await elsewhere.get("/staff/account")).status_code == 303
    assert (await elsewhere.log_in(EMAIL)).status_code == 422


async def test_a_disabled_account_is_out_at_once(
    open_browser: OpenBrowser, database: Database, account_id: int
) -> None:
    admin, person = await open_browser(Role.ADMIN), await open_browser()
    await person.log_in(EMAIL)
    await admin.send(f"/staff/people/{account_id}/disable")
    assert (await person.get("/staff/account")).status_code == 303
    assert (await person.log_in(EMAIL)).status_code == 422


async def test_the_last_admin_stays(open_browser: OpenBrowser, database: Database) -> None:
    admin = await open_browser(Role.ADMIN, "only@example.com")
    with database.reading() as session:
        account = accounts.by_email(session, "only@example.com")
    for path, fields in (("disable", {}), ("role", {"role": "editor"})):
        response = await admin.send(f"/staff/people/{account.id}/{path}", fields)
        assert response.status_code == 422 and "only admin" in response.text


async def test_an_admin_invites(open_browser: OpenBrowser, database: Database) -> None:
    admin = await open_browser(Role.ADMIN)
    fields = {"email": "Tomas@Example.com", "name": "Tomás", "role": "editor"}
    response = await admin.send("/staff/people", fields)
    assert "http://test/staff/link/" in response.text
    again = await admin.send("/staff/people", fields)
    assert again.status_code == 422
    with database.reading() as session:
        assert accounts.by_email(session, "tomas@example.com").role == "editor"
