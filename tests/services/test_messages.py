"""Messages of the organiser's own: whom they reach, and that they are sent once."""

import threading
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.registrants import a_waiting
from tests.support.reminding import a_guest, a_part, a_reminding, a_speaker
from tests.support.statements import count_statements
from webinars.domain.errors import Refusal, Stale
from webinars.models import (
    Answer,
    Message,
    Notice,
    NoticeKind,
    ParticipantRole,
    Presenter,
    Record,
    Registration,
    RegistrationState,
    Seminar,
    SeminarState,
    Session,
)
from webinars.models.database import db, transaction
from webinars.queries.messages import Audience, count_recipients
from webinars.services.messages import MessageFields, add_message, edit_message, send_message


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_reminding()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return a_part(seminar)


def written(words: str = "Dear {name}", **audience: Any) -> MessageFields:
    return MessageFields(builders.text("News"), builders.text(words), Audience(**audience))


def kept(seminar: Seminar, wanted: MessageFields) -> Message:
    return add_message(seminar.id, wanted, by=ORGANISER, now=NOW)


def send(message: Message) -> Message:
    return send_message(message.id, expected=message.version, by=ORGANISER, now=NOW)


def reached(seminar: Seminar, **audience: Any) -> list[str]:
    """Send a message to an audience, and return the addresses, in order; the count says the same before."""
    wanted = written(**audience)
    count = count_recipients(seminar.id, wanted.audience)
    message = kept(seminar, wanted)
    if count == 0:
        with pytest.raises(Refusal):
            send(message)
        return []
    assert send(message).recipients == count
    notices = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.MESSAGE))
    about = [one for one in notices if one.details == {"message": message.id}]
    return sorted(map(address, about))


def address(notice: Notice) -> str:
    if notice.registration_id:
        return db.session.get_one(Registration, notice.registration_id).email
    return db.session.get_one(Presenter, notice.presenter_id).email


def test_an_audience_is_everybody_or_those_of_a_part_a_city_a_role_an_answer(
    seminar: Seminar, evening: Session
) -> None:
    late, paris = a_part(seminar, "late", later=300), builders.a_city()
    a = a_guest(seminar, evening, email="a@city.example", city_id=paris.id)
    a_guest(seminar, late, email="b@city.example", role=ParticipantRole.STUDENT)
    builders.an_invitation(a, evening, answer=Answer.ACCEPTED)
    delegation = builders.a_delegation(seminar, paris)
    slot = builders.a_slot(late, delegation_id=delegation.id)
    builders.a_presenter(slot, "p@city.example", answer=Answer.ACCEPTED)
    assert reached(seminar) == ["a@city.example", "b@city.example", "p@city.example"]
    assert reached(seminar, session_id=late.id) == ["b@city.example", "p@city.example"]
    assert reached(seminar, city_id=paris.id) == ["a@city.example", "p@city.example"]
    assert reached(seminar, role="student") == ["b@city.example"]
    assert reached(seminar, role="presenter") == ["p@city.example"]
    assert reached(seminar, answer=Answer.ACCEPTED) == ["a@city.example", "p@city.example"]
    assert reached(seminar, answer=Answer.ACCEPTED, session_id=late.id) == ["p@city.example"]
    assert reached(seminar, answer=Answer.TENTATIVE) == []


def test_it_reaches_nobody_without_a_seat_nobody_who_stopped_and_each_person_once(
    seminar: Seminar, evening: Session
) -> None:
    a_guest(seminar, evening, email="paula@paris.example")
    a_speaker(evening, "Paula@paris.example")
    a_speaker(evening, "paula@paris.example", position=1)
    a_speaker(evening, "no@city.example", position=2, answer=Answer.DECLINED)
    a_waiting(seminar, evening, 1)
    a_guest(seminar, evening, state=RegistrationState.CANCELLED)
    a_guest(seminar, evening, reminders_stopped_at=NOW)
    other = a_reminding()
    a_guest(other, a_part(other))
    assert reached(seminar) == ["Paula@paris.example"]


def test_sending_it_again_does_nothing(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    message = kept(seminar, written())
    send(message)
    a_guest(seminar, evening)
    send(message)
    assert db.session.scalar(select(func.count(Notice.id))) == 1
    verbs = [(one.verb, one.title) for one in db.session.scalars(select(Record).order_by(Record.id))]
    assert verbs == [("created", "News"), ("sent", "News")]


def test_two_who_send_it_at_one_moment_send_it_once(
    app: Flask, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    a_guest(seminar, evening)
    ident = kept(seminar, written()).id
    database.session.rollback()
    start = threading.Barrier(2)

    def press() -> None:
        with app.app_context():
            start.wait()
            send_message(ident, expected=1, by=ORGANISER, now=NOW)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.session.scalar(select(func.count(Notice.id))) == 1


def test_what_changed_since_it_was_seen_is_not_sent(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    message = kept(seminar, written())
    edit_message(message.id, written("Other words"), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal):
        send_message(message.id, expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale):
        edit_message(message.id, written("Mine"), expected=1, by=ORGANISER, now=NOW)
    assert send_message(message.id, expected=2, by=ORGANISER, now=NOW).recipients == 1
    with pytest.raises(Refusal):
        edit_message(message.id, written("Too late"), expected=2, by=ORGANISER, now=NOW)


def test_the_log_says_by_name_for_whom_a_message_is_now(seminar: Seminar, evening: Session) -> None:
    paris = builders.a_city()
    message = kept(seminar, written())
    wanted = written(session_id=evening.id, city_id=paris.id, role="student")
    edit_message(message.id, wanted, expected=1, by=ORGANISER, now=NOW)
    edit_message(message.id, wanted, expected=2, by=ORGANISER, now=NOW)
    (edited,) = db.session.scalars(select(Record).where(Record.verb == "edited"))
    assert edited.changes == {
        "session_id": [None, "Evening part"],
        "city_id": [None, "Paris"],
        "role": [None, "student"],
    }


def test_an_unknown_placeholder_is_refused_at_its_field(seminar: Seminar) -> None:
    with pytest.raises(Refusal) as refused:
        kept(seminar, written("Dear {nmae}"))
    assert refused.value.field == "text-en"


def test_a_seminar_in_the_archive_sends_nothing(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    message = kept(seminar, written())
    with transaction():
        seminar.state = SeminarState.ARCHIVED
    with pytest.raises(Refusal):
        send(message)


@pytest.mark.parametrize("people", [1, 3])
def test_sending_takes_as_many_statements_for_three_as_for_one(
    seminar: Seminar, evening: Session, people: int
) -> None:
    for number in range(people):
        a_guest(seminar, evening)
        a_speaker(evening, f"speaker{number}@city.example", position=number)
    message = kept(seminar, written())
    with count_statements() as statements:
        send(message)
    assert len(statements) == 6, statements
