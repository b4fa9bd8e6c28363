"""Headers and parts of every letter, whatever people put into their names."""

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.registrants import a_seated, an_evening
from webinars.models import Account, NoticeKind
from webinars.models.database import transaction
from webinars.services import invitations, notices

pytestmark = ON_SQLITE


def an_invitation(*, now: datetime, theme: str = "Recovery", **values: object) -> Read:
    seminar = builders.a_seminar(theme=builders.text(theme))
    session = an_evening(seminar)
    person = a_seated(seminar, session, **values)
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    (letter,) = post_round(now)
    return letter


def decoded(letter: Read, name: str) -> str:
    """Read a header as RFC 2047 wants it: the policy of Python 3.11 keeps blanks between encoded words."""
    return str(make_header(decode_header(message_from_bytes(letter.letter.message)[name])))


def test_a_letter_says_that_a_machine_wrote_it_when_and_in_which_language(
    database: SQLAlchemy, now: datetime
) -> None:
    message = an_invitation(now=now).message
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == now
    assert message["Content-Language"] == "en"
    assert message["MIME-Version"] == "1.0"
    assert message["Reply-To"] == "seminar@tokyo.example"
    assert not [name for name, _ in message.items() if name.startswith("List-")]


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: everybody@city.example",
        "Eve\nSubject: hello",
        "Eve\u2028X: y",
        "Eve\x0b\x85Cc: a@b.example",
    ],
)
def test_a_name_with_line_breaks_adds_no_header(database: SQLAlchemy, now: datetime, name: str) -> None:
    letter = an_invitation(now=now, name=name, theme=f"Theme {name}")
    head, _, _ = letter.letter.message.partition(b"\r\n\r\n")
    assert list(letter.message.keys()) == [
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Language",
        "MIME-Version",
        "Content-Type",
    ]
    assert b"\nBcc" not in head
    assert len(letter.message["To"].addresses) == 1
    assert len(letter.calendar.walk("VEVENT")) == 1


def test_a_name_of_300_characters_is_cut_and_no_line_is_too_long(database: SQLAlchemy, now: datetime) -> None:
    letter = an_invitation(now=now, name="ü" * 300, theme="長" * 600)
    assert decoded(letter, "To") == f"{'ü' * 199}… <{letter.letter.recipient}>"
    assert len(letter.message["Subject"]) == 400
    assert max(len(line) for line in letter.letter.message.split(b"\r\n")) <= 78
    assert letter.letter.message.isascii()


def test_every_line_of_a_letter_ends_as_mail_wants_it(database: SQLAlchemy, now: datetime) -> None:
    letter = an_invitation(now=now)
    raw = letter.letter.message
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    text = letter.message.get_body(("plain",))
    assert text is not None
    payload = text.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.count(b"\n") == payload.count(b"\r\n")


def test_a_japanese_name_is_encoded_and_read_back(database: SQLAlchemy, now: datetime) -> None:
    letter = an_invitation(now=now, name="山田 太郎, “所長”")
    assert letter.message["To"].addresses[0].display_name == "山田 太郎, “所長”"
    assert letter.message["To"].addresses[0].addr_spec == letter.letter.recipient


def test_what_people_wrote_is_text_in_html_never_markup(database: SQLAlchemy, now: datetime) -> None:
    letter = an_invitation(now=now, name="<img src=x onerror=alert(1)>", theme='"><script>')
    assert "<img" not in letter.html
    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html


def test_an_account_letter_goes_out_as_it_was_written_and_is_secret(
    make_app: Callable[..., Flask], now: datetime
) -> None:
    with make_app(OFFICE_NAME="International Affairs").app_context():
        account = builders.kept(
            Account(email="olga@office.example", name="Olga", fs_uniquifier="x", created_at=now)
        )
        details = {"subject": "Reset your password", "text": "Open https://x/secret", "html": "<p>secret</p>"}
        with transaction():
            notices.post(NoticeKind.ACCOUNT, now=now, account_id=account.id, details=details)
        (letter,) = post_round(now)
        assert letter.letter.is_secret
        assert letter.letter.recipient == "olga@office.example"
        assert letter.message["From"] == "International Affairs <webinars@localhost.invalid>"
        assert (letter.text, letter.html) == ("Open https://x/secret", "<p>secret</p>")


def test_an_account_letter_whose_text_was_forgotten_is_not_sent_empty(
    database: SQLAlchemy, now: datetime
) -> None:
    account = builders.kept(Account(email="olga@office.example", fs_uniquifier="x", created_at=now))
    with transaction():
        notices.post(NoticeKind.ACCOUNT, now=now, account_id=account.id)
    assert post_round(now) == []
