"""Seats that are freed, passed on, approved and refused: nobody loses a place, nobody overtakes."""

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
    an_evening,
    an_unconfirmed,
)
from webinars.domain.errors import BadLink, Refusal
from webinars.domain.seating import Mode, SeatState
from webinars.models import (
    Invitation,
    InvitationState,
    Notice,
    NoticeKind,
    Record,
    Registration,
    RegistrationState,
    Seat,
    Seminar,
    Session,
    SessionState,
)
from webinars.models.database import lock, transaction
from webinars.queries.registrations import seats_of
from webinars.services.consents import IN_FORCE
from webinars.services.records import SYSTEM
from webinars.services.registrations import (
    Change,
    address_link,
    approve,
    cancel,
    change,
    confirm,
    confirm_address,
    correct_address,
    hand_over,
    promote_waiting,
    refuse,
    send_link,
)
from webinars.services.registrations.links import address_digest

AGREED = IN_FORCE.number


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar, capacity=2)


def again(database: SQLAlchemy, person: Registration) -> Registration:
    return database.session.get_one(Registration, person.id, populate_existing=True)


def states(*people: Registration) -> list[SeatState]:
    return [seat.state for person in people for seat in seats_of(person.id)]


def seat_of(person: Registration) -> Seat:
    (seat,) = seats_of(person.id)
    return seat


def kinds(database: SQLAlchemy, person: Registration) -> list[NoticeKind]:
    statement = select(Notice.kind).where(Notice.registration_id == person.id).order_by(Notice.id)
    return list(database.session.scalars(statement))


def invitations(database: SQLAlchemy, person: Registration) -> list[tuple[str, InvitationState]]:
    statement = select(Invitation).where(Invitation.registration_id == person.id).order_by(Invitation.id)
    return [(row.attendee_email, row.state) for row in database.session.scalars(statement)]


def wish(person: Registration, *keys: str) -> Change:
    return Change(person.name, person.language, person.zone, frozenset(keys))


# --- moving up -----------------------------------------------------------------------------------------


def test_a_freed_seat_goes_to_the_first_of_the_queue(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    leaving, _staying = a_seated(seminar, evening), a_seated(seminar, evening)
    second, first = a_waiting(seminar, evening, 5), a_waiting(seminar, evening, 4)
    cancel(leaving.id, by=SYSTEM, now=now)
    assert states(first, second) == [SeatState.SEATED, SeatState.WAITING]
    assert seat_of(first).queue_number is None
    assert kinds(database, first) == [NoticeKind.CALENDAR]
    assert kinds(database, second) == []


def test_a_raised_capacity_seats_as_many_as_it_can(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    people = [a_waiting(seminar, evening, number) for number in (1, 2, 3)]
    with transaction():
        assert promote_waiting(evening.id, now=now) == 2
    assert states(*people) == [SeatState.SEATED, SeatState.SEATED, SeatState.WAITING]
    with transaction():
        lock(Session, evening.id).capacity = None
        assert promote_waiting(evening.id, now=now) == 1
    assert states(*people) == [SeatState.SEATED] * 3


def test_nobody_moves_up_once_the_part_has_begun(seminar: Seminar, evening: Session, now: datetime) -> None:
    leaving, waiting = a_seated(seminar, evening), a_waiting(seminar, evening, 1)
    assert evening.starts_at is not None
    cancel(leaving.id, by=SYSTEM, now=evening.starts_at)
    assert states(waiting) == [SeatState.WAITING]


def test_nobody_moves_up_into_a_cancelled_part(seminar: Seminar, now: datetime) -> None:
    cancelled = an_evening(seminar, state=SessionState.CANCELLED)
    waiting = a_waiting(seminar, cancelled, 1)
    with transaction():
        assert promote_waiting(cancelled.id, now=now) == 0
    assert states(waiting) == [SeatState.WAITING]


def test_a_newcomer_does_not_overtake_the_queue(seminar: Seminar, evening: Session, now: datetime) -> None:
    # Two seats are free, yet somebody waits: the seats are theirs to be promoted to.
    a_waiting(seminar, evening, 7)
    newcomer = an_unconfirmed(seminar, evening)
    confirm(newcomer.id, now=now)
    assert (seat_of(newcomer).state, seat_of(newcomer).queue_number) == (SeatState.WAITING, 8)


# --- changing ------------------------------------------------------------------------------------------


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


# --- addresses -----------------------------------------------------------------------------------------


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


def test_the_link_to_another_address_confirms_nothing(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening)
    correct_address(person.id, "second@paris.example", now=now)
    with pytest.raises(BadLink):
        confirm_address(person.id, address_digest("first@paris.example"), now=now)
    assert again(database, person).email == person.email


# --- handing over --------------------------------------------------------------------------------------


def offered(database: SQLAlchemy, giver: Registration, now: datetime) -> Registration:
    hand_over(giver.id, name="Luc Dubois", email="luc@paris.example", now=now)
    statement = select(Registration).where(Registration.email_key == "luc@paris.example")
    return database.session.scalars(statement).one()


def test_a_seat_passes_on_when_the_colleague_confirms(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = an_unconfirmed(seminar, evening)
    confirm(giver.id, now=now)
    waiting = a_waiting(seminar, evening, 1)
    luc = offered(database, giver, now)
    assert (states(giver), states(luc)) == ([SeatState.SEATED], [])
    assert kinds(database, luc) == [NoticeKind.HAND_OVER]
    confirm(luc.id, consent_number=AGREED, now=now)
    assert states(giver, luc, waiting) == [SeatState.GIVEN_UP, SeatState.SEATED, SeatState.WAITING]
    assert again(database, giver).state is RegistrationState.CANCELLED
    assert [state for _, state in invitations(database, giver)] == [InvitationState.CLOSED]
    assert invitations(database, luc) == [("luc@paris.example", InvitationState.OPEN)]


def test_a_place_in_the_queue_passes_on_with_its_number(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver, _behind = a_waiting(seminar, evening, 3), a_waiting(seminar, evening, 4)
    luc = offered(database, giver, now)
    confirm(luc.id, consent_number=AGREED, now=now)
    assert (seat_of(luc).state, seat_of(luc).queue_number) == (SeatState.WAITING, 3)


def test_a_colleague_with_a_seat_keeps_it_and_frees_the_other(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver, colleague = a_seated(seminar, evening), a_seated(seminar, evening, email="luc@paris.example")
    waiting = a_waiting(seminar, evening, 1)
    luc = offered(database, giver, now)
    assert luc.id == colleague.id
    confirm(luc.id, consent_number=AGREED, now=now)
    assert states(giver, luc, waiting) == [SeatState.GIVEN_UP, SeatState.SEATED, SeatState.SEATED]


def test_nobody_agrees_for_a_colleague(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = a_seated(seminar, evening)
    luc = offered(database, giver, now)
    with pytest.raises(Refusal, match="Agree") as refused:
        confirm(luc.id, now=now)
    assert refused.value.field == "consent"
    assert states(giver) == [SeatState.SEATED]


def test_seats_that_were_given_up_meanwhile_cannot_be_taken_over(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = a_seated(seminar, evening)
    luc = offered(database, giver, now)
    cancel(giver.id, by=SYSTEM, now=now)
    with pytest.raises(Refusal, match="no longer available"):
        confirm(luc.id, consent_number=AGREED, now=now)


def test_who_has_nothing_cannot_hand_it_over(database: SQLAlchemy, seminar: Seminar, now: datetime) -> None:
    person = a_person(seminar)
    with pytest.raises(Refusal, match="no seat to hand over"):
        hand_over(person.id, name="Luc Dubois", email="luc@paris.example", now=now)


# --- the organiser decides -----------------------------------------------------------------------------


@pytest.fixture
def by_approval(database: SQLAlchemy) -> Session:
    return an_evening(builders.a_seminar(registration_mode=Mode.APPROVAL), capacity=2)


def a_pending(session: Session, seconds: int) -> Registration:
    seminar = Seminar(id=session.seminar_id)
    person = a_person(seminar)
    at = builders.NOW.replace(second=seconds)
    builders.a_seat(person, session, state=SeatState.PENDING, changed_at=at)
    return person


def test_approving_many_seats_the_first_to_ask_and_queues_the_rest(
    database: SQLAlchemy, by_approval: Session, now: datetime
) -> None:
    last, first, second = (a_pending(by_approval, seconds) for seconds in (30, 10, 20))
    ids = [seat_of(person).id for person in (last, first, second)]
    assert approve(ids, by=ORGANISER, now=now) == 3
    assert states(first, second, last) == [SeatState.SEATED, SeatState.SEATED, SeatState.WAITING]
    assert kinds(database, first) == [NoticeKind.CALENDAR]
    assert kinds(database, last) == [NoticeKind.REGISTRATION_STATE]
    actors = set(database.session.scalars(select(Record.actor)))
    assert actors == {ORGANISER.name}


def test_approving_twice_changes_nothing(database: SQLAlchemy, by_approval: Session, now: datetime) -> None:
    person = a_pending(by_approval, 0)
    ids = [seat_of(person).id]
    assert [approve(ids, by=ORGANISER, now=now) for _ in range(2)] == [1, 0]
    assert kinds(database, person) == [NoticeKind.CALENDAR]


def test_refusing_a_seat_frees_it_for_the_next(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening)
    confirm(person.id, now=now)
    a_seated(seminar, evening)
    waiting = a_waiting(seminar, evening, 1)
    assert refuse([seat_of(person).id], by=ORGANISER, now=now) == 1
    assert states(person, waiting) == [SeatState.REFUSED, SeatState.SEATED]
    assert [state for _, state in invitations(database, person)] == [InvitationState.CLOSED]


def test_the_organiser_may_think_again(database: SQLAlchemy, by_approval: Session, now: datetime) -> None:
    person = a_pending(by_approval, 0)
    ids = [seat_of(person).id]
    refuse(ids, by=ORGANISER, now=now)
    assert kinds(database, person) == [NoticeKind.REGISTRATION_STATE]
    approve(ids, by=ORGANISER, now=now)
    assert states(person) == [SeatState.SEATED]
