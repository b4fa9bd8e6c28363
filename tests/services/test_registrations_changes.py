"""What a person changes: parts, everything at once by cancelling, and the address."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import ORGANISER
from tests.support.registrants import (
    a_person,
    a_seated,
    a_waiting,
    again,
    an_evening,
    an_unconfirmed,
    invitations,
    kinds,
    seat_of,
    states,
)
from webinars.domain.errors import BadLink, Refusal
from webinars.domain.seating import SeatState
from webinars.models import (
    Invitation,
    InvitationState,
    NoticeKind,
    Record,
    Registration,
    RegistrationState,
    Seminar,
    Session,
)
from webinars.queries.registrations import seats_of
from webinars.services.records import SYSTEM
from webinars.services.registrations import (
    Change,
    address_link,
    cancel,
    change,
    confirm,
    confirm_address,
    correct_address,
    send_link,
)
from webinars.services.registrations.links import address_digest


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar, capacity=2)


def wish(person: Registration, *keys: str) -> Change:
    return Change(person.name, person.language, person.zone, frozenset(keys))


def test_leaving_a_part_frees_the_seat_and_cancels_the_event(
    database: SQLAlchemy, seminar: Seminar, now: datetime
) -> None:
    evening, morning = an_evening(seminar, capacity=1), builders.a_session(seminar, "morning")
    person = an_unconfirmed(seminar, evening, morning)
    confirm(person.id, now=now)
    waiting = a_waiting(seminar, evening, 1)
    change(person.id, wish(person, "morning"), by=SYSTEM, now=now)
    assert states(person) == [SeatState.GIVEN_UP, SeatState.SEATED]
    assert states(waiting) == [SeatState.SEATED]
    assert [state for _, state in invitations(database, person)] == [
        InvitationState.CLOSED,
        InvitationState.OPEN,
    ]


def test_who_comes_back_joins_the_end_of_the_queue(seminar: Seminar, now: datetime) -> None:
    evening, _morning = an_evening(seminar, capacity=1), builders.a_session(seminar, "morning")
    person = a_seated(seminar, evening)
    first, last = a_waiting(seminar, evening, 1), a_waiting(seminar, evening, 2)
    change(person.id, wish(person, "morning"), by=SYSTEM, now=now)
    change(person.id, wish(person, "morning", "evening"), by=SYSTEM, now=now)
    assert states(first, last) == [SeatState.SEATED, SeatState.WAITING]
    mine = next(seat for seat in seats_of(person.id) if seat.session_id == evening.id)
    assert (mine.state, mine.queue_number) == (SeatState.WAITING, 3)


def test_keeping_ones_parts_changes_no_seat(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening)
    change(person.id, wish(person, "evening"), by=SYSTEM, now=now)
    assert seat_of(person).changed_at == builders.NOW
    assert kinds(database, person) == []
    assert database.session.scalars(select(Record)).all() == []


def test_giving_up_the_last_part_is_refused(seminar: Seminar, evening: Session, now: datetime) -> None:
    person = a_seated(seminar, evening)
    with pytest.raises(Refusal, match="Keep at least one part") as refused:
        change(person.id, wish(person), by=SYSTEM, now=now)
    assert refused.value.field == "parts"
    assert states(person) == [SeatState.SEATED]


def test_a_part_that_has_begun_stays_as_it_is(seminar: Seminar, evening: Session, now: datetime) -> None:
    morning = builders.a_session(seminar, "morning")
    person = a_seated(seminar, morning, evening)
    assert morning.starts_at is not None
    change(person.id, wish(person, "evening"), by=SYSTEM, now=morning.starts_at)
    assert states(person) == [SeatState.SEATED, SeatState.SEATED]


def test_who_was_refused_cannot_ask_again(seminar: Seminar, evening: Session, now: datetime) -> None:
    builders.a_session(seminar, "morning")
    person = a_person(seminar)
    builders.a_seat(person, evening, state=SeatState.REFUSED)
    change(person.id, wish(person, "morning", "evening"), by=SYSTEM, now=now)
    assert states(person) == [SeatState.REFUSED, SeatState.SEATED]


def test_cancelling_takes_the_event_out_of_the_calendar(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening)
    confirm(person.id, now=now)
    cancel(person.id, by=SYSTEM, now=now)
    assert [state for _, state in invitations(database, person)] == [InvitationState.CLOSED]
    assert again(database, person).state is RegistrationState.CANCELLED
    verbs = database.session.scalars(select(Record.verb).order_by(Record.id)).all()
    assert verbs == ["confirmed", "cancelled"]


def test_who_only_waited_is_told_by_letter_that_the_registration_is_cancelled(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_waiting(seminar, evening, 1)
    cancel(person.id, by=ORGANISER, now=now)
    assert kinds(database, person) == [NoticeKind.REGISTRATION_STATE]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (RegistrationState.UNCONFIRMED, NoticeKind.CONFIRM_REGISTRATION),
        (RegistrationState.CONFIRMED, NoticeKind.REGISTRATION_STATE),
    ],
)
def test_the_office_sends_the_link_that_suits(
    database: SQLAlchemy, seminar: Seminar, now: datetime, state: RegistrationState, kind: NoticeKind
) -> None:
    person = a_person(seminar, state=state)
    send_link(person.id, by=ORGANISER, now=now)
    assert kinds(database, person) == [kind]


def test_a_corrected_address_gets_invitations_of_its_own(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening, email="old@paris.example")
    confirm(person.id, now=now)
    correct_address(person.id, "new@paris.example", now=now)
    assert kinds(database, person)[-1] is NoticeKind.CONFIRM_ADDRESS
    confirm_address(person.id, address_digest("new@paris.example"), now=now)
    kept = again(database, person)
    assert (kept.email, kept.email_key, kept.pending_email) == (
        "new@paris.example",
        "new@paris.example",
        None,
    )
    assert kept.link_revision == person.link_revision
    assert invitations(database, person) == [
        ("old@paris.example", InvitationState.CLOSED),
        ("new@paris.example", InvitationState.OPEN),
    ]
    uids = database.session.scalars(select(Invitation.uid)).all()
    assert len(set(uids)) == 2


def test_links_rise_with_the_address(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening)
    revision = person.link_revision
    correct_address(person.id, "new@paris.example", now=now)
    digest = address_link(again(database, person)).key.partition(".")[2]
    assert confirm_address(person.id, digest, now=now).link_revision == revision + 1


def test_an_address_with_a_registration_of_its_own_is_refused_only_to_its_owner(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    a_seated(seminar, evening, email="taken@paris.example")
    person = a_seated(seminar, evening)
    correct_address(person.id, "taken@paris.example", now=now)  # tells nothing
    with pytest.raises(Refusal, match="registration of its own"):
        confirm_address(person.id, address_digest("taken@paris.example"), now=now)
    assert again(database, person).email == person.email


def test_an_address_that_nobody_confirmed_gives_way(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    squatter = an_unconfirmed(seminar, evening, email="mine@paris.example")
    person = a_seated(seminar, evening)
    correct_address(person.id, "mine@paris.example", now=now)
    confirm_address(person.id, address_digest("mine@paris.example"), now=now)
    assert again(database, person).email_key == "mine@paris.example"
    assert again(database, squatter).state is RegistrationState.CANCELLED
    verbs = select(Record.verb).where(Record.noun_id == squatter.id, Record.noun == "registration")
    assert list(database.session.scalars(verbs)) == ["cancelled"]


def test_an_address_that_is_typed_again_before_its_letter_left_gets_one(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening)
    for email in ("nwe@paris.example", "new@paris.example"):
        correct_address(person.id, email, now=now)
    assert kinds(database, person) == [NoticeKind.CONFIRM_ADDRESS]


def test_the_link_to_another_address_confirms_nothing(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening)
    correct_address(person.id, "second@paris.example", now=now)
    with pytest.raises(BadLink):
        confirm_address(person.id, address_digest("first@paris.example"), now=now)
    assert again(database, person).email == person.email
