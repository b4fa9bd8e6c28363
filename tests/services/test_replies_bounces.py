"""Letters that come back mark the letter and the address, until the address is corrected or answers."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.invited import a_guest, a_speaker, again, history, notices
from tests.support.moments import DAY, HOUR
from tests.support.replies import a_bounce, answered, receive
from webinars.models import (
    Delegation,
    Invitation,
    Notice,
    NoticeKind,
    NoticeState,
    Registration,
    ReplyKind,
    Standing,
)
from webinars.models.database import transaction
from webinars.services import delegations, presenters, registrations, replies
from webinars.services.delegations import DelegationFields
from webinars.services.presenters import PresenterFields
from webinars.services.registrations.links import address_digest

OLGA = builders.ORGANISER
KEY = "letter-of-the-seat"
SENT = f"<{KEY}.request.0@office.example>"


def sent(invitation: Invitation, now: datetime) -> Notice:
    """Give the invitation's letter the Message-ID that it left with."""
    (notice,) = (one for one in notices(NoticeKind.CALENDAR) if one.invitation_id == invitation.id)
    with transaction():
        notice.key, notice.sent_at = KEY, now
    builders.a_sent_letter(notice, recipient=invitation.attendee_email, message_id=SENT)
    return notice


def test_a_returned_letter_marks_itself_and_the_address(database: SQLAlchemy, now: datetime) -> None:
    session, person, invitation = a_guest(now)
    notice = sent(invitation, now)
    assert receive(a_bounce(SENT, person.email.upper()), now=now + HOUR) is Standing.WAITING
    database.session.refresh(notice)
    assert (notice.state, notice.bounced_at) == (NoticeState.SENT, now + HOUR)
    assert notice.bounce_reason == "5.1.1 no such user"
    assert _undeliverable(database, person) == now + HOUR
    (kept,) = history()
    assert (kept.kind, kept.notice_id, kept.invitation_id) == (ReplyKind.BOUNCE, notice.id, invitation.id)
    assert (kept.seminar_id, kept.attendee) == (session.seminar_id, person.email.upper())
    assert kept.comment == "5.1.1 no such user"


def test_a_letter_that_is_only_late_is_not_returned(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    notice = sent(invitation, now)
    assert receive(a_bounce(SENT, person.email, is_final=False), now=now + HOUR) is None
    database.session.refresh(notice)
    assert notice.bounced_at is None
    assert _undeliverable(database, person) is None
    assert history() == []


def test_a_forged_return_of_no_letter_of_ours_changes_nothing(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    sent(invitation, now)
    assert receive(a_bounce("<guessed@office.example>", person.email), now=now + HOUR) is None
    assert _undeliverable(database, person) is None
    assert history() == []


def test_a_return_that_names_another_address_marks_the_letter_alone(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, person, invitation = a_guest(now)
    notice = sent(invitation, now)
    received = a_bounce(SENT, "forwarded@elsewhere.example")
    assert receive(received, now=now + HOUR) is Standing.WAITING
    database.session.refresh(notice)
    assert notice.bounced_at == now + HOUR
    assert _undeliverable(database, person) is None


def test_a_return_that_names_no_address_is_about_the_one_that_was_written_to(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, person, invitation = a_guest(now)
    sent(invitation, now)
    receive(a_bounce(SENT.strip("<>"), ""), now=now + HOUR)
    assert _undeliverable(database, person) == now + HOUR


def test_an_address_beyond_ascii_is_known_in_the_form_of_mail(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now, email="rosa@münchen.example")
    sent(invitation, now)
    receive(a_bounce(SENT, "rosa@xn--mnchen-3ya.example"), now=now + HOUR)
    assert _undeliverable(database, person) == now + HOUR


def test_a_letter_comes_back_once_in_the_queue(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    notice = sent(invitation, now)
    receive(a_bounce(SENT, person.email), now=now + HOUR)
    assert receive(a_bounce(SENT, person.email), now=now + DAY) is None
    database.session.refresh(notice)
    assert notice.bounced_at == now + HOUR
    assert len(history()) == 1


def test_what_was_seen_leaves_the_queue_and_stays_marked(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    sent(invitation, now)
    receive(a_bounce(SENT, person.email), now=now + HOUR)
    for _ in range(2):
        replies.take_out(history()[0].key, by=OLGA, now=now + DAY)
    (seen,) = history()
    assert (seen.standing, seen.decided_at) == (Standing.SEEN, now + DAY)
    assert seen.decided_by == "Olga Organiser"
    assert _undeliverable(database, person) == now + HOUR


def test_who_answers_later_is_reached(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    sent(invitation, now)
    receive(a_bounce(SENT, person.email), now=now + HOUR)
    answered(invitation, now=now + DAY)
    assert _undeliverable(database, person) is None


def test_a_corrected_address_of_a_registrant_takes_the_mark_away(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    sent(invitation, now)
    receive(a_bounce(SENT, person.email), now=now + HOUR)
    registrations.correct_address(person.id, "rosa@right.example", now=now + DAY)
    assert _undeliverable(database, person) == now + HOUR
    registrations.confirm_address(person.id, address_digest("rosa@right.example"), now=now + DAY)
    assert _undeliverable(database, person) is None


@pytest.mark.parametrize(
    ("email", "is_marked"), [("paula@right.example", False), ("paula@paris.example", True)]
)
def test_a_corrected_address_of_a_presenter_takes_the_mark_away(
    database: SQLAlchemy, now: datetime, email: str, is_marked: bool
) -> None:
    _session, _slot, presenter, invitation = a_speaker(now)
    sent(invitation, now)
    receive(a_bounce(SENT, presenter.email), now=now + HOUR)
    wanted = PresenterFields(name="Paula P.", email=email, language="en", zone="Europe/Paris")
    presenters.edit_presenter(presenter.id, wanted, expected=None, by=OLGA, now=now + DAY)
    database.session.refresh(presenter)
    assert (presenter.undeliverable_at is not None) is is_marked
    assert again(invitation).attendee_email == "paula@paris.example"


def test_a_corrected_address_of_a_focal_point_takes_the_mark_away(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    delegation = builders.a_delegation(seminar, builders.a_city(), focal_email="focal@wrong.example")
    notice = builders.a_notice(
        seminar,
        key=KEY,
        kind=NoticeKind.CITY_INVITATION,
        delegation_id=delegation.id,
        state=NoticeState.SENT,
    )
    builders.a_sent_letter(notice, message_id=SENT)
    assert receive(a_bounce(SENT, "focal@wrong.example"), now=now + HOUR) is Standing.WAITING
    assert _marked(database, delegation) == now + HOUR
    wanted = DelegationFields(role=delegation.role, focal_email="focal@right.example")
    delegations.edit_delegation(delegation.id, wanted, expected=None, by=OLGA, now=now + DAY)
    assert _marked(database, delegation) is None


def _undeliverable(database: SQLAlchemy, person: Registration) -> datetime | None:
    database.session.refresh(person)
    return person.undeliverable_at


def _marked(database: SQLAlchemy, delegation: Delegation) -> datetime | None:
    database.session.refresh(delegation)
    return delegation.undeliverable_at
