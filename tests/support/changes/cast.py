"""The people of a small seminar, all with what they are owed in their calendars, before a change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from tests import builders
from tests.builders import NOW
from tests.support.letters import post_round
from tests.support.registrants import a_person, a_seated, a_waiting, an_evening, seat_of
from webinars.domain.seating import SeatState
from webinars.models import (
    Answer,
    Invitation,
    InvitationState,
    Presenter,
    Registration,
    Seat,
    Seminar,
    Session,
    Slot,
)
from webinars.models.database import db, transaction
from webinars.services import invitations

GIVEN = NOW + timedelta(hours=1)
LATER = NOW + timedelta(days=2)


@dataclass
class Cast:
    """A seminar of two parts. The evening has one seat, a queue of one, and two slots with a presenter each.

    *now* is when what is being done is done.
    """

    seminar: Seminar
    morning: Session
    evening: Session
    seated: Registration
    waiting: Registration
    pending: Registration
    slots: tuple[Slot, Slot]
    presenters: tuple[Presenter, Presenter]
    now: datetime = GIVEN

    def seat(self, person: Registration) -> Seat:
        """Return where the person stands with the one part that they asked for."""
        return seat_of(person)


def a_cast() -> Cast:
    """Write the seminar; nobody has got a letter."""
    seminar = builders.a_seminar(languages=["en"], slug="autumn")
    morning = builders.a_session(seminar, "morning")
    evening = an_evening(seminar, capacity=1)
    pending = a_person(seminar, name="Petra Pending")
    builders.a_seat(pending, evening, state=SeatState.PENDING)
    first, second = builders.a_slot(evening, 0), builders.a_slot(evening, 1, minutes=30)
    cast = Cast(
        seminar,
        morning,
        evening,
        seated=a_seated(seminar, evening, name="Sam Seated"),
        waiting=a_waiting(seminar, evening, 1, name="Wanda Waiting"),
        pending=pending,
        slots=(first, second),
        presenters=(
            builders.a_presenter(first),
            builders.a_presenter(second, "pedro@lima.example", name="Pedro"),
        ),
    )
    with transaction():
        invitations.invite_registrant(cast.seated, evening, now=NOW)
        for presenter, slot in zip(cast.presenters, cast.slots, strict=True):
            invitations.invite_presenter(presenter, slot, evening, now=NOW)
    return cast


def settle(now: datetime) -> None:
    """Send everything that is owed, and let everybody accept what they hold."""
    post_round(now)
    with transaction():
        accepted = {"answer": Answer.ACCEPTED, "answered_at": now}
        is_open = Invitation.state == InvitationState.OPEN
        db.session.execute(update(Invitation).where(is_open).values(accepted))
        db.session.execute(update(Presenter).values(accepted))


def a_newcomer(cast: Cast) -> Registration:
    """Return the one who registered last."""
    statement = select(Registration).where(Registration.seminar_id == cast.seminar.id)
    return db.session.scalars(statement.order_by(Registration.id.desc())).first() or cast.seated
