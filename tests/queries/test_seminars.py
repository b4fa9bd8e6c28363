"""Lists of seminars, parts, slots and records, each within its number of statements."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    NOW,
    ORGANISER,
    a_city,
    a_delegation,
    a_presenter,
    a_registration,
    a_seminar,
    a_series,
    a_session,
    a_slot,
    an_invitation,
    slots,
)
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.models import DelegationRole, InvitationState, SeminarState
from webinars.models.database import transaction
from webinars.queries.records import record_nouns, records_page
from webinars.queries.seminars import seminar_by_slug, seminar_choices, seminar_lines, series_list
from webinars.queries.sessions import held_invitations, session_by_key, sessions_of
from webinars.queries.slots import slot_by_key, slots_of, spans
from webinars.services.records import record


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_of_seminars_takes_two_statements(database: SQLAlchemy, size: int) -> None:
    for number in range(size):
        seminar = a_seminar(series_id=a_series().id, edition=number + 1)
        a_session(seminar)
        a_delegation(seminar, a_city(), role=DelegationRole.PRESENTING)
        a_delegation(seminar, a_city("Seoul"))
        a_registration(seminar)
    with count_statements() as statements:
        page = seminar_lines(1, 10)
        assert all(line.seminar.series is not None for line in page.items)
    assert len(statements) == 2, statements
    assert [(line.cities, line.registrations) for line in page.items] == [(1, 1)] * size


def test_the_latest_seminar_stands_first_by_its_first_part(database: SQLAlchemy) -> None:
    for slug, clock in (("old", "2021-11-24T10:00"), ("new", "2026-11-25T10:00")):
        a_session(a_seminar(slug=slug), local_start=datetime.fromisoformat(clock))
    assert [line.seminar.slug for line in seminar_lines(1, 10).items] == ["new", "old"]
    assert seminar_lines(1, 1).pages == 2
    assert [line.seminar.slug for line in seminar_lines(2, 1).items] == ["old"]


def test_seminars_are_listed_by_state(database: SQLAlchemy) -> None:
    a_seminar(slug="draft", state=SeminarState.DRAFT)
    a_seminar(slug="open")
    drafts = seminar_lines(1, 10, state=SeminarState.DRAFT)
    assert ([line.seminar.slug for line in drafts.items], drafts.total) == (["draft"], 1)


@pytest.mark.parametrize("number", [-1, 0, 2])
def test_a_page_of_seminars_that_is_not_there_is_missing(database: SQLAlchemy, number: int) -> None:
    with pytest.raises(Missing):
        seminar_lines(number, 10)


@pytest.mark.parametrize("size", [1, 3])
def test_what_is_found_by_its_name_takes_one_statement_with_what_hangs_on_it(
    database: SQLAlchemy, size: int
) -> None:
    seminar = a_seminar(slug="one", series_id=a_series().id, host_city_id=a_city("Tokyo").id)
    session = a_session(seminar)
    delegation = a_delegation(seminar, a_city())
    keys = [a_slot(session, number, delegation_id=delegation.id).key for number in range(size)]
    database.session.remove()
    with count_statements() as statements:
        found = seminar_by_slug("one")
        assert (found.series is None, found.host_city is None) == (False, False)
    assert len(statements) == 1, statements
    database.session.remove()
    with count_statements() as statements:
        assert session_by_key("one", "morning").seminar.series is not None
    assert len(statements) == 1, statements
    database.session.remove()
    with count_statements() as statements:
        slot = slot_by_key("one", keys[-1])
        assert slot.session.seminar.slug == "one"
        assert slot.delegation is not None
        assert slot.delegation.city is not None
    assert len(statements) == 1, statements


def test_what_is_not_there_is_missing(database: SQLAlchemy) -> None:
    session = a_session(a_seminar(slug="one"))
    gone = a_slot(session, removed_at=NOW)
    with pytest.raises(Missing):
        seminar_by_slug("two")
    with pytest.raises(Missing):
        session_by_key("one", "evening")
    with pytest.raises(Missing):
        session_by_key("two", "morning")
    with pytest.raises(Missing):
        slot_by_key("one", gone.key)


@pytest.mark.parametrize("size", [1, 3])
def test_parts_slots_series_and_choices_take_one_statement_each(database: SQLAlchemy, size: int) -> None:
    seminar = a_seminar(series_id=a_series().id)
    for number in range(size):
        session = a_session(seminar, f"part-{number}")
    slots(session, [20] * size)
    with count_statements() as statements:
        assert len(sessions_of(seminar.id)) == size
        placed = spans(session, slots_of(session.id))
        assert (len(series_list()), len(seminar_choices())) == (1, 1)
    assert len(statements) == 4, statements
    assert len(placed) == size


def test_open_invitations_to_parts_and_their_slots_are_counted(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session, other = a_session(seminar), a_session(seminar, "evening")
    an_invitation(a_registration(seminar), session)
    an_invitation(a_presenter(a_slot(session)), session)
    an_invitation(a_registration(seminar, "b@x.example"), session, state=InvitationState.CLOSED)
    an_invitation(a_registration(seminar, "c@x.example"), other)
    with count_statements() as statements:
        assert held_invitations([session.id]) == 2
    assert len(statements) == 1, statements
    assert held_invitations([session.id, other.id]) == 3
    assert held_invitations([]) == 0


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_of_the_log_takes_two_statements(database: SQLAlchemy, size: int) -> None:
    for number in range(size):
        seminar = a_seminar(slug=f"seminar-{number}-x")
        with transaction():
            record("edited", seminar, by=ORGANISER, now=NOW, seminar_id=seminar.id)
    with count_statements() as statements:
        page = records_page(1, 10)
        assert [one.seminar.slug for one in page.items if one.seminar] == [
            f"seminar-{number}-x" for number in reversed(range(size))
        ]
    assert len(statements) == 2, statements


def test_the_log_is_read_of_one_seminar_or_of_one_noun(database: SQLAlchemy) -> None:
    seminar, other = a_seminar(), a_seminar()
    session = a_session(seminar)
    with transaction():
        for row, owner in ((seminar, seminar), (session, seminar), (other, other)):
            record("edited", row, by=ORGANISER, now=NOW, seminar_id=owner.id)
    assert record_nouns() == ("seminar", "session")
    assert records_page(1, 10, seminar_id=seminar.id).total == 2
    assert records_page(1, 10, seminar_id=seminar.id, noun="session").total == 1
    with pytest.raises(Missing):
        records_page(2, 10)
