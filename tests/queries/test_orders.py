"""Proposed running orders: what the planner is asked, where talks come to stand, and why some do not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, a_delegation, a_presenter, a_slot, a_theme, kept, text
from tests.support.ordering import Scene, a_scene, order_in
from tests.support.statements import count_statements
from webinars.domain.absences import Absence
from webinars.domain.errors import BadProblem
from webinars.domain.hours import DEFAULT_HOURS, Band
from webinars.domain.planner.ordering import NoOrder
from webinars.models import Availability, DelegationRole, Presentation, SlotKind
from webinars.models.database import transaction
from webinars.queries.orders import Why, proposed
from webinars.queries.presentations import presentation_by_key, waiting_presentations, without_anything


def a_talk(
    scene: Scene, city: str, position: int, *, minutes: int = 15, part: str = "morning", **values: object
) -> None:
    session = scene.morning if part == "morning" else scene.evening
    delegation = scene.cities[city]
    a_slot(
        session,
        position,
        minutes=minutes,
        delegation_id=delegation.id,
        title=text(f"{city} stands"),
        **values,
    )


def test_a_talk_that_waits_goes_into_the_part_that_suits_its_city(database: SQLAlchemy) -> None:
    scene = a_scene()
    a_slot(scene.morning, 0, kind=SlotKind.VIDEO_MESSAGE, title=text("Opening"), minutes=10)
    scene.waits("Paris")
    scene.waits("Seoul")
    assert order_in(scene.proposal()) == {
        "morning": ["01:00 Opening", "01:10 How Seoul does it"],
        "evening": ["08:00 How Paris does it"],
    }


def test_a_talk_stays_in_the_part_that_its_city_attends_unless_said_otherwise(database: SQLAlchemy) -> None:
    scene = a_scene(Lima="evening")
    scene.waits("Lima")
    found = proposed(scene.asked())
    assert isinstance(found, NoOrder)  # five in the morning is impossible there
    assert found.values == {"city": "Lima"}
    assert order_in(scene.proposal(may_change_part=True))["morning"] == ["01:00 How Lima does it"]


def test_talks_that_stand_move_for_the_sake_of_a_theme_and_fixed_items_do_not(database: SQLAlchemy) -> None:
    scene = a_scene()
    water, roads = a_theme("Water"), a_theme("Roads")
    a_talk(scene, "Seoul", 0, theme_id=water.id)
    a_slot(scene.morning, 1, kind=SlotKind.BREAK, title=text("Break"), minutes=15)
    a_talk(scene, "Kathmandu", 2, theme_id=roads.id)
    scene.waits("Seoul", theme_id=water.id)
    proposal = scene.proposal()
    assert proposal.theme_breaks == 0
    assert order_in(proposal) == {
        "morning": ["01:00 Seoul stands", "01:15 Break", "01:30 How Seoul does it"],
        "evening": ["08:00 Kathmandu stands"],
    }
    moved = [str(line.slot.title) for line in proposal.lines if line.slot and line.has_moved]
    assert moved == ["Kathmandu stands"]


def test_when_only_those_that_wait_are_asked_about_the_others_keep_their_places(database: SQLAlchemy) -> None:
    scene = a_scene()
    a_talk(scene, "Paris", 0)
    scene.waits("Seoul")
    proposal = scene.proposal(is_for_waiting=True)
    assert order_in(proposal)["morning"] == ["01:00 Paris stands", "01:15 How Seoul does it"]
    assert [line.has_moved for line in proposal.lines] == [False, False]


def test_in_a_part_without_talks_they_come_before_its_break_and_discussion(database: SQLAlchemy) -> None:
    scene = a_scene(Seoul="morning")
    for position, kind in enumerate((SlotKind.REPORT, SlotKind.BREAK, SlotKind.DISCUSSION)):
        a_slot(scene.morning, position, kind=kind, title=text(kind.value), minutes=10)
    scene.waits("Seoul", minutes=20)
    assert order_in(scene.proposal(minutes=20))["morning"] == [
        "01:00 report",
        "01:10 How Seoul does it",
        "01:30 break",
        "01:40 discussion",
    ]


def test_a_line_says_what_the_place_is_to_its_city(database: SQLAlchemy) -> None:
    scene = a_scene(Lima="morning")
    scene.waits("Lima", minutes=30)
    (lima,) = scene.proposal(minutes=30).lines
    assert lima.felt is not None
    assert f"{lima.felt.local_start:%A %H:%M}" == "Tuesday 20:00"
    assert [condition.value for condition in lima.felt.conditions] == ["acceptable"]
    assert (lima.discomfort, scene.proposal(minutes=30).worst_lines) == (30, (lima,))


def test_of_two_talks_that_want_one_place_the_second_knows_the_place_it_wanted(database: SQLAlchemy) -> None:
    scene = a_scene(Paris="evening")
    hours = replace(DEFAULT_HOURS, preferred=Band(9 * 60, 9 * 60 + 30))
    kept(Availability(seminar_id=scene.seminar.id, city_id=scene.cities["Paris"].city_id, hours=hours))
    scene.waits("Paris", "First")
    scene.waits("Paris", "Second")
    lines = scene.proposal(minutes=30).lines
    assert [(line.discomfort, line.best) for line in lines] == [
        (0, (scene.evening.starts_at, 0)),
        (30, (scene.evening.starts_at, 0)),
    ]


def test_hours_and_absences_of_the_seminar_are_heeded(database: SQLAlchemy) -> None:
    scene = a_scene(Seoul="morning")
    away = (Absence.from_list(["2026-11-25T10:00", "2026-11-25T10:30"]),)
    kept(Availability(seminar_id=scene.seminar.id, city_id=scene.cities["Seoul"].city_id, absences=away))
    scene.waits("Seoul")
    found = proposed(scene.asked())
    assert isinstance(found, NoOrder)
    a_slot(scene.morning, 0, kind=SlotKind.REPORT, title=text("Report"), minutes=30)
    assert order_in(scene.proposal())["morning"] == ["01:00 Report", "01:30 How Seoul does it"]


def test_what_cannot_be_placed_is_left_out_with_its_reason(database: SQLAlchemy) -> None:
    scene = a_scene(Paris="evening", Lima="morning")
    a_slot(scene.evening, 0, minutes=None)  # nobody knows when the next one begins
    a_talk(scene, "Seoul", 0)
    scene.waits("Paris")
    scene.waits("Seoul", minutes=25)
    absent = a_delegation(scene.seminar, None, role=DelegationRole.PRESENTING)
    with transaction():
        database.session.add(Presentation(delegation_id=absent.id, title=text("Nobody's"), created_at=NOW))
    scene.waits("Lima")
    whys = {str(one.presentation.title): one.why for one in scene.asked().waiting}
    assert whys == {
        "How Paris does it": Why.CLOSED_PART,
        "How Seoul does it": Why.OTHER_LENGTH,
        "Nobody's": Why.NO_CITY,
        "How Lima does it": None,
    }


def test_parts_that_have_begun_are_not_put_in_order(database: SQLAlchemy) -> None:
    scene = a_scene()
    scene.waits("Seoul")
    assert scene.morning.starts_at is not None
    found = scene.asked(now=scene.morning.starts_at)
    assert [part.session.key for part in found.parts] == ["evening"]
    with pytest.raises(BadProblem, match="no part ahead"):
        scene.asked(now=scene.morning.starts_at + timedelta(days=1))


def test_talks_between_the_multiples_of_five_minutes_are_refused_by_the_name_of_the_part(
    database: SQLAlchemy,
) -> None:
    scene = a_scene()
    a_slot(scene.morning, 0, kind=SlotKind.REPORT, title=text("Report"), minutes=7)
    scene.waits("Seoul")
    with pytest.raises(BadProblem, match="In “Morning part” talks would begin between"):
        scene.asked()


def test_too_many_talks_are_told_by_their_number(database: SQLAlchemy) -> None:
    scene = a_scene()
    for number in range(9):
        scene.waits("Seoul", f"Talk {number}")
    found = proposed(scene.asked())
    assert isinstance(found, NoOrder)
    assert found.values == {"talks": 9, "slots": 8}


def test_the_sight_changes_with_every_slot_and_everything_that_waits(database: SQLAlchemy) -> None:
    scene = a_scene()
    seen = [scene.sight, scene.sight]
    a_talk(scene, "Seoul", 0)
    seen.append(scene.sight)
    scene.waits("Seoul")
    seen.append(scene.sight)
    assert len(set(seen)) == 3


def test_what_waits_is_read_in_one_statement_and_what_has_a_slot_waits_no_more(database: SQLAlchemy) -> None:
    scene = a_scene()
    slot = a_slot(scene.morning, delegation_id=scene.cities["Seoul"].id)
    gone = a_slot(scene.morning, 1, delegation_id=scene.cities["Seoul"].id, removed_at=NOW)
    scene.waits("Seoul", "Placed", slot_id=slot.id)
    scene.waits("Seoul", "Withdrawn", withdrawn_at=NOW)
    again = scene.waits("Seoul", "Again", slot_id=gone.id)
    scene.waits("Paris", "Waits")
    with count_statements() as statements:
        found = waiting_presentations(scene.seminar.id)
        said = [
            f"{one.title} {one.delegation.city and one.delegation.city.name} {one.theme}" for one in found
        ]
    assert said == ["Again Seoul None", "Waits Paris None"]
    assert len(statements) == 1, statements
    assert presentation_by_key(scene.seminar.slug, again.key).id == again.id


def test_cities_that_present_and_have_neither_a_slot_nor_something_waiting_are_named(
    database: SQLAlchemy,
) -> None:
    scene = a_scene()
    a_presenter(a_slot(scene.morning, delegation_id=scene.cities["Seoul"].id))
    scene.waits("Paris")
    found = without_anything(scene.whole, scene.waiting)
    assert [str(one.city and one.city.name) for one in found] == ["Kathmandu", "Lima"]
