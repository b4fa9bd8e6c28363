"""Replies are believed by their token, UID and attendee together; what is not proved changes nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.support.invited import a_guest, a_speaker, again, held, history, notices
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR, MINUTE
from tests.support.replies import INBOX, answered, countered, mail, receive, said, without_token
from webinars.domain.calendar.replies import Said
from webinars.domain.errors import Missing
from webinars.models import Answer, NoticeKind, ReplyKind, Standing
from webinars.models.database import transaction
from webinars.services import replies
from webinars.services.records import Actor

OWN = Actor("Rosa Registrant")


def test_a_reply_with_token_uid_and_attendee_of_one_person_is_kept(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, Said.ACCEPTED, comment="See you there.")
    assert receive(mail(invitation, told), now=now + HOUR) is Standing.KEPT
    row = again(invitation)
    assert (row.answer, row.answer_comment, row.answered_at) == (
        Answer.ACCEPTED,
        "See you there.",
        now + HOUR,
    )
    assert (row.answered_sequence, row.answered_stamp) == (0, now + MINUTE)
    (kept,) = history()
    assert (kept.kind, kept.standing, kept.said) == (ReplyKind.REPLY, Standing.KEPT, Said.ACCEPTED)
    assert (kept.invitation_id, kept.uid, kept.received_at) == (invitation.id, invitation.uid, now + HOUR)
    assert kept.seminar_id == _session.seminar_id


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED])
def test_each_answer_is_kept_as_it_was_said(database: SQLAlchemy, now: datetime, answer: Answer) -> None:
    _session, _person, invitation = a_guest(now)
    assert answered(invitation, Said(answer.value), now=now + HOUR) is Standing.KEPT
    assert again(invitation).answer is answer


def test_from_may_be_unlike_the_attendee(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    received = mail(invitation, said(invitation), sender="other.account@icloud.example")
    assert receive(received, now=now + HOUR) is Standing.KEPT
    assert held(invitation) == (Answer.ACCEPTED, "")


def test_token_and_attendee_are_compared_without_case_as_mail_systems_fold_it(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, attendee=invitation.attendee_email.upper())
    to = ("somebody@else.example", f"RSVP+{invitation.key.lower()}@Office.Example")
    assert receive(mail(invitation, told, recipients=to), now=now + HOUR) is Standing.KEPT
    assert held(invitation) == (Answer.ACCEPTED, "")


def test_the_address_that_the_letters_carried_is_believed_after_the_inbox_moved(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    with transaction():
        again(invitation).organizer = f"answers+{invitation.key}@former.example"
        invitation.is_answerable = True
    received = mail(invitation, said(invitation), recipients=(f"answers+{invitation.key}@former.example",))
    assert receive(received, now=now + HOUR) is Standing.KEPT


def test_an_address_that_everybody_gets_proves_nothing(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    office = again(invitation).organizer or ""
    received = mail(invitation, said(invitation), recipients=(office,))
    assert receive(received, now=now + HOUR, inbox=None) is Standing.UNPROVEN
    assert held(invitation) == (Answer.NEEDS_ACTION, "")


def test_a_forwarded_invitation_answered_by_another_waits_in_the_queue(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, attendee="colleague@paris.example")
    assert receive(mail(invitation, told), now=now + HOUR) is Standing.UNKNOWN
    assert held(invitation) == (Answer.NEEDS_ACTION, "")
    (kept,) = history()
    assert (kept.attendee, kept.invitation_id) == ("colleague@paris.example", invitation.id)
    assert not notices(NoticeKind.CONFIRM_ANSWER)


def test_the_token_of_another_person_proves_nothing(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    _other, _another, stranger = a_guest(now)
    received = mail(stranger, said(invitation))
    assert receive(received, now=now + HOUR) is Standing.UNPROVEN
    assert held(invitation) == (Answer.NEEDS_ACTION, "")
    assert held(stranger) == (Answer.NEEDS_ACTION, "")


def test_a_reply_without_a_token_is_asked_about_at_the_invited_address(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, person, invitation = a_guest(now)
    received = without_token(mail(invitation, said(invitation), sender="thief@elsewhere.example"))
    assert receive(received, now=now + HOUR) is Standing.UNPROVEN
    assert held(invitation) == (Answer.NEEDS_ACTION, "")
    (letter,) = post_round(now + HOUR)
    assert letter.letter.recipient == person.email
    assert "Is this answer yours?" in letter.text


def test_one_question_a_day_waits_for_an_invitation_and_tells_the_newest_answer(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    for number, answer in enumerate((Said.ACCEPTED, Said.DECLINED)):
        receive(without_token(mail(invitation, said(invitation, answer))), now=now + number * MINUTE)
    (asked,) = notices(NoticeKind.CONFIRM_ANSWER)
    assert asked.details["reply"] == history()[-1].key
    assert asked.details["said"] == "DECLINED"
    post_round(now + HOUR)
    receive(without_token(mail(invitation, said(invitation))), now=now + 2 * HOUR)
    assert len(notices(NoticeKind.CONFIRM_ANSWER)) == 1
    receive(without_token(mail(invitation, said(invitation))), now=now + DAY + HOUR)
    assert len(notices(NoticeKind.CONFIRM_ANSWER)) == 2


def test_a_confirmed_answer_counts_from_when_it_was_given(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    receive(without_token(mail(invitation, said(invitation, comment="Gladly."))), now=now + HOUR)
    (unproven,) = history()
    assert replies.confirm_answer(unproven.key, by=OWN, now=now + DAY) is Standing.KEPT
    assert held(invitation) == (Answer.ACCEPTED, "Gladly.")
    assert again(invitation).answered_stamp == now + MINUTE
    (confirmed,) = history()
    assert (confirmed.standing, confirmed.decided_by) == (Standing.KEPT, "Rosa Registrant")


def test_confirming_twice_changes_nothing(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    receive(without_token(mail(invitation, said(invitation))), now=now + HOUR)
    key = history()[0].key
    replies.confirm_answer(key, by=OWN, now=now + DAY)
    assert answered(invitation, Said.DECLINED, now=now + 2 * DAY) is Standing.KEPT
    assert replies.confirm_answer(key, by=OWN, now=now + 3 * DAY) is Standing.KEPT
    assert held(invitation) == (Answer.DECLINED, "")


def test_what_was_said_since_is_not_undone_by_confirming(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    receive(without_token(mail(invitation, said(invitation))), now=now + HOUR)
    answered(invitation, Said.DECLINED, now=now + 2 * HOUR)
    assert replies.confirm_answer(history()[0].key, by=OWN, now=now + DAY) is Standing.OUTDATED
    assert held(invitation) == (Answer.DECLINED, "")


def test_nobody_confirms_an_answer_that_never_came(database: SQLAlchemy, now: datetime) -> None:
    with pytest.raises(Missing):
        replies.confirm_answer("nothing", by=OWN, now=now)


def test_mail_about_nothing_of_ours_is_not_kept(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, uid="another-calendar@elsewhere.example")
    assert receive(without_token(mail(invitation, told)), now=now) is None
    assert history() == []


def test_an_unknown_uid_at_a_persons_own_address_waits_in_the_queue(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, uid="another-calendar@elsewhere.example")
    assert receive(mail(invitation, told), now=now) is Standing.UNKNOWN
    (kept,) = history()
    assert (kept.uid, kept.invitation_id) == ("another-calendar@elsewhere.example", invitation.id)
    assert held(invitation) == (Answer.NEEDS_ACTION, "")


def test_who_knows_one_invitation_fills_five_places_a_day_and_not_the_queue(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, attendee="stranger@elsewhere.example")
    standings = [receive(mail(invitation, told), now=now) for _ in range(7)]
    assert standings == [Standing.UNKNOWN] * 5 + [None] * 2
    assert len(history()) == 5
    assert answered(invitation, now=now + MINUTE) is Standing.KEPT
    assert receive(mail(invitation, told), now=now + DAY) is Standing.UNKNOWN


def test_the_same_message_changes_nothing_twice(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    received = mail(invitation, said(invitation))
    assert receive(received, now=now + HOUR) is Standing.KEPT
    answered(invitation, Said.DECLINED, now=now + 2 * HOUR)
    assert receive(received, now=now + DAY) is None
    assert receive(replace(received, sender="other@client.example"), now=now + DAY) is None
    assert held(invitation) == (Answer.DECLINED, "")
    assert len(history()) == 2


def test_what_no_database_takes_is_left_out_of_what_strangers_write(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, comment="a\x00b\ud800c" + "x" * 9000, sequence=0)
    received = mail(invitation, told, sender="\x00" + "s" * 400)
    assert receive(received, now=now + HOUR) is Standing.KEPT
    (kept,) = history()
    assert kept.comment == "abc" + "x" * 4997
    assert kept.sender == "s" * 254


def test_without_an_inbox_every_answer_is_asked_about(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    assert receive(mail(invitation, said(invitation)), now=now, inbox=None) is Standing.UNPROVEN
    assert INBOX not in (again(invitation).organizer or "")


def test_of_two_readers_of_one_mailbox_one_keeps_the_message(
    app: Flask, database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    received = mail(invitation, said(invitation))
    database.session.commit()
    start, outcomes = Barrier(2), []

    def read() -> None:
        with app.app_context():
            start.wait(timeout=30)
            outcomes.append(receive(received, now=now + HOUR))

    threads = [Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes, key=str) == [None, Standing.KEPT]
    assert len(history()) == 1


@pytest.mark.parametrize("year", [1, 9999])
def test_instants_that_no_database_reads_back_are_left_out(
    database: SQLAlchemy, now: datetime, year: int
) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    at = datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    told = countered(invitation, at if year == 1 else at - DAY, stamped_at=at)
    assert receive(mail(invitation, told), now=now + HOUR) is Standing.UNKNOWN
    (kept,) = history()
    assert (kept.proposed_starts_at, kept.stamped_at) == (None, now + HOUR)
