"""The worker against a real mail server: what goes out, what pauses, what is given up, and how it stops."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import NOW, ORGANISER
from tests.mail.conftest import Clock
from tests.support import owing
from tests.support.processes import free_port
from tests.support.smtp import SmtpServer
from webinars.mail import worker
from webinars.mail.worker import Tally
from webinars.models import Invitation, Method, Notice, NoticeState, SentLetter
from webinars.models.database import db
from webinars.services import outbox
from webinars.services.outbox import TroubleKind, Wish

MINUTE = timedelta(minutes=1)

Send = Callable[[], Tally]


class NotedPauses(threading.Event):
    """An event that writes down how long the worker would have waited, and stops it after *count* pauses."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.pauses: list[float | None] = []
        self._count = count

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        if len(self.pauses) == self._count:
            self.set()
        return self.is_set()


def troubles(notice: Notice) -> list[tuple[TroubleKind, str]]:
    return [(trouble.kind, trouble.reason) for trouble in outbox.history(notice.error)]


def test_every_letter_goes_out_once_and_its_invitation_knows(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    people = owing.owe_invitations(3)
    assert send() == Tally(sent=3)
    assert send() == Tally()
    assert [letter.recipients for letter in smtp_server.letters] == [(email,) for email in people]
    assert owing.states() == [NoticeState.SENT] * 3
    told = db.session.execute(select(Invitation.sent_method, Invitation.sent_sequence, Invitation.sent_at))
    assert told.all() == [(Method.REQUEST, 0, NOW)] * 3


def test_the_letter_is_kept_as_it_was_sent(mail_app: Flask, send: Send, smtp_server: SmtpServer) -> None:
    (person,) = owing.owe_invitations()
    send()
    (received,) = smtp_server.letters
    kept = db.session.scalars(select(SentLetter)).one()
    # The server takes the envelope's line end from the end of the text.
    assert kept.message == received.raw
    assert (kept.recipient, kept.message_id) == (person, received.message_id)


def test_the_envelope_comes_from_the_office(mail_app: Flask, send: Send, smtp_server: SmtpServer) -> None:
    owing.owe_invitations()
    send()
    assert smtp_server.letters[0].sender == mail_app.config["MAIL_FROM"]


def test_where_an_inbox_is_read_letters_that_bounce_come_back_to_it(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    mail_app.config["RSVP_ADDRESS"] = "rsvp@tokyo.example"
    owing.owe_invitations()
    send()
    assert smtp_server.letters[0].sender == "rsvp@tokyo.example"


def test_many_letters_share_a_connection(mail_app: Flask, send: Send, smtp_server: SmtpServer) -> None:
    owing.owe_invitations(30)
    send()
    assert len({letter.conversation for letter in smtp_server.letters}) == 1


def test_a_connection_ends_after_a_hundred_letters(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    owing.owe_invitations(101)
    send()
    conversations = [letter.conversation for letter in smtp_server.letters]
    assert len(set(conversations[:100])) == 1
    assert conversations[100] != conversations[99]


def test_workers_side_by_side_send_nothing_twice(mail_app: Flask, smtp_server: SmtpServer) -> None:
    people = owing.owe_invitations(90)
    start = threading.Barrier(3)

    def work() -> Tally:
        start.wait()
        return worker.run(mail_app, once=True, stop_event=threading.Event())

    with ThreadPoolExecutor(3) as pool:
        tallies = [future.result() for future in [pool.submit(work) for _ in range(3)]]
    assert sorted(letter.recipients[0] for letter in smtp_server.letters) == sorted(people)
    assert sum(tally.sent for tally in tallies) == 90
    assert set(owing.states()) == {NoticeState.SENT}


def test_an_address_that_does_not_exist_is_given_up_with_the_servers_words(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    first, second = owing.owe_invitations(2)
    smtp_server.refuse_recipient(first, "550 5.1.1 No such user")
    assert send() == Tally(sent=1, failed=1)
    assert [letter.recipients for letter in smtp_server.letters] == [(second,)]
    assert owing.states() == [NoticeState.FAILED, NoticeState.SENT]
    assert troubles(owing.notice_to(first)) == [(TroubleKind.REFUSED, "550 5.1.1 No such user")]


def test_a_letter_refused_after_its_text_is_given_up(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    (person,) = owing.owe_invitations()
    smtp_server.refuse_letters("554 5.7.1 Spam")
    assert send() == Tally(failed=1)
    assert troubles(owing.notice_to(person)) == [(TroubleKind.REFUSED, "554 5.7.1 Spam")]


@pytest.mark.parametrize("where", ["recipient", "text"])
def test_a_letter_put_off_is_tried_again_after_growing_pauses(
    mail_app: Flask, send: Send, smtp_server: SmtpServer, clock: Clock, where: str
) -> None:
    (person,) = owing.owe_invitations()
    if where == "recipient":
        smtp_server.refuse_recipient(person, "451 4.3.0 Try later")
    else:
        smtp_server.refuse_letters("451 4.3.0 Try later")
    for minutes in (1, 5, 15, 60, 240, 240):
        assert send() == Tally(postponed=1)
        clock.turn(minutes * MINUTE - timedelta(seconds=1))
        assert send() == Tally()
        clock.turn(timedelta(seconds=1))
    smtp_server.accept_everything()
    assert send() == Tally(sent=1)
    notice = owing.notice_to(person)
    assert (notice.is_repeated, notice.attempts, len(smtp_server.letters)) == (False, 6, 1)


def test_a_letter_put_off_for_two_days_is_given_up(
    mail_app: Flask, send: Send, smtp_server: SmtpServer, clock: Clock
) -> None:
    (person,) = owing.owe_invitations()
    smtp_server.refuse_recipient(person, "451 4.3.0 Try later")
    for _ in range(16):
        send()
        clock.turn(timedelta(hours=4))
    assert owing.states() == [NoticeState.FAILED]


def test_a_letter_put_off_tells_what_is_true_when_it_goes(
    mail_app: Flask, send: Send, smtp_server: SmtpServer, clock: Clock
) -> None:
    (person,) = owing.owe_invitations()
    smtp_server.refuse_recipient(person, "451 4.3.0 Try later")
    send()
    owing.uninvite(person, now=clock.now)
    smtp_server.accept_everything()
    clock.turn(MINUTE)
    assert send() == Tally(dropped=1)
    assert smtp_server.letters == []


def test_a_cancel_goes_after_its_request(
    mail_app: Flask, send: Send, smtp_server: SmtpServer, clock: Clock
) -> None:
    (person,) = owing.owe_invitations()
    send()
    owing.uninvite(person, now=clock.now)
    send()
    subjects = [letter.message_id.split(".")[1] for letter in smtp_server.letters]
    assert subjects == ["request", "cancel"]


def test_a_server_that_is_down_pauses_the_run_and_blames_no_letter(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    owing.owe_invitations(2)
    mail_app.config["MAIL_PORT"] = free_port()
    assert send() == Tally(is_cut_short=True)
    assert owing.states() == [NoticeState.OWED] * 2
    assert db.session.scalars(select(Notice.attempts)).all() == [0, 0]
    mail_app.config["MAIL_PORT"] = smtp_server.port
    assert send() == Tally(sent=2)


def test_the_pauses_of_a_run_grow_while_the_server_is_down(mail_app: Flask) -> None:
    owing.owe_invitations()
    mail_app.config["MAIL_PORT"] = free_port()
    stop_event = NotedPauses(5)
    worker.run(mail_app, once=False, stop_event=stop_event)
    assert stop_event.pauses == [5, 15, 60, 300, 300]


def test_an_idle_worker_looks_again_at_the_pace_of_the_setting(mail_app: Flask) -> None:
    stop_event = NotedPauses(2)
    worker.run(mail_app, once=False, stop_event=stop_event)
    assert stop_event.pauses == [mail_app.config["POLL_SECONDS"]] * 2


def test_a_letter_that_cannot_be_written_stops_no_other(mail_app: Flask, send: Send) -> None:
    broken = owing.owe_unwritable()
    owing.owe_invitations(2)
    assert send() == Tally(sent=2, failed=1)
    assert [kind for kind, _ in troubles(owing.notice(broken))] == [TroubleKind.UNWRITABLE]


def test_a_letter_that_ends_the_worker_is_counted_and_the_next_worker_sends_the_others(
    mail_app: Flask, send: Send, clock: Clock
) -> None:
    broken = owing.owe_crashing()
    owing.owe_invitations(2)
    with pytest.raises(AssertionError, match="names somebody"):
        send()
    assert owing.states() == [NoticeState.OWED] * 3
    assert send() == Tally(sent=2)
    for minutes in (1, 5, 15, 60):
        clock.turn(minutes * MINUTE)
        with pytest.raises(AssertionError, match="names somebody"):
            send()
    clock.turn(timedelta(days=1))
    assert send() == Tally()
    notice = owing.notice(broken)
    assert (notice.state, notice.attempts) == (NoticeState.FAILED, 5)


def test_a_worker_told_to_stop_finishes_the_letter_in_flight_and_gives_back_the_rest(
    mail_app: Flask, smtp_server: SmtpServer
) -> None:
    owing.owe_invitations(15)
    smtp_server.pace_seconds = 0.05
    stop_event = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(worker.run, mail_app, once=False, stop_event=stop_event)
        smtp_server.wait_for(1)
        stop_event.set()
        tally = running.result()
    sent = len(smtp_server.letters)
    assert 1 <= sent < 15
    assert tally == Tally(sent=sent)
    assert owing.states() == [NoticeState.SENT] * sent + [NoticeState.OWED] * (15 - sent)


def test_a_held_letter_stays_until_it_is_released(
    mail_app: Flask, send: Send, smtp_server: SmtpServer
) -> None:
    first, second = owing.owe_invitations(2)
    held = owing.notice_to(first).id
    outbox.fulfil_one(Wish.HOLD, held, by=ORGANISER, now=NOW)
    assert send() == Tally(sent=1)
    outbox.fulfil_one(Wish.RELEASE, held, by=ORGANISER, now=NOW)
    assert send() == Tally(sent=1)
    assert [letter.recipients[0] for letter in smtp_server.letters] == [second, first]


def test_a_repeated_letter_goes_out_with_the_same_bytes_although_the_state_has_changed(
    mail_app: Flask, send: Send, smtp_server: SmtpServer, clock: Clock
) -> None:
    """And the change has a letter of its own, behind it."""
    (person,) = owing.owe_invitations()
    send()
    (sent,) = smtp_server.letters
    notice = owing.notice_to(person)
    _as_if_the_worker_had_died_before_it_wrote_that_down(notice, clock)
    owing.uninvite(person, now=clock.now)
    clock.turn(timedelta(hours=1))
    assert send() == Tally(sent=2)
    first, repeated, cancel = smtp_server.letters
    assert first.raw == repeated.raw == sent.raw
    assert cancel.message_id not in (first.message_id, repeated.message_id)
    assert db.session.scalars(select(Notice.is_repeated).order_by(Notice.id)).all() == [True, False]


def _as_if_the_worker_had_died_before_it_wrote_that_down(notice: Notice, clock: Clock) -> None:
    notice.state, notice.sent_at = NoticeState.CLAIMED, None
    notice.claimed_by, notice.claimed_until = "dead", clock.now
    kept = db.session.scalars(select(SentLetter).where(SentLetter.notice_id == notice.id)).one()
    kept.begun_by, kept.begun_until = "dead", clock.now
    db.session.commit()
