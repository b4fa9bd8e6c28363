"""A plan applied to a draft: parts made and moved, and each city put down for the part it attends."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.builders import (
    NOW,
    ORGANISER,
    a_delegation,
    a_presenter,
    a_session,
    a_slot,
    an_invitation,
)
from tests.support.parts import fresh_invitation
from tests.support.planning import (
    LOS_ANGELES,
    PARIS,
    RIO,
    WEDNESDAY,
    Drafted,
    a_draft,
    a_plan,
    an_availability,
    asked,
)
from tests.support.statements import locked_sessions
from webinars.domain.errors import BadProblem, Refusal, Stale
from webinars.domain.planner.placing import Plan, place
from webinars.domain.planner.problems import Attend, Objective
from webinars.models import (
    Delegation,
    DelegationRole,
    Record,
    Seminar,
    SeminarState,
    Session,
    SessionState,
)
from webinars.queries.delegations import delegations_of
from webinars.queries.plans import plan_of, planned_cities, problem_of
from webinars.queries.sessions import sessions_of
from webinars.services.plans import apply_plan, save_plan

MINIMAX = Objective.MINIMAX
# In Tokyo 10:00 and 19:15 on the day.
STARTS = (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), datetime(2026, 11, 25, 10, 15, tzinfo=UTC))


def apply(draft: Drafted, starts: Sequence[datetime] = STARTS, **values: Any) -> Seminar:
    own: dict[str, Any] = {"objective": MINIMAX, "expected": None, "now": NOW} | values
    return apply_plan(draft.seminar.id, starts, own.pop("objective"), by=ORGANISER, **own)


def clocks(draft: Drafted) -> list[tuple[str, str, str | None, int]]:
    """Return key, wall clock, zone and length of the parts that take place."""
    return [
        (one.key, f"{one.local_start:%m-%d %H:%M}", one.zone, one.minutes)
        for one in sessions_of(draft.seminar.id)
        if not one.is_cancelled
    ]


def attended(draft: Drafted) -> dict[str, str | None]:
    """Return the key of the part that each city is put down for."""
    keys: dict[int | None, str] = {one.id: one.key for one in sessions_of(draft.seminar.id)}
    names = {delegation.id: name for name, delegation in draft.delegations.items()}
    return {names[one.id]: keys.get(one.session_id) for one in delegations_of(draft.seminar.id)}


def test_the_parts_of_a_proposal_are_made_and_each_city_attends_its_own(database: SQLAlchemy) -> None:
    draft = a_draft([PARIS, LOS_ANGELES, RIO])
    plan = a_plan(draft.seminar)
    found = place(problem_of(plan, planned_cities(draft.seminar.id), language="en"))
    assert isinstance(found, Plan)
    apply(draft, found.starts, expected=1)
    parts = sessions_of(draft.seminar.id)
    assert [one.starts_at for one in parts] == list(found.starts)
    assert [(one.key, dict(one.name.to_mapping()), one.minutes, one.zone) for one in parts] == [
        ("part-1", {"en": "Part 1", "ja": "第1部"}, 155, "Asia/Tokyo"),
        ("part-2", {"en": "Part 2", "ja": "第2部"}, 145, "Asia/Tokyo"),
    ]
    assert attended(draft) == {
        name: f"part-{found.attendance[name][0] + 1}" for name in ("Paris", "Los Angeles", "Rio de Janeiro")
    }
    applied = plan_of(draft.seminar.id)
    assert applied is not None
    assert (applied.objective, applied.applied_at, applied.version) == (MINIMAX, NOW, 2)


def test_what_is_done_stands_in_the_log(database: SQLAlchemy) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    before = draft.seminar.revision
    assert apply(draft).revision > before
    records = database.session.scalars(select(Record).order_by(Record.id)).all()
    assert {one.seminar_id for one in records} == {draft.seminar.id}
    assert [(one.verb, one.noun, one.title) for one in records] == [
        ("created", "session", "Part 1"),
        ("created", "session", "Part 2"),
        ("edited", "delegation", "Los Angeles"),
        ("edited", "delegation", "Paris"),
        ("applied", "seminar_plan", "Recovery of cities"),
    ]
    assert records[2].changes == {"session_id": [None, "Part 1"]}
    assert records[4].changes["objective"] == [None, "minimax"]


def test_the_parts_that_are_there_move_in_order_of_start_and_keep_their_names(database: SQLAlchemy) -> None:
    draft = a_draft()
    evening = a_session(draft.seminar, "evening", local_start=datetime.fromisoformat("2026-11-26T17:00"))
    off = a_session(draft.seminar, "part-3", state=SessionState.CANCELLED)
    morning = a_session(draft.seminar, "morning", zone="Asia/Seoul")
    a_plan(draft.seminar, parts=(155, 145, 60))
    late = datetime(2026, 11, 25, 13, 40, tzinfo=UTC)
    with locked_sessions() as locked:
        apply(draft, (*STARTS, late))
    assert clocks(draft) == [
        ("morning", "11-25 10:00", "Asia/Tokyo", 155),
        ("evening", "11-25 19:15", "Asia/Tokyo", 145),
        ("part-3-2", "11-25 22:40", "Asia/Tokyo", 60),
    ]
    assert {evening.id, off.id, morning.id} < {one.id for one in sessions_of(draft.seminar.id)}
    if database.engine.dialect.name == "postgresql":
        assert locked[:3] == [evening.id, off.id, morning.id]


def test_whoever_holds_an_event_of_a_part_follows_it(database: SQLAlchemy) -> None:
    draft = a_draft()
    session = a_session(draft.seminar)
    slot = a_slot(session)
    held = an_invitation(a_presenter(slot), session)
    a_plan(draft.seminar, parts=(155,))
    apply(draft, STARTS[1:])
    assert fresh_invitation(database, held).sequence == 1


def test_applying_again_changes_nothing_and_needs_no_new_version(database: SQLAlchemy) -> None:
    draft = a_draft()
    plan = a_plan(draft.seminar)
    apply(draft, expected=1)
    before = everything(database)
    later = datetime(2026, 9, 2, tzinfo=UTC)
    apply(draft, expected=1, now=later)
    apply(draft, expected=plan.version, now=later)
    assert everything(database) == before


def everything(database: SQLAlchemy) -> list[list[tuple[Any, ...]]]:
    tables = [table for table in database.metadata.sorted_tables if table.name != "alembic_version"]
    return [[tuple(row) for row in database.session.execute(select(table))] for table in tables]


def test_another_proposal_with_the_same_starts_is_noted(database: SQLAlchemy) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    apply(draft, expected=1)
    apply(draft, objective=None, expected=2)
    plan = plan_of(draft.seminar.id)
    assert plan is not None
    assert (plan.objective, plan.version) == (None, 3)


@pytest.mark.parametrize("starts", [STARTS, STARTS[:1]])
def test_a_plan_that_was_changed_meanwhile_is_not_applied(
    database: SQLAlchemy, starts: tuple[datetime, ...]
) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    save_plan(draft.seminar.id, asked(parts=(90, 90)), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as stale:
        apply(draft, starts, expected=1)
    assert stale.value.version == 2
    assert sessions_of(draft.seminar.id) == ()


def test_a_city_that_attends_all_parts_or_none_is_put_down_for_no_one_of_them(database: SQLAlchemy) -> None:
    draft = a_draft([PARIS, LOS_ANGELES, RIO])
    a_plan(draft.seminar)
    apply(draft)
    assert None not in attended(draft).values()
    an_availability(draft.seminar, draft.cities["Paris"], attend=Attend.ALL)
    an_availability(draft.seminar, draft.cities["Los Angeles"], days_off=[0, 1, 2, 3, 4, 5, 6])
    apply(draft)
    assert attended(draft) == {"Paris": None, "Los Angeles": None, "Rio de Janeiro": "part-2"}


def test_absent_and_unnamed_delegations_stay_as_they_are(database: SQLAlchemy) -> None:
    draft = a_draft()
    unnamed = a_delegation(draft.seminar, role=DelegationRole.ATTENDING)
    a_plan(draft.seminar)
    apply(draft)
    paris = draft.delegations["Paris"]
    paris_part = paris.session_id
    with_none = select(Delegation.version).where(Delegation.id == unnamed.id)
    assert database.session.scalar(with_none) == 1
    set_absent(database, paris)
    an_availability(draft.seminar, draft.cities["Paris"], attend=Attend.ALL)
    apply(draft)
    assert [one.session_id for one in delegations_of(draft.seminar.id) if one.id == paris.id] == [paris_part]


def set_absent(database: SQLAlchemy, delegation: Delegation) -> None:
    from_database = database.session.get_one(Delegation, delegation.id)
    from_database.role = DelegationRole.ABSENT
    database.session.commit()


@pytest.mark.parametrize("state", [SeminarState.PUBLISHED, SeminarState.CANCELLED])
def test_the_parts_of_a_public_seminar_are_moved_one_by_one(
    database: SQLAlchemy, state: SeminarState
) -> None:
    draft = a_draft(state=state)
    a_plan(draft.seminar)
    with pytest.raises(Refusal, match="move its parts one by one"):
        apply(draft)


def test_without_a_plan_there_is_nothing_to_apply(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal, match="Nothing is planned yet"):
        apply(a_draft())


def test_a_seminar_without_a_host_city_is_not_planned(database: SQLAlchemy) -> None:
    draft = a_draft(host_city_id=None)
    a_plan(draft.seminar)
    with pytest.raises(BadProblem) as refusal:
        apply(draft)
    assert refusal.value.field == "host"


def test_more_parts_than_the_plan_has_are_not_called_off_in_silence(database: SQLAlchemy) -> None:
    draft = a_draft()
    for key in ("morning", "noon", "evening"):
        a_session(draft.seminar, key)
    a_plan(draft.seminar)
    with pytest.raises(Refusal, match=r"There are 3 parts, and 2 in the plan\. Cancel a part") as refusal:
        apply(draft)
    assert refusal.value.field == "parts"
    assert {one.sequence for one in sessions_of(draft.seminar.id)} == {0}


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ((), "There are 2 parts in the plan"),
        (STARTS[:1], "There are 2 parts in the plan"),
        ((STARTS[0], STARTS[1].replace(minute=16)), "Part 2 starts at no multiple of 5"),
        ((STARTS[0].replace(second=1), STARTS[1]), "Part 1 starts at no multiple of 5"),
        ((NOW, STARTS[1]), "Part 1 would start in the past"),
        ((STARTS[0], STARTS[1].replace(year=2038)), "Part 2 lies too far ahead"),
        (STARTS[::-1], "Part 2 starts before the one before it is over"),
        ((STARTS[0], STARTS[0].replace(hour=3, minute=30)), "Part 2 starts before the one before it is over"),
    ],
)
def test_starts_that_cannot_be_are_refused_and_nothing_is_made(
    database: SQLAlchemy, starts: tuple[datetime, ...], words: str
) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    with pytest.raises(Refusal, match=words) as refusal:
        apply(draft, starts)
    assert refusal.value.field == "starts"
    assert database.session.scalar(select(func.count(Session.id))) == 0


def test_by_hand_the_gap_may_be_less_than_what_was_asked(database: SQLAlchemy) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    apply(draft, (STARTS[0], STARTS[0].replace(hour=3, minute=35)), objective=None)
    assert clocks(draft) == [
        ("part-1", "11-25 10:00", "Asia/Tokyo", 155),
        ("part-2", "11-25 12:35", "Asia/Tokyo", 145),
    ]


def test_the_clock_of_a_seminar_without_a_zone_is_its_host_citys(database: SQLAlchemy) -> None:
    draft = a_draft(zone=None)
    a_plan(draft.seminar, first_date=WEDNESDAY, last_date=WEDNESDAY)
    apply(draft)
    assert clocks(draft) == [
        ("part-1", "11-25 10:00", "Asia/Tokyo", 155),
        ("part-2", "11-25 19:15", "Asia/Tokyo", 145),
    ]
