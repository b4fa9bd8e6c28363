"""What a swap would do, before anybody does it: who moves, what would be wrong, whose day gets worse."""

from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, a_city, a_delegation, a_presenter, a_session
from tests.support.databases import ON_SQLITE
from tests.support.statements import count_statements
from tests.support.swapping import filled, foreseen, presenter_of, two_parts
from webinars.domain.planner.changes import Condition, Direction
from webinars.models import Slot
from webinars.models.database import db, transaction
from webinars.queries.plans import planned_cities
from webinars.queries.programmes import programme
from webinars.queries.swaps import Preview, effects, held_by, last_swap, preview, sent_elsewhere
from webinars.queries.swaps.previews import stand_of

pytestmark = ON_SQLITE


def moves(found: Preview) -> dict[str, tuple[str, str]]:
    """Return from when to when (UTC) each slot would move, by its title, in the order of then."""
    return {
        str(one.now.placed.slot.title): (f"{one.was.when[1]:%H:%M}", f"{one.now.when[1]:%H:%M}")
        for one in found.moves
    }


def test_only_slots_that_get_another_time_or_part_move(database: SQLAlchemy) -> None:
    _seminar, (first, _, third, _last), _evening = two_parts([20, 30, 20, 10], [])
    assert moves(foreseen(first, third)) == {
        "morning 3": ("01:50", "01:00"),
        "morning 1": ("01:00", "01:50"),
    }


def test_unequal_lengths_of_two_parts_move_the_later_slots_of_both(database: SQLAlchemy) -> None:
    _seminar, (first, _), (_other, last) = two_parts([20, 20], [30, 30])
    assert moves(foreseen(first, last)) == {
        "evening 2": ("08:30", "01:00"),
        "morning 2": ("01:20", "01:30"),
        "morning 1": ("01:00", "08:30"),
    }


def test_a_look_changes_no_row(database: SQLAlchemy) -> None:
    seminar, (first, *_), (second, *_) = two_parts([20, 20], [30, 30])
    whole = programme(seminar.id)
    stands = [stand_of(whole, slot.id) for slot in (first, second)]
    assert stands[0] is not None
    assert stands[1] is not None
    with count_statements() as statements:
        preview(whole, stands[0], stands[1], now=NOW)
    assert (len(statements), list(db.session.dirty)) == (0, [])


def test_findings_that_stood_before_and_those_that_go_are_not_told(database: SQLAlchemy) -> None:
    _seminar, (first, _), (second, _) = two_parts([20, 160], [60, 60])
    there = "This slot takes %(slot)d minutes. The whole part has %(session)d."
    found = [
        (one.text == there, one.session, one.slot, dict(one.values))
        for one in foreseen(first, second).findings
    ]
    # The long slot was too long before. Now it ends 65 minutes late, and the other part has free time.
    assert found == [
        (False, "morning", 1, {"over": 65}),
        (False, "evening", None, {"free": 65}),
    ]


def test_somebody_who_would_be_in_two_places_at_once_is_told(database: SQLAlchemy) -> None:
    seminar, (first, second), _evening = two_parts([20, 20], [])
    (beside,) = filled(a_session(seminar, "beside"), [20])
    a_presenter(beside, presenter_of(second).email)
    findings = foreseen(first, second).findings
    assert {(one.session, one.slot, one.values["presenter"]) for one in findings} == {
        ("morning", 0, "morning-2@x.example"),
        ("beside", 0, "morning-2@x.example"),
    }


def test_a_city_by_its_hours_and_a_presenter_elsewhere_by_those_assumed(database: SQLAlchemy) -> None:
    seminar, (first,), (second,) = two_parts([20], [20])
    delegation = a_delegation(seminar, a_city("Seoul", zone="Asia/Seoul"))
    with transaction():
        db.session.get_one(Slot, second.id).delegation_id = delegation.id
    found = effects(foreseen(first, second).moves, planned_cities(seminar.id), language="en")
    assert [(one.who, one.change.direction, one.change.entered) for one in found] == [
        ("Presenter of evening 1", Direction.LOST, (Condition.FORBIDDEN,)),
        ("Seoul", Direction.LEVEL, ()),
        ("Presenter of morning 1", Direction.GAINED, (Condition.GOOD,)),
    ]


def test_a_city_is_sent_elsewhere_only_into_a_part_that_it_does_not_attend(database: SQLAlchemy) -> None:
    seminar, (first,), (second,) = two_parts([20], [20])
    here = a_delegation(seminar, a_city("Seoul", zone="Asia/Seoul"), session_id=first.session_id)
    anywhere = a_delegation(seminar, a_city("Osaka", zone="Asia/Tokyo"))
    with transaction():
        db.session.get_one(Slot, first.id).delegation_id = here.id
        db.session.get_one(Slot, second.id).delegation_id = anywhere.id
    sent = sent_elsewhere(foreseen(first, second).moves, planned_cities(seminar.id))
    assert [str(one.now.placed.slot.title) for one in sent] == ["morning 1"]


def test_open_invitations_to_the_slots_that_move_are_counted(database: SQLAlchemy) -> None:
    seminar, slots, _evening = two_parts([20, 20, 20], [])
    assert held_by([slot.id for slot in slots[:2]]) == 2
    assert last_swap(seminar.id) is None
