"""`careers staff`: accounts of the staff pages, for whoever runs the installation."""

from __future__ import annotations

import click

from bot.database import get_database
from bot.migrate import upgrade
from bot.serve import public_url
from bot.settings import Settings, get_settings
from bot.staff import accounts, audit, passwords
from bot.staff.roles import Role

_ROLES = click.Choice([role.value for role in Role])


@click.group()
def staff() -> None:
    """Accounts of the staff pages."""


@staff.command("add")
@click.argument("email")
@click.option("--role", type=_ROLES, help="Default: admin for the first, else account_manager.")
@click.option("--name", default="", help="As colleagues read it.")
@click.option("--password", "ask_password", is_flag=True, help="Ask for a password, no link.")
def add_command(email: str, role: str | None, name: str, ask_password: bool) -> None:
    """Make an account for EMAIL and print a link that sets its password, once."""
    settings = get_settings()
    url = settings.resolved_database_url
    upgrade(url)
    password = _ask_password() if ask_password else None
    try:
        with get_database(url).writing() as session:
            first = not accounts.any_account(session)
            chosen = Role(role) if role else Role.ADMIN if first else Role.ACCOUNT_MANAGER
            account = accounts.add(session, email, chosen, name)
            audit.record(
                session, audit.COMMAND_LINE, "people.add", f"staff:{account.id}", {"role": chosen}
            )
            if password is not None:
                accounts.set_password(session, account, password)
                click.echo(f"{account.email} ({chosen.label}) can log in: {_base(settings)}/login")
                return
            token = accounts.make_link(session, account, "invite")
    except (accounts.AccountError, passwords.WeakPasswordError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{account.email} ({chosen.label}) sets a password here; it works once, for 7 days:")
    click.echo(f"{_base(settings)}/link/{token}")


@staff.command("reset")
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Forget the authenticator app as well.")
def reset_command(email: str, second_factor: bool) -> None:
    """Print a link that sets a new password for EMAIL, once."""
    settings = get_settings()
    with get_database(settings.resolved_database_url).writing() as session:
        account = accounts.by_email(session, email)
        if account is None:
            raise click.ClickException(f"there is no account for {email}")
        if second_factor:
            accounts.forget_second_factor(account)
        audit.record(session, audit.COMMAND_LINE, "people.reset", f"staff:{account.id}")
        token = accounts.make_link(session, account, "reset")
    click.echo("It works once, for 24 hours:")
    click.echo(f"{_base(settings)}/link/{token}")


@staff.command("list")
def list_command() -> None:
    """Print every account."""
    with get_database(get_settings().resolved_database_url).reading() as session:
        for account in accounts.all_accounts(session):
            state = "disabled" if account.disabled_at else "invited"
            if account.password_hash and not account.disabled_at:
                state = "active, second factor" if account.totp_confirmed_at else "active"
            click.echo(f"{account.email}\t{account.role}\t{state}")


def _base(settings: Settings) -> str:
    return f"{(settings.public_url or public_url(settings)).rstrip('/')}/staff"


def _ask_password() -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
