"""Answers from outside: a letter of ours goes out, and what a calendar program makes of it comes back."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.support.applications import SECRETS, let_go
from tests.support.applications import make_app as plain_app
from tests.support.clients import Asked, asked_of, forms
from tests.support.clients.servers import FAILED, report
from tests.support.databases import ON_SQLITE
from tests.support.dovecot import ImapServer
from tests.support.invited import a_guest, again
from tests.support.processes import wait_until_ready
from tests.support.replies import INBOX
from tests.support.scenes import a_scene, move
from tests.support.serving import PROGRAM, run, serving
from tests.support.smtp import SmtpServer
from webinars.mail import worker
from webinars.models import Answer, Invitation, Notice, Registration, SentLetter
from webinars.models.database import db


@dataclass(frozen=True)
class Program:
    """`webinars inbox` as a mail server starts it, on a database of the test."""

    database_url: str
    instance: Path

    def take(self, mail: bytes) -> int:
        """Hand a mail over, and give the exit code."""
        own = {**SECRETS, "DATABASE_URL": self.database_url, "INSTANCE": self.instance, "RSVP_ADDRESS": INBOX}
        environment = os.environ | {f"WEBINARS_{name}": str(value) for name, value in own.items()}
        done = subprocess.run([*PROGRAM, "inbox"], input=mail, env=environment, check=False)
        return done.returncode


@pytest.fixture
def office(make_app: Callable[..., Flask], smtp_server: SmtpServer) -> Flask:
    """Give an application that sends by the mail server of the test, and has an inbox."""
    return make_app(
        MAIL_SERVER=smtp_server.host, MAIL_PORT=smtp_server.port, RSVP_ADDRESS=INBOX, SETTLING_SECONDS=0
    )


def asked_by(letter: EmailMessage, *, answered_at: datetime) -> Asked:
    """Read what a REQUEST asks, as the calendar program does that answers it."""
    (part,) = (part for part in letter.walk() if part.get_content_type() == "text/calendar")
    assert isinstance(part, EmailMessage)
    calendar = Calendar.from_ical(part.get_content())
    assert str(calendar["METHOD"]) == "REQUEST"
    event: Any = calendar.walk("VEVENT")[0]  # a property's type hangs on its name
    starts_at, ends_at = event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)
    return Asked(
        uid=str(event["UID"]),
        attendee=_bare(event["ATTENDEE"]),
        inbox=_bare(event["ORGANIZER"]),
        sequence=int(event["SEQUENCE"]),
        starts_at=starts_at,
        minutes=int((ends_at - starts_at) / timedelta(minutes=1)),
        answered_at=answered_at,
    )


def _bare(address: Any) -> str:
    return str(address).removeprefix("mailto:")


def only_invitation() -> Invitation:
    db.session.rollback()
    return db.session.query(Invitation).populate_existing().one()


def send(app: Flask) -> None:
    worker.run(app, once=True, stop_event=threading.Event())


def test_an_answer_to_our_letter_comes_back_through_the_pipe(
    office: Flask, smtp_server: SmtpServer, database_url: str, tmp_path: Path, now: datetime
) -> None:
    program = Program(database_url, tmp_path)
    with office.app_context():
        session, _person = a_scene()
        send(office)
        first = asked_by(smtp_server.wait_for(1)[0].message, answered_at=now + timedelta(hours=1))
        assert program.take(forms(first)["apple"].mail) == 0
        assert only_invitation().answer is Answer.ACCEPTED

        move(session, 60, now=now)
        send(office)
        second = asked_by(smtp_server.wait_for(2)[1].message, answered_at=now + timedelta(hours=2))
        assert (second.uid, second.sequence) == (first.uid, first.sequence + 1)
        assert only_invitation().answer is Answer.NEEDS_ACTION
        assert program.take(forms(replace(second, message_number=2))["outlook"].mail) == 0
        assert only_invitation().answer is Answer.TENTATIVE


@ON_SQLITE
def test_a_letter_that_comes_back_is_seen_where_the_address_is(
    office: Flask, smtp_server: SmtpServer, database_url: str, tmp_path: Path
) -> None:
    with office.app_context():
        _session, person = a_scene()
        send(office)
        letter = smtp_server.wait_for(1)[0]
        fields = FAILED.replace("anna@city.example", person.email)
        assert Program(database_url, tmp_path).take(report(fields, returned=letter.raw.decode())) == 0
        db.session.rollback()
        sent = select(Notice).join(SentLetter, SentLetter.notice_id == Notice.id)
        notice = db.session.scalars(sent.where(SentLetter.message_id == letter.message_id)).one()
        assert (notice.bounce_reason or "").startswith("5.1.1 550 5.1.1")
        reader = db.session.get_one(Registration, person.id, populate_existing=True)
        assert reader.undeliverable_at == notice.bounced_at is not None


def test_the_server_reads_its_inbox_and_ends_at_once(tmp_path: Path, imap: ImapServer, now: datetime) -> None:
    instance = tmp_path / "instance"
    run("db", "upgrade", instance=instance)
    app = plain_app(f"sqlite:///{instance / 'webinars.sqlite'}", now=now, instance=instance)
    with app.app_context():
        _session, _person, invitation = a_guest(now)
        imap.add(forms(asked_of(invitation, inbox=INBOX))["thunderbird"].mail, folder="Served")
        settings = {
            "RSVP_ADDRESS": INBOX,
            "IMAP_SERVER": imap.host,
            "IMAP_PORT": str(imap.port),
            "IMAP_SECURITY": "none",
            "IMAP_USERNAME": imap.user,
            "IMAP_PASSWORD": imap.password,
            "IMAP_FOLDER": "Served",
            "INBOX_POLL_SECONDS": "86400",
        }

        def is_answered() -> bool:
            db.session.rollback()
            return again(invitation).answer is Answer.TENTATIVE

        with serving(instance=instance, **settings) as served:
            wait_until_ready(served.process, is_answered, log=served.log)
            readers = served.mail_workers()
            assert len(readers) == 2  # of letters, and of the inbox
            for pid in readers:
                os.kill(pid, signal.SIGKILL)
            wait_until_ready(
                served.process, lambda: len(served.mail_workers() - readers) == 2, log=served.log
            )
            assert served.end(signal.SIGTERM) == 0
    let_go(app)
