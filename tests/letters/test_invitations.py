"""Calendar letters: what is due is decided from the present state."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.letters import post_round, waiting
from tests.support.registrants import a_seated, an_evening
from tests.support.scenes import a_scene, a_stage, call_off, method_and_sequence, move, restore
from webinars.domain.seating import SeatState
from webinars.models import NoticeState, Registration, RegistrationState, Seat
from webinars.models.database import db, transaction
from webinars.services import invitations
from webinars.services.notices import Cause

pytestmark = ON_SQLITE


def test_two_quick_moves_are_one_letter_with_the_last_sequence(database: SQLAlchemy, now: datetime) -> None:
    session, _person = a_scene()
    (first,) = post_round(now)
    move(session, 30, now=now)
    move(session, 30, now=now)
    (update,) = post_round(now)
    assert method_and_sequence(update) == ("REQUEST", 2)
    assert update.event["UID"] == first.event["UID"]
    assert update.event.start == first.event.start + timedelta(hours=1)


def test_the_letter_of_two_quick_moves_tells_from_where_the_person_knows_it(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    post_round(now)
    move(session, 30, now=now)
    move(session, 30, now=now)
    (update,) = post_round(now)
    assert "Was: Wednesday 25 November 2026, 09:00–11:25 (Paris, UTC+1)" in update.text
    assert "Now: Wednesday 25 November 2026, 10:00–12:25 (Paris, UTC+1)" in update.text
    assert update.letter.subject == "New time: Recovery of cities: Evening part"


def test_an_unsent_invitation_plus_an_update_is_still_an_invitation(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    move(session, 30, now=now)
    (letter,) = post_round(now)
    assert method_and_sequence(letter) == ("REQUEST", 1)
    assert letter.letter.subject == "Your seat is kept: Recovery of cities: Evening part"
    assert "Was:" not in letter.text


def test_an_invitation_that_was_never_sent_is_not_cancelled_but_dropped(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    call_off(session, now=now)
    assert post_round(now) == []
    assert waiting() == []


def test_an_invitation_that_a_dead_worker_may_have_sent_is_cancelled(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    (notice,) = waiting()
    with transaction():
        notice.is_repeated = True
    call_off(session, now=now)
    assert next(method_and_sequence(letter) for letter in post_round(now)) == ("CANCEL", 1)


def test_a_cancelled_and_restored_session_is_a_request_after_a_cancel(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    (first,) = post_round(now)
    call_off(session, now=now)
    (cancel,) = post_round(now)
    restore(session, now=now)
    (again,) = post_round(now)
    assert [method_and_sequence(one) for one in (first, cancel, again)] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]
    assert len({str(one.event["UID"]) for one in (first, cancel, again)}) == 1
    assert "takes place after all" in again.text


def test_cancelled_and_restored_at_once_is_one_update_that_moves_nothing(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    post_round(now)
    call_off(session, now=now)
    restore(session, now=now)
    (letter,) = post_round(now)
    assert method_and_sequence(letter) == ("REQUEST", 2)
    assert "The time is unchanged" in letter.text


def test_a_letter_whose_news_went_out_already_is_dropped(database: SQLAlchemy, now: datetime) -> None:
    _session, _person = a_scene()
    (notice,) = waiting()
    post_round(now)
    with transaction():
        notice.state = NoticeState.OWED
    assert post_round(now) == []


@pytest.mark.parametrize(
    "state", [state for state in SeatState if state is not SeatState.SEATED], ids=lambda state: state.value
)
def test_who_has_no_seat_never_gets_a_request(database: SQLAlchemy, now: datetime, state: SeatState) -> None:
    _session, _person = a_scene()
    with transaction():
        db.session.scalars(db.select(Seat)).one().state = state
    assert post_round(now) == []


@pytest.mark.parametrize("state", [RegistrationState.UNCONFIRMED, RegistrationState.CANCELLED])
def test_who_is_not_confirmed_never_gets_a_request(
    database: SQLAlchemy, now: datetime, state: RegistrationState
) -> None:
    _session, person = a_scene()
    with transaction():
        person.state = state
    assert post_round(now) == []


def test_a_removed_presenter_never_gets_a_request(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, presenter = a_stage()
    with transaction():
        presenter.removed_at = now
    assert post_round(now) == []


def test_a_letter_greets_its_reader_by_the_name_of_today(database: SQLAlchemy, now: datetime) -> None:
    session, person = a_scene(name="Rosa Registrnat")
    post_round(now)
    with transaction():
        person.name = "Rosa Registrant"
    move(session, 30, now=now)
    (update,) = post_round(now)
    assert update.text.startswith("Dear Rosa Registrant,")


def test_a_typo_in_a_title_owes_nothing_and_a_letter_that_waits_shows_the_new_one(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    with transaction():
        session.name = builders.text("Evening session")
    assert len(waiting()) == 1
    (letter,) = post_round(now)
    assert letter.event["SUMMARY"] == "Recovery of cities: Evening session"
    with transaction():
        session.name = builders.text("Evening part")
    assert waiting() == []


def test_who_moves_up_from_the_waiting_list_is_told_so(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    person = a_seated(seminar, session)
    with transaction():
        invitations.invite_registrant(person, session, now=now, cause=Cause.PROMOTED)
    (letter,) = post_round(now)
    assert "A seat has become free. It is yours." in letter.text


def test_the_old_address_gets_a_cancel_without_any_link_and_the_new_one_an_invitation(
    database: SQLAlchemy, now: datetime
) -> None:
    session, person = a_scene()
    old = person.email
    post_round(now)
    with transaction():
        invitations.close_registrant(person, None, now=now)
        person.email = "corrected@city.example"
        invitations.invite_registrant(person, session, now=now)
    cancel, request = post_round(now)
    assert (cancel.letter.recipient, method_and_sequence(cancel)) == (old, ("CANCEL", 1))
    assert (request.letter.recipient, method_and_sequence(request)) == (
        "corrected@city.example",
        ("REQUEST", 0),
    )
    assert "/registrations/" not in cancel.text + cancel.html + cancel.calendar_part().get_content()
    assert "/join/" not in cancel.text + cancel.html + cancel.calendar_part().get_content()
    assert "corrected@city.example" not in cancel.letter.message.decode() + cancel.text + cancel.html


@pytest.mark.parametrize(
    ("name", "subject", "reason"),
    [
        ("Paula Presenter", "No longer in your calendar: ", "Your invitation goes to your new address now."),
        ("Somebody Else", "Cancelled: ", "You are no longer asked to present in this slot."),
    ],
    ids=["another address", "another person"],
)
def test_a_presenters_old_address_is_told_whether_only_the_address_changed(
    database: SQLAlchemy, now: datetime, name: str, subject: str, reason: str
) -> None:
    session, slot, presenter = a_stage(name="Paula Presenter")
    with transaction():
        invitations.invite_presenter(presenter, slot, session, now=now)
    post_round(now)
    with transaction():
        presenter.email, presenter.name = "corrected@city.example", name
        invitations.invite_presenter(presenter, slot, session, now=now)
    cancel, _request = post_round(now)
    assert cancel.letter.subject.startswith(subject)
    assert reason in cancel.text
    assert "corrected@city.example" not in cancel.letter.message.decode() + cancel.text + cancel.html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda person, seat: setattr(person, "state", RegistrationState.CANCELLED),
            "registration is cancelled",
        ),
        (lambda person, seat: setattr(seat, "state", SeatState.GIVEN_UP), "gave up your seat"),
        (lambda person, seat: setattr(seat, "state", SeatState.REFUSED), "organiser has withdrawn your seat"),
    ],
    ids=["cancelled", "given up", "refused"],
)
def test_a_withdrawn_registrant_is_told_why(
    database: SQLAlchemy, now: datetime, change: Callable[[Registration, Seat], None], words: str
) -> None:
    _session, person = a_scene()
    post_round(now)
    with transaction():
        change(person, db.session.scalars(db.select(Seat)).one())
        invitations.close_registrant(person, None, now=now)
    (letter,) = post_round(now)
    assert words in letter.text
