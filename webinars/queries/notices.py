"""Notices with all that their letters say, read for a whole batch in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.sql.base import ExecutableOption

from webinars.domain.seating import SeatState
from webinars.models.calls import Application, Call
from webinars.models.committees import Reviewer
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation, Meeting
from webinars.models.notices import Notice, NoticeKind, SentLetter
from webinars.models.presentations import Asset
from webinars.models.registrations import Registration, Seat
from webinars.models.rehearsals import Rehearsal
from webinars.models.reminders import Message
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter, Slot
from webinars.models.swaps import SwapProposal
from webinars.queries.assets import assets_of
from webinars.queries.committees import left_of
from webinars.queries.messages import messages_by_id
from webinars.queries.polls import Poll, polls_about
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot, programmes
from webinars.queries.swaps import proposals_by_key

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


@dataclass(frozen=True)
class Standing:
    """Where a person stands with one part; *queue_place* counts from 1 for those who wait."""

    seat: Seat
    queue_place: int | None


@dataclass(frozen=True)
class Matter:
    """A notice with what its letter is about, as it is now.

    *programme* is that of the notice's seminar, *standings* the seats of its registration in order of start,
    *predecessor* who hands a seat over to that registration, *poll* what a city is asked about its hours,
    *swap* with whom a presenter would change places, *message* what an organiser wrote, *application* that
    of an applicant and *reviewer* who judges: both with their call, and with the city; *reviews_left* is how
    many applications wait for the reviewer who is reminded of them. *assets* is what the slot of a presenter
    needs, *rehearsal* what the invitation is to where that is no part.
    """

    notice: Notice
    programme: Programme | None = None
    standings: tuple[Standing, ...] = ()
    predecessor: Registration | None = None
    poll: Poll | None = None
    swap: SwapProposal | None = None
    message: Message | None = None
    rehearsal: Rehearsal | None = None
    application: Application | None = None
    reviewer: Reviewer | None = None
    reviews_left: int = 0
    assets: tuple[Asset, ...] = ()

    @property
    def seminar(self) -> Seminar:
        """Return the seminar, with series and host city."""
        if self.programme is None:
            raise ValueError("this letter is about no seminar")
        return self.programme.seminar

    @property
    def call(self) -> Call:
        """Return the call for expressions of interest."""
        about = self.application or self.reviewer
        if about is None:
            raise ValueError("this letter is about no call")
        return about.call

    def meeting(self, invitation: Invitation) -> Meeting:
        """Return the part or the rehearsal that the invitation of this matter is to."""
        if invitation.session_id is None:
            assert self.rehearsal is not None, "an invitation is to a part or a rehearsal"
            return self.rehearsal
        return self.part(invitation.session_id).session

    def part(self, session_id: int) -> ProgrammeSession:
        """Return the part with that id."""
        for part in self.programme.sessions if self.programme else ():
            if part.session.id == session_id:
                return part
        raise LookupError(f"part {session_id} is not of the seminar")

    def slot(self, slot_id: int | None) -> ProgrammeSlot | None:
        """Return the slot in its place; None when it is no longer in the running order."""
        if slot_id is None:
            return None
        parts = self.programme.sessions if self.programme else ()
        return next((slot for part in parts for slot in part.slots if slot.slot.id == slot_id), None)

    def standing(self, session_id: int | None) -> Standing | None:
        """Return where the person stands with that part."""
        return next((one for one in self.standings if one.seat.session_id == session_id), None)


def load(notice_ids: Sequence[int]) -> Sequence[Matter]:
    """Return the notices with what their letters say, in the order of *notice_ids*; eight statements for all.

    Four more where cities are asked for their hours, one each where presenters are asked to change places,
    for messages, rehearsals, applicants and reviewers, and for what presenters are to send.
    Everything is read anew, whatever is in memory; ids that do not exist are left out.
    """
    return _matters(_notices(notice_ids, _LOADED))


def load_calendars(notice_ids: Sequence[int]) -> Sequence[Matter]:
    """Return what `load` does, for calendar letters alone, which leave out half of the tables."""
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
    matters = _with_rehearsals(_with_messages(_with_swaps(_with_polls(matters))))
    return _with_assets(_with_reviewers(_with_applications(matters)))


def readable_together(notice_ids: Sequence[int]) -> tuple[int, ...]:
    """Return those that may be read long before they leave, in their order; one statement.

    These are calendar letters: any later change of an invitation owes one of its own. What has failed before
    is read alone, so that a row which nobody can read harms its own letter only.
    """
    statement = select(Notice.id).where(Notice.id.in_(notice_ids), Notice.kind == NoticeKind.CALENDAR)
    calendars = set(db.session.scalars(statement.where(Notice.attempts == 0)))
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


def _with_polls(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what cities are asked about their hours; no statement where none is."""
    asked = [one for one in matters if one.notice.kind is NoticeKind.HOURS_POLL and one.notice.delegation]
    polls = polls_about([(one.notice.delegation, one.seminar) for one in asked if one.notice.delegation])
    return (
        [replace(one, poll=polls.get(one.notice.delegation_id or 0)) for one in matters] if polls else matters
    )


def _with_swaps(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add with whom presenters would change places; no statement where nobody would."""
    asked = [one.notice for one in matters if one.notice.kind is NoticeKind.SWAP_PROPOSAL]
    keys = {notice.id: str(notice.details.get("proposal")) for notice in asked}
    found = proposals_by_key(set(keys.values())) if keys else {}
    return [replace(one, swap=found.get(keys.get(one.notice.id, ""))) for one in matters] if keys else matters


def _with_messages(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what organisers wrote; no statement where nobody did."""
    ids = {one.notice.details["message"] for one in matters if one.notice.kind is NoticeKind.MESSAGE}
    if not ids:
        return matters
    found = messages_by_id(ids)
    return [replace(one, message=found.get(one.notice.details.get("message", 0))) for one in matters]


def _with_applications(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add the applications that letters are about; no statement where there is none."""
    ids = {one.notice.application_id for one in matters} - {None}
    if not ids:
        return matters
    loaded = map(joinedload, (Application.call, Application.city, Application.cohort, Application.delegation))
    statement = select(Application).where(Application.id.in_(ids)).options(*loaded)
    fresh = db.session.scalars(statement.execution_options(populate_existing=True))
    found = {application.id: application for application in fresh}
    return [replace(one, application=found.get(one.notice.application_id or 0)) for one in matters]


def _with_reviewers(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add the reviewers that letters go to, and what is left for who is reminded; no statement for none."""
    ids = {one.notice.reviewer_id for one in matters} - {None}
    if not ids:
        return matters
    loaded = (joinedload(Reviewer.call), joinedload(Reviewer.city))
    statement = select(Reviewer).where(Reviewer.id.in_(ids)).options(*loaded)
    fresh = db.session.scalars(statement.execution_options(populate_existing=True))
    found = {reviewer.id: reviewer for reviewer in fresh}
    reminded = {one.notice.reviewer_id for one in matters if one.notice.kind is NoticeKind.REVIEW_REMINDER}
    left = left_of([reviewer for reviewer in found.values() if reviewer.id in reminded])
    return [
        replace(one, reviewer=found.get(ident), reviews_left=left.get(ident, 0))
        for one in matters
        for ident in [one.notice.reviewer_id or 0]
    ]


def _with_assets(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what the slots of presenters need; no statement where nobody is asked for anything."""
    asked = [one.notice for one in matters if one.notice.kind is NoticeKind.ASSET_REMINDER]
    slot_ids = {notice.presenter.slot_id for notice in asked if notice.presenter}
    if not slot_ids:
        return matters
    found = assets_of(slot_ids)
    return [
        replace(one, assets=found.get(one.notice.presenter.slot_id, ())) if one.notice.presenter else one
        for one in matters
    ]


def _with_rehearsals(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add to which rehearsals people are invited; no statement where nobody is."""
    invited = {one.notice.id: one.notice.invitation for one in matters if one.notice.invitation}
    ids = {one.rehearsal_id for one in invited.values() if one.rehearsal_id is not None}
    if not ids:
        return matters
    fresh = select(Rehearsal).where(Rehearsal.id.in_(ids)).execution_options(populate_existing=True)
    found = {row.id: row for row in db.session.scalars(fresh)}
    about = {ident: found.get(one.rehearsal_id or 0) for ident, one in invited.items()}
    return [replace(one, rehearsal=about.get(one.notice.id)) for one in matters]


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
    statement = select(Seat, ahead).where(Seat.registration_id.in_(registration_ids))
    found: defaultdict[int, tuple[Standing, ...]] = defaultdict(tuple)
    for seat, place in db.session.execute(statement.execution_options(populate_existing=True)):
        waits = seat.state is SeatState.WAITING
        found[seat.registration_id] += (Standing(seat, place if waits else None),)
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
