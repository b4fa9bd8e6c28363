"""A seminar with presenters who can be asked to a rehearsal, for tests of rehearsals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.letters import post_round
from webinars.models import Answer, Invitation, Presenter, Rehearsal, Seminar, Session, Slot
from webinars.models.database import db
from webinars.services import rehearsals
from webinars.services.sessions import SessionTime

BASE = "/organise/seminars/one/rehearsals"
TOMORROW = datetime.fromisoformat("2026-11-24T18:30")


@dataclass
class Stage:
    """A seminar whose one part has two slots, each with a presenter, and a rehearsal on the day before."""

    seminar: Seminar
    session: Session
    slots: tuple[Slot, Slot]
    paula: Presenter
    pedro: Presenter
    rehearsal: Rehearsal

    def ask(self, *people: Presenter, now: datetime = NOW) -> int:
        """Ask people to come."""
        keys = [one.key for one in people]
        return rehearsals.ask(self.rehearsal.id, keys, by=ORGANISER, now=now)


def a_stage(**values: object) -> Stage:
    """Write the seminar; both presenters accepted to present, and nobody is asked to rehearse."""
    seminar = builders.a_seminar(slug="one")
    session = builders.a_session(seminar)
    first, second = builders.slots(session, [20, 20])
    accepted: dict[str, Any] = {"answer": Answer.ACCEPTED, "answered_at": NOW}
    paula = builders.a_presenter(first, **accepted)
    pedro = builders.a_presenter(
        second, "pedro@lima.example", name="Pedro Presenter", zone="America/Lima", **accepted
    )
    for person in (paula, pedro):
        builders.an_invitation(person, session, **accepted)
    return Stage(seminar, session, (first, second), paula, pedro, builders.a_rehearsal(seminar, **values))


def an_asked_stage(**values: object) -> Stage:
    """Write the same, with both asked to rehearse and their letters sent."""
    stage = a_stage(**values)
    stage.ask(stage.paula, stage.pedro)
    post_round(NOW)
    return stage


def rehearsed(person: Presenter) -> Invitation:
    """Return the last invitation of a presenter to a rehearsal, as it is now."""
    statement = (
        select(Invitation)
        .where(Invitation.presenter_id == person.id, Invitation.rehearsal_id.is_not(None))
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def at_half_past_six(**values: object) -> SessionTime:
    """Return a later time for the rehearsal: 18:30 in Tokyo, of the same length."""
    return SessionTime(**{"local_start": TOMORROW, "zone": "Asia/Tokyo", "minutes": 30} | values)  # type: ignore[arg-type]


def page_of(stage: Stage) -> str:
    """Return the path of the organisers' page of the rehearsal."""
    return f"{BASE}/{stage.rehearsal.key}/"
