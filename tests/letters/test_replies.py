"""Letters about what came back, in the form in which they leave."""

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.applications import SECRETS
from tests.support.databases import ON_SQLITE
from tests.support.invited import a_guest, a_speaker, again, history
from tests.support.letters import Read, post_round, waiting
from tests.support.moments import DAY, HOUR
from tests.support.replies import answered, countered, mail, receive, said, without_token
from tests.support.scenes import call_off
from webinars import letters
from webinars.domain.calendar.replies import Said
from webinars.domain.links import Purpose, read
from webinars.models import Invitation, Method, Notice
from webinars.services import replies

pytestmark = ON_SQLITE

PROPOSED = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
OLGA = builders.ORGANISER


def one_letter(now: datetime) -> Read:
    (letter,) = post_round(now)
    return letter


def declined(now: datetime) -> tuple[Invitation, Read]:
    _session, _slot, _presenter, invitation = a_speaker(now)
    receive(mail(invitation, countered(invitation, PROPOSED)), now=now + HOUR)
    replies.refuse_proposal(history()[-1].key, by=OLGA, now=now + DAY)
    return again(invitation), one_letter(now + DAY)


def test_a_question_names_the_answer_and_the_event_and_not_what_a_stranger_wrote(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, Said.DECLINED, comment="Click https://evil.example")
    receive(without_token(mail(invitation, told, sender="evil@elsewhere.example")), now=now + HOUR)
    letter = one_letter(now + HOUR)
    assert letter.letter.subject == "Is this answer yours? Recovery of cities: Evening part"
    assert "It says: no, I do not come." in letter.text
    assert "09:00" in letter.text
    assert "nothing happens" in letter.text
    assert "evil" not in letter.text + letter.html


def test_the_question_leads_to_a_page_of_that_answer(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    receive(without_token(mail(invitation, said(invitation))), now=now + HOUR)
    letter = one_letter(now + HOUR)
    token = letter.text.split("/answers/")[1].split("/")[0]
    key, revision = read(SECRETS["SECRET_KEY"], Purpose.CONFIRM_ANSWER, token, now=now + HOUR)
    assert (key, revision) == (history()[0].key, 0)
    assert letter.message["To"].addresses[0].addr_spec == invitation.attendee_email


def test_a_question_about_an_event_that_was_called_off_is_not_asked(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person, invitation = a_guest(now)
    receive(without_token(mail(invitation, said(invitation))), now=now + HOUR)
    call_off(session, now=now + HOUR)
    assert [str(one.calendar["METHOD"]) for one in post_round(now + HOUR)] == ["CANCEL"]


def test_a_refused_proposal_says_in_words_that_the_time_stays(database: SQLAlchemy, now: datetime) -> None:
    _invitation, letter = declined(now)
    assert letter.letter.subject == "The time stays: Recovery of cities: Talk 2"
    assert "The time stays as it is." in letter.text
    assert "09:15" in letter.text
    assert "/presenters/" in letter.text


def test_a_refused_proposal_is_declined_with_the_same_uid_and_sequence(
    database: SQLAlchemy, now: datetime
) -> None:
    invitation, letter = declined(now)
    part = letter.calendar_part()
    assert part.get_param("method") == str(letter.calendar["METHOD"]) == "DECLINECOUNTER"
    event = letter.event
    assert (event["UID"], int(event["SEQUENCE"])) == (invitation.uid, invitation.sequence)
    assert str(event["ORGANIZER"]) == f"mailto:{invitation.organizer}"
    assert str(event["ATTENDEE"]) == f"mailto:{invitation.attendee_email}"
    assert event["DTSTAMP"].dt == now + DAY
    assert event["DTSTART"].dt == datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
    assert letter.calendar.walk("VALARM") == []
    assert letter.message["From"].addresses[0].addr_spec == invitation.organizer


def test_a_refusal_is_no_news_of_the_event(database: SQLAlchemy, now: datetime) -> None:
    invitation, letter = declined(now)
    assert letter.letter.dispatch is None
    assert (invitation.sent_method, invitation.sent_sequence) == (Method.REQUEST, 0)


def test_the_same_refusal_gives_the_same_bytes(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    receive(mail(invitation, countered(invitation, PROPOSED)), now=now + HOUR)
    replies.refuse_proposal(history()[-1].key, by=OLGA, now=now + DAY)
    (notice,) = waiting()
    first, second = (letters.compose(notice, now=now + days * DAY) for days in (1, 2))
    assert first is not None
    assert second is not None
    assert first.message_id == second.message_id
    assert first.message.split(b"METHOD")[1:] == second.message.split(b"METHOD")[1:]


def test_the_offer_leads_to_the_persons_own_page(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    letter = one_letter(now + HOUR)
    assert letter.letter.subject == "Give your seat back? Recovery of cities: Evening part"
    assert "You declined. Will you give your seat back?" in letter.text
    assert "Your seat is still kept." in letter.text
    assert "/registrations/" in letter.text


def test_each_kind_is_previewed_with_every_link_dead(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, guest = a_guest(now)
    _part, _slot, _presenter, speaker = a_speaker(now)
    answered(guest, Said.DECLINED, now=now + HOUR)
    receive(without_token(mail(speaker, said(speaker))), now=now + HOUR)
    receive(mail(speaker, countered(speaker, PROPOSED, stamped_at=now + HOUR)), now=now + HOUR)
    replies.refuse_proposal(history()[-1].key, by=OLGA, now=now + HOUR)
    shown = [letters.preview(notice, now=now + HOUR) for notice in waiting()]
    assert [one.subject.partition("?")[0].partition(":")[0] for one in shown] == [
        "Give your seat back",
        "Is this answer yours",
        "The time stays",
    ]
    for one in shown:
        assert one.is_needed
        assert "href" not in one.html


def test_a_refusal_that_left_is_shown_as_it_was_sent(database: SQLAlchemy, now: datetime) -> None:
    _invitation, letter = declined(now)
    sent = letter.letter
    notice = database.session.get_one(Notice, sent.notice_id)
    builders.a_sent_letter(notice, recipient=sent.recipient, subject=sent.subject, message=sent.message)
    shown = letters.preview(notice, now=now + DAY)
    assert (shown.subject, shown.method) == ("The time stays: Recovery of cities: Talk 2", None)
