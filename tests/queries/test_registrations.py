"""Registrations read for lists and pages: what fits a filter, and what it costs."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.registrants import (
    a_person,
    a_seated,
    a_waiting,
    an_evening,
    an_unconfirmed,
)
from tests.support.statements import count_statements
from webinars.domain.errors import BadLink, Missing
from webinars.domain.seating import SeatState
from webinars.models import RegistrationState, Seminar, Session
from webinars.queries.registrations import (
    Filter,
    SeatCount,
    are_places_filled,
    matching_rows,
    queue_positions,
    registration_by_key,
    registration_by_link,
    registrations_page,
    seat_count,
    seat_counts,
    seat_ids,
)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


def names(seminar: Seminar, wanted: Filter) -> list[str]:
    return [row.registration.name for row in matching_rows(seminar.id, wanted)]


@pytest.mark.parametrize("people", [1, 3])
def test_a_page_costs_five_statements(seminar: Seminar, evening: Session, people: int) -> None:
    paris = builders.a_city("Paris")
    for _ in range(people):
        a_seated(seminar, evening, city_id=paris.id)
    with count_statements() as statements:
        page = registrations_page(seminar.id, Filter(words="paris"), 1, 50)
        assert [row.registration.city.name.best("en") for row in page.items if row.registration.city] == (
            ["Paris"] * people
        )
    assert len(statements) == 5, statements
    assert (page.total, page.pages) == (people, 1)


@pytest.mark.parametrize("people", [1, 3])
def test_the_whole_table_costs_four_statements(seminar: Seminar, evening: Session, people: int) -> None:
    for _ in range(people):
        a_seated(seminar, evening)
    with count_statements() as statements:
        assert len(matching_rows(seminar.id, Filter())) == people
    assert len(statements) == 4, statements


def test_the_newest_stands_first_and_pages_follow(seminar: Seminar) -> None:
    for name in "abc":
        a_person(seminar, name=name)
    pages = [registrations_page(seminar.id, Filter(), number, 2) for number in (1, 2)]
    assert [[row.registration.name for row in page.items] for page in pages] == [["c", "b"], ["a"]]


@pytest.mark.parametrize("number", [-1, 0, 2])
def test_a_page_that_is_not_there_is_missing(seminar: Seminar, number: int) -> None:
    with pytest.raises(Missing):
        registrations_page(seminar.id, Filter(), number, 50)


def test_words_are_found_in_name_address_organisation_and_city(seminar: Seminar) -> None:
    city = builders.a_city("Ulaanbaatar")
    a_person(seminar, name="Zaya Bold", email="z@one.example")
    a_person(seminar, name="Address", email="Zaya@two.example")
    a_person(seminar, name="Organisation", organisation="Office of Zaya")
    a_person(seminar, name="City", city_id=city.id)
    assert names(seminar, Filter(words="ZAYA")) == ["Organisation", "Address", "Zaya Bold"]
    assert names(seminar, Filter(words="ulaan")) == ["City"]
    a_person(seminar, name="Élodie Durand")
    for words in ("Élodie", "élodie", "ÉLODIE"):
        assert names(seminar, Filter(words=words)) == ["Élodie Durand"]


def test_signs_of_a_pattern_are_searched_as_they_are(seminar: Seminar) -> None:
    a_person(seminar, name="100% sure")
    a_person(seminar, name="Under_score")
    assert names(seminar, Filter(words="%")) == ["100% sure"]
    assert names(seminar, Filter(words="_")) == ["Under_score"]


def test_part_and_seat_state_must_fit_one_seat(seminar: Seminar, evening: Session) -> None:
    morning = builders.a_session(seminar, "morning")
    mixed = a_seated(seminar, morning, name="Mixed")
    builders.a_seat(mixed, evening, state=SeatState.WAITING, queue_number=1)
    a_seated(seminar, evening, name="Seated")
    assert names(seminar, Filter(session_id=evening.id, seat_state=SeatState.SEATED)) == ["Seated"]
    assert names(seminar, Filter(session_id=evening.id)) == ["Seated", "Mixed"]
    assert names(seminar, Filter(seat_state=SeatState.WAITING)) == ["Mixed"]


def test_state_and_city_filter(seminar: Seminar) -> None:
    paris = builders.a_city("Paris")
    a_person(seminar, name="Here", city_id=paris.id)
    a_person(seminar, name="Gone", city_id=paris.id, state=RegistrationState.CANCELLED)
    a_person(seminar, name="Elsewhere")
    wanted = Filter(city_id=paris.id, state=RegistrationState.CONFIRMED)
    assert names(seminar, wanted) == ["Here"]


def test_another_seminar_is_never_listed(seminar: Seminar) -> None:
    other = builders.a_seminar()
    stranger = a_seated(other, an_evening(other))
    assert names(seminar, Filter()) == []
    assert seat_ids(seminar.id, [stranger.key], [SeatState.SEATED]) == ()
    with pytest.raises(Missing):
        registration_by_key(seminar.id, stranger.key)


def test_seats_are_counted_by_part_and_state(seminar: Seminar, evening: Session) -> None:
    builders.a_session(seminar, "morning")
    a_seated(seminar, evening)
    a_seated(seminar, evening)
    a_waiting(seminar, evening, 4)
    an_unconfirmed(seminar, evening)
    with count_statements() as statements:
        counts = seat_counts(seminar.id)
    assert counts == {
        evening.id: {SeatState.SEATED: 2, SeatState.WAITING: 1, SeatState.REQUESTED: 1},
    }
    assert len(statements) == 1
    assert seat_count(evening.id) == SeatCount(taken=2, queue_length=1, last_number=4)


def test_a_part_without_seats_counts_nothing(evening: Session) -> None:
    assert seat_count(evening.id) == SeatCount(0, 0, 0)


def test_a_place_in_the_queue_counts_who_still_waits(seminar: Seminar, evening: Session) -> None:
    people = [a_waiting(seminar, evening, number) for number in (3, 8, 9)]
    assert [queue_positions(person.id) for person in people] == [
        {evening.id: 1},
        {evening.id: 2},
        {evening.id: 3},
    ]


def test_places_count_people_with_a_seat_or_in_the_queue(seminar: Seminar, evening: Session) -> None:
    paris, lyon = builders.a_city("Paris"), builders.a_city("Lyon")
    builders.a_delegation(seminar, paris, places=2)
    a_seated(seminar, evening, city_id=paris.id)
    second = a_waiting(seminar, evening, 1, city_id=paris.id)
    an_unconfirmed(seminar, evening, city_id=paris.id)
    a_seated(seminar, evening, city_id=lyon.id)
    assert are_places_filled(seminar.id, paris.id, besides=0) is True
    assert are_places_filled(seminar.id, paris.id, besides=second.id) is False
    assert are_places_filled(seminar.id, lyon.id, besides=0) is False


def test_a_link_with_an_old_revision_is_bad(seminar: Seminar) -> None:
    person = a_person(seminar, link_revision=3)
    assert registration_by_link(person.key, 3).id == person.id
    for key, revision in ((person.key, 2), ("unknown", 3)):
        with pytest.raises(BadLink):
            registration_by_link(key, revision)
