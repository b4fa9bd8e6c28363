"""Programmes: everything that is shown of a seminar, in order, in five statements."""

from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    NOW,
    a_city,
    a_delegation,
    a_presenter,
    a_seminar,
    a_series,
    a_session,
    a_slot,
    slots,
    text,
)
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.domain.running_order import Level
from webinars.models import DelegationRole, Seminar, SessionState
from webinars.queries.checks import NO_LINK, checks
from webinars.queries.programmes import programme, programmes


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(clock)


def a_full_seminar(size: int) -> Seminar:
    """Write a seminar with *size* parts and cities, *size* slots in a part, *size* presenters in a slot."""
    seminar = a_seminar(series_id=a_series().id, host_city_id=a_city("Tokyo").id)
    for number in range(size):
        delegation = a_delegation(seminar, a_city(f"City {number}"), role=DelegationRole.PRESENTING)
        session = a_session(seminar, f"part-{number}")
        for position in range(size):
            slot = a_slot(session, position, delegation_id=delegation.id)
            for person in range(size):
                a_presenter(slot, f"p{number}.{position}.{person}@x.example")
    return seminar


@pytest.mark.parametrize("size", [1, 3])
def test_a_programme_takes_five_statements_whatever_its_size(database: SQLAlchemy, size: int) -> None:
    seminar = a_full_seminar(size)
    database.session.remove()
    with count_statements() as statements:
        whole = programme(seminar.id)
        shown = [
            (str(one.delegation and one.delegation.city and one.delegation.city.name), len(one.presenters))
            for part in whole.sessions
            for one in part.slots
        ]
        assert whole.seminar.series is not None
        assert whole.seminar.host_city is not None
    assert len(statements) == 5, statements
    assert shown == [(f"City {number}", size) for number in range(size) for _ in range(size)]


@pytest.mark.parametrize("size", [1, 3])
def test_several_programmes_take_five_statements_together(database: SQLAlchemy, size: int) -> None:
    idents = [a_full_seminar(2).id for _ in range(size)]
    with count_statements() as statements:
        found = programmes(idents[::-1])
    assert len(statements) == 5, statements
    assert [one.seminar.id for one in found] == idents[::-1]
    assert [len(one.sessions) for one in found] == [2] * size


def test_slots_stand_at_their_times_and_removed_ones_are_left_out(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    a_slot(session, 1, minutes=30)
    a_slot(session, 0, minutes=20)
    gone = a_slot(session, 2, minutes=10, removed_at=NOW)
    a_presenter(gone)
    (part,) = programme(session.seminar_id).sessions
    assert [(one.starts_at, one.ends_at) for one in part.slots] == [
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), datetime(2026, 11, 25, 1, 20, tzinfo=UTC)),
        (datetime(2026, 11, 25, 1, 20, tzinfo=UTC), datetime(2026, 11, 25, 1, 50, tzinfo=UTC)),
    ]


def test_after_a_slot_of_unknown_length_no_start_is_known(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    slots(session, [20, None, 30])
    (part,) = programme(session.seminar_id).sessions
    assert [one.starts_at is not None for one in part.slots] == [True, True, False]


def test_removed_presenters_are_left_out_and_the_others_stand_in_order(database: SQLAlchemy) -> None:
    slot = a_slot(a_session(a_seminar()))
    a_presenter(slot, "second@x.example", position=1)
    a_presenter(slot, "first@x.example", position=0)
    a_presenter(slot, "gone@x.example", removed_at=NOW)
    (part,) = programme(slot.session_id).sessions
    assert [one.email for one in part.slots[0].presenters] == ["first@x.example", "second@x.example"]


def test_parts_stand_in_order_of_start_and_those_without_a_zone_by_their_clock(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, "late", local_start=moment("2026-11-25T17:00"))
    a_session(seminar, "early", local_start=moment("2026-11-25T10:00"))
    a_session(seminar, "stated", local_start=moment("2016-11-25T10:00"), zone=None)
    # 20:00 the day before in Los Angeles is 13:00 in Tokyo.
    a_session(seminar, "west", local_start=moment("2026-11-24T20:00"), zone="America/Los_Angeles")
    found = programme(seminar.id)
    assert [part.session.key for part in found.sessions] == ["stated", "early", "west", "late"]


def test_delegations_stand_by_sort_key_with_the_nameless_last(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_delegation(seminar, None, role=DelegationRole.ATTENDING)
    for name in ("Seoul", "Amsterdam"):
        a_delegation(seminar, a_city(name), role=DelegationRole.PRESENTING)
    a_delegation(seminar, a_city("Paris"), role=DelegationRole.ABSENT)
    whole = programme(seminar.id)
    assert [str(one.city.name) if one.city else "" for one in whole.delegations] == [
        "Amsterdam",
        "Paris",
        "Seoul",
        "",
    ]
    assert (len(whole.presenting), len(whole.attending)) == (2, 1)


def test_a_programme_begins_and_ends_with_the_parts_that_take_place(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, "off", local_start=moment("2026-11-24T10:00"), state=SessionState.CANCELLED)
    held = a_session(seminar)
    whole = programme(seminar.id)
    assert (whole.starts_at, whole.ends_at) == (held.starts_at, held.ends_at)
    assert (len(whole.sessions), len(whole.planned)) == (2, 1)


def test_a_seminar_that_is_not_there_is_missing(database: SQLAlchemy) -> None:
    with pytest.raises(Missing):
        programme(1)
    assert programmes([]) == ()


def test_the_checks_find_what_is_missing_of_the_seminar_itself(database: SQLAlchemy) -> None:
    seminar = a_seminar(theme=text(""), host_name=text(""), contact_email=None)
    found = checks(programme(seminar.id), now=NOW)
    assert [(one.level, one.text) for one in found] == [
        (Level.BLOCKS, "Write the theme."),
        (Level.BLOCKS, "Write who hosts the seminar."),
        (Level.BLOCKS, "Add at least one part."),
        (Level.WARNS, "Write an e-mail address or a telephone number for questions."),
    ]


def test_the_checks_find_rooms_and_slots_that_are_missing_where_they_stand(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    slots(a_session(seminar), [155])
    a_delegation(seminar, a_city(), role=DelegationRole.PRESENTING)
    found = checks(programme(seminar.id), now=NOW)
    assert [(one.level, one.session, one.text) for one in found] == [
        (Level.WARNS, "morning", NO_LINK),
        (Level.WARNS, "morning", "%(city)s presents and has no slot. Give it one."),
    ]


def test_the_checks_ask_nothing_more_of_what_is_past(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    slots(session, [None])
    a_delegation(seminar, a_city(), role=DelegationRole.PRESENTING)
    assert session.ends_at is not None
    assert checks(programme(seminar.id), now=session.ends_at + timedelta(days=1)) == ()


def test_the_checks_leave_cancelled_parts_alone(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    slots(a_session(seminar, join_url="https://room.example"), [155])
    slots(a_session(seminar, "off", state=SessionState.CANCELLED), [999])
    assert checks(programme(seminar.id), now=NOW) == ()
