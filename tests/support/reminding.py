"""Reminders for tests: a published seminar, people who held their seats long before, and who is owed what."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.registrants import a_person
from webinars.models import Notice, NoticeKind, Presenter, Registration, Seminar, Session
from webinars.models.database import db
from webinars.services import reminders

LONG_AGO = NOW - timedelta(days=60)
NINE_IN_PARIS = datetime.fromisoformat("2026-11-25T17:00")  # the clock of Tokyo
START = datetime.fromisoformat("2026-11-25T08:00:00+00:00")


def a_reminding(**values: Any) -> Seminar:
    """Write a seminar that was published long ago."""
    return builders.a_seminar(**{"published_at": LONG_AGO} | values)


def a_part(seminar: Seminar, key: str = "evening", *, later: int = 0, **values: Any) -> Session:
    """Write a part that starts *later* minutes after 17:00 in Tokyo."""
    start = NINE_IN_PARIS + timedelta(minutes=later)
    return builders.a_session(seminar, key, **{"local_start": start, "minutes": 60} | values)


def a_guest(seminar: Seminar, *parts: Session, since: datetime = LONG_AGO, **values: Any) -> Registration:
    """Write somebody with seats in *parts*, held *since*."""
    person = a_person(seminar, **values)
    for part in parts:
        builders.a_seat(person, part, changed_at=since)
    return person


def a_speaker(part: Session, email: str = "paula@paris.example", **values: Any) -> Presenter:
    """Write somebody who was asked long ago to present in *part*."""
    position = values.pop("position", 0)
    return builders.a_presenter(builders.a_slot(part, position), email, **{"created_at": LONG_AGO} | values)


def owe_at(now: datetime) -> list[tuple[str, str, int]]:
    """Owe what is due, and return what is owed since: address, key of part, minutes before."""
    known = set(db.session.scalars(_reminders().with_only_columns(Notice.id)))
    reminders.owe_due(now=now)
    return [_words(one) for one in db.session.scalars(_reminders()) if one.id not in known]


def owed_notices() -> list[Notice]:
    return list(db.session.scalars(_reminders()))


def _reminders() -> Any:
    return select(Notice).where(Notice.kind == NoticeKind.REMINDER).order_by(Notice.id)


def _words(notice: Notice) -> tuple[str, str, int]:
    whose = Registration if notice.registration_id else Presenter
    person: Any = db.session.get_one(whose, notice.registration_id or notice.presenter_id)
    part = db.session.get_one(Session, notice.details["session"])
    return person.email, part.key, notice.details["minutes"]
