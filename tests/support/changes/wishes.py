"""What the organiser writes into forms about the cast: what is there, but for what a change is about."""

from datetime import datetime
from typing import Any

from tests.builders import text
from tests.support.changes.cast import Cast
from tests.support.parts import at
from webinars.services.presenters import PresenterFields
from webinars.services.seminar_fields import SeminarFields
from webinars.services.sessions import SessionFields, SessionTime

HALF_PAST = at("2026-11-25T17:30")
FIVE = at("2026-11-25T17:00")
AGES_AGO = datetime.fromisoformat("2026-08-01T10:00")


def evening_fields(**values: Any) -> SessionFields:
    written: dict[str, Any] = {"key": "evening", "name": text("Evening part"), "capacity": 1}
    return SessionFields(**written | values)


def seminar_fields(cast: Cast, **values: Any) -> SeminarFields:
    seminar = cast.seminar
    written: dict[str, Any] = {
        "slug": seminar.slug,
        "theme": text("Recovery of cities"),
        "languages": ("en",),
        "zone": seminar.zone,
        "host_name": text("Tokyo Metropolitan Government"),
        "contact_office": text("International Affairs Division"),
        "contact_email": "seminar@tokyo.example",
    }
    return SeminarFields(**written | values)


def presenter_fields(email: str, **values: Any) -> PresenterFields:
    written: dict[str, Any] = {"name": "Nina New", "language": "en", "zone": "America/Lima"}
    return PresenterFields(**{"email": email} | written | values)


def whole_day(local_start: datetime) -> SessionTime:
    return SessionTime(local_start=local_start, zone="Asia/Tokyo", minutes=145)
