"""Accounts of the office."""

from sqlalchemy import select

from webinars.domain.errors import N_, Missing
from webinars.models.accounts import Account
from webinars.models.database import db
from webinars.queries.pages import Page, page_of


def accounts(number: int, size: int) -> Page[Account]:
    """Return a page of accounts with their roles, by name; three statements."""
    return page_of(select(Account).order_by(Account.name, Account.email), number, size)


def account_by_key(key: str) -> Account:
    """Return one account with its roles; two statements. Raises Missing."""
    account = db.session.scalars(select(Account).where(Account.key == key)).first()
    if account is None:
        raise Missing(N_("There is no such account."))
    return account
