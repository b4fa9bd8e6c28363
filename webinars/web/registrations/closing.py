"""Why nobody can register any more, in words."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext

from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session


def is_over(seminar: Seminar, sessions: Sequence[Session], *, now: datetime) -> bool:
    """Say whether nothing of the seminar is to come; a part without a zone is past."""
    if seminar.state is SeminarState.ARCHIVED:
        return True
    ends = [session.ends_at for session in sessions]
    return bool(ends) and all(end is None or end <= now for end in ends)


def closed_words(seminar: Seminar, sessions: Sequence[Session], *, now: datetime) -> str:
    """Say why registration for the seminar is closed."""
    if seminar.state is SeminarState.CANCELLED:
        return str(gettext("This seminar does not take place. If you registered, you have nothing to do."))
    if seminar.state is SeminarState.DRAFT:
        return str(gettext("Registration opens when the seminar is published."))
    if is_over(seminar, sessions, now=now):
        return str(gettext("This seminar is over. Registration is closed."))
    return str(gettext("Registration is closed. Write to the organiser if you still want to take part."))
