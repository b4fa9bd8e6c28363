"""Notices with all that their letters say, read for a whole batch in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.sql.base import ExecutableOption

from webinars.domain.seating import SeatState
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind, SentLetter
from webinars.models.registrations import Registration, Seat
from webinars.models.slots import Presenter, Slot
from webinars.queries.notices.enclosures import with_enclosures
from webinars.queries.notices.matters import Matter, Standing
from webinars.queries.programmes import Programme, programmes

_INVITED = (
    joinedload(Notice.invitation).joinedload(Invitation.registration),
    joinedload(Notice.invitation).joinedload(Invitation.presenter),
    joinedload(Notice.invitation).joinedload(Invitation.slot),
)
_LOADED = (
    *_INVITED,
    joinedload(Notice.registration).joinedload(Registration.city),
    joinedload(Notice.presenter).joinedload(Presenter.slot).joinedload(Slot.session),
    joinedload(Notice.delegation).joinedload(Delegation.city),
    joinedload(Notice.account),
)


def load(notice_ids: Sequence[int]) -> Sequence[Matter]:
    """Return the notices with what their letters say, in the order of *notice_ids*; eight statements for all.

    Four more where cities are asked for their hours, one each where presenters are asked to change places,
    for messages, rehearsals, applicants and reviewers, and for what presenters are to send.
    Everything is read anew, whatever is in memory; ids that do not exist are left out.
    """
    return _matters(_notices(notice_ids, _LOADED))


def load_calendars(notice_ids: Sequence[int]) -> Sequence[Matter]:
    """Return what `load` does for those that are `readable_together`, from half of the tables."""
    return _matters(_notices(notice_ids, _INVITED))


def matter_of(notice: Notice) -> Matter:
    """Return what a letter would be about that nobody is owed yet; its person is loaded with their city."""
    return _matters([notice])[0]


def _matters(notices: Sequence[Notice]) -> Sequence[Matter]:
    # Asked before the programmes are read: that reads some rows again, without what hangs on them here.
    about = {notice.id: _seminar_id(notice) for notice in notices}
    seminar_ids = sorted({ident for ident in about.values() if ident is not None})
    plans = dict(zip(seminar_ids, programmes(seminar_ids), strict=True))
    people = [person for notice in notices if (person := registration_of(notice))]
    standings = _standings([person.id for person in people])
    predecessors = _predecessors([person.takes_over_id for person in people if person.takes_over_id])
    matters: Sequence[Matter] = [
        _matter(notice, plans.get(about[notice.id] or 0), standings, predecessors) for notice in notices
    ]
    return with_enclosures(matters)


def readable_together(notice_ids: Sequence[int]) -> tuple[int, ...]:
    """Return those that may be read long before they leave, in their order; one statement.

    These are calendar letters: any later change of an invitation owes one of its own. What has failed before,
    or does not say what it is about, is read alone: a row that nobody can read harms its own letter only.
    """
    statement = select(Notice.id).where(Notice.id.in_(notice_ids), Notice.kind == NoticeKind.CALENDAR)
    is_plain = and_(Notice.attempts == 0, Notice.invitation_id.is_not(None), Notice.seminar_id.is_not(None))
    calendars = set(db.session.scalars(statement.where(is_plain)))
    return tuple(ident for ident in notice_ids if ident in calendars)


def registration_of(notice: Notice) -> Registration | None:
    """Return the registrant that a loaded notice is about."""
    return notice.invitation.registration if notice.invitation else notice.registration


def _notices(ids: Sequence[int], loaded: Sequence[ExecutableOption]) -> list[Notice]:
    statement = select(Notice).where(Notice.id.in_(ids)).options(*loaded)
    fresh = statement.execution_options(populate_existing=True)
    found = {notice.id: notice for notice in db.session.scalars(fresh)}
    return [found[ident] for ident in ids if ident in found]


def _seminar_id(notice: Notice) -> int | None:
    if notice.seminar_id is not None:
        return notice.seminar_id
    if notice.presenter is not None:
        return notice.presenter.slot.session.seminar_id
    about = notice.delegation or registration_of(notice)
    return about.seminar_id if about else None


def _matter(
    notice: Notice,
    programme: Programme | None,
    standings: Mapping[int, tuple[Standing, ...]],
    predecessors: Mapping[int, Registration],
) -> Matter:
    person = registration_of(notice)
    if person is None:
        return Matter(notice, programme)
    order = [part.session.id for part in programme.sessions] if programme else []
    own = sorted(standings.get(person.id, ()), key=lambda one: order.index(one.seat.session_id))
    return Matter(notice, programme, tuple(own), predecessors.get(person.takes_over_id or 0))


def _standings(registration_ids: Sequence[int]) -> Mapping[int, tuple[Standing, ...]]:
    if not registration_ids:
        return {}
    other = aliased(Seat)
    ahead = (
        select(func.count(other.id))
        .where(other.session_id == Seat.session_id, other.state == SeatState.WAITING)
        .where(other.queue_number <= Seat.queue_number)
        .scalar_subquery()
    )
    # Counted for those who wait alone.
    place = case((Seat.state == SeatState.WAITING, ahead))
    statement = select(Seat, place).where(Seat.registration_id.in_(registration_ids))
    found: defaultdict[int, tuple[Standing, ...]] = defaultdict(tuple)
    for seat, queue_place in db.session.execute(statement.execution_options(populate_existing=True)):
        found[seat.registration_id] += (Standing(seat, queue_place),)
    return found


def _predecessors(ids: Sequence[int]) -> Mapping[int, Registration]:
    if not ids:
        return {}
    statement = select(Registration).where(Registration.id.in_(ids))
    return {person.id: person for person in db.session.scalars(statement)}


def sent_letter(notice_id: int) -> SentLetter | None:
    """Return the letter of a notice as it was handed over; None before that. One statement."""
    statement = select(SentLetter).where(SentLetter.notice_id == notice_id)
    return db.session.scalars(statement).one_or_none()
