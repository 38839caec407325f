"""The staff pages in this process, on both engines, and members of staff as browsers hold them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from html import unescape
from pathlib import Path
from shutil import copyfile

import httpx
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from asgi_lifespan import LifespanManager
from litestar import Litestar

from bot.database import Database
from bot.migrate import upgrade
from bot.settings import Settings
from bot.staff import accounts, passwords
from bot.staff.roles import Role
from bot.web.app import create_app
from tests.conftest import create_postgres_database

PASSWORD = "a quiet lake at dawn"
ORIGIN = "http://test"


class Browser:
    """A client that keeps cookies and sends forms as a page would."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str, **params: str) -> httpx.Response:
        return await self.client.get(path, params=params or None)

    async def token(self, path: str) -> str:
        """The form token of a page."""
        page = await self.client.get(path)
        found = re.search(r'name="csrf" value="(\w+)"', page.text)
        return found[1] if found else ""

    async def send(
        self,
        path: str,
        fields: Mapping[str, object] | None = None,
        *,
        page: str = "/staff/account",
        csrf: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Fill in a form of `page` and send it to `path`."""
        token = await self.token(page) if csrf is None else csrf
        return await self.client.post(
            path,
            data={"csrf": token, **(fields or {})},
            headers={"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **(headers or {})},
        )

    async def log_in(self, email: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        return await self.send(
            "/staff/login", {"email": email, "password": password, **more}, page="/staff/login"
        )


OpenBrowser = Callable[..., Awaitable[Browser]]


ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""For the tests where the engine may make a difference; the others run on SQLite."""


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to copy: quicker than to migrate for each test."""
    path = tmp_path_factory.mktemp("migrated") / "careers.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> str:
    """A database with all tables, all empty."""
    if getattr(request, "param", "sqlite") == "sqlite":
        copyfile(migrated, tmp_path / "careers.db")
        return f"sqlite:///{tmp_path / 'careers.db'}"
    url = create_postgres_database(request.getfixturevalue("postgres_url"))
    upgrade(url)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; a hundred logins in a test need not be."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="for tests only",
        rasa_url="http://127.0.0.1:9",
    )


@pytest.fixture
def app(settings: Settings, database: Database) -> Litestar:
    return create_app(settings)


@pytest.fixture
async def open_browser(app: Litestar, database: Database) -> AsyncIterator[OpenBrowser]:
    """Opens a browser; with a role, its member of staff is logged in."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(LifespanManager(app))

        async def open_one(
            role: Role | None = None, email: str = "", address: str = "127.0.0.1"
        ) -> Browser:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 5000))
            client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=30)
            browser = Browser(await stack.enter_async_context(client))
            if role is not None:
                email = email or f"{role.value}@example.com"
                add_account(database, email, role)
                response = await browser.log_in(email)
                assert response.status_code == 303, response.text
            return browser

        yield open_one


def add_account(database: Database, email: str, role: Role, password: str = PASSWORD) -> int:
    """An account that can log in; one that is there is left alone."""
    with database.writing() as session:
        account = accounts.by_email(session, email)
        if account is None:
            account = accounts.add(session, email, role, email.partition("@")[0].title())
            accounts.set_password(session, account, password)
        return int(account.id)


def shown(response: httpx.Response) -> str:
    """The words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())
