"""Another time, proposed by a presenter: the organiser moves the event there, or says that it stays."""

from datetime import datetime

from webinars.domain import timezones
from webinars.domain.errors import N_, Refusal
from webinars.models.database import transaction
from webinars.models.invitations import Meeting
from webinars.models.rehearsals import Rehearsal
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.sessions import Session
from webinars.queries.slots import slots_of, spans
from webinars.services.edits import check_editable
from webinars.services.moves import raise_changed
from webinars.services.records import Actor, record
from webinars.services.rehearsals import carry_rehearsal
from webinars.services.replies import letters
from webinars.services.replies.rows import Held, lock_reply
from webinars.services.sessions import SessionTime, give_time


def accept_proposal(reply_key: str, *, expected: int | None, by: Actor, now: datetime) -> Meeting:
    """Move the part so that the presenter's slot starts when they propose; everybody's calendar follows.

    A rehearsal moves by itself. *expected* is the version of the part or rehearsal that was shown. Raises
    Refusal when it was decided already or can no longer be moved, Stale when it was changed since.
    """
    with transaction():
        reply, held = _lock_waiting(reply_key)
        _check_movable(held, reply, now=now)
        move = _move_rehearsal if isinstance(held.meeting, Rehearsal) else _move_part
        move(held, reply, expected=expected, by=by, now=now)
        _decide(reply, held, Standing.ACCEPTED, by=by, now=now)
    return held.meeting


def refuse_proposal(reply_key: str, *, by: Actor, now: datetime) -> None:
    """Leave the time as it is, and owe the presenter a letter that says so (DECLINECOUNTER).

    Raises Refusal when it was decided already.
    """
    with transaction():
        reply, held = _lock_waiting(reply_key)
        letters.say_it_stays(held, reply, now=now)
        _decide(reply, held, Standing.REFUSED, by=by, now=now)


def _move_part(held: Held, reply: Reply, *, expected: int | None, by: Actor, now: datetime) -> None:
    session = held.meeting
    assert isinstance(session, Session), "a rehearsal has no slots"
    slots = slots_of(session.id)
    before = spans(session, slots)
    span = before.get(held.invitation.slot_id or 0)
    time = _time(session, span[0] if span else None, reply, now=now)
    give_time(session, held.seminar, time, expected=expected, by=by, now=now)
    raise_changed(session, slots, before, now=now)


def _move_rehearsal(held: Held, reply: Reply, *, expected: int | None, by: Actor, now: datetime) -> None:
    rehearsal = held.meeting
    assert isinstance(rehearsal, Rehearsal), "a part has slots"
    time = _time(rehearsal, rehearsal.starts_at, reply, now=now)
    carry_rehearsal(rehearsal, time, expected=expected, by=by, now=now)


def _lock_waiting(reply_key: str) -> tuple[Reply, Held]:
    reply, held = lock_reply(reply_key)
    if reply.kind is not ReplyKind.COUNTER or reply.standing is not Standing.WAITING or held is None:
        raise Refusal(N_("This proposal is decided already, or was replaced by a newer one."))
    return reply, held


def _check_movable(held: Held, reply: Reply, *, now: datetime) -> None:
    check_editable(held.seminar)
    starts_at = held.meeting.starts_at
    if not held.is_open or starts_at is None:
        raise Refusal(N_("This part does not take place, or the person no longer presents in it."))
    if starts_at <= now:
        raise Refusal(N_("This part has started. It can no longer be moved."))
    if reply.sequence != held.invitation.sequence:
        raise Refusal(
            N_("The time has changed since this was proposed. Refuse it, or move the part yourself.")
        )


def _time(meeting: Meeting, slot_starts_at: datetime | None, reply: Reply, *, now: datetime) -> SessionTime:
    """Return the time of the part at which its slot starts as proposed; instants move, wall clocks follow."""
    was, wanted = meeting.starts_at, reply.proposed_starts_at
    if was is None or wanted is None or slot_starts_at is None or meeting.zone is None:
        raise Refusal(N_("This slot has no time of its own. Move the part yourself."))
    if wanted == slot_starts_at:
        raise Refusal(N_("The slot starts at this time already. Refuse the proposal: the time stays."))
    starts_at = was + (wanted - slot_starts_at)
    if starts_at <= now:
        raise Refusal(N_("With this proposal the part would start in the past. Refuse it."))
    return SessionTime(
        local_start=timezones.to_local(starts_at, meeting.zone).replace(tzinfo=None),
        zone=meeting.zone,
        minutes=meeting.minutes,
        reading=timezones.reading_of(starts_at, meeting.zone),
    )


def _decide(reply: Reply, held: Held, standing: Standing, *, by: Actor, now: datetime) -> None:
    reply.standing, reply.decided_at, reply.decided_by = standing, now, by.name[:254]
    verb = "accepted proposal" if standing is Standing.ACCEPTED else "refused proposal"
    record(verb, held.person, by=by, now=now, seminar_id=held.seminar.id)
