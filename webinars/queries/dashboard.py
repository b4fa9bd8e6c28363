"""What needs somebody's attention, over everything that is not over; a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from webinars.domain.running_order import Level
from webinars.domain.seating import SeatState
from webinars.models.calls import Call
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import Notice, NoticeState
from webinars.models.presentations import Asset, AssetState
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.assets import NOT_REMOVED, overdue
from webinars.queries.checks import checks
from webinars.queries.programmes import programmes
from webinars.queries.rankings import undelivered_decisions
from webinars.queries.replies import waiting_counts
from webinars.queries.zones import zone_news

SOON = timedelta(days=7)
COMING = 10  # parts shown as coming
ALIVE = (SeminarState.DRAFT, SeminarState.PUBLISHED)


class Concern(StrEnum):
    """Why something needs attention."""

    BLOCKED = "blocked"  # findings that block publishing
    SILENT_CITIES = "silent cities"
    SILENT_PRESENTERS = "silent presenters"
    DECLINED_PRESENTERS = "declined presenters"  # somebody else has to be asked
    LATE_ASSETS = "late assets"  # slides and videos whose day is over
    RECEIVED_ASSETS = "received assets"  # sent, and nobody has looked at them
    PENDING = "pending"  # people who wait for approval
    DECLINED_SEATED = "declined seated"  # people who said that they do not come, and still have a seat
    NO_LINK = "no link"  # a part that starts soon
    FAILED = "failed"  # letters given up
    DECISIONS = "decisions"  # released, and their letters did not arrive
    HELD = "held"  # letters that wait for their release
    PROPOSALS = "proposals"  # times that presenters propose
    UNKNOWN = "unknown"  # answers of people who are not invited
    BOUNCES = "bounces"  # letters that came back
    ZONES = "zones"  # parts that a new zone database has moved
    ZONES_REHEARSED = "zones rehearsed"  # rehearsals that it has moved


@dataclass(frozen=True)
class Attention:
    """One concern: how many it is about, and the seminar and part, or the call (None: everywhere)."""

    concern: Concern
    count: int
    seminar: Seminar | None = None
    session: Session | None = None
    call: Call | None = None


@dataclass(frozen=True)
class Coming:
    """A part that is to come (its seminar loaded), with its seats taken."""

    session: Session
    seated: int


@dataclass(frozen=True)
class Dashboard:
    """Everything on the first page of the office."""

    attention: tuple[Attention, ...]
    coming: tuple[Coming, ...]
    drafts: tuple[Seminar, ...]


def dashboard(*, now: datetime) -> Dashboard:
    """Return what needs attention, what comes next and the drafts; 21 statements at most."""
    alive = db.session.scalars(select(Seminar).where(Seminar.state.in_(ALIVE)).order_by(Seminar.id)).all()
    by_id = {seminar.id: seminar for seminar in alive}
    today = now.date()
    attention = (
        *_blocked(alive, now),
        *_counted(Concern.SILENT_CITIES, _silent_cities(today), by_id),
        *_counted(Concern.SILENT_PRESENTERS, _silent_presenters(today), by_id),
        *_counted(Concern.DECLINED_PRESENTERS, _declined_presenters(now), by_id),
        *_assets(today, now, by_id),
        *_counted(Concern.PENDING, _pending(), by_id),
        *_counted(Concern.DECLINED_SEATED, _declined_seated(now), by_id),
        *_without_link(now),
        *(Attention(Concern.DECISIONS, count, call=call) for call, count in undelivered_decisions()),
        *_letters(Concern.FAILED, NoticeState.FAILED),
        *_letters(Concern.HELD, NoticeState.HELD),
        *_replies(),
        *_moved_by_zones(now),
    )
    drafts = tuple(seminar for seminar in alive if seminar.state is SeminarState.DRAFT)
    return Dashboard(attention, _coming(now), drafts)


def _blocked(alive: Sequence[Seminar], now: datetime) -> list[Attention]:
    found = []
    for programme in programmes([seminar.id for seminar in alive]):
        blocking = [one for one in checks(programme, now=now) if one.level is Level.BLOCKS]
        if blocking:
            found.append(Attention(Concern.BLOCKED, len(blocking), programme.seminar))
    return found


def _counted(concern: Concern, statement: Select[int, int], by_id: dict[int, Seminar]) -> list[Attention]:
    rows = db.session.execute(statement)
    return [Attention(concern, count, by_id[ident]) for ident, count in rows if ident in by_id]


def _silent_cities(today: date) -> Select[int, int]:
    return (
        select(Delegation.seminar_id, func.count(Delegation.id))
        .join(Delegation.seminar)
        .where(Delegation.invited_at.is_not(None), Delegation.answered_at.is_(None))
        .where(func.coalesce(Delegation.answer_by, Seminar.answer_by) < today)
        .group_by(Delegation.seminar_id)
        .order_by(Delegation.seminar_id)
    )


def _silent_presenters(today: date) -> Select[int, int]:
    return (
        select(Session.seminar_id, func.count(Presenter.id))
        .select_from(Presenter)
        .join(Presenter.slot)
        .join(Slot.session)
        .join(Session.seminar)
        .where(
            Presenter.answer == Answer.NEEDS_ACTION,
            Presenter.removed_at.is_(None),
            Slot.removed_at.is_(None),
            Session.state == SessionState.PLANNED,
            func.coalesce(Presenter.answer_by, Seminar.answer_by) < today,
        )
        .group_by(Session.seminar_id)
        .order_by(Session.seminar_id)
    )


def _declined_presenters(now: datetime) -> Select[int, int]:
    return (
        select(Session.seminar_id, func.count(Presenter.id))
        .select_from(Presenter)
        .join(Presenter.slot)
        .join(Slot.session)
        .where(
            Presenter.answer == Answer.DECLINED,
            ~_is_substituted(),
            Presenter.removed_at.is_(None),
            Slot.removed_at.is_(None),
            Session.state == SessionState.PLANNED,
            Session.ends_at > now,
        )
        .group_by(Session.seminar_id)
        .order_by(Session.seminar_id)
    )


def _is_substituted() -> ColumnElement[bool]:
    """Say whether somebody is asked in the place of a presenter."""
    other = aliased(Presenter)
    return exists().where(
        other.substitute_for_id == Presenter.id,
        other.removed_at.is_(None),
        other.answer != Answer.DECLINED,
    )


def _assets(today: date, now: datetime, by_id: dict[int, Seminar]) -> list[Attention]:
    """Return what is late and what nobody has looked at; one statement."""
    is_late, is_received = overdue(today), Asset.state == AssetState.RECEIVED
    counts = [func.count(case((which, Asset.id))) for which in (is_late, is_received)]
    statement = (
        select(Session.seminar_id, *counts)
        .select_from(Asset)
        .join(Asset.slot)
        .join(Slot.session)
        .where(*NOT_REMOVED, or_(is_late, is_received))
        .where(Session.state == SessionState.PLANNED, Session.ends_at > now)
        .group_by(Session.seminar_id)
        .order_by(Session.seminar_id)
    )
    concerns = (Concern.LATE_ASSETS, Concern.RECEIVED_ASSETS)
    return [
        Attention(concern, count, by_id[ident])
        for ident, *found in db.session.execute(statement)
        for concern, count in zip(concerns, found, strict=True)
        if count and ident in by_id
    ]


def _declined_seated(now: datetime) -> Select[int, int]:
    return (
        select(Session.seminar_id, func.count(func.distinct(Invitation.registration_id)))
        .select_from(Invitation)
        .join(Invitation.session)
        .join(
            Seat,
            and_(
                Seat.registration_id == Invitation.registration_id,
                Seat.session_id == Invitation.session_id,
            ),
        )
        .where(
            Invitation.answer == Answer.DECLINED,
            Invitation.state == InvitationState.OPEN,
            Seat.state == SeatState.SEATED,
            Session.state == SessionState.PLANNED,
            Session.starts_at > now,
        )
        .group_by(Session.seminar_id)
        .order_by(Session.seminar_id)
    )


def _pending() -> Select[int, int]:
    people = func.count(func.distinct(Registration.id))
    return (
        select(Registration.seminar_id, people)
        .join(Seat, Seat.registration_id == Registration.id)
        .where(Registration.state == RegistrationState.CONFIRMED, Seat.state == SeatState.PENDING)
        .group_by(Registration.seminar_id)
        .order_by(Registration.seminar_id)
    )


def _without_link(now: datetime) -> list[Attention]:
    statement = _planned(Session.ends_at > now, Session.starts_at <= now + SOON, Session.join_url.is_(None))
    sessions = db.session.scalars(statement).all()
    return [Attention(Concern.NO_LINK, 1, session.seminar, session) for session in sessions]


def _letters(concern: Concern, state: NoticeState) -> list[Attention]:
    count = db.session.scalar(select(func.count(Notice.id)).where(Notice.state == state)) or 0
    return [Attention(concern, count)] if count else []


def _moved_by_zones(now: datetime) -> list[Attention]:
    of = [isinstance(check.meeting, Rehearsal) for check in zone_news(now=now)]
    counts = {Concern.ZONES: of.count(False), Concern.ZONES_REHEARSED: of.count(True)}
    return [Attention(concern, count) for concern, count in counts.items() if count]


def _replies() -> list[Attention]:
    return [Attention(Concern(queue.value), count) for queue, count in waiting_counts().items() if count]


def _coming(now: datetime) -> tuple[Coming, ...]:
    sessions = db.session.scalars(_planned(Session.ends_at > now).limit(COMING)).all()
    seated = dict(
        db.session.execute(
            select(Seat.session_id, func.count(Seat.id))
            .where(Seat.session_id.in_([session.id for session in sessions]), Seat.state == SeatState.SEATED)
            .group_by(Seat.session_id)
        ).all()
    )
    return tuple(Coming(session, seated.get(session.id, 0)) for session in sessions)


def _planned(*conditions: ColumnElement[bool]) -> Select[Session]:
    """Select the parts that take place in seminars that are published, the next first."""
    return (
        select(Session)
        .join(Session.seminar)
        .where(Seminar.state == SeminarState.PUBLISHED, Session.state == SessionState.PLANNED, *conditions)
        .order_by(Session.starts_at, Session.id)
        .options(joinedload(Session.seminar))
    )
