"""Proposed times: the last one of a person, and what accepting one would move and meet."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.sessions import Session, SessionState
from webinars.queries.replies import Queue, WaitingReply

# Of the part, and of the rehearsal: one of them is None.
Ids = tuple[int | None, int | None]


@dataclass(frozen=True)
class Impact:
    """When the part or rehearsal would be (UTC), who gets an update, and the parts that it would overlap."""

    starts_at: datetime
    ends_at: datetime
    registrants: int
    presenters: int
    overlaps: tuple[Session, ...]


REACHED = (Standing.WAITING, Standing.ACCEPTED, Standing.REFUSED)


def last_proposal(invitation_id: int) -> Reply | None:
    """Return the last proposal for an event that reached the organiser; None for none. One statement."""
    statement = (
        select(Reply)
        .where(
            Reply.invitation_id == invitation_id,
            Reply.kind == ReplyKind.COUNTER,
            Reply.standing.in_(REACHED),
        )
        .order_by(Reply.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).first()


def last_proposals(invitation_ids: Collection[int]) -> Mapping[int, Reply]:
    """Return by invitation what `last_proposal` does for one; at most one statement."""
    if not invitation_ids:
        return {}
    statement = (
        select(Reply)
        .where(
            Reply.invitation_id.in_(invitation_ids),
            Reply.kind == ReplyKind.COUNTER,
            Reply.standing.in_(REACHED),
        )
        .order_by(Reply.id)
    )
    found = db.session.scalars(statement.execution_options(populate_existing=True))
    return {one.invitation_id: one for one in found if one.invitation_id is not None}


def impacts(lines: Sequence[WaitingReply], *, now: datetime) -> Mapping[str, Impact]:
    """Return what each proposal among *lines* would move, by the key of its reply; two statements at most.

    One whose slot has no time, whose event has changed since, or that comes to nothing by *now* because the
    part would start in the past, or has started, would move nothing and is left out.
    """
    proposals = [line for line in lines if line.queue is Queue.PROPOSALS and _can_move(line, now)]
    if not proposals:
        return {}
    meetings = [line.invitation.meeting for line in proposals if line.invitation]
    held = _held([line.invitation for line in proposals if line.invitation])
    others = _planned({meeting.seminar_id for meeting in meetings})
    found = ((line.reply.key, _impact(line, held, others)) for line in proposals)
    return {key: impact for key, impact in found if impact is not None and impact.starts_at > now}


def _can_move(line: WaitingReply, now: datetime) -> bool:
    if line.invitation is None or line.reply.sequence != line.invitation.sequence:
        return False
    starts_at = line.invitation.meeting.starts_at
    return starts_at is not None and starts_at > now


def _impact(
    line: WaitingReply,
    held: Mapping[Ids, tuple[int, int]],
    others: Mapping[int, Sequence[Session]],
) -> Impact | None:
    wanted, now, invitation = line.reply.proposed_starts_at, line.starts_at, line.invitation
    if invitation is None or wanted is None or now is None:
        return None
    meeting = invitation.meeting
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    starts_at, ends_at = meeting.starts_at + (wanted - now), meeting.ends_at + (wanted - now)
    registrants, presenters = held.get(_ids(invitation), (0, 0))
    met = (other for other in others.get(meeting.seminar_id, ()) if other.id != invitation.session_id)
    overlaps = tuple(other for other in met if _overlaps(other, starts_at, ends_at))
    return Impact(starts_at, ends_at, registrants, presenters, overlaps)


def _overlaps(other: Session, starts_at: datetime, ends_at: datetime) -> bool:
    if other.starts_at is None or other.ends_at is None:
        return False
    return other.starts_at < ends_at and starts_at < other.ends_at


def _held(invitations: Sequence[Invitation]) -> Mapping[Ids, tuple[int, int]]:
    """Count the open events of registrants and of presenters in each part or rehearsal; one statement."""
    sessions = {one.session_id for one in invitations if one.session_id}
    rehearsals = {one.rehearsal_id for one in invitations if one.rehearsal_id}
    statement = (
        select(
            Invitation.session_id,
            Invitation.rehearsal_id,
            func.count(Invitation.registration_id),
            func.count(func.distinct(Invitation.presenter_id)),
        )
        .where(or_(Invitation.session_id.in_(sessions), Invitation.rehearsal_id.in_(rehearsals)))
        .where(Invitation.state == InvitationState.OPEN)
        .group_by(Invitation.session_id, Invitation.rehearsal_id)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in db.session.execute(statement)}


def _ids(invitation: Invitation) -> Ids:
    return invitation.session_id, invitation.rehearsal_id


def _planned(seminar_ids: Collection[int]) -> Mapping[int, Sequence[Session]]:
    """Return the parts that take place, by seminar; one statement."""
    statement = (
        select(Session)
        .where(Session.seminar_id.in_(seminar_ids), Session.state == SessionState.PLANNED)
        .order_by(Session.starts_at, Session.id)
    )
    found: defaultdict[int, list[Session]] = defaultdict(list)
    for session in db.session.scalars(statement):
        found[session.seminar_id].append(session)
    return found
