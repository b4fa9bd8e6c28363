"""`webinars user add`: accounts for the people of the office."""

import pytest
from click.testing import Result
from flask import Flask
from flask_security import verify_password
from sqlalchemy import select

from webinars.cli.users import user
from webinars.models import Account, Record, RoleName
from webinars.models.database import db
from webinars.services.accounts import role_of

PASSWORD = "correct horse battery"


def add(app: Flask, *words: str, **rest: str) -> Result:
    return app.test_cli_runner().invoke(
        user, ["add", *words], env={"PASSWORD": rest.pop("password", None)}, **rest
    )


def the_account(email: str) -> Account:
    return db.session.scalars(select(Account).where(Account.email == email)).one()


def test_an_account_is_added_with_its_role_and_a_hashed_password(app: Flask) -> None:
    said = add(app, "olga@city.example", "--name", "Olga", "--role", "administrator", password=PASSWORD)
    assert (said.exit_code, said.output) == (0, "olga@city.example may sign in as administrator.\n")
    with app.app_context():
        account = the_account("olga@city.example")
        assert (account.name, role_of(account)) == ("Olga", RoleName.ADMINISTRATOR)
        assert account.password is not None
        assert PASSWORD not in account.password
        assert verify_password(PASSWORD, account.password)
        (record,) = db.session.scalars(select(Record))
        assert (record.actor, record.verb) == ("webinars user add", "added")


def test_without_a_role_it_is_an_organisers(app: Flask) -> None:
    add(app, "olga@city.example", password=PASSWORD)
    with app.app_context():
        assert role_of(the_account("olga@city.example")) is RoleName.ORGANISER


def test_the_password_is_asked_for_twice_and_not_shown(app: Flask) -> None:
    said = add(app, "olga@city.example", input=f"{PASSWORD}\n{PASSWORD}\n")
    assert said.exit_code == 0
    assert PASSWORD not in said.output
    with app.app_context():
        assert verify_password(PASSWORD, str(the_account("olga@city.example").password))


def test_an_address_gets_one_account(app: Flask) -> None:
    add(app, "olga@city.example", password=PASSWORD)
    said = add(app, "olga@city.example", password=PASSWORD)
    assert (said.exit_code, said.output) == (1, "webinars: olga@city.example has an account already.\n")


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (("olga@city.example",), "short", "use at least 12 characters"),
        (("olga",), PASSWORD, "'olga' is no mail address"),
        (("olga@city.example", "--role", "king"), PASSWORD, "'king' is not one of"),
    ],
)
def test_a_wrong_argument_ends_with_two_and_says_why(
    app: Flask, words: tuple[str, ...], password: str, sentence: str
) -> None:
    said = add(app, *words, password=password)
    assert said.exit_code == 2
    assert sentence in said.output
    with app.app_context():
        assert db.session.scalars(select(Account)).all() == []
