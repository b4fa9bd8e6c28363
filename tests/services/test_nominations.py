"""A city names its participants: each is asked, agrees for themselves, and only once."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW
from tests.support.naming import FOCAL, a_city_coming, a_nominee, letters_to, named, registered, states_of
from tests.support.registrants import an_evening, an_unconfirmed
from tests.support.statements import count_statements
from webinars.domain.errors import Refusal
from webinars.domain.seating import Mode, SeatState
from webinars.models import (
    Delegation,
    DelegationRole,
    Nomination,
    NoticeKind,
    Record,
    Registration,
    RegistrationState,
    Seminar,
    SeminarState,
    Session,
)
from webinars.models.database import transaction
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
    return a_city_coming(seminar)


def count(database: SQLAlchemy, model: type[Registration] | type[Nomination]) -> int:
    return database.session.scalar(select(func.count()).select_from(model)) or 0


def test_who_is_named_is_asked_by_a_letter_and_has_no_seat_yet(
    database: SQLAlchemy, paris: Delegation
) -> None:
    assert named(paris) == 1
    person = registered(database)
    assert (person.state, person.nominated_by) == (RegistrationState.UNCONFIRMED, "Claire Fontaine")
    assert (person.city_id, person.zone) == (paris.city_id, "Europe/Paris")
    assert states_of(database, person.email) == [SeatState.REQUESTED]
    assert letters_to(database, person.email) == [CONFIRM]
    logged = database.session.execute(select(Record.verb, Record.actor, Record.title)).all()
    assert [tuple(row) for row in logged] == [("nominated", "Claire Fontaine", "Nadia Nominee")]


def test_who_was_named_confirms_only_with_a_consent_of_their_own(
    database: SQLAlchemy, paris: Delegation
) -> None:
    named(paris)
    ident = registered(database).id
    with pytest.raises(Refusal) as refused:
        registrations.confirm(ident, now=NOW)
    assert refused.value.field == "consent"
    registrations.confirm(ident, consent_number=IN_FORCE.number, now=NOW)
    assert registered(database).state is RegistrationState.CONFIRMED
    assert states_of(database, "nadia@paris.example") == [SeatState.SEATED]


def test_where_the_organiser_approves_the_city_has_approved_whom_it_named(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    seminar.registration_mode = Mode.APPROVAL
    database.session.commit()
    named(paris)
    registrations.confirm(registered(database).id, consent_number=IN_FORCE.number, now=NOW)
    assert states_of(database, "nadia@paris.example") == [SeatState.SEATED]


def test_the_same_names_again_do_nothing_new(database: SQLAlchemy, paris: Delegation) -> None:
    people = [a_nominee(), a_nominee("omar@paris.example"), a_nominee("NADIA@paris.example")]
    assert named(paris, *people) == 2
    assert named(paris, *people) == 0
    assert letters_to(database, "nadia@paris.example") == [CONFIRM]
    assert (count(database, Registration), count(database, Nomination)) == (2, 2)


def test_who_is_registered_for_this_city_already_stays_as_they_are(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    builders.a_registration(seminar, "nadia@paris.example", name="Nadia N.", city_id=paris.city_id)
    assert named(paris) == 0
    assert registered(database).name == "Nadia N."
    assert letters_to(database, "nadia@paris.example") == []


def test_a_person_of_another_city_is_changed_in_nothing(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    seoul = builders.a_city("Seoul")
    builders.a_registration(seminar, "nadia@paris.example", name="Kim Nadia", city_id=seoul.id)
    assert named(paris) == 1
    person = registered(database)
    assert (person.name, person.city_id, person.nominated_by) == ("Kim Nadia", seoul.id, None)
    assert letters_to(database, person.email) == [STATE]


@pytest.mark.parametrize("state", [RegistrationState.UNCONFIRMED, RegistrationState.CANCELLED])
def test_whoever_another_city_named_or_lost_is_not_taken_from_it(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation, state: RegistrationState
) -> None:
    seoul = builders.a_city("Seoul")
    builders.a_registration(seminar, "nadia@paris.example", city_id=seoul.id, state=state)
    named(paris)
    assert (registered(database).city_id, registered(database).state) == (seoul.id, state)


def test_what_a_stranger_typed_for_this_city_gives_way_to_the_city(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    an_unconfirmed(seminar, evening, email="nadia@paris.example", name="N", city_id=paris.city_id)
    assert named(paris) == 1
    assert registered(database).name == "Nadia Nominee"
    assert states_of(database, "nadia@paris.example") == [SeatState.REQUESTED]


def test_who_registers_after_being_named_needs_no_second_consent(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    named(paris)
    own = registrations.Application(
        name="Nadia",
        email="nadia@paris.example",
        city_id=paris.city_id,
        organisation="",
        role=a_nominee().role,
        language="en",
        zone="Europe/Paris",
        session_keys=frozenset({"evening"}),
        consent_number=IN_FORCE.number,
    )
    registrations.register(seminar.id, own, now=NOW)
    registrations.confirm(registered(database).id, now=NOW)
    assert registered(database).state is RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"session_keys": frozenset()}, "Choose at least one part."),
        ({"session_keys": frozenset({"noon"})}, "This seminar has no such part."),
        ({"name": "N" * 201}, "at most 200 characters"),
        ({"organisation": "Paris\nBcc: x"}, "on one line"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_named(
    database: SQLAlchemy, paris: Delegation, values: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        named(paris, a_nominee("omar@paris.example"), a_nominee(**values))
    assert (count(database, Registration), count(database, Nomination)) == (0, 0)


@pytest.mark.parametrize("role", [DelegationRole.INVITED, DelegationRole.ABSENT])
def test_a_city_that_has_not_said_that_it_comes_names_nobody(
    seminar: Seminar, evening: Session, role: DelegationRole
) -> None:
    with pytest.raises(Refusal, match="Answer first that your city takes part"):
        named(a_city_coming(seminar, role=role))


def test_a_delegation_without_a_city_names_nobody(seminar: Seminar, evening: Session) -> None:
    unnamed = builders.a_delegation(seminar, role=DelegationRole.ATTENDING)
    with pytest.raises(Refusal, match="which city you answer for"):
        named(unnamed)


def test_a_draft_takes_no_names(database: SQLAlchemy) -> None:
    draft = builders.a_seminar(state=SeminarState.DRAFT)
    an_evening(draft)
    with pytest.raises(Refusal, match="is closed"):
        named(a_city_coming(draft))


def test_a_city_names_a_thousand_people_at_most(database: SQLAlchemy, paris: Delegation) -> None:
    addresses = [f"p{number}@paris.example" for number in range(nominations.MOST_NAMED - 1)]
    former = {"delegation_id": paris.id, "name": "P", "nominated_at": NOW, "withdrawn_at": NOW}
    with transaction():
        database.session.add_all(Nomination(email=one, email_key=one, **former) for one in addresses)
    with pytest.raises(Refusal, match="at most 1000 people"):
        named(paris, a_nominee(), a_nominee("omar@paris.example"))
    assert named(paris) == 1


@pytest.mark.parametrize("number", [1, 300])
def test_three_hundred_people_cost_the_statements_of_one(paris: Delegation, number: int) -> None:
    people = [a_nominee(f"p{one}@paris.example") for one in range(number)]
    with count_statements() as statements:
        assert named(paris, *people) == number
    inserted = ("INSERT INTO registration", "INSERT INTO nomination", "INSERT INTO seat")
    fixed = [one for one in statements if not one.startswith(inserted)]
    assert len(fixed) == 17, statements


def test_who_was_taken_off_the_list_can_be_named_again(database: SQLAlchemy, paris: Delegation) -> None:
    named(paris)
    key = database.session.scalars(select(Nomination.key)).one()
    nominations.turn_away(paris.id, key, by=FOCAL, now=NOW)
    assert registered(database).state is RegistrationState.CANCELLED
    assert letters_to(database, "nadia@paris.example") == [CONFIRM]
    assert named(paris) == 1
    assert registered(database).state is RegistrationState.UNCONFIRMED
    assert states_of(database, "nadia@paris.example") == [SeatState.REQUESTED]
    assert count(database, Nomination) == 1
