"""What a batch reads together and what at its turn, and what it does when something changes meanwhile."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import builders
from tests.builders import NOW
from tests.mail.conftest import Clock
from tests.support import owing
from tests.support.reminding import a_guest, a_part, a_reminding
from tests.support.statements import count_statements
from webinars.mail.batches import Worker
from webinars.models import Delegation, Invitation, NoticeKind, NoticeState, Registration
from webinars.models.database import db, transaction
from webinars.services import invitations, notices, outbox
from webinars.services.outbox import TroubleKind

OWED, SENT, DROPPED = NoticeState.OWED, NoticeState.SENT, NoticeState.DROPPED


class Pigeon:
    """A transport that carries letters nowhere; while it carries the first, something happens."""

    def __init__(self, happens: Callable[[], object] = lambda: None) -> None:
        self.carried: list[tuple[str, bytes]] = []
        self._happens = happens

    def open(self) -> None:
        pass

    def announce(self, recipient: str) -> None:
        pass

    def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None]) -> None:
        self.carried.append((recipient, message))
        meanwhile()
        if len(self.carried) == 1:
            self._happens()

    def close(self) -> None:
        pass

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.carried]


def send_batch(app: Flask, pigeon: Pigeon) -> bool:
    return Worker(app, pigeon, threading.Event()).send_batch()


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_reads_its_calendar_letters_together(mail_app: Flask, count: int) -> None:
    owing.owe_invitations(count)
    with count_statements() as statements:
        send_batch(mail_app, Pigeon())
    claimed, read = 1 + 3 + 1 + 4, 8  # it looks for reminders, for who is silent, and for rehearsals
    begun, finished = 2, 4  # the first letter of an invitation also settles its ORGANIZER
    assert len(statements) == claimed + read + count * begun + finished, statements


def test_a_reminder_goes_out_in_the_round_in_which_it_is_due(mail_app: Flask) -> None:
    seminar = a_reminding()
    part = a_part(seminar, local_start=datetime.fromisoformat("2026-09-01T19:30"))  # in an hour
    rosa = a_guest(seminar, part)
    pigeon = Pigeon()
    assert [send_batch(mail_app, pigeon), send_batch(mail_app, pigeon)] == [True, False]
    assert pigeon.recipients == [rosa.email]
    assert b"\r\nList-Unsubscribe: <http" in pigeon.carried[0][1]


def test_a_letter_whose_invitation_changes_after_it_was_read_tells_the_present_state(mail_app: Flask) -> None:
    first, second, third = owing.owe_invitations(3)

    def meddle() -> None:
        owing.uninvite(second, now=NOW)
        person = select(Invitation).where(Invitation.attendee_email == third)
        with transaction():
            invitations.send_again(db.session.scalars(person).one(), now=NOW + timedelta(minutes=1))

    pigeon = Pigeon(meddle)
    send_batch(mail_app, pigeon)
    assert pigeon.recipients == [first, third]
    assert owing.states() == [SENT, DROPPED, SENT, OWED, OWED]
    told = select(Invitation.sent_changed_at).where(Invitation.attendee_email == third)
    assert db.session.scalar(told) == NOW + timedelta(minutes=1)


def test_an_answer_that_comes_after_its_letter_was_read_is_in_the_letter(mail_app: Flask) -> None:
    first, second = owing.owe_invitations(2)

    def accept() -> None:
        with transaction():
            db.session.execute(
                update(Invitation).where(Invitation.attendee_email == second).values(answer="ACCEPTED")
            )

    pigeon = Pigeon(accept)
    send_batch(mail_app, pigeon)
    assert pigeon.recipients == [first, second]
    assert b"PARTSTAT=NEEDS-ACTION" in calendar_of(pigeon.carried[0][1])
    assert b"PARTSTAT=ACCEPTED" in calendar_of(pigeon.carried[1][1])


def calendar_of(message: bytes) -> bytes:
    parsed = message_from_bytes(message)
    part = next(part for part in parsed.walk() if part.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.replace(b"\r\n ", b"")


def test_a_reminder_does_not_reach_who_answers_while_the_one_before_goes_out(mail_app: Flask) -> None:
    seminar = builders.a_seminar()
    asked = [
        builders.a_delegation(seminar, builders.a_city(name), focal_email=f"{name}@city.example")
        for name in ("Paris", "Seoul")
    ]
    with transaction():
        for one in asked:
            notices.post(NoticeKind.CITY_REMINDER, now=NOW, seminar_id=seminar.id, delegation_id=one.id)

    def answer() -> None:
        with transaction():
            db.session.execute(update(Delegation).where(Delegation.id == asked[1].id).values(answered_at=NOW))

    pigeon = Pigeon(answer)
    send_batch(mail_app, pigeon)
    assert pigeon.recipients == ["Paris@city.example"]
    assert owing.states() == [SENT, DROPPED]


def test_a_batch_that_outlasts_half_its_lease_gives_back_the_rest(mail_app: Flask, clock: Clock) -> None:
    owing.owe_invitations(3)
    half = timedelta(seconds=mail_app.config["LEASE_SECONDS"] / 2)
    assert send_batch(mail_app, Pigeon(lambda: clock.turn(half)))
    assert owing.states() == [SENT, OWED, OWED]


def test_a_letter_that_cannot_be_read_stops_no_other(mail_app: Flask) -> None:
    people = owing.owe_invitations(3)
    elsewhere = builders.a_session(builders.a_seminar())
    broken = db.session.scalars(select(Registration).where(Registration.email == people[1])).one()
    builders.a_seat(broken, elsewhere)
    pigeon = Pigeon()
    send_batch(mail_app, pigeon)
    assert pigeon.recipients == [people[0], people[2]]
    assert owing.states() == [SENT, NoticeState.FAILED, SENT]
    (trouble,) = outbox.history(owing.notice_to(people[1]).error)
    assert trouble.kind is TroubleKind.UNWRITABLE


def test_letters_that_left_are_marked_as_sent_every_second(mail_app: Flask, clock: Clock) -> None:
    owing.owe_invitations(3)
    seen: list[list[NoticeState]] = []

    class Slow(Pigeon):
        def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None]) -> None:
            super().send(recipient, message, meanwhile=meanwhile)
            seen.append(owing.states())
            clock.turn(timedelta(seconds=0.6))

    send_batch(mail_app, Slow())
    claimed = NoticeState.CLAIMED
    assert seen == [[claimed] * 3, [claimed] * 3, [SENT, SENT, claimed]]


def test_each_batch_that_ends_badly_leaves_its_letter_in_doubt(mail_app: Flask, clock: Clock) -> None:
    """Although the same worker has begun another one later."""
    first, second = owing.owe_invitations(2)

    class Broken(Pigeon):
        def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None]) -> None:
            raise RuntimeError(recipient)

    worker = Worker(mail_app, Broken(), threading.Event())
    for recipient in (first, second):
        with pytest.raises(RuntimeError, match=recipient):
            worker.send_batch()
    assert owing.states() == [NoticeState.CLAIMED] * 2
    clock.turn(timedelta(seconds=mail_app.config["LEASE_SECONDS"] + 1))
    pigeon = Pigeon()
    send_batch(mail_app, pigeon)
    assert pigeon.recipients == [first, second]
    assert all(owing.notice_to(email).is_repeated for email in (first, second))


def test_the_letter_that_left_last_is_finished_although_the_next_one_is_not_needed(mail_app: Flask) -> None:
    _first, second = owing.owe_invitations(2)
    owing.uninvite(second, now=NOW)
    pigeon = Pigeon()
    send_batch(mail_app, pigeon)
    assert owing.states() == [SENT, DROPPED]
