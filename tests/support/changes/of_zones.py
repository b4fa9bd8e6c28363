"""What is decided about a part that a new zone database has moved."""

from datetime import timedelta

from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from webinars.domain.timezones import DATABASE_VERSION
from webinars.models import Session
from webinars.models.database import db, transaction
from webinars.services.zones import keep_clock, keep_instant


def _plan_with_another_database(cast: Cast) -> None:
    """Leave the part as a former database had it, in which Tokyo was an hour further west."""
    with transaction():
        part = db.session.get_one(Session, cast.evening.id, populate_existing=True)
        assert part.starts_at is not None
        part.starts_at += timedelta(hours=1)
        part.ends_at = part.starts_at + timedelta(minutes=part.minutes)
        part.zone_version = "2016a"


def _version(cast: Cast) -> int:
    return db.session.get_one(Session, cast.evening.id, populate_existing=True).version


@change("Part moved by a new zone database, its clock kept", given=_plan_with_another_database)
def _clock_kept(cast: Cast) -> None:
    about = {"expected": _version(cast), "database": DATABASE_VERSION}
    keep_clock(cast.evening.id, None, **about, by=ORGANISER, now=cast.now)  # type: ignore[arg-type]


@change("Part moved by a new zone database, its instant kept", given=_plan_with_another_database)
def _instant_kept(cast: Cast) -> None:
    about = {"expected": _version(cast), "database": DATABASE_VERSION}
    keep_instant(cast.evening.id, **about, by=ORGANISER, now=cast.now)  # type: ignore[arg-type]
