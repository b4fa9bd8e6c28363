"""What waits for an organiser, one reply by its key, and the history of an invitation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.calls import Application
from webinars.models.committees import Reviewer
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, SentLetter
from webinars.models.registrations import Registration
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter, Slot
from webinars.queries.pages import Page, page_of
from webinars.queries.slots import spans


class Queue(StrEnum):
    """What an organiser finds in the queue, and what each wants of them."""

    PROPOSALS = "proposals"  # accept_proposal or refuse_proposal
    UNKNOWN = "unknown"  # take_out, once seen
    BOUNCES = "bounces"  # a corrected address, then take_out


@dataclass(frozen=True)
class WaitingReply:
    """A reply with what it is about.

    *invitation* has its meeting, slot and person loaded, *notice* (a letter that came back) its registration,
    presenter, delegation, application or reviewer. *subject* is that letter's. *starts_at* and *ends_at* are
    when the part, slot or rehearsal is at present (UTC; None: not known).
    """

    reply: Reply
    queue: Queue | None
    seminar: Seminar | None = None
    invitation: Invitation | None = None
    notice: Notice | None = None
    subject: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def person(self) -> Registration | Presenter | Delegation | Application | Reviewer | None:
        """Return whom it is about; None for the owner of an account."""
        if self.invitation is not None:
            return self.invitation.registration or self.invitation.presenter
        notice = self.notice
        if notice is None:
            return None
        guest = notice.registration or notice.presenter or notice.delegation
        return guest or notice.application or notice.reviewer


_WAITS = {
    Queue.PROPOSALS: and_(Reply.standing == Standing.WAITING, Reply.kind == ReplyKind.COUNTER),
    Queue.UNKNOWN: and_(Reply.standing == Standing.UNKNOWN),
    Queue.BOUNCES: and_(Reply.standing == Standing.WAITING, Reply.kind == ReplyKind.BOUNCE),
}


def waiting_replies(
    queue: Queue | None = None, *, number: int, size: int, seminar_id: int | None = None
) -> Page[WaitingReply]:
    """Return a page of what waits for an organiser, the oldest first; six statements at most.

    *queue* None is all of them, *seminar_id* None those of every seminar. Raises Missing for a page that is
    not there.
    """
    statement = select(Reply).where(_waits(queue, seminar_id)).order_by(Reply.received_at, Reply.id)
    page = page_of(statement.execution_options(populate_existing=True), number, size)
    return Page(_lines(page.items), page.number, page.size, page.total)


def waiting_counts(seminar_id: int | None = None) -> Mapping[Queue, int]:
    """Count what waits for an organiser, each queue of them; one statement."""
    numbers = [func.count(case((_waits(queue, seminar_id), 1))) for queue in Queue]
    row = db.session.execute(select(*numbers).where(_waits(None, seminar_id))).one()
    return dict(zip(Queue, row, strict=True))


def reply_by_key(key: str) -> WaitingReply:
    """Return one reply with what it is about, whatever became of it; five statements at most.

    Raises Missing.
    """
    statement = select(Reply).where(Reply.key == key).execution_options(populate_existing=True)
    reply = db.session.scalars(statement).one_or_none()
    if reply is None:
        raise Missing(N_("There is no such answer. Choose one from the list."))
    return _lines([reply])[0]


def _waits(queue: Queue | None, seminar_id: int | None) -> ColumnElement[bool]:
    which = _WAITS[queue] if queue else or_(*_WAITS.values())
    return which if seminar_id is None else and_(which, Reply.seminar_id == seminar_id)


def _lines(replies: Collection[Reply]) -> tuple[WaitingReply, ...]:
    seminars = _seminars({one.seminar_id for one in replies if one.seminar_id})
    invitations = _invitations({one.invitation_id for one in replies if one.invitation_id})
    notices = _notices({one.notice_id for one in replies if one.notice_id})
    times = _times(invitations.values())
    return tuple(_line(reply, seminars, invitations, notices, times) for reply in replies)


def _line(
    reply: Reply,
    seminars: Mapping[int, Seminar],
    invitations: Mapping[int, Invitation],
    notices: Mapping[int, tuple[Notice, str]],
    times: Mapping[int, tuple[datetime | None, datetime | None]],
) -> WaitingReply:
    notice, subject = notices.get(reply.notice_id or 0, (None, ""))
    starts_at, ends_at = times.get(reply.invitation_id or 0, (None, None))
    return WaitingReply(
        reply=reply,
        queue=_queue_of(reply),
        seminar=seminars.get(reply.seminar_id or 0),
        invitation=invitations.get(reply.invitation_id or 0),
        notice=notice,
        subject=subject,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _queue_of(reply: Reply) -> Queue | None:
    if reply.standing is Standing.UNKNOWN:
        return Queue.UNKNOWN
    if reply.standing is not Standing.WAITING:
        return None
    return Queue.BOUNCES if reply.kind is ReplyKind.BOUNCE else Queue.PROPOSALS


def _seminars(ids: Collection[int]) -> Mapping[int, Seminar]:
    statement = select(Seminar).where(Seminar.id.in_(ids))
    return {row.id: row for row in db.session.scalars(statement.options(joinedload(Seminar.series)))}


def _invitations(ids: Collection[int]) -> Mapping[int, Invitation]:
    loaded = (
        joinedload(Invitation.session),
        joinedload(Invitation.rehearsal),
        joinedload(Invitation.slot),
        joinedload(Invitation.registration),
        joinedload(Invitation.presenter),
    )
    statement = select(Invitation).where(Invitation.id.in_(ids)).options(*loaded)
    rows = db.session.scalars(statement.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def _notices(ids: Collection[int]) -> Mapping[int, tuple[Notice, str]]:
    if not ids:
        return {}
    loaded = (
        joinedload(Notice.registration),
        joinedload(Notice.presenter),
        joinedload(Notice.delegation).joinedload(Delegation.city),
        joinedload(Notice.application).joinedload(Application.call),
        joinedload(Notice.reviewer).joinedload(Reviewer.call),
    )
    statement = select(Notice, SentLetter.subject).outerjoin(SentLetter, SentLetter.notice_id == Notice.id)
    rows = db.session.execute(
        statement.where(Notice.id.in_(ids)).options(*loaded).execution_options(populate_existing=True)
    )
    return {row[0].id: (row[0], row[1] or "") for row in rows}


def _times(invitations: Iterable[Invitation]) -> Mapping[int, tuple[datetime | None, datetime | None]]:
    """Return when each part, slot or rehearsal is; one statement for the slots of all parts."""
    every = list(invitations)
    slots: defaultdict[int | None, list[Slot]] = defaultdict(list)
    if any(one.slot_id for one in every):
        statement = select(Slot).where(
            Slot.session_id.in_({one.session_id for one in every}), Slot.removed_at.is_(None)
        )
        for slot in db.session.scalars(statement.order_by(Slot.position, Slot.id)):
            slots[slot.session_id].append(slot)
    placed = {one.session_id: spans(one.session, slots[one.session_id]) for one in every if one.session}
    whole = {one.id: (one.meeting.starts_at, one.meeting.ends_at) for one in every}
    return {one.id: placed.get(one.session_id, {}).get(one.slot_id or 0, whole[one.id])[:2] for one in every}
