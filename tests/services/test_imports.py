"""A programme taken over: all of it or nothing, as it was planned."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_seminar, a_session
from tests.support.imports import NEW, THREE, order, planned, take, the_part
from tests.support.programme_files import INDICO, crlf, programme_of
from tests.support.statements import count_statements
from webinars.domain.errors import Refusal, Stale
from webinars.models import Record, SeminarState, Session, Slot, SlotKind
from webinars.models.database import db
from webinars.queries.programmes import programme
from webinars.services.imports import (
    NEW_PART,
    NO_PART,
    Change,
    Choice,
    choices_for,
    plan,
    read_file,
    take_over,
)


def test_a_file_becomes_a_part_with_a_slot_for_each_talk_and_breaks_between(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.DRAFT)
    take(seminar, crlf(INDICO))
    session = the_part()
    assert (session.key, str(session.name), session.zone, session.minutes) == (
        "morning-talks", "Morning talks", "Asia/Tokyo", 105,
    )  # fmt: skip
    assert session.local_start == datetime.fromisoformat("2027-01-20T10:00")
    assert session.source_uid == "indico-contribution-17@indico.example"
    assert order(session) == [
        ("Opening remarks", 15),
        ("Flood walls, gates and; people", 45),
        ("break", 15),
        ("What we learnt", 30),
    ]
    kinds = [slot.kind for slot in db.session.scalars(select(Slot).order_by(Slot.position))]
    talk = SlotKind.PRESENTATION
    assert kinds == [talk, talk, SlotKind.BREAK, talk]


def test_rooms_at_the_same_time_cannot_be_one_part(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    rooms = programme_of([("a", "1000", 30, "Ada"), ("b", "1010", 30, "Bo")])
    session = a_session(seminar, local_start=datetime.fromisoformat("2027-01-20T10:00"))
    both = (Choice(session.key), Choice(session.key))
    with pytest.raises(Refusal, match="“Ada” and “Bo” are at the same time"):
        take(seminar, rooms, *both)
    assert order(session) == []
    proposed = choices_for(read_file(rooms, programme(seminar.id)), programme(seminar.id))
    assert [one.target for one in proposed] == [session.key, NEW_PART]


def test_events_without_titles_are_named_by_their_lines(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar, local_start=datetime.fromisoformat("2027-01-20T10:00"))
    rooms = programme_of([("a", "1000", 30, ""), ("b", "1010", 30, "Bo")])
    with pytest.raises(Refusal, match="The events at lines 3 and 9 are at the same time"):
        take(seminar, rooms, Choice(session.key), Choice(session.key))
    take(seminar, programme_of([("a", "1000", 30, "")]), Choice(session.key))
    session.state = type(session.state).CANCELLED
    db.session.commit()
    with pytest.raises(Refusal, match="The event at line 3 is in a part that is cancelled"):
        take(seminar, programme_of([("a", "1000", 30, "")]), NEW)


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        (Choice(NEW_PART, " "), "Write the name of the new part."),
        (Choice(NEW_PART, "x" * 301), "Write at most 300 characters."),
        (Choice("nothing"), "Choose a part of this seminar that takes place."),
    ],
)
def test_a_choice_that_cannot_be_stores_nothing(database: SQLAlchemy, choice: Choice, reason: str) -> None:
    seminar = a_seminar()
    with pytest.raises(Refusal, match=reason):
        take(seminar, programme_of(THREE), choice)
    assert db.session.scalars(select(Session)).all() == []


def test_groups_may_be_left_out(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    assert take(seminar, programme_of(THREE), Choice(NO_PART)) == 0
    assert db.session.scalars(select(Session)).all() == []


def test_a_change_by_somebody_else_since_the_plan_is_stale_and_nothing_is_stored(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    reading = read_file(programme_of(THREE), programme(seminar.id))
    with pytest.raises(Stale, match="Somebody changed the programme meanwhile"):
        take_over(
            seminar.id, reading, [NEW], (),
            language="en", expected=seminar.revision - 1, by=ORGANISER, now=NOW,
        )  # fmt: skip
    assert db.session.scalars(select(Slot)).all() == []


def test_a_file_that_was_read_with_the_clock_of_another_zone_is_stale(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    reading = replace(read_file(programme_of(THREE), programme(seminar.id)), zone="Europe/Paris")
    with pytest.raises(Stale, match="Somebody changed the programme meanwhile"):
        take_over(
            seminar.id, reading, [NEW], (),
            language="en", expected=seminar.revision, by=ORGANISER, now=NOW,
        )  # fmt: skip
    assert db.session.scalars(select(Slot)).all() == []


def test_a_mistake_at_the_last_part_undoes_the_first(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    two = programme_of([("a", "1000", 30, "Ada"), ("b", "1500", 30, "Bo")])
    with pytest.raises(Refusal, match="Write the name of the new part"):
        take(seminar, two, NEW, Choice(NEW_PART, ""))
    assert (db.session.scalars(select(Session)).all(), db.session.scalars(select(Record)).all()) == ([], [])


def test_the_archive_takes_nothing_in_and_a_seminar_needs_a_zone(database: SQLAlchemy) -> None:
    archived = a_seminar(state=SeminarState.ARCHIVED)
    with pytest.raises(Refusal, match="archive"):
        take(archived, programme_of(THREE), NEW)
    with pytest.raises(Refusal, match="Choose the time zone of this seminar first"):
        take(a_seminar(zone=None), programme_of(THREE), NEW)


def test_a_talk_in_a_cancelled_part_is_left_alone(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    session = the_part()
    session.state = type(session.state).CANCELLED
    db.session.commit()
    with pytest.raises(Refusal, match="“Ada” is in a part that is cancelled"):
        take(seminar, programme_of(THREE), NEW)


def test_short_names_of_new_parts_are_free_and_made_of_their_names(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    four = programme_of([(str(hour), f"{hour}00", 30, "Talk") for hour in ("09", "12", "15", "18")])
    names = ("Table ronde à Paris", "午後の部", "Table ronde à Paris", "New")
    take(seminar, four, *(Choice(NEW_PART, name) for name in names))
    keys = db.session.scalars(select(Session.key).order_by(Session.id)).all()
    assert keys == ["table-ronde-a-paris", "part", "table-ronde-a-paris-2", "new-2"]


def test_a_plan_says_what_becomes_of_each_slot(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    changed = [
        ("a", "1000", 30, "Ada"),
        ("b", "1030", 45, "Bo"),
        ("c", "1115", 45, "Cleo!"),
        ("d", "1200", 5, "Dai"),
    ]
    (part,) = planned(seminar, programme_of(changed)).parts
    assert [(slot.title, slot.change, *map(str, slot.details)) for slot in part.slots] == [
        ("Ada", Change.SAME),
        ("Bo", Change.CHANGED, "length"),
        ("Cleo!", Change.CHANGED, "title"),
        ("Dai", Change.NEW),
    ]
    assert [str(slot.kind) for slot in part.dropped] == ["break"]


@pytest.mark.parametrize("talks", [1, 20])
def test_a_plan_costs_the_same_for_one_talk_and_for_twenty(database: SQLAlchemy, talks: int) -> None:
    seminar = a_seminar()
    rows = [(str(number), f"{9 + number // 6:02}{number % 6}0", 10, "Talk") for number in range(talks)]
    take(seminar, programme_of(rows))
    ident = seminar.id
    with count_statements() as statements:
        whole = programme(ident)
        reading = read_file(programme_of(rows), whole)
        plan(reading, choices_for(reading, whole), (), whole, "en")
    assert len(statements) == 5, statements
