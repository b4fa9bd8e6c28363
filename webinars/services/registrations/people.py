"""The letters that a registrant is owed."""

from datetime import datetime

from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration
from webinars.services.notices import post_once


def owe_letter(kind: NoticeKind, registration: Registration, *, now: datetime) -> None:
    """Owe the person a letter of *kind*, unless one waits."""
    post_once(kind, now=now, seminar_id=registration.seminar_id, registration_id=registration.id)
