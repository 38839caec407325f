"""Accounts: make, invite, log in, change, disable."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.database import utc_now
from bot.staff import passwords, sessions
from bot.staff.roles import PERMISSIONS, Permission, Role
from bot.staff.tables import StaffAccount, StaffLink

LINK_LASTS = {"invite": timedelta(days=7), "reset": timedelta(hours=24)}
LONGEST_NAME = 120
Purpose = Literal["invite", "reset"]


class AccountError(ValueError):
    """The account cannot be made or changed like that; the text says why."""


def any_account(session: Session) -> bool:
    """Whether there is any account at all."""
    return session.execute(select(StaffAccount.id).limit(1)).first() is not None


def add(session: Session, email: str, role: Role, name: str = "") -> StaffAccount:
    """A new account, which cannot log in before its link is used or a password is set.

    Raises:
        AccountError: not an address, or there is an account for it.
    """
    address = normalized(email)
    if by_email(session, address):
        raise AccountError(f"There is an account for {address} already.")
    named = " ".join(name.split())[:LONGEST_NAME] or address.partition("@")[0]
    account = StaffAccount(email=address, name=named, role=role.value)
    session.add(account)
    session.flush()
    return account


def normalized(email: str) -> str:
    """The address in lower case.

    Raises:
        AccountError: it is none.
    """
    try:
        checked = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise AccountError(f"{email.strip()[:100]!r} is not an e-mail address.") from None
    return str(checked.normalized).lower()


def by_email(session: Session, email: str) -> StaffAccount | None:
    """The account of an address in any case."""
    found: StaffAccount | None = session.execute(
        select(StaffAccount).where(StaffAccount.email == email.strip().lower())
    ).scalar_one_or_none()
    return found


def all_accounts(session: Session) -> Sequence[StaffAccount]:
    """Every account, by name."""
    found: Sequence[StaffAccount] = (
        session.execute(select(StaffAccount).order_by(StaffAccount.name, StaffAccount.id))
        .scalars()
        .all()
    )
    return found


def lead_owners(session: Session) -> Sequence[StaffAccount]:
    """Who a lead can be given to, by name."""
    working = [role.value for role, may in PERMISSIONS.items() if Permission.CHANGE_LEADS in may]
    found: Sequence[StaffAccount] = (
        session.execute(
            select(StaffAccount)
            .where(StaffAccount.role.in_(working), StaffAccount.disabled_at.is_(None))
            .order_by(StaffAccount.name, StaffAccount.id)
        )
        .scalars()
        .all()
    )
    return found


def make_link(session: Session, account: StaffAccount, purpose: Purpose) -> str:
    """A one-time link's token; earlier links of the account stop working."""
    session.execute(
        update(StaffLink)
        .where(StaffLink.account_id == account.id, StaffLink.used_at.is_(None))
        .values(used_at=utc_now())
    )
    token = secrets.token_urlsafe(32)
    session.add(
        StaffLink(
            token_digest=sessions.digest(token),
            account_id=account.id,
            purpose=purpose,
            expires_at=utc_now() + LINK_LASTS[purpose],
        )
    )
    session.flush()
    return token


def account_of_link(session: Session, token: str) -> StaffAccount | None:
    """Whose link it is; None if it was used, is too old, or never was."""
    found: StaffAccount | None = session.execute(
        select(StaffAccount)
        .join(StaffLink, StaffLink.account_id == StaffAccount.id)
        .where(
            StaffLink.token_digest == sessions.digest(token),
            StaffLink.used_at.is_(None),
            StaffLink.expires_at > utc_now(),
            StaffAccount.disabled_at.is_(None),
        )
    ).scalar_one_or_none()
    return found


def use_link(session: Session, token: str, password: str) -> StaffAccount | None:
    """Set the password by a link, which works no more after that; None if it does not work now.

    Raises:
        passwords.WeakPasswordError: the link can be used again with a better one.
    """
    account = account_of_link(session, token)
    if account is None:
        return None
    set_password(session, account, password)
    used = session.execute(
        update(StaffLink)
        .where(StaffLink.token_digest == sessions.digest(token), StaffLink.used_at.is_(None))
        .values(used_at=utc_now())
    )
    # Two at once: the second finds it used, and its password is rolled back by the caller.
    if not used.rowcount:
        raise AccountError("The link has just been used.")
    return account


def set_password(
    session: Session, account: StaffAccount, password: str, *, keep_session: str | None = None
) -> None:
    """A new password; every session ends, except the one with the digest `keep_session`.

    Raises:
        passwords.WeakPasswordError: it is not good enough.
    """
    account.password_hash = passwords.hash_password(password, str(account.email))
    sessions.end_all(session, int(account.id), but=keep_session)


def change_role(session: Session, account: StaffAccount, role: Role) -> None:
    """Another role; sessions go on with it at once.

    Raises:
        AccountError: nobody would be left to manage people.
    """
    if role is not Role.ADMIN:
        _keep_an_admin(session, account)
    account.role = role.value


def disable(session: Session, account: StaffAccount) -> None:
    """No more logins; every session ends.

    Raises:
        AccountError: nobody would be left to manage people.
    """
    _keep_an_admin(session, account)
    account.disabled_at = utc_now()
    sessions.end_all(session, int(account.id))


def enable(account: StaffAccount) -> None:
    """Let the person in again."""
    account.disabled_at = None


def forget_second_factor(account: StaffAccount) -> None:
    """Log in with the password alone from now on."""
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None


def _keep_an_admin(session: Session, leaving: StaffAccount) -> None:
    others = session.execute(
        select(func.count(StaffAccount.id)).where(
            StaffAccount.role == Role.ADMIN.value,
            StaffAccount.disabled_at.is_(None),
            StaffAccount.id != leaving.id,
        )
    ).scalar_one()
    if leaving.role == Role.ADMIN.value and not others:
        raise AccountError("This is the only admin; make somebody else one first.")
