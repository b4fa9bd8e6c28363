"""The organiser's queue, one reply by its key, histories, and answers by part and city."""

from datetime import UTC, datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.invited import a_guest, a_speaker, again, history, notices
from tests.support.moments import HOUR
from tests.support.registrants import a_seated, an_evening
from tests.support.replies import a_bounce, answered, countered, mail, receive, said
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.models import (
    Answer,
    Invitation,
    InvitationState,
    NoticeKind,
    Presenter,
    Registration,
    Seminar,
    Session,
    Standing,
)
from webinars.models.database import db, transaction
from webinars.queries.replies import (
    Queue,
    answers_by_part_and_city,
    reply_by_key,
    waiting_counts,
    waiting_replies,
)
from webinars.services import replies

PROPOSED = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def a_proposal(now: datetime) -> Invitation:
    _session, _slot, _presenter, invitation = a_speaker(now)
    receive(mail(invitation, countered(invitation, PROPOSED)), now=now + HOUR)
    return invitation


def a_forwarded(now: datetime) -> Invitation:
    _session, _person, invitation = a_guest(now)
    receive(mail(invitation, said(invitation, attendee="other@city.example")), now=now + 2 * HOUR)
    return invitation


def a_returned(now: datetime) -> Invitation:
    _session, person, invitation = a_guest(now)
    (notice,) = (one for one in notices(NoticeKind.CALENDAR) if one.invitation_id == invitation.id)
    sent = builders.a_sent_letter(notice, recipient=person.email)
    receive(a_bounce(sent.message_id, person.email), now=now + 3 * HOUR)
    return invitation


def test_the_queue_holds_what_waits_the_oldest_first(database: SQLAlchemy, now: datetime) -> None:
    speaker, guest, lost = a_proposal(now), a_forwarded(now), a_returned(now)
    answered(guest, now=now + HOUR)
    page = waiting_replies(number=1, size=10)
    assert [line.queue for line in page.items] == [Queue.PROPOSALS, Queue.UNKNOWN, Queue.BOUNCES]
    assert [line.reply.invitation_id for line in page.items] == [speaker.id, guest.id, lost.id]
    assert (page.total, page.pages) == (3, 1)
    assert waiting_counts() == {Queue.PROPOSALS: 1, Queue.UNKNOWN: 1, Queue.BOUNCES: 1}


def test_a_proposal_shows_the_slots_present_time_and_its_person(database: SQLAlchemy, now: datetime) -> None:
    speaker = a_proposal(now)
    (line,) = waiting_replies(Queue.PROPOSALS, number=1, size=10).items
    assert (line.starts_at, line.ends_at) == (
        datetime(2026, 11, 25, 8, 15, tzinfo=UTC),
        datetime(2026, 11, 25, 8, 35, tzinfo=UTC),
    )
    assert line.reply.proposed_starts_at == PROPOSED
    assert isinstance(line.person, Presenter)
    assert (line.person.id, line.seminar is not None) == (speaker.presenter_id, True)


def test_an_unknown_reply_shows_the_part_that_it_is_about(database: SQLAlchemy, now: datetime) -> None:
    guest = a_forwarded(now)
    (line,) = waiting_replies(Queue.UNKNOWN, number=1, size=10).items
    assert isinstance(line.person, Registration)
    assert line.person.id == guest.registration_id
    assert line.starts_at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert line.invitation is not None
    assert line.invitation.session is not None
    assert line.invitation.session.key == "evening"


def test_a_returned_letter_shows_its_subject_and_whose_it_was(database: SQLAlchemy, now: datetime) -> None:
    lost = a_returned(now)
    (line,) = waiting_replies(Queue.BOUNCES, number=1, size=10).items
    assert line.notice is not None
    assert (line.subject, line.notice.invitation_id) == ("Your seat is kept", lost.id)
    assert isinstance(line.person, Registration)


def test_what_was_decided_or_seen_leaves_the_queue(database: SQLAlchemy, now: datetime) -> None:
    a_proposal(now)
    replies.refuse_proposal(history()[-1].key, by=builders.ORGANISER, now=now + HOUR)
    a_forwarded(now)
    replies.take_out(history()[-1].key, by=builders.ORGANISER, now=now + HOUR)
    assert waiting_replies(number=1, size=10).items == ()
    assert waiting_counts() == dict.fromkeys(Queue, 0)


def test_the_queue_of_one_seminar_leaves_the_others_out(database: SQLAlchemy, now: datetime) -> None:
    mine = a_forwarded(now)
    a_forwarded(now)
    (reply,) = (one for one in history() if one.invitation_id == mine.id)
    page = waiting_replies(number=1, size=10, seminar_id=reply.seminar_id)
    assert [line.reply.id for line in page.items] == [reply.id]
    assert waiting_counts(reply.seminar_id)[Queue.UNKNOWN] == 1


def test_a_page_that_the_queue_does_not_have_is_missing(database: SQLAlchemy, now: datetime) -> None:
    for _ in range(3):
        a_forwarded(now)
    assert len(waiting_replies(number=2, size=2).items) == 1
    with pytest.raises(Missing):
        waiting_replies(number=3, size=2)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_the_queue_costs_six_statements(database: SQLAlchemy, now: datetime, count: int) -> None:
    for _ in range(count):
        a_proposal(now)
        a_forwarded(now)
        a_returned(now)
    database.session.commit()
    database.session.expunge_all()
    with count_statements() as statements:
        page = waiting_replies(number=1, size=20)
        names = [line.person.name for line in page.items if isinstance(line.person, Presenter | Registration)]
    assert len(names) == 3 * count
    assert len(statements) == 6, statements


def test_one_reply_is_found_by_its_key_whatever_became_of_it(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    answered(invitation, now=now + HOUR)
    line = reply_by_key(history()[0].key)
    assert (line.reply.standing, line.queue) == (Standing.KEPT, None)
    assert isinstance(line.person, Registration)
    assert line.person.id == person.id
    with pytest.raises(Missing):
        reply_by_key("nothing")


def _answers(database: SQLAlchemy, seminar: Seminar) -> list[tuple[str, str, bool, tuple[int, ...]]]:
    return [
        (
            count.session.key,
            str(count.city.name) if count.city else "",
            count.is_presenting,
            (count.accepted, count.tentative, count.declined, count.silent),
        )
        for count in answers_by_part_and_city(seminar.id)
    ]


def an_answer(person: Registration | Presenter, session: Session, answer: Answer) -> None:
    builders.an_invitation(person, session, answer=answer)


def test_answers_are_counted_by_part_and_city_presenters_first(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    evening = an_evening(seminar)
    morning = builders.a_session(seminar)
    paris, lima = builders.a_city("Paris"), builders.a_city("Lima")
    slot = builders.a_slot(evening, delegation_id=builders.a_delegation(seminar, lima).id)
    an_answer(builders.a_presenter(slot), evening, Answer.TENTATIVE)
    for city, answer in (
        (paris, Answer.ACCEPTED),
        (paris, Answer.ACCEPTED),
        (paris, Answer.DECLINED),
        (lima, Answer.NEEDS_ACTION),
        (None, Answer.TENTATIVE),
    ):
        person = a_seated(seminar, evening, city_id=city.id if city else None)
        an_answer(person, evening, answer)
    an_answer(a_seated(seminar, morning, city_id=paris.id), morning, Answer.NEEDS_ACTION)
    with count_statements() as statements:
        assert _answers(database, seminar) == [
            ("morning", "Paris", False, (0, 0, 0, 1)),
            ("evening", "Lima", True, (0, 1, 0, 0)),
            ("evening", "Lima", False, (0, 0, 0, 1)),
            ("evening", "Paris", False, (2, 0, 1, 0)),
            ("evening", "", False, (0, 1, 0, 0)),
        ]
    assert len(statements) == 4, statements


def test_closed_invitations_and_other_seminars_are_not_counted(database: SQLAlchemy, now: datetime) -> None:
    session, _person, invitation = a_guest(now)
    a_guest(now)
    seminar = db.session.get_one(Seminar, session.seminar_id)
    assert [count.invited for count in answers_by_part_and_city(seminar.id)] == [1]
    with transaction():
        again(invitation).state = InvitationState.CLOSED
    assert answers_by_part_and_city(seminar.id) == ()
