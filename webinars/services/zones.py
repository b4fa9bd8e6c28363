"""Zones: read once with each zone database, and what is decided about parts that a new one has moved."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webinars.domain import timezones
from webinars.domain.errors import N_, Refusal, Stale
from webinars.domain.timezones import Reading
from webinars.domain.zone_changes import ZoneRules
from webinars.models.database import db, transaction
from webinars.models.invitations import Invitation
from webinars.models.registrations import Registration
from webinars.models.sessions import Session
from webinars.models.slots import Presenter
from webinars.models.zones import ZoneReading
from webinars.queries.slots import slots_of, spans
from webinars.queries.zones import ZoneCheck, has_readings, zone_checks
from webinars.services.edits import edit
from webinars.services.invitations.words import correct
from webinars.services.moves import raise_changed
from webinars.services.records import Actor
from webinars.services.seminars import touch
from webinars.services.sessions import SessionTime, give_time, lock_session

READ_BACK = timedelta(days=365)


def keep_up(*, now: datetime) -> None:
    """Read the zones of a database that is new here, and confirm the parts that it leaves as they are.

    Two statements when there is nothing to do. What it has moved is left for somebody to decide.
    """
    read_zones(now=now)
    confirm_unchanged(now=now)


def read_zones(*, now: datetime) -> None:
    """Note what every zone on offer is in the present database, so that its successor can be compared.

    Every zone, and not only those in use: whoever chooses one later needs no note of their own.
    """
    if has_readings(timezones.DATABASE_VERSION):
        return
    since = (now - READ_BACK).replace(microsecond=0)
    rows = [_reading(zone, since, now=now) for zone in timezones.zone_names()]
    with transaction():
        insert = sqlite.insert if db.session.get_bind().dialect.name == "sqlite" else postgresql.insert
        # Another process may have started at the same moment, and reads the same.
        db.session.execute(insert(ZoneReading).on_conflict_do_nothing(), rows)


def confirm_unchanged(*, now: datetime) -> None:
    """Confirm the parts for which the present database says what the former did, on everybody's clock."""
    unchanged = [check.session.id for check in zone_checks(now=now) if not check.has_news]
    if unchanged:
        with transaction():
            # What somebody moves meanwhile gets this version anyway.
            statement = update(Session).where(Session.id.in_(unchanged))
            db.session.execute(statement.values(zone_version=timezones.DATABASE_VERSION))


def keep_clock(
    session_id: int, reading: Reading | None, *, expected: int, database: str, by: Actor, now: datetime
) -> Session:
    """Keep the wall clock of a part: its instant moves, and everybody is owed an update.

    *expected* and *database* are the versions of the part and of the zone database that the choice was shown
    with. Raises Stale, SkippedTime, and DoubledTime without a *reading*.
    """
    with transaction():
        session, seminar = lock_session(session_id)
        _check_shown(session, expected=expected, database=database)
        slots = slots_of(session_id)
        before = spans(session, slots)
        time = SessionTime(
            local_start=session.local_start, zone=session.zone, minutes=session.minutes, reading=reading
        )
        if give_time(session, seminar, time, expected=expected, by=by, now=now):
            raise_changed(session, slots, before, now=now)
        else:
            # The clock happens twice now, and the one of the two that was chosen is where the part is.
            _confirm(session, verb="kept clock of", by=by, now=now)
    return session


def keep_instant(session_id: int, *, expected: int, database: str, by: Actor, now: datetime) -> Session:
    """Keep the instant of a part: its wall clock follows, and nobody is asked for an answer again.

    Whoever is told another clock than before is owed an update with the same SEQUENCE: everybody when the
    part's own clock changes, because programs with a zone database of their own read the event by that
    clock; else those whose zone changes, because their letter named the hour in it. Raises Stale.
    """
    with transaction():
        session, _seminar = lock_session(session_id)
        _check_shown(session, expected=expected, database=database)
        check = next(iter(zone_checks(now=now, session_id=session_id)), None)
        if check is None:
            raise Refusal(N_("This part is decided on already, or is over."))
        _follow(check, by=by, now=now)
    return session


def _follow(check: ZoneCheck, *, by: Actor, now: datetime) -> None:
    session = check.session
    if check.clock is None:
        _confirm(session, verb="saw clocks of", by=by, now=now)
        correct(and_(Invitation.session_id == session.id, _lives_in(check.changed_zones)), now=now)
        return
    _confirm(session, check.clock.now, verb="kept instant of", by=by, now=now)
    session.changed_at = max(now.replace(microsecond=0), session.changed_at + timedelta(seconds=1))
    correct(Invitation.session_id == session.id, now=now)
    touch(session.seminar_id, now=now)


def _confirm(
    session: Session, local_start: datetime | None = None, *, verb: str, by: Actor, now: datetime
) -> None:
    values = {
        "local_start": local_start or session.local_start,
        "zone_version": timezones.DATABASE_VERSION,
    }
    edit(session, values, expected=None, by=by, now=now, seminar_id=session.seminar_id, verb=verb)


def _check_shown(session: Session, *, expected: int, database: str) -> None:
    """Raise Stale unless the choice was made on what is so now: each is one about a part and a database."""
    if session.version != expected or database != timezones.DATABASE_VERSION:
        raise Stale(
            N_("This part was changed meanwhile. Look at it as it is, then choose."),
            theirs={},
            version=session.version,
        )


def _lives_in(zones: Collection[str]) -> ColumnElement[bool]:
    registrants = select(Registration.id).where(Registration.zone.in_(zones))
    presenters = select(Presenter.id).where(Presenter.zone.in_(zones))
    return or_(Invitation.registration_id.in_(registrants), Invitation.presenter_id.in_(presenters))


def _reading(zone: str, since: datetime, *, now: datetime) -> dict[str, object]:
    rules = ZoneRules.present(zone, since).to_mapping()
    return {"zone": zone, "version": timezones.DATABASE_VERSION, "rules": rules, "read_at": now}
