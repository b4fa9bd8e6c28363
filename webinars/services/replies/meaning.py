"""What a believed reply means: an answer, a proposal, or a wish for the present event (RFC 5546 §3.2).

closed or called off          CLOSED     changes nothing
SEQUENCE above ours           UNKNOWN    nobody was ever sent that
SEQUENCE below ours           OLD TIME   the person is asked again
older than what is held       OUTDATED   changes nothing
else                          by its method
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select, update

from webinars.domain.calendar.replies import Said
from webinars.domain.seating import SeatState
from webinars.models.database import db
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.slots import Answer
from webinars.queries.registrations import seats_of
from webinars.services import invitations
from webinars.services.invitations.answering import note_delegation
from webinars.services.records import Actor, record
from webinars.services.replies import letters
from webinars.services.replies.crowds import is_crowded
from webinars.services.replies.rows import Held
from webinars.services.seminars import touch


def understand(held: Held, reply: Reply, *, now: datetime) -> Standing:
    """Do what a reply of the invited person asks for, and return what became of it."""
    return _METHODS[reply.kind](held, reply, now)


def _answer(held: Held, reply: Reply, now: datetime) -> Standing:
    out_of_order = _out_of_order(held, reply, now)
    if out_of_order is not None:
        return out_of_order
    if reply.said is None:
        return Standing.UNKNOWN
    if reply.said is Said.DELEGATED:
        note_delegation(held.invitation, reply)
    elif reply.said is not Said.NEEDS_ACTION:
        _keep(held, Answer(reply.said.value), reply, now=now)
    return Standing.KEPT


def _propose(held: Held, reply: Reply, now: datetime) -> Standing:
    out_of_order = _out_of_order(held, reply, now)
    if out_of_order is not None:
        return out_of_order
    if isinstance(held.person, Registration):
        # Their events forbid it; a client that offers it all the same learns that the time stays.
        letters.say_it_stays(held, reply, now=now, pause=letters.HOUR)
        reply.decided_at = now
        return Standing.REFUSED
    if reply.proposed_starts_at is None:
        return Standing.UNKNOWN
    _replace_waiting(held, now=now)
    return Standing.WAITING


def _refresh(held: Held, _reply: Reply, now: datetime) -> Standing:
    """Send an open event, or the end of one that the person was told of, at most once an hour."""
    if not held.is_open and (held.seminar.is_read_only or held.invitation.sent_method is None):
        return Standing.CLOSED
    served = select(Reply.id).where(
        Reply.invitation_id == held.invitation.id,
        Reply.standing == Standing.SERVED,
        Reply.received_at > now - letters.HOUR,
    )
    if db.session.scalars(served).first() is not None:
        return Standing.OUTDATED
    invitations.send_again(held.invitation, now=now)
    return Standing.SERVED


_METHODS: Mapping[ReplyKind, Callable[[Held, Reply, datetime], Standing]] = {
    ReplyKind.REPLY: _answer,
    ReplyKind.COUNTER: _propose,
    ReplyKind.REFRESH: _refresh,
}


def _out_of_order(held: Held, reply: Reply, now: datetime) -> Standing | None:
    """Return why *reply* no longer counts; None when it is the newest about the present event."""
    if not held.is_open:
        return Standing.CLOSED
    sequence, stamped_at = reply.sequence or 0, reply.stamped_at or now
    if sequence > held.invitation.sequence:
        return Standing.UNKNOWN
    if sequence < held.invitation.sequence:
        letters.ask_again(held, now=now)
        return Standing.OLD_TIME
    is_older = any(known > (sequence, stamped_at) for known in _known(held, reply.kind))
    return Standing.OUTDATED if is_older else None


def _known(held: Held, kind: ReplyKind) -> list[tuple[int, datetime]]:
    """Return SEQUENCE and DTSTAMP of what is held: the answer and, for a proposal, those before it."""
    invitation = held.invitation
    known = []
    if invitation.answered_sequence is not None and invitation.answered_stamp is not None:
        known.append((invitation.answered_sequence, invitation.answered_stamp))
    if kind is ReplyKind.COUNTER:
        known += proposals_of(invitation.id)
    return known


def proposals_of(invitation_id: int) -> list[tuple[int, datetime]]:
    """Return SEQUENCE and DTSTAMP of every proposal that reached the organiser; one statement."""
    reached = (Standing.WAITING, Standing.ACCEPTED, Standing.REFUSED)
    statement = select(Reply.sequence, Reply.stamped_at).where(
        Reply.invitation_id == invitation_id, Reply.kind == ReplyKind.COUNTER, Reply.standing.in_(reached)
    )
    return [(row.sequence, row.stamped_at) for row in db.session.execute(statement)]


def _replace_waiting(held: Held, *, now: datetime) -> None:
    waiting = update(Reply).where(
        Reply.invitation_id == held.invitation.id,
        Reply.kind == ReplyKind.COUNTER,
        Reply.standing == Standing.WAITING,
    )
    db.session.execute(waiting.values(standing=Standing.OUTDATED, decided_at=now))


def _keep(held: Held, said: Answer, reply: Reply, *, now: datetime) -> None:
    invitation, person = held.invitation, held.person
    before = (invitation.answer, invitation.answer_comment)
    reply.standing = Standing.KEPT
    invitations.answer(invitation, said, reply.comment, now=now, received=reply)
    if before == (said, reply.comment):
        return
    changes: dict[str, tuple[object, object]] = {
        "answer": (before[0], said),
        "answer_comment": (before[1], reply.comment),
    }
    if isinstance(held.meeting, Rehearsal):
        changes["rehearsal_id"] = None, held.meeting.id
    about = {"by": Actor(person.name), "now": now, "seminar_id": held.seminar.id}
    if not is_crowded(reply, now=now):
        record("answered", person, changes=changes, **about)  # type: ignore[arg-type]
    if isinstance(held.meeting, Rehearsal):
        return  # no public page or calendar shows it
    if not isinstance(person, Registration):
        invitations.follow_answer(person, before[0], held.seminar.id, now=now)
        touch(held.seminar.id, now=now)
    elif said is Answer.DECLINED and before[0] is not said and _has_seat(person, held.meeting.id):
        letters.offer_to_give_back(held, now=now)


def _has_seat(person: Registration, session_id: int) -> bool:
    return any(
        seat.state is SeatState.SEATED for seat in seats_of(person.id) if seat.session_id == session_id
    )
