"""Reminders: owed to everybody at a part when their moment comes, stopped and started by each person."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, not_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webinars.domain import reminders
from webinars.domain.reminders import TOGETHER
from webinars.domain.seating import SeatState
from webinars.domain.texts import email_key
from webinars.models.database import db, lock, transaction
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.reminders import ReminderRound
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.reminders import NearPart, Round, near_parts
from webinars.services.notices import owe_each
from webinars.services.records import Actor, record

Told = tuple[int, datetime]  # a part, and when its people were reminded of it


def owe_due(*, now: datetime) -> None:
    """Owe the reminders whose moment has come, each round once; one statement where there is none.

    A round takes three statements, however many people it has. Workers that find the same one at the same
    moment take turns at the unique constraint of the rounds.
    """
    if not any(part.due(now=now) is not None for part in near_parts(now=now)):
        return
    with transaction():
        parts = near_parts(now=now)
        rounds = {part.session.id: part.rounds for part in parts}
        for part in parts:
            minutes = part.due(now=now)
            if minutes is None:
                continue
            rounds[part.session.id] += (Round(minutes, now),)
            if _is_first(part, minutes, now=now):
                _owe(part, minutes, told=tuple(_told_before(part, minutes, parts, rounds)), now=now)


def pass_over(seminar_id: int, added: Collection[int], *, now: datetime) -> None:
    """Take a moment that is *added* to the rhythm and has passed for owed; in the caller's transaction.

    Who adds "one week before" three days before a part wants it for the parts that come.
    """
    for part in near_parts(now=now, seminar_id=seminar_id):
        minutes = part.due(now=now)
        if minutes is not None and minutes in added:
            _is_first(part, minutes, now=now)


def stop(person: Registration | Presenter, *, seminar_id: int, by: Actor, now: datetime) -> None:
    """Send the person no reminders and no messages of the seminar any more; a seat stays a seat.

    Who is registered and presents, or presents twice, is one person by their address. Twice is as once.
    """
    with transaction():
        row = lock(type(person), person.id)
        if row.reminders_stopped_at is None:
            _set_stopped(email_key(row.email), seminar_id, now)
            record("stopped reminders of", row, by=by, now=now, seminar_id=seminar_id)


def start(person: Registration | Presenter, *, seminar_id: int, by: Actor, now: datetime) -> None:
    """Send the person reminders and messages again."""
    with transaction():
        row = lock(type(person), person.id)
        if row.reminders_stopped_at is not None:
            _set_stopped(email_key(row.email), seminar_id, None)
            record("started reminders of", row, by=by, now=now, seminar_id=seminar_id)


def presenting(session_id: int, until: datetime) -> ColumnElement[bool]:
    """Say which presenters of a part, asked by *until*, are to be reminded; needs their slot joined."""
    return and_(
        Slot.session_id == session_id,
        Slot.removed_at.is_(None),
        Presenter.removed_at.is_(None),
        Presenter.answer != Answer.DECLINED,
        Presenter.reminders_stopped_at.is_(None),
        Presenter.created_at <= until,
    )


def _set_stopped(address: str, seminar_id: int, at: datetime | None) -> None:
    registered = and_(Registration.seminar_id == seminar_id, Registration.email_key == address)
    presents = select(Slot.id).join(Slot.session).where(Session.seminar_id == seminar_id)
    asked = and_(Presenter.slot_id.in_(presents), func.lower(Presenter.email) == address)
    for people, which in ((Registration, registered), (Presenter, asked)):
        stopped = update(people).where(which).values(reminders_stopped_at=at)
        db.session.execute(stopped.execution_options(synchronize_session=False))


def _is_first(part: NearPart, minutes: int, *, now: datetime) -> bool:
    """Write down that a round is owed; False where another worker was faster."""
    insert = sqlite.insert if db.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"session_id": part.session.id, "starts_at": part.starts_at, "minutes": minutes, "owed_at": now}
    statement = insert(ReminderRound).values(values).on_conflict_do_nothing()
    return db.session.scalar(statement.returning(ReminderRound.id)) is not None


def _told_before(
    part: NearPart, minutes: int, parts: Sequence[NearPart], rounds: Mapping[int, tuple[Round, ...]]
) -> Iterator[Told]:
    """Yield the parts shortly before this one whose letter tells of it too, as late as this one would."""
    for other in parts:
        if other.session.id == part.session.id:
            return  # The parts are in order: the others come later.
        is_close = part.starts_at - other.starts_at < TOGETHER
        if is_close and other.seminar.id == part.seminar.id:
            owed = [one.owed_at for one in rounds[other.session.id] if one.minutes <= minutes]
            yield from [(other.session.id, max(owed))] if owed else []


def _owe(part: NearPart, minutes: int, *, told: Sequence[Told], now: datetime) -> None:
    at, session_id = reminders.moment(part.starts_at, minutes), part.session.id
    details = {"session": session_id, "starts_at": part.starts_at.isoformat(), "minutes": minutes}
    for people, which in (
        (Registration, and_(_seated(session_id, at), *(not_(_was_told(session_id, *one)) for one in told))),
        (Presenter, and_(_first_asked(session_id, at), *(not_(_heard(session_id, *one)) for one in told))),
    ):
        owe_each(NoticeKind.REMINDER, people, which, seminar_id=part.seminar.id, details=details, now=now)


def _seated(session_id: int, until: datetime) -> ColumnElement[bool]:
    """Say which registrants are to be reminded of a part in which they had a seat at *until*.

    Nobody who declined in their calendar, and nobody who presents there: that letter tells more.
    """
    declined = select(Invitation.registration_id).where(
        Invitation.session_id == session_id,
        Invitation.registration_id.is_not(None),
        Invitation.state == InvitationState.OPEN,
        Invitation.answer == Answer.DECLINED,
    )
    return and_(
        Registration.id.in_(_holders(session_id, until)),
        Registration.state == RegistrationState.CONFIRMED,
        Registration.reminders_stopped_at.is_(None),
        Registration.id.not_in(declined),
        Registration.email_key.not_in(_addresses(session_id, until)),
    )


def _was_told(session_id: int, before_id: int, owed_at: datetime) -> ColumnElement[bool]:
    """Say which registrants the letter about another part, owed at *owed_at*, told of this one too."""
    return and_(_seated(before_id, owed_at), Registration.id.in_(_holders(session_id, owed_at)))


def _first_asked(session_id: int, until: datetime) -> ColumnElement[bool]:
    """Say which presenters of a part are to be reminded: of several rows with one address, one."""
    first = select(func.min(Presenter.id)).join(Presenter.slot).where(presenting(session_id, until))
    return Presenter.id.in_(first.group_by(func.lower(Presenter.email)))


def _heard(session_id: int, before_id: int, owed_at: datetime) -> ColumnElement[bool]:
    """Say which presenters the letter about another part, owed at *owed_at*, told of this one too."""
    address = func.lower(Presenter.email)
    return and_(address.in_(_addresses(before_id, owed_at)), address.in_(_addresses(session_id, owed_at)))


def _holders(session_id: int, until: datetime) -> Select[int]:
    is_held = and_(Seat.session_id == session_id, Seat.state == SeatState.SEATED, Seat.changed_at <= until)
    return select(Seat.registration_id).where(is_held)


def _addresses(session_id: int, until: datetime) -> Select[str]:
    asked = select(func.lower(Presenter.email)).join(Presenter.slot)
    return asked.where(presenting(session_id, until))
