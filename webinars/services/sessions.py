"""Parts of a seminar: made, edited, moved, called off and restored. A change of time goes live at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from webinars.domain import timezones
from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.running_order import check_minutes
from webinars.domain.seating import check_capacity
from webinars.domain.texts import LocalizedText, one_line
from webinars.domain.timezones import Reading, check_zone
from webinars.models.database import db, lock, transaction
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.queries.registrations import seat_count
from webinars.queries.slots import slots_of, spans
from webinars.services import invitations
from webinars.services.edits import check_editable, difference, edit
from webinars.services.moves import follow, is_ahead, raise_changed
from webinars.services.records import Actor, record
from webinars.services.registrations import promote_waiting, tell_waiting
from webinars.services.renaming import differs
from webinars.services.seminars import check_slug, lock_editable, touch

LONGEST_MINUTES = 24 * 60
LARGEST_CAPACITY = 100_000
LONGEST_KEY = 40


@dataclass(frozen=True, kw_only=True)
class SessionTime:
    """When a part is: a wall clock in *zone* (None: not known, for the past only), its length in minutes.

    *reading* says which of two instants is meant where the wall clock happens twice.
    """

    local_start: datetime
    zone: str | None
    minutes: int
    reading: Reading | None = None


@dataclass(frozen=True, kw_only=True)
class SessionFields:
    """What a person writes about a part besides its time; *capacity* None is no limit."""

    key: str
    name: LocalizedText
    capacity: int | None = None
    join_url: str | None = None
    theme_id: int | None = None


def create_session(
    seminar_id: int, wanted: SessionFields, time: SessionTime, *, by: Actor, now: datetime
) -> Session:
    """Add a part. Raises Refusal at a field; SkippedTime, DoubledTime."""
    with transaction():
        lock_editable(seminar_id)
        session = add_session(seminar_id, wanted, time, by=by, now=now)
        touch(seminar_id, now=now)
    return session


def add_session(
    seminar_id: int, wanted: SessionFields, time: SessionTime, *, by: Actor, now: datetime
) -> Session:
    """Add a part in the caller's transaction; refuses as `create_session` does."""
    _check(wanted, seminar_id=seminar_id, session_id=None)
    check_capacity(wanted.capacity, 0)
    starts_at = instant_of(time, now=now)
    session = Session(
        seminar_id=seminar_id,
        key=wanted.key,
        name=wanted.name,
        capacity=wanted.capacity,
        join_url=wanted.join_url,
        theme_id=wanted.theme_id,
        changed_at=now.replace(microsecond=0),
        zone_version=timezones.DATABASE_VERSION if starts_at else None,
        **_time_columns(time, starts_at),
    )
    db.session.add(session)
    record("created", session, by=by, now=now, seminar_id=seminar_id)
    return session


def edit_session(
    session_id: int, wanted: SessionFields, *, expected: int | None, by: Actor, now: datetime
) -> Session:
    """Change the name, the room or the seats; another name owes an update, new seats go to those who wait.

    Nobody is told of another room: what they hold is their own link, and it leads there. Raises Refusal at
    a field (a capacity below the seats taken too), or Stale.
    """
    with transaction():
        session, seminar = lock_session(session_id)
        _check(wanted, seminar_id=seminar.id, session_id=session_id)
        check_capacity(wanted.capacity, seat_count(session_id).taken)
        if seminar.is_public and wanted.key != session.key:
            raise Refusal(
                N_("The short name is part of links that were published: leave it as it is."), field="key"
            )
        values = {
            "key": wanted.key,
            "name": wanted.name,
            "capacity": wanted.capacity,
            "join_url": wanted.join_url,
            "theme_id": wanted.theme_id,
        }
        was = session.name
        changed = edit(session, values, expected=expected, by=by, now=now, seminar_id=seminar.id)
        if changed:
            touch(seminar.id, now=now)
        if "name" in changed:
            invitations.rename_session(session_id, differs(was, session.name), now=now)
        if "capacity" in changed:
            promote_waiting(session_id, now=now)
    return session


def move_session(
    session_id: int, time: SessionTime, *, expected: int | None = None, by: Actor, now: datetime
) -> Session:
    """Give a part another start, zone or length, and owe an update to everybody whose event changes.

    Who was put down to present while the part was past is invited once it is ahead. Raises Refusal at a
    field, SkippedTime, DoubledTime, or Stale.
    """
    with transaction():
        session, seminar = lock_session(session_id)
        carry_to(session, seminar, time, expected=expected, by=by, now=now)
    return session


def carry_to(
    session: Session, seminar: Seminar, time: SessionTime, *, expected: int | None, by: Actor, now: datetime
) -> None:
    """Move a locked part with all that hangs on it, as `move_session` does, in the caller's transaction."""
    slots = slots_of(session.id)
    before, was_ahead = spans(session, slots), is_ahead(session, now=now)
    if give_time(session, seminar, time, expected=expected, by=by, now=now):
        raise_changed(session, slots, before, now=now)
        if not was_ahead and is_ahead(session, now=now) and session.takes_place(seminar):
            invitations.invite_forgotten(session, [slot.id for slot in slots], now=now)


def foresee_move(
    session: Session, time: SessionTime, *, expected: int | None, now: datetime
) -> datetime | None:
    """Return the start (UTC, None: not known) that *time* would give a part (its seminar loaded).

    Refuses as `move_session` does, and changes nothing; no statement.
    """
    check_editable(session.seminar)
    starts_at = _start_of(session, time, now=now)
    difference(session, _time_columns(time, starts_at), expected=expected)
    return starts_at


def give_time(
    session: Session, seminar: Seminar, time: SessionTime, *, expected: int | None, by: Actor, now: datetime
) -> bool:
    """Give a locked part another time and owe its registrants an update; say whether anything changed.

    The same instants in another zone ask nobody again. In the caller's transaction, who then owes the
    presenters theirs (see `raise_changed`). Refuses as `move_session` does.
    """
    starts_at, was = _start_of(session, time, now=now), (session.starts_at, session.ends_at)
    values = _time_columns(time, starts_at)
    if not edit(session, values, expected=expected, by=by, now=now, seminar_id=seminar.id, verb="moved"):
        return False
    follow(session, was, now=now)
    promote_waiting(session.id, now=now)  # nobody moved up while the old start was past
    touch(seminar.id, now=now)
    return True


def cancel_session(session_id: int, *, by: Actor, now: datetime) -> Session:
    """Call a part off, and owe a CANCEL to who holds an invitation, a letter to who waits for a seat."""
    with transaction():
        session, seminar = lock_session(session_id)
        if session.is_cancelled:
            raise Refusal(N_("This part is cancelled already."))
        _become(session, SessionState.CANCELLED, "cancelled", by=by, now=now)
        # With the whole seminar called off, the invitations are closed already.
        if seminar.state is not SeminarState.CANCELLED:
            invitations.close_session(session_id, now=now)
            tell_waiting(session_id, now=now)
    return session


def restore_session(session_id: int, *, by: Actor, now: datetime) -> Session:
    """Hold a cancelled part after all, and owe everybody concerned a new invitation."""
    with transaction():
        session, seminar = lock_session(session_id)
        if not session.is_cancelled:
            raise Refusal(N_("This part is not cancelled."))
        _become(session, SessionState.PLANNED, "restored", by=by, now=now)
        if seminar.state is not SeminarState.CANCELLED:
            invitations.reopen_session(session_id, now=now)
            promote_waiting(session_id, now=now)  # seats may have become free while it was cancelled
            tell_waiting(session_id, now=now)
    return session


def lock_session(session_id: int) -> tuple[Session, Seminar]:
    """Lock a part, and its seminar before it, for a change; refuse an archived one. No own transaction."""
    seminar_id = db.session.scalar(select(Session.seminar_id).where(Session.id == session_id))
    if seminar_id is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    seminar = lock_editable(seminar_id)
    return lock(Session, session_id), seminar


def instant_of(time: SessionTime, *, now: datetime) -> datetime | None:
    """Return the instant (UTC) that *time* means, None for a past one without a zone; refuse at the field."""
    check_minutes(time.minutes)
    if time.minutes > LONGEST_MINUTES:
        raise Refusal(
            N_("Enter at most %(limit)d minutes. Make two parts of a longer one."),
            field="minutes",
            limit=LONGEST_MINUTES,
        )
    if time.zone is not None:
        return timezones.to_utc(time.local_start, check_zone(time.zone), reading=time.reading)
    # The last place on earth to see a day end is twelve hours behind UTC: before that it may not be past.
    if time.local_start.date() >= (now - timedelta(hours=12)).date():
        raise _zone_missing()
    return None


def check_address(address: str) -> None:
    """Raise Refusal at "join_url" unless *address* is one that people can open."""
    one_line(address, field="join_url", limit=2000)
    try:
        parts = urlsplit(address)
        is_good = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good or " " in address:
        raise Refusal(N_("Write the whole address of the room. It starts with https://."), field="join_url")


def _start_of(session: Session, time: SessionTime, *, now: datetime) -> datetime | None:
    if session.zone is not None and time.zone is None:
        raise _zone_missing()
    return instant_of(time, now=now)


def _zone_missing() -> Refusal:
    return Refusal(
        N_("Choose the time zone of this clock. Only a part that is past may be without one."), field="zone"
    )


def _time_columns(time: SessionTime, starts_at: datetime | None) -> dict[str, object]:
    return {
        "local_start": time.local_start,
        "zone": time.zone and check_zone(time.zone),
        "minutes": time.minutes,
        "starts_at": starts_at,
        "ends_at": starts_at and starts_at + timedelta(minutes=time.minutes),
    }


def _become(session: Session, state: SessionState, verb: str, *, by: Actor, now: datetime) -> None:
    seminar_id = session.seminar_id
    edit(session, {"state": state}, expected=None, by=by, now=now, seminar_id=seminar_id, verb=verb)
    session.raise_sequence(now=now)
    touch(seminar_id, now=now)


def _check(wanted: SessionFields, *, seminar_id: int, session_id: int | None) -> None:
    """Raise Refusal at the first field of *wanted* that cannot be, for that part (None: a new one)."""
    check_slug(wanted.key, field="key", limit=LONGEST_KEY)
    if not wanted.name:
        raise Refusal(N_("Write this in at least one language."), field="name")
    if wanted.capacity is not None and wanted.capacity > LARGEST_CAPACITY:
        raise Refusal(
            N_("Enter at most %(limit)d, or leave this empty for no limit."),
            field="capacity",
            limit=LARGEST_CAPACITY,
        )
    if wanted.join_url is not None:
        check_address(wanted.join_url)
    same = select(Session.id).where(
        Session.seminar_id == seminar_id, Session.key == wanted.key, Session.id != (session_id or 0)
    )
    if db.session.scalar(same) is not None:
        raise Refusal(
            N_("Another part of this seminar has this short name. Choose a different one."), field="key"
        )
