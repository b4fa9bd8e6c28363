"""What accepting a proposed time would move, whom it tells, and what it would meet."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_proposal, a_stranger
from tests.support.statements import count_statements
from webinars.models import Invitation, InvitationState, Presenter, Seminar, Session, SessionState
from webinars.models.database import transaction
from webinars.queries.proposals import Impact, impacts
from webinars.queries.replies import waiting_replies

HOUR = timedelta(hours=1)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


def a_speaker(session: Session, position: int = 0) -> tuple[Presenter, Invitation]:
    presenter = builders.a_presenter(builders.a_slot(session, position), f"{position}@x.example")
    return presenter, builders.an_invitation(presenter, session)


def found() -> list[Impact]:
    return list(impacts(waiting_replies(number=1, size=50).items, now=NOW).values())


def test_the_whole_part_moves_by_what_the_slot_would(seminar: Seminar) -> None:
    part = an_evening(seminar)
    a_speaker(part)
    _second, event = a_speaker(part, 1)
    a_proposal(event, hours=1)  # an hour after the start of the part, 40 minutes after that of the slot
    assert part.starts_at is not None
    assert part.ends_at is not None
    (impact,) = found()
    by = timedelta(minutes=40)
    assert (impact.starts_at, impact.ends_at) == (part.starts_at + by, part.ends_at + by)


def test_everybody_with_an_open_event_in_the_part_is_told(seminar: Seminar) -> None:
    part, other = an_evening(seminar), an_evening(seminar, key="other")
    _speaker, event = a_speaker(part)
    for state in (InvitationState.OPEN, InvitationState.OPEN, InvitationState.CLOSED):
        builders.an_invitation(a_seated(seminar, part), part, state=state)
    builders.an_invitation(a_seated(seminar, other), other)
    a_proposal(event)
    (impact,) = found()
    assert (impact.registrants, impact.presenters) == (2, 1)


def test_only_parts_that_take_place_at_that_time_are_met(seminar: Seminar) -> None:
    part = an_evening(seminar)  # 17:00 to 19:25, proposed: 18:00 to 20:25
    _speaker, event = a_speaker(part)
    for key, clock, values in (
        ("met", "20:24", {}),
        ("after", "20:25", {}),
        ("off", "18:00", {"state": SessionState.CANCELLED}),
    ):
        start = datetime.fromisoformat(f"2026-11-25T{clock}")
        an_evening(seminar, key=key, local_start=start, **values)
    an_evening(builders.a_seminar(), key="elsewhere")
    a_proposal(event)
    (impact,) = found()
    assert [session.key for session in impact.overlaps] == ["met"]


def test_a_proposal_about_a_former_time_moves_nothing(seminar: Seminar, database: SQLAlchemy) -> None:
    _speaker, event = a_speaker(an_evening(seminar))
    a_proposal(event)
    with transaction():
        database.session.get_one(Invitation, event.id).sequence = 1
    assert found() == []


def test_a_proposal_into_the_past_moves_nothing(seminar: Seminar) -> None:
    part = an_evening(seminar)
    _speaker, event = a_speaker(part)
    assert part.starts_at is not None
    a_proposal(event, hours=-((part.starts_at - NOW) // HOUR) - 1)
    assert found() == []


def test_other_replies_move_nothing_and_cost_nothing(seminar: Seminar) -> None:
    _speaker, event = a_speaker(an_evening(seminar))
    a_stranger(event)
    lines = waiting_replies(number=1, size=50).items
    with count_statements() as statements:
        assert impacts(lines, now=NOW) == {}
    assert statements == []


@pytest.mark.parametrize("count", [1, 3])
def test_impacts_cost_two_statements(seminar: Seminar, count: int) -> None:
    for number in range(count):
        _speaker, event = a_speaker(an_evening(seminar, key=f"part-{number}"))
        a_proposal(event, received_at=NOW + number * HOUR)
    lines = waiting_replies(number=1, size=50).items
    with count_statements() as statements:
        assert len(impacts(lines, now=NOW)) == count
    assert len(statements) == 2, statements
