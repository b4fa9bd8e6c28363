"""A person's address in the form that is compared, and the letters they are owed."""

import unicodedata
from datetime import datetime

from sqlalchemy import select

from webinars.models.database import db
from webinars.models.notices import WAITING, Notice, NoticeKind
from webinars.models.registrations import Registration
from webinars.services.notices import post


def email_key(email: str) -> str:
    """Return *email* as it is compared: "Anna@City.example" and "anna@city.example" are one person's."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def owe_letter(kind: NoticeKind, registration: Registration, *, now: datetime) -> None:
    """Owe the person a letter of *kind*; one that waits is enough, because it tells the present state."""
    waiting = select(Notice.id).where(
        Notice.registration_id == registration.id, Notice.kind == kind, Notice.state.in_(WAITING)
    )
    if db.session.scalars(waiting.limit(1)).first() is None:
        post(kind, now=now, seminar_id=registration.seminar_id, registration_id=registration.id)
