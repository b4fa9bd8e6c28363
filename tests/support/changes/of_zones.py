"""What is decided about a part or a rehearsal that a new zone database has moved."""

from datetime import timedelta

from sqlalchemy import select

from tests.builders import ORGANISER, a_rehearsal
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from webinars.domain.timezones import DATABASE_VERSION
from webinars.models import Rehearsal, Session
from webinars.models.database import db, transaction
from webinars.services.rehearsals import ask
from webinars.services.zones import (
    keep_clock,
    keep_instant,
    keep_rehearsal_clock,
    keep_rehearsal_instant,
)


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


def _rehearse_with_another_database(cast: Cast) -> None:
    """Ask the first presenter to a rehearsal, and leave it as the part."""
    planned = a_rehearsal(cast.seminar)
    ask(planned.id, [cast.presenters[0].key], by=ORGANISER, now=cast.now)
    with transaction():
        rehearsal = _rehearsal()
        rehearsal.starts_at += timedelta(hours=1)
        rehearsal.ends_at += timedelta(hours=1)
        rehearsal.zone_version = "2016a"


def _rehearsal() -> Rehearsal:
    return db.session.scalars(select(Rehearsal).execution_options(populate_existing=True)).one()


@change("Rehearsal moved by a new zone database, its clock kept", given=_rehearse_with_another_database)
def _rehearsal_clock_kept(cast: Cast) -> None:
    found = _rehearsal()
    about = {"expected": found.version, "database": DATABASE_VERSION}
    keep_rehearsal_clock(found.id, None, **about, by=ORGANISER, now=cast.now)  # type: ignore[arg-type]


@change("Rehearsal moved by a new zone database, its instant kept", given=_rehearse_with_another_database)
def _rehearsal_instant_kept(cast: Cast) -> None:
    found = _rehearsal()
    about = {"expected": found.version, "database": DATABASE_VERSION}
    keep_rehearsal_instant(found.id, **about, by=ORGANISER, now=cast.now)  # type: ignore[arg-type]
