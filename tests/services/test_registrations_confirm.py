"""Registering and confirming: what is taken when, and what a stranger learns."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.registrants import APPLICATION, a_seated, an_evening, an_unconfirmed
from webinars.domain.errors import Refusal
from webinars.domain.seating import Mode, SeatState
from webinars.models import (
    ConsentText,
    Invitation,
    InvitationState,
    Notice,
    NoticeKind,
    NoticeState,
    Registration,
    RegistrationState,
    Seminar,
    SeminarState,
    Session,
)
from webinars.models.database import transaction
from webinars.queries.registrations import queue_positions, seats_of
from webinars.services.consents import IN_FORCE
from webinars.services.records import SYSTEM
from webinars.services.registrations import cancel, confirm, register


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


def the_registration(database: SQLAlchemy) -> Registration:
    return database.session.scalars(select(Registration).execution_options(populate_existing=True)).one()


def kinds(database: SQLAlchemy) -> list[NoticeKind]:
    """Name the letters owed, in order."""
    return list(database.session.scalars(select(Notice.kind).order_by(Notice.id)))


def send_everything(database: SQLAlchemy) -> None:
    with transaction():
        for notice in database.session.scalars(select(Notice)):
            notice.state = NoticeState.SENT


def states(registration: Registration) -> list[SeatState]:
    return [seat.state for seat in seats_of(registration.id)]


def test_registering_takes_no_seat_and_owes_one_letter(
    database: SQLAlchemy, evening: Session, now: datetime
) -> None:
    register(evening.seminar_id, APPLICATION, now=now)
    registration = the_registration(database)
    assert registration.state is RegistrationState.UNCONFIRMED
    assert states(registration) == [SeatState.REQUESTED]
    assert kinds(database) == [NoticeKind.CONFIRM_REGISTRATION]


def test_the_version_of_the_text_that_was_agreed_to_is_kept(
    database: SQLAlchemy, evening: Session, now: datetime
) -> None:
    register(evening.seminar_id, APPLICATION, now=now)
    kept = database.session.get_one(ConsentText, the_registration(database).consent_text_id)
    assert (kept.number, kept.text) == (IN_FORCE.number, IN_FORCE.text)


def test_agreeing_to_an_older_text_is_refused(database: SQLAlchemy, evening: Session, now: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        register(evening.seminar_id, replace(APPLICATION, consent_number=0), now=now)
    assert refused.value.field == "consent"
    assert database.session.scalars(select(Registration)).all() == []


def test_confirming_takes_the_seat_and_owes_the_invitation(
    database: SQLAlchemy, evening: Session, now: datetime
) -> None:
    register(evening.seminar_id, APPLICATION, now=now)
    confirm(the_registration(database).id, now=now)
    registration = the_registration(database)
    assert (registration.state, registration.confirmed_at) == (RegistrationState.CONFIRMED, now)
    assert states(registration) == [SeatState.SEATED]
    assert kinds(database) == [NoticeKind.CONFIRM_REGISTRATION, NoticeKind.CALENDAR]


def test_confirming_twice_changes_nothing(database: SQLAlchemy, evening: Session, now: datetime) -> None:
    register(evening.seminar_id, APPLICATION, now=now)
    registration = the_registration(database)
    confirm(registration.id, now=now)
    confirm(registration.id, now=now + timedelta(minutes=1))
    assert the_registration(database).confirmed_at == now
    assert kinds(database) == [NoticeKind.CONFIRM_REGISTRATION, NoticeKind.CALENDAR]


def test_a_full_part_queues_in_the_order_of_confirmation(seminar: Seminar, now: datetime) -> None:
    evening = an_evening(seminar, capacity=1)
    people = [an_unconfirmed(seminar, evening) for _ in range(3)]
    for person in (people[2], people[0], people[1]):
        confirm(person.id, now=now)
    assert [states(person) for person in people] == [
        [SeatState.WAITING],
        [SeatState.WAITING],
        [SeatState.SEATED],
    ]
    assert [queue_positions(person.id).get(evening.id) for person in people] == [1, 2, None]


def test_who_waits_gets_a_letter_and_no_invitation(
    database: SQLAlchemy, seminar: Seminar, now: datetime
) -> None:
    evening = an_evening(seminar, capacity=1)
    a_seated(seminar, evening)
    confirm(an_unconfirmed(seminar, evening).id, now=now)
    assert kinds(database) == [NoticeKind.REGISTRATION_STATE]
    assert database.session.scalars(select(Invitation)).all() == []


def test_approval_leaves_the_seat_pending_and_never_waiting(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar(registration_mode=Mode.APPROVAL)
    evening = an_evening(seminar, capacity=1)
    a_seated(seminar, evening)
    person = an_unconfirmed(seminar, evening)
    confirm(person.id, now=now)
    assert states(person) == [SeatState.PENDING]
    assert kinds(database) == [NoticeKind.REGISTRATION_STATE]


def test_a_city_whose_places_are_filled_waits_for_the_organiser(
    seminar: Seminar, evening: Session, now: datetime
) -> None:
    paris = builders.a_city("Paris")
    builders.a_delegation(seminar, paris, places=2)
    people = [an_unconfirmed(seminar, evening, city_id=paris.id) for _ in range(3)]
    for person in people:
        confirm(person.id, now=now)
    assert [states(person) for person in people] == [
        [SeatState.SEATED],
        [SeatState.SEATED],
        [SeatState.PENDING],
    ]


def test_registering_again_before_confirming_keeps_one_row_and_the_newest_wish(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    builders.a_session(seminar, "morning")
    register(seminar.id, APPLICATION, now=now)
    send_everything(database)
    both = replace(APPLICATION, email="Claire@Paris.example", session_keys=frozenset({"morning", "evening"}))
    register(seminar.id, both, now=now)
    assert states(the_registration(database)) == [SeatState.REQUESTED, SeatState.REQUESTED]
    assert kinds(database) == [NoticeKind.CONFIRM_REGISTRATION] * 2


def test_an_impatient_person_is_owed_one_letter(
    database: SQLAlchemy, evening: Session, now: datetime
) -> None:
    for _ in range(3):
        register(evening.seminar_id, APPLICATION, now=now)
    assert kinds(database) == [NoticeKind.CONFIRM_REGISTRATION]


def test_registering_a_confirmed_address_changes_nothing_and_sends_its_link(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening, email="claire@paris.example", name="Claire")
    stranger = replace(APPLICATION, name="Mallory")
    register(seminar.id, stranger, now=now)
    assert the_registration(database).name == "Claire"
    assert states(person) == [SeatState.SEATED]
    assert kinds(database) == [NoticeKind.REGISTRATION_STATE]


def test_who_cancelled_registers_again_on_the_same_row(
    database: SQLAlchemy, evening: Session, now: datetime
) -> None:
    register(evening.seminar_id, APPLICATION, now=now)
    registration = the_registration(database)
    confirm(registration.id, now=now)
    cancel(registration.id, by=SYSTEM, now=now)
    register(evening.seminar_id, APPLICATION, now=now)
    confirm(registration.id, now=now)
    again = the_registration(database)
    assert (again.id, again.state) == (registration.id, RegistrationState.CONFIRMED)
    assert states(again) == [SeatState.SEATED]
    invitation = database.session.scalars(select(Invitation)).one()
    assert (invitation.state, invitation.sequence) == (InvitationState.OPEN, 2)


def test_an_old_confirmation_link_does_not_revive_what_was_cancelled(
    seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening)
    cancel(person.id, by=SYSTEM, now=now)
    with pytest.raises(Refusal, match="was cancelled"):
        confirm(person.id, now=now)
    assert states(person) == [SeatState.GIVEN_UP]


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"session_keys": frozenset()}, "parts", "Choose at least one part"),
        ({"session_keys": frozenset({"noon"})}, "parts", "no such part"),
        ({"name": "Claire\r\nBcc: all@city.example"}, "name", "one line"),
        ({"name": "C" * 300}, "name", "at most 200"),
        ({"organisation": "O" * 201}, "organisation", "at most 200"),
    ],
)
def test_a_bad_application_is_refused_at_its_field(
    database: SQLAlchemy,
    evening: Session,
    now: datetime,
    values: dict[str, object],
    field: str,
    text: str,
) -> None:
    with pytest.raises(Refusal, match=text) as refused:
        register(evening.seminar_id, replace(APPLICATION, **values), now=now)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert database.session.scalars(select(Registration)).all() == []


def test_registration_closes_when_the_part_starts(evening: Session, now: datetime) -> None:
    assert evening.starts_at is not None
    register(evening.seminar_id, APPLICATION, now=evening.starts_at - timedelta(seconds=1))
    with pytest.raises(Refusal, match="Registration is closed"):
        register(evening.seminar_id, APPLICATION, now=evening.starts_at)


def test_one_part_closes_while_the_other_stays_open(
    seminar: Seminar, evening: Session, now: datetime
) -> None:
    morning = builders.a_session(seminar, "morning")
    assert morning.starts_at is not None
    register(seminar.id, APPLICATION, now=morning.starts_at)
    wish = replace(APPLICATION, session_keys=frozenset({"morning"}))
    with pytest.raises(Refusal, match="“Morning part” is closed") as refused:
        register(seminar.id, wish, now=morning.starts_at)
    assert refused.value.field == "parts"


def test_registration_closes_when_the_organiser_says(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar(registration_closes_at=now)
    an_evening(seminar)
    with pytest.raises(Refusal, match="Registration is closed"):
        register(seminar.id, APPLICATION, now=now)


@pytest.mark.parametrize("state", [SeminarState.DRAFT, SeminarState.CANCELLED, SeminarState.ARCHIVED])
def test_only_a_published_seminar_takes_registrations(
    database: SQLAlchemy, now: datetime, state: SeminarState
) -> None:
    seminar = builders.a_seminar(state=state)
    an_evening(seminar)
    with pytest.raises(Refusal, match="Registration is closed"):
        register(seminar.id, APPLICATION, now=now)


def test_a_part_that_began_before_the_confirmation_has_expired(
    seminar: Seminar, evening: Session, now: datetime
) -> None:
    morning = builders.a_session(seminar, "morning")
    person = an_unconfirmed(seminar, morning, evening)
    assert morning.starts_at is not None
    confirm(person.id, now=morning.starts_at)
    assert states(person) == [SeatState.EXPIRED, SeatState.SEATED]


def test_confirming_after_everything_began_is_refused_and_writes_nothing(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening)
    assert evening.starts_at is not None
    with pytest.raises(Refusal, match="Registration is closed"):
        confirm(person.id, now=evening.starts_at)
    assert the_registration(database).state is RegistrationState.UNCONFIRMED
    assert states(person) == [SeatState.REQUESTED]
