"""A part with a crowd: people of many zones and two languages, who hold its invitation."""

from datetime import datetime, timedelta
from itertools import cycle, islice

from sqlalchemy import func, insert, select, update

from tests import builders
from webinars.domain.seating import SeatState
from webinars.models import Invitation, Method, Notice, NoticeState, Registration, Seat, Session
from webinars.models.database import Base, db, new_key, transaction
from webinars.services.notices import spread_crowds

ZONES = (
    "Asia/Tokyo",
    "Europe/Paris",
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Asia/Seoul",
    "Asia/Kathmandu",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Africa/Nairobi",
)
LANGUAGES = ("en", "ja", "en")


def a_crowded_part(count: int, *, now: datetime) -> Session:
    """Write a part in sixty days with *count* people who have seats and got the invitation."""
    seminar = builders.a_seminar()
    local_start = (now + timedelta(days=60)).replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)
    session = builders.a_session(seminar, local_start=local_start)
    consent_id = builders.a_consent_text().id
    with transaction():
        _write(Registration, (_person(seminar.id, consent_id, *who, now=now) for who in _who(count)))
        people = select(Registration).where(Registration.seminar_id == seminar.id).order_by(Registration.id)
        for some in db.session.scalars(people).partitions(500):
            _write(Seat, (_seat(person, session, now=now) for person in some))
            _write(Invitation, (_invitation(person, session, now=now) for person in some))
    return session


def make_due(*, now: datetime) -> int:
    """Let every letter that is owed be due now, and return how many there are."""
    with transaction():
        spread_crowds()
        owed = Notice.state == NoticeState.OWED
        db.session.execute(update(Notice).where(owed).values(due_at=now, is_settling=False))
        count = db.session.scalar(select(func.count()).select_from(Notice).where(owed))
    return count or 0


def _who(count: int) -> list[tuple[int, str, str]]:
    return list(islice(zip(range(count), cycle(ZONES), cycle(LANGUAGES), strict=False), count))


def _person(
    seminar_id: int, consent_id: int, number: int, zone: str, language: str, *, now: datetime
) -> dict[str, object]:
    email = f"person-{number}@city-{number % 40}.example"
    return {
        "seminar_id": seminar_id,
        "name": f"Person Number {number}",
        "email": email,
        "email_key": email,
        "role": "city official",
        "language": language,
        "zone": zone,
        "state": "confirmed",
        "consent_text_id": consent_id,
        "consented_at": now,
        "created_at": now,
        "confirmed_at": now,
        "key": new_key(),
    }


def _seat(person: Registration, session: Session, *, now: datetime) -> dict[str, object]:
    return {
        "registration_id": person.id,
        "session_id": session.id,
        "state": SeatState.SEATED,
        "changed_at": now,
    }


def _invitation(person: Registration, session: Session, *, now: datetime) -> dict[str, object]:
    return {
        "registration_id": person.id,
        "session_id": session.id,
        "attendee_name": person.name,
        "attendee_email": person.email,
        "attendee_key": person.email_key,
        "changed_at": now,
        "organizer": "office@tokyo.example",
        "sent_method": Method.REQUEST,
        "sent_sequence": 0,
        "sent_changed_at": now,
        "sent_starts_at": session.starts_at,
        "sent_ends_at": session.ends_at,
        "sent_at": now,
    }


def _write(model: type[Base], rows: object) -> None:
    db.session.execute(insert(model), list(rows))  # type: ignore[call-overload]
