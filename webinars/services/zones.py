"""Zones: read once with each zone database, and what is decided about what a new one has moved."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webinars.domain import timezones
from webinars.domain.errors import N_, Refusal, Stale
from webinars.domain.timezones import Reading
from webinars.domain.zone_changes import ZoneRules
from webinars.models.database import db, transaction
from webinars.models.invitations import Invitation, Meeting
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.sessions import Session
from webinars.models.slots import Presenter
from webinars.models.zones import ZoneReading
from webinars.queries.slots import slots_of, spans
from webinars.queries.zones import ZoneCheck, has_readings, zone_check, zone_checks
from webinars.services.edits import edit
from webinars.services.invitations.words import correct
from webinars.services.moves import raise_changed
from webinars.services.records import Actor
from webinars.services.rehearsals import carry_rehearsal
from webinars.services.rehearsals.rows import lock_rehearsal
from webinars.services.seminars import touch
from webinars.services.sessions import SessionTime, give_time, instant_of, lock_session

READ_BACK = timedelta(days=365)


def keep_up(*, now: datetime) -> None:
    """Read the zones of a database that is new here, and confirm what it leaves as it is.

    Three statements when there is nothing to do. What it has moved is left for somebody to decide.
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
    """Confirm what starts as the former database said, on everybody's clock."""
    unchanged = [check.meeting for check in zone_checks(now=now) if not check.has_news]
    parts = [one.id for one in unchanged if isinstance(one, Session)]
    rehearsals = [one.id for one in unchanged if isinstance(one, Rehearsal)]
    # What somebody moves meanwhile gets this version anyway.
    present = {"zone_version": timezones.DATABASE_VERSION}
    if unchanged:
        with transaction():
            db.session.execute(update(Session).where(Session.id.in_(parts)).values(present))
            db.session.execute(update(Rehearsal).where(Rehearsal.id.in_(rehearsals)).values(present))


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
        if give_time(session, seminar, _same_clock(session, reading), expected=expected, by=by, now=now):
            raise_changed(session, slots, before, now=now)
        else:
            # The clock happens twice now, and the one of the two that was chosen is where the part is.
            _confirm(session, verb="kept clock of", by=by, now=now)
    return session


def keep_rehearsal_clock(
    rehearsal_id: int, reading: Reading | None, *, expected: int, database: str, by: Actor, now: datetime
) -> Rehearsal:
    """Do for a rehearsal what `keep_clock` does for a part. Raises Refusal, too, where its clock is past."""
    with transaction():
        rehearsal, _seminar = lock_rehearsal(rehearsal_id)
        _check_shown(rehearsal, expected=expected, database=database)
        time = _same_clock(rehearsal, reading)
        if instant_of(time, now=now) == rehearsal.starts_at:
            _confirm(rehearsal, verb="kept clock of", by=by, now=now)
        else:
            carry_rehearsal(rehearsal, time, expected=expected, by=by, now=now)
    return rehearsal


def keep_instant(session_id: int, *, expected: int, database: str, by: Actor, now: datetime) -> Session:
    """Keep the instant of a part: its wall clock follows, and nobody is asked for an answer again.

    Whoever is told another clock than before is owed an update with the same SEQUENCE: everybody when the
    part's own clock changes, because programs with a zone database of their own read the event by that
    clock; else those whose zone changes, because their letter named the hour in it. Raises Stale.
    """
    with transaction():
        session, _seminar = lock_session(session_id)
        _check_shown(session, expected=expected, database=database)
        check = _check_of(session, now=now)
        _follow(check, Invitation.session_id == session.id, by=by, now=now)
        if check.clock is not None:
            session.changed_at = max(now.replace(microsecond=0), session.changed_at + timedelta(seconds=1))
            touch(session.seminar_id, now=now)
    return session


def keep_rehearsal_instant(
    rehearsal_id: int, *, expected: int, database: str, by: Actor, now: datetime
) -> Rehearsal:
    """Do for a rehearsal what `keep_instant` does for a part; the public sees neither before nor after."""
    with transaction():
        rehearsal, _seminar = lock_rehearsal(rehearsal_id)
        _check_shown(rehearsal, expected=expected, database=database)
        check = _check_of(rehearsal, now=now)
        _follow(check, Invitation.rehearsal_id == rehearsal.id, by=by, now=now)
    return rehearsal


def _same_clock(meeting: Meeting, reading: Reading | None) -> SessionTime:
    return SessionTime(
        local_start=meeting.local_start, zone=meeting.zone, minutes=meeting.minutes, reading=reading
    )


def _check_of(meeting: Meeting, *, now: datetime) -> ZoneCheck:
    check = zone_check(meeting, now=now)
    if check is None:
        raise Refusal(N_("This is decided on already, or is over."))
    return check


def _follow(check: ZoneCheck, invited: ColumnElement[bool], *, by: Actor, now: datetime) -> None:
    """Let the wall clock follow the instant, and those who are *invited* to it."""
    if check.clock is None:
        _confirm(check.meeting, verb="saw clocks of", by=by, now=now)
        correct(and_(invited, _lives_in(check.changed_zones)), now=now)
    else:
        _confirm(check.meeting, check.clock.now, verb="kept instant of", by=by, now=now)
        correct(invited, now=now)


def _confirm(
    meeting: Meeting, local_start: datetime | None = None, *, verb: str, by: Actor, now: datetime
) -> None:
    values = {
        "local_start": local_start or meeting.local_start,
        "zone_version": timezones.DATABASE_VERSION,
    }
    edit(meeting, values, expected=None, by=by, now=now, seminar_id=meeting.seminar_id, verb=verb)


def _check_shown(meeting: Meeting, *, expected: int, database: str) -> None:
    """Raise Stale unless the choice was made on what is so now: each is one about an event and a database."""
    if meeting.version != expected or database != timezones.DATABASE_VERSION:
        raise Stale(
            N_("This was changed meanwhile. Look at it as it is, then choose."),
            theirs={},
            version=meeting.version,
        )


def _lives_in(zones: Collection[str]) -> ColumnElement[bool]:
    registrants = select(Registration.id).where(Registration.zone.in_(zones))
    presenters = select(Presenter.id).where(Presenter.zone.in_(zones))
    return or_(Invitation.registration_id.in_(registrants), Invitation.presenter_id.in_(presenters))


def _reading(zone: str, since: datetime, *, now: datetime) -> dict[str, object]:
    rules = ZoneRules.present(zone, since).to_mapping()
    return {"zone": zone, "version": timezones.DATABASE_VERSION, "rules": rules, "read_at": now}
