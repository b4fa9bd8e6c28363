"""Programmes taken over as they are proposed, and what has become of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tests.builders import NOW, ORGANISER
from webinars.models import Seminar, Session, Slot
from webinars.models.database import db
from webinars.queries.programmes import programme
from webinars.services.imports import NEW_PART, Choice, Plan, choices_for, plan, read_file, take_over

NEW = Choice(NEW_PART, "Morning talks")
THREE = [("a", "1000", 30, "Ada"), ("b", "1030", 30, "Bo"), ("c", "1115", 45, "Cleo")]


def take(
    seminar: Seminar, content: bytes, *choices: Choice, removed: Sequence[str] = (), now: datetime = NOW
) -> int:
    """Take a file over as it is proposed, or as *choices* say."""
    db.session.expire_all()
    whole = programme(seminar.id)
    reading = read_file(content, whole)
    proposed = [NEW if one.target == NEW_PART else one for one in choices_for(reading, whole)]
    return take_over(
        seminar.id, reading, choices or proposed, removed,
        language="en", expected=whole.seminar.revision, by=ORGANISER, now=now,
    )  # fmt: skip


def planned(seminar: Seminar, content: bytes, *choices: Choice, removed: Sequence[str] = ()) -> Plan:
    db.session.expire_all()
    whole = programme(seminar.id)
    reading = read_file(content, whole)
    return plan(reading, choices or choices_for(reading, whole), removed, whole, "en")


def order(session: Session) -> list[tuple[str, int | None]]:
    """Return the running order: titles (kinds where there is none) and minutes."""
    db.session.expire_all()
    part = next(one for one in programme(session.seminar_id).sessions if one.session.id == session.id)
    return [(str(one.slot.title) or one.slot.kind.value, one.slot.minutes) for one in part.slots]


def the_part() -> Session:
    db.session.expire_all()
    return db.session.scalars(select(Session)).one()


def slot_of(uid: str) -> Slot:
    return db.session.scalars(select(Slot).where(Slot.source_uid == uid)).one()
