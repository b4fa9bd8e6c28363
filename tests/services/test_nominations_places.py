"""A city keeps within its places, whoever comes first, and decides only about its own people."""

from functools import partial

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.at_once import at_once
from tests.support.naming import FOCAL, a_city_coming, a_nominee, letters_to, named, registered, states_of
from tests.support.registrants import a_person, an_evening, an_unconfirmed, seat_of
from webinars.domain.errors import Missing, Refusal
from webinars.domain.seating import Mode, SeatState
from webinars.models import (
    Delegation,
    Nomination,
    Notice,
    NoticeKind,
    NoticeState,
    Registration,
    RegistrationState,
    Seminar,
    Session,
)
from webinars.models.database import transaction
from webinars.queries.nominations import people_page, person_of, places_of
from webinars.services import nominations, registrations
from webinars.services.consents import IN_FORCE

CONFIRM, STATE = NoticeKind.CONFIRM_REGISTRATION, NoticeKind.REGISTRATION_STATE


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def paris(seminar: Seminar, evening: Session) -> Delegation:
    return a_city_coming(seminar, places=2)


def confirmed(database: SQLAlchemy, email: str) -> None:
    registrations.confirm(registered(database, email).id, consent_number=IN_FORCE.number, now=NOW)


def of_paris(seminar: Seminar, evening: Session, paris: Delegation, state: SeatState) -> Registration:
    person = a_person(seminar, city_id=paris.city_id)
    builders.a_seat(person, evening, state=state)
    return person


def key_of(database: SQLAlchemy, email: str = "nadia@paris.example") -> str:
    return database.session.scalars(select(Nomination.key).where(Nomination.email == email)).one()


def test_more_than_the_places_are_not_named_and_nobody_of_them_is(
    database: SQLAlchemy, paris: Delegation
) -> None:
    people = [a_nominee(f"{name}@paris.example") for name in "abc"]
    with pytest.raises(Refusal, match="Places of your city: 2, taken: 0"):
        named(paris, *people)
    assert places_of(paris).taken == 0
    assert named(paris, *people[:2]) == 2
    assert (places_of(paris).taken, places_of(paris).left) == (2, 0)


def test_two_who_name_at_one_moment_do_not_both_take_the_last_place(
    app: Flask, database: SQLAlchemy, paris: Delegation
) -> None:
    named(paris)
    outcomes = at_once(app, *(partial(named, paris, a_nominee(f"{one}@paris.example")) for one in "ab"))
    assert sorted(outcomes) == ["Refusal", "done"]
    assert places_of(paris).taken == 2


def test_the_place_of_who_was_named_is_kept_from_those_who_register_themselves(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    named(paris, a_nominee("a@paris.example"), a_nominee("b@paris.example"))
    stranger = an_unconfirmed(seminar, evening, city_id=paris.city_id)
    registrations.confirm(stranger.id, now=NOW)
    assert seat_of(stranger).state is SeatState.PENDING
    confirmed(database, "a@paris.example")
    confirmed(database, "b@paris.example")
    assert [states_of(database, f"{one}@paris.example") for one in "ab"] == [[SeatState.SEATED]] * 2
    assert places_of(paris).taken == 2


def test_who_is_registered_elsewhere_takes_a_place_like_anybody_so_that_nothing_is_learned(
    seminar: Seminar, paris: Delegation
) -> None:
    builders.a_registration(seminar, "kim@seoul.example", city_id=builders.a_city("Seoul").id)
    named(paris, a_nominee("kim@seoul.example", name="Kim as typed"))
    assert places_of(paris).taken == 1
    (person,) = people_page(paris, 1, 50).items
    assert (person.name, person.registration, dict(person.seats)) == ("Kim as typed", None, {})


def test_whoever_waits_for_an_approval_gets_a_seat_from_the_city(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    waiting = of_paris(seminar, evening, paris, SeatState.PENDING)
    nominations.approve(paris.id, waiting.key, by=FOCAL, now=NOW)
    assert states_of(database, waiting.email) == [SeatState.SEATED]


def test_nobody_is_approved_beyond_the_places(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    named(paris, a_nominee("a@paris.example"), a_nominee("b@paris.example"))
    waiting = of_paris(seminar, evening, paris, SeatState.PENDING)
    with pytest.raises(Refusal, match="Places of your city: 2, taken: 2"):
        nominations.approve(paris.id, waiting.key, by=FOCAL, now=NOW)
    assert states_of(database, waiting.email) == [SeatState.PENDING]


def test_who_does_not_wait_cannot_be_approved(seminar: Seminar, evening: Session, paris: Delegation) -> None:
    refused = of_paris(seminar, evening, paris, SeatState.REFUSED)
    with pytest.raises(Refusal, match="does not wait for an approval"):
        nominations.approve(paris.id, refused.key, by=FOCAL, now=NOW)


def test_who_is_turned_away_gives_the_seat_back_and_hears_it(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    seated = of_paris(seminar, evening, paris, SeatState.SEATED)
    nominations.turn_away(paris.id, seated.key, by=FOCAL, now=NOW)
    assert states_of(database, seated.email) == [SeatState.REFUSED]
    assert letters_to(database, seated.email) == [STATE]
    assert places_of(paris).taken == 0


def test_whose_first_letter_has_left_hears_that_it_no_longer_counts(
    database: SQLAlchemy, paris: Delegation
) -> None:
    named(paris)
    with transaction():
        database.session.scalars(select(Notice)).one().state = NoticeState.SENT
    nominations.turn_away(paris.id, key_of(database), by=FOCAL, now=NOW)
    assert registered(database).state is RegistrationState.CANCELLED
    assert letters_to(database, "nadia@paris.example") == [CONFIRM, STATE]
    assert people_page(paris, 1, 50).total == 0


def test_turning_away_who_is_registered_elsewhere_changes_only_the_own_list(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    seoul = builders.a_city("Seoul")
    kim = builders.a_registration(seminar, "kim@seoul.example", city_id=seoul.id)
    builders.a_seat(kim, evening)
    named(paris, a_nominee("kim@seoul.example"))
    nominations.turn_away(paris.id, key_of(database, "kim@seoul.example"), by=FOCAL, now=NOW)
    assert states_of(database, "kim@seoul.example") == [SeatState.SEATED]
    assert people_page(paris, 1, 50).total == 0


@pytest.mark.parametrize("act", [nominations.approve, nominations.turn_away])
def test_a_person_of_another_city_is_nobody_here(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation, act: object
) -> None:
    seoul = builders.a_city("Seoul")
    kim = builders.a_registration(seminar, "kim@seoul.example", city_id=seoul.id)
    builders.a_seat(kim, evening, state=SeatState.PENDING)
    with pytest.raises(Missing):
        act(paris.id, kim.key, by=FOCAL, now=NOW)  # type: ignore[operator]
    assert states_of(database, "kim@seoul.example") == [SeatState.PENDING]


def test_somebody_whom_another_city_named_is_nobody_here(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    seoul = a_city_coming(seminar, "Seoul")
    named(seoul, a_nominee("kim@seoul.example"))
    with pytest.raises(Missing):
        person_of(paris, key_of(database, "kim@seoul.example"))
    assert person_of(seoul, key_of(database, "kim@seoul.example")).name == "Nadia Nominee"


def test_who_typed_this_city_and_did_not_confirm_is_not_shown(
    seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    an_unconfirmed(seminar, evening, city_id=paris.city_id)
    assert people_page(paris, 1, 50).items == ()


def test_the_people_of_a_city_come_in_pages_by_name(
    seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    named(paris, a_nominee("z@paris.example", name="zoë"), a_nominee("a@paris.example", name="Anna"))
    builders.a_registration(seminar, "m@paris.example", name="Mia", city_id=paris.city_id)
    pages = [people_page(paris, number, 2) for number in (1, 2)]
    assert [[person.name for person in page.items] for page in pages] == [["Anna", "Mia"], ["zoë"]]
    assert {page.total for page in pages} == {3}


def test_where_the_organiser_decides_a_city_without_limit_approves_all_who_wait(
    database: SQLAlchemy, evening: Session
) -> None:
    seminar = builders.a_seminar(registration_mode=Mode.APPROVAL)
    part = an_evening(seminar)
    lyon = a_city_coming(seminar, "Lyon")
    people = [of_paris(seminar, part, lyon, SeatState.PENDING) for _ in range(3)]
    for person in people:
        nominations.approve(lyon.id, person.key, by=FOCAL, now=NOW)
    assert [states_of(database, person.email) for person in people] == [[SeatState.SEATED]] * 3
