"""Until when somebody may register for a part."""

from collections.abc import Iterable
from datetime import datetime

from webinars.domain.errors import N_
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session

CLOSED = N_("Registration is closed. Write to the organiser if you still want to take part.")


def closes_at(seminar: Seminar, session: Session) -> datetime | None:
    """Return the instant at which registration for a part closes, None when it has no time yet.

    That is its start, unless the seminar sets another instant; never later than its end.
    """
    if session.starts_at is None or session.ends_at is None:
        return None
    if seminar.registration_closes_at is None:
        return session.starts_at
    return min(seminar.registration_closes_at, session.ends_at)


def is_open(seminar: Seminar, session: Session, *, now: datetime) -> bool:
    """Say whether somebody may register for the part now."""
    closing = closes_at(seminar, session)
    is_held = seminar.state is SeminarState.PUBLISHED and not session.is_cancelled
    return is_held and closing is not None and now < closing


def has_open_part(seminar: Seminar, sessions: Iterable[Session], *, now: datetime) -> bool:
    """Say whether somebody may register for any part now."""
    return any(is_open(seminar, session, now=now) for session in sessions)
