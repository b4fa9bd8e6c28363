"""Rehearsals as meetings: made, edited, moved, called off and restored; those who are asked are told at once.

The public sees nothing of them, so no change of one touches what the seminar's page and calendar show.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain import timezones
from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import check_zone
from webinars.models.database import db, transaction
from webinars.models.rehearsals import Rehearsal, RehearsalKind
from webinars.models.seminars import SeminarState
from webinars.models.sessions import SessionState
from webinars.services import invitations
from webinars.services.edits import difference, edit
from webinars.services.records import Actor, record
from webinars.services.rehearsals.rows import lock_rehearsal
from webinars.services.renaming import Naming
from webinars.services.seminars import lock_editable
from webinars.services.sessions import SessionTime, check_address, instant_of

LONGEST_NOTES = 5000


@dataclass(frozen=True, kw_only=True)
class RehearsalFields:
    """What an organiser writes about a rehearsal besides its time; without a name its kind names it."""

    kind: RehearsalKind
    name: LocalizedText
    notes: str = ""
    join_url: str | None = None


def create_rehearsal(
    seminar_id: int, wanted: RehearsalFields, time: SessionTime, *, by: Actor, now: datetime
) -> Rehearsal:
    """Add a rehearsal to which nobody is asked yet. Raises Refusal at a field; SkippedTime, DoubledTime."""
    with transaction():
        seminar = lock_editable(seminar_id)
        if seminar.state is SeminarState.CANCELLED:
            raise Refusal(N_("This seminar is cancelled. Restore it before you plan a rehearsal."))
        _check(wanted)
        rehearsal = Rehearsal(seminar_id=seminar_id, **vars(wanted), **_time_columns(time, now=now))
        db.session.add(rehearsal)
        record("created", rehearsal, by=by, now=now, seminar_id=seminar_id)
    return rehearsal


def edit_rehearsal(
    rehearsal_id: int, wanted: RehearsalFields, *, expected: int | None, by: Actor, now: datetime
) -> Rehearsal:
    """Change name, notes or room; another name owes an update, and nobody is asked again.

    Nobody is told of another room: what calendars hold is the way to the own page, which has it. Raises
    Refusal at a field, or Stale.
    """
    with transaction():
        rehearsal, seminar = lock_rehearsal(rehearsal_id)
        _check(wanted)
        was = _naming_of(rehearsal)
        if edit(rehearsal, vars(wanted), expected=expected, by=by, now=now, seminar_id=seminar.id):
            name = _naming_of(rehearsal)
            invitations.rename_rehearsal(rehearsal_id, lambda reads: was(reads) != name(reads), now=now)
    return rehearsal


def move_rehearsal(
    rehearsal_id: int, time: SessionTime, *, expected: int | None = None, by: Actor, now: datetime
) -> Rehearsal:
    """Give a rehearsal another start, zone or length, and owe everybody who is asked an update.

    Raises Refusal at a field, SkippedTime, DoubledTime, or Stale.
    """
    with transaction():
        rehearsal, _seminar = lock_rehearsal(rehearsal_id)
        carry_rehearsal(rehearsal, time, expected=expected, by=by, now=now)
    return rehearsal


def foresee_move(rehearsal: Rehearsal, time: SessionTime, *, expected: int | None, now: datetime) -> datetime:
    """Return the start (UTC) that *time* would give a rehearsal; refuses as `move_rehearsal` does."""
    columns = _time_columns(time, now=now)
    difference(rehearsal, columns, expected=expected)
    return columns["starts_at"]  # type: ignore[return-value]


def carry_rehearsal(
    rehearsal: Rehearsal, time: SessionTime, *, expected: int | None, by: Actor, now: datetime
) -> None:
    """Move a locked rehearsal as `move_rehearsal` does, in the caller's transaction.

    The same instants in another zone ask nobody again.
    """
    was = rehearsal.starts_at, rehearsal.ends_at
    columns = _time_columns(time, now=now)
    about = {"by": by, "now": now, "seminar_id": rehearsal.seminar_id}
    if not edit(rehearsal, columns, expected=expected, verb="moved", **about):  # type: ignore[arg-type]
        return
    if was[0] != rehearsal.starts_at:
        rehearsal.reminded_minutes = None
    if was == (rehearsal.starts_at, rehearsal.ends_at):
        invitations.correct_rehearsal(rehearsal.id, now=now)
    else:
        invitations.raise_rehearsal(rehearsal.id, now=now)


def cancel_rehearsal(rehearsal_id: int, *, by: Actor, now: datetime) -> Rehearsal:
    """Call a rehearsal off, and owe a CANCEL to who is asked."""
    with transaction():
        rehearsal, seminar = lock_rehearsal(rehearsal_id)
        if rehearsal.is_cancelled:
            raise Refusal(N_("This is cancelled already."))
        _become(rehearsal, SessionState.CANCELLED, "cancelled", by=by, now=now)
        # With the whole seminar called off, the invitations are closed already.
        if seminar.state is not SeminarState.CANCELLED:
            invitations.close_rehearsal(rehearsal_id, now=now)
    return rehearsal


def restore_rehearsal(rehearsal_id: int, *, by: Actor, now: datetime) -> Rehearsal:
    """Hold a cancelled rehearsal after all, and ask everybody again who was asked when it was cancelled."""
    with transaction():
        rehearsal, seminar = lock_rehearsal(rehearsal_id)
        if not rehearsal.is_cancelled:
            raise Refusal(N_("This is not cancelled."))
        _become(rehearsal, SessionState.PLANNED, "restored", by=by, now=now)
        if seminar.state is not SeminarState.CANCELLED:
            invitations.reopen_rehearsal(rehearsal_id, now=now)
    return rehearsal


def _naming_of(rehearsal: Rehearsal) -> Naming:
    name, kind = rehearsal.name, rehearsal.kind
    return lambda language: name.best(language) or kind.value


def _become(rehearsal: Rehearsal, state: SessionState, verb: str, *, by: Actor, now: datetime) -> None:
    seminar_id = rehearsal.seminar_id
    edit(rehearsal, {"state": state}, expected=None, by=by, now=now, seminar_id=seminar_id, verb=verb)


def _time_columns(time: SessionTime, *, now: datetime) -> dict[str, object]:
    """Return the columns of a time that is ahead; refuse at the field."""
    starts_at = instant_of(time, now=now)
    if starts_at is None or time.zone is None:
        raise Refusal(N_("Choose the time zone of this clock."), field="zone")
    if starts_at <= now:
        raise Refusal(N_("This time is past. Choose a later one."), field="local_start")
    return {
        "local_start": time.local_start,
        "zone": check_zone(time.zone),
        "minutes": time.minutes,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=time.minutes),
        "zone_version": timezones.DATABASE_VERSION,
    }


def _check(wanted: RehearsalFields) -> None:
    if len(wanted.notes) > LONGEST_NOTES:
        raise Refusal(N_("Write at most %(limit)d characters."), field="notes", limit=LONGEST_NOTES)
    if wanted.join_url is not None:
        check_address(wanted.join_url)
