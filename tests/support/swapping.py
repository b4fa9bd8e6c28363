"""Programmes for tests of swaps: parts whose slots each have a presenter who accepted, and what is where."""

from collections.abc import Sequence

from sqlalchemy import select

from tests import builders
from tests.builders import NOW, a_presenter, a_seminar, a_session, an_invitation
from webinars.models import Answer, Invitation, Presenter, Seminar, Session, Slot
from webinars.models.database import db
from webinars.queries.programmes import programme
from webinars.queries.slots import slots_of, spans
from webinars.queries.swaps import Preview, Stand, preview, stand_of


def two_parts(
    morning: Sequence[int], evening: Sequence[int], **values: object
) -> tuple[Seminar, list[Slot], list[Slot]]:
    """Write a part at ten and one at seventeen in Tokyo, with slots of these lengths."""
    seminar = a_seminar(**values)
    first = a_session(seminar, "morning")
    at_seventeen = first.local_start.replace(hour=17)
    second = a_session(seminar, "evening", local_start=at_seventeen, minutes=145)
    return seminar, filled(first, morning), filled(second, evening)


def filled(session: Session, lengths: Sequence[int]) -> list[Slot]:
    """Write slots with an accepted presenter each, who holds an invitation and is called after the slot."""
    written = []
    for position, minutes in enumerate(lengths):
        title = f"{session.key} {position + 1}"
        slot = builders.a_slot(session, position, minutes=minutes, title=builders.text(title))
        name = f"Presenter of {title}"
        answered = {"answer": Answer.ACCEPTED, "answered_at": NOW}
        presenter = a_presenter(slot, f"{session.key}-{position + 1}@x.example", name=name, **answered)
        an_invitation(presenter, session, **answered)
        written.append(slot)
    return written


def order_of(session_id: int) -> dict[str, str]:
    """Return the start of each slot of a part (UTC) by its title, in running order."""
    slots = slots_of(session_id)
    session = db.session.get_one(Session, session_id, populate_existing=True)
    found = spans(session, slots)
    return {str(slot.title): f"{start:%H:%M}" for slot in slots if (start := found[slot.id][0])}


def held(slot: Slot) -> Invitation:
    """Return the one invitation to a slot, as it is now."""
    statement = select(Invitation).where(Invitation.slot_id == slot.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def stand(slot: Slot) -> Stand:
    """Return where a slot stands now."""
    found = stand_of(programme(_seminar_id(slot)), slot.id)
    assert found is not None
    return found


def sights(*slots: Slot) -> tuple[str, str]:
    """Return what is seen of two slots now."""
    first, second = (stand(slot).sight for slot in slots)
    return first, second


def foreseen(first: Slot, second: Slot) -> Preview:
    """Return what changing places would do."""
    return preview(programme(_seminar_id(first)), stand(first), stand(second), now=NOW)


def presenter_of(slot: Slot) -> Presenter:
    """Return the first presenter of a slot, as it is now."""
    statement = select(Presenter).where(Presenter.slot_id == slot.id).order_by(Presenter.id).limit(1)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _seminar_id(slot: Slot) -> int:
    of = select(Session.seminar_id).join(Slot, Slot.session_id == Session.id).where(Slot.id == slot.id)
    return db.session.scalars(of).one()
