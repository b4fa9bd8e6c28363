"""An application with an inbox, and people who were invited and answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

import pytest
from flask import Flask

from tests.support.clients import Asked, asked_of, forms
from tests.support.invited import a_guest
from tests.support.replies import INBOX
from webinars.models import Answer, Invitation, Reply
from webinars.models.database import db


@dataclass(frozen=True)
class Guest:
    """Somebody who was invited: what the invitation asks, and what is known of the answer."""

    asked: Asked
    invitation_id: int

    def says(self, form: str = "google") -> bytes:
        """Give the mail that this person's calendar program sends."""
        return forms(self.asked)[form].mail

    @property
    def answer(self) -> Answer:
        db.session.rollback()  # whatever was read before may be old
        return db.session.get_one(Invitation, self.invitation_id, populate_existing=True).answer


@pytest.fixture
def inbox_app(app: Flask) -> Flask:
    app.config["RSVP_ADDRESS"] = INBOX
    return app


@pytest.fixture
def a_person(inbox_app: Flask, now: datetime) -> Callable[[], Guest]:
    """Give what invites a person more, each to a seminar of their own."""

    numbers = count(1)

    def invite() -> Guest:
        with inbox_app.app_context():
            _session, _person, invitation = a_guest(now)
            asked = replace(asked_of(invitation, inbox=INBOX), message_number=next(numbers))
            return Guest(asked, invitation.id)

    return invite


def replies_kept() -> int:
    """Count what the history holds."""
    db.session.rollback()
    return db.session.query(Reply).count()


def broken_once(now: datetime) -> Callable[[], object]:
    """Give a clock whose first answer no code of ours expects."""
    answers = iter(["no instant"])
    return lambda: next(answers, now)


def uncovered(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Give what the log says of bugs, each with its traceback."""
    return [record.getMessage() for record in caplog.records if record.exc_info]
