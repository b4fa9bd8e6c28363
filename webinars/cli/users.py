"""`webinars user`: the accounts of the office."""

import sys
from datetime import UTC, datetime

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext
from flask_security import hash_password

from webinars.domain.errors import Refusal
from webinars.models.accounts import RoleName
from webinars.services import accounts
from webinars.services.records import Actor

MINIMUM = 12  # characters of a password
ROLES = [role.value for role in RoleName]


@click.group("user")
def user() -> None:
    """Add the people of the office."""


@user.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name as colleagues read it in the log.")
@click.option(
    "--role", type=click.Choice([role.value for role in RoleName]), default=RoleName.ORGANISER.value
)
@click.option("--password", envvar="PASSWORD", help="At least 12 characters; asked for when not given.")
@with_appcontext
def add(email: str, name: str, role: str, password: str | None) -> None:
    """Add an account that may sign in.

    Exit code 1 when the address has an account, 2 when an argument is wrong.
    """
    address = _address(email)
    secret = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(secret) < MINIMUM:
        raise click.BadParameter(f"use at least {MINIMUM} characters", param_hint="--password")
    try:
        accounts.add_account(
            address,
            name,
            RoleName(role),
            password_hash=hash_password(secret),
            by=Actor("webinars user add"),
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        click.echo(f"webinars: {refusal}", err=True)
        sys.exit(1)
    click.echo(f"{address} may sign in as {role}.")


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise click.BadParameter(f"{email!r} is no mail address: {error}", param_hint="EMAIL") from None
