"""A person's address in the form that is compared, and the letters they are owed."""

import unicodedata
from datetime import datetime

from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration
from webinars.services.notices import post_once


def email_key(email: str) -> str:
    """Return *email* as it is compared: "Anna@City.example" and "anna@city.example" are one person's."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def owe_letter(kind: NoticeKind, registration: Registration, *, now: datetime) -> None:
    """Owe the person a letter of *kind*, unless one waits."""
    post_once(kind, now=now, seminar_id=registration.seminar_id, registration_id=registration.id)
