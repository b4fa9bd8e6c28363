"""The ground that the other tests stand on does what it promises: a test on it can fail."""

import smtplib
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, insert, select

from tests.support.applications import SECRETS
from tests.support.browser import PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.machine import UnknownWord, left_out
from tests.support.smtp import SmtpServer
from tests.support.statements import count_statements
from webinars.app import create_app
from webinars.models import Role, RoleName
from webinars.models.database import transaction

LETTER = "Message-ID: <1@test>\r\nSubject: Hello\r\n\r\nHello.\r\n"


@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_is_fresh_each_time(database: SQLAlchemy, turn: int) -> None:
    before = database.session.scalar(select(func.count()).select_from(Role))
    with transaction():
        database.session.execute(insert(Role).values(name=RoleName.VIEWER))
    after = database.session.scalar(select(func.count()).select_from(Role))
    assert (before, after) == (0, 1)


def test_statements_are_counted(database: SQLAlchemy) -> None:
    with count_statements() as statements:
        database.session.scalars(select(Role)).all()
        database.session.scalars(select(Role)).all()
    assert len(statements) == 2


def test_a_request_does_not_share_the_context_of_the_test(database: SQLAlchemy, client: FlaskClient) -> None:
    before = database.session()
    assert client.get("/healthz").status_code == 200
    assert database.session() is not before


def test_the_mail_server_keeps_letters_and_refuses_on_demand(smtp_server: SmtpServer) -> None:
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as sender:
        sender.sendmail("a@office.test", ["b@city.test"], LETTER)
        smtp_server.refuse_recipient("b@city.test", "550 5.1.1 No such user")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            sender.sendmail("a@office.test", ["b@city.test"], LETTER)
        smtp_server.accept_everything()
        smtp_server.refuse_letters("451 4.3.0 Try later")
        with pytest.raises(smtplib.SMTPDataError):
            sender.sendmail("a@office.test", ["b@city.test"], LETTER)
    letters = smtp_server.wait_for(1)
    assert [(letter.recipients, letter.message["Subject"]) for letter in letters] == [
        (("b@city.test",), "Hello")
    ]
    assert smtp_server.message_ids() == ["<1@test>"]


def test_waiting_for_letters_that_do_not_come_ends(smtp_server: SmtpServer) -> None:
    with pytest.raises(TimeoutError, match="0 of 1 letters"):
        smtp_server.wait_for(1, seconds=0.01)


def test_axe_finds_a_picture_without_a_text(desk: Desk) -> None:
    page = desk.open()
    page.set_content('<html lang="en"><title>A</title><main><h1>A</h1><img src="data:,"></main></html>')
    assert [error.split(":")[0] for error in accessibility_errors(page)] == ["image-alt"]


def test_a_page_wider_than_the_phone_is_measured(desk: Desk) -> None:
    page = desk.open(reader=Reader(size=PHONE))
    page.set_content('<meta name="viewport" content="width=device-width"><div style="width: 400px">A</div>')
    assert overflowing_pixels(page) > 0


def test_a_desk_hears_what_the_browser_complains_of(desk: Desk) -> None:
    desk.open().evaluate("console.error('a complaint')")
    assert desk.complaints == ["console: a complaint ()"]
    desk.complaints.clear()


@ON_SQLITE
def test_passwords_cost_little_in_tests_alone(app: Flask, tmp_path: Path) -> None:
    settings = SECRETS | {"DATABASE_URL": app.config["DATABASE_URL"], "INSTANCE": tmp_path}
    own, lent = (
        each.extensions["security"].pwd_context.handler("argon2") for each in (create_app(settings), app)
    )
    assert own.memory_cost >= 19_456  # KiB; this and the next are the least that OWASP names
    assert own.default_rounds >= 2
    assert (lent.memory_cost, lent.default_rounds) == (8, 1)


def test_an_unknown_word_in_without_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WITHOUT", "browser,mail")
    with pytest.raises(UnknownWord, match="not mail"):
        left_out()
