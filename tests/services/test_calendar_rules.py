"""The numbered rules of calendars that services keep: times (1, 2), and what comes back (19 to 23)."""

from datetime import datetime, timedelta

import pytest
import pytz
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import ORGANISER
from tests.support.invited import a_guest, a_speaker, again, history, notices
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR, MINUTE
from tests.support.parts import LATER, at, instant
from tests.support.registrants import states as seats
from tests.support.replies import a_bounce, answered, countered, mail, receive, said, without_token
from tests.support.scenes import method_and_sequence
from webinars.domain.calendar.replies import Said, read_reply
from webinars.domain.errors import DoubledTime, SkippedTime
from webinars.domain.seating import SeatState
from webinars.domain.timezones import DATABASE_VERSION
from webinars.models import Answer, Invitation, Notice, NoticeKind, Registration, Session, Standing
from webinars.models.database import db, transaction
from webinars.services.replies import accept_proposal, refuse_proposal
from webinars.services.sessions import SessionFields, create_session, move_session
from webinars.services.zones import keep_clock, keep_instant

EVENING = SessionFields(key="evening", name=builders.text("Evening part"))


@pytest.mark.parametrize("is_clock_kept", [True, False])
def test_rule_1_a_new_zone_database_leaves_the_choice_between_clock_and_instant(
    database: SQLAlchemy, now: datetime, is_clock_kept: bool
) -> None:
    assert DATABASE_VERSION == pytz.OLSON_VERSION  # type: ignore[attr-defined]
    session, _person, invitation = a_guest(now)
    with transaction():
        # As a former database had it, in which Tokyo was an hour further west.
        row = db.session.get_one(Session, session.id)
        row.starts_at, row.ends_at = instant("2026-11-25T09:00"), instant("2026-11-25T11:25")
        row.zone_version = "2016a"
    about = {"expected": session.version, "database": DATABASE_VERSION, "by": ORGANISER, "now": LATER}
    if is_clock_kept:
        keep_clock(session.id, None, **about)  # type: ignore[arg-type]
    else:
        keep_instant(session.id, **about)  # type: ignore[arg-type]
    kept = db.session.get_one(Session, session.id, populate_existing=True)
    assert (kept.starts_at, kept.local_start, kept.zone_version, again(invitation).sequence) == (
        (instant("2026-11-25T08:00"), datetime.fromisoformat("2026-11-25T17:00"), DATABASE_VERSION, 1)
        if is_clock_kept
        else (instant("2026-11-25T09:00"), datetime.fromisoformat("2026-11-25T18:00"), DATABASE_VERSION, 0)
    )


def test_rule_2_a_wall_clock_that_is_skipped_or_happens_twice_is_asked_about(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    with pytest.raises(SkippedTime):
        create_session(seminar.id, EVENING, at("2027-03-28T02:30", "Europe/Paris"), by=ORGANISER, now=now)
    session = builders.a_session(seminar)
    with pytest.raises(DoubledTime):
        move_session(session.id, at("2026-10-25T02:30", "Europe/Paris"), by=ORGANISER, now=now)
    kept = db.session.get_one(Session, session.id, populate_existing=True)
    assert (kept.starts_at, kept.zone) == (instant("2026-11-25T01:00"), "Asia/Tokyo")


def test_rule_19_token_uid_and_attendee_of_one_person_are_believed_and_nothing_less(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    _other_session, _other, stranger = a_guest(now)
    doubtful = (
        without_token(mail(invitation, said(invitation))),
        mail(stranger, said(invitation)),
        mail(invitation, said(invitation, attendee=stranger.attendee_email)),
    )
    assert [receive(one, now=now + HOUR) for one in doubtful] == [
        Standing.UNPROVEN,
        Standing.UNPROVEN,
        Standing.UNKNOWN,
    ]
    assert [again(one).answer for one in (invitation, stranger)] == [Answer.NEEDS_ACTION] * 2
    assert {one.invitation_id for one in notices(NoticeKind.CONFIRM_ANSWER)} == {invitation.id}
    assert receive(mail(invitation, said(invitation)), now=now + HOUR) is Standing.KEPT
    assert [again(one).answer for one in (invitation, stranger)] == [Answer.ACCEPTED, Answer.NEEDS_ACTION]


def test_rule_20_a_reply_as_programs_really_write_it_is_understood(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    reply = "\r\n".join((
        "BEGIN:VCALENDAR",
        "METHOD:REPLY",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VTIMEZONE",
        "TZID:Romance Standard Time",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT=TENTATIVE;CN=Rosa:MAILTO:{invitation.attendee_email.upper()}",
        f"UID:{invitation.uid}",
        "DTSTART;TZID=Romance Standard Time:20261125T090000",
        "DTEND;TZID=Romance Standard Time:20261125T112500",
        "DTSTAMP:20260901T100000Z",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ))  # fmt: skip
    told = read_reply(reply.encode())
    assert receive(mail(invitation, told, sender="rosa@icloud.example"), now=now + HOUR) is Standing.KEPT
    assert again(invitation).answer is Answer.TENTATIVE


def test_rule_21_an_older_answer_changes_nothing_and_one_to_an_old_time_is_marked(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person, invitation = a_guest(now)
    assert answered(invitation, Said.ACCEPTED, now=now + HOUR) is Standing.KEPT
    late = said(invitation, Said.DECLINED, stamped_at=now + MINUTE)
    assert receive(mail(invitation, late), now=now + 2 * HOUR) is Standing.OUTDATED
    assert again(invitation).answer is Answer.ACCEPTED
    move_session(session.id, at("2026-11-25T18:00"), by=ORGANISER, now=now + DAY)
    post_round(now + DAY)
    assert answered(invitation, Said.ACCEPTED, now=now + DAY + HOUR, sequence=0) is Standing.OLD_TIME
    assert again(invitation).answer is Answer.NEEDS_ACTION
    (asked,) = post_round(now + DAY + HOUR)
    assert method_and_sequence(asked) == ("REQUEST", 1)
    assert [one.standing for one in history()] == [Standing.KEPT, Standing.OUTDATED, Standing.OLD_TIME]


def test_rule_22_a_delegate_is_only_shown(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    told = said(invitation, Said.DELEGATED, delegated_to="deputy@city.example")
    assert receive(mail(invitation, told), now=now + HOUR) is Standing.KEPT
    assert (again(invitation).delegated_to, again(invitation).answer) == (
        "deputy@city.example",
        Answer.NEEDS_ACTION,
    )
    assert [one.attendee_email for one in db.session.scalars(select(Invitation))] == [
        invitation.attendee_email
    ]


def test_rule_22_an_accepted_proposal_moves_the_part_and_a_refused_one_is_declined(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    receive(mail(invitation, countered(invitation, instant("2026-11-25T09:15"))), now=now + HOUR)
    (proposal,) = history()
    assert proposal.standing is Standing.WAITING
    refuse_proposal(proposal.key, by=ORGANISER, now=now + HOUR)
    (declined,) = post_round(now + HOUR)
    assert method_and_sequence(declined) == ("DECLINECOUNTER", 0)
    assert declined.event["UID"] == invitation.uid
    again_proposed = countered(invitation, instant("2026-11-25T10:15"), stamped_at=now + 2 * HOUR)
    receive(mail(invitation, again_proposed), now=now + 2 * HOUR)
    accept_proposal(history()[-1].key, expected=None, by=ORGANISER, now=now + 3 * HOUR)
    (moved,) = post_round(now + 4 * HOUR)
    assert method_and_sequence(moved) == ("REQUEST", 1)
    assert moved.event.start == instant("2026-11-25T10:15")
    assert db.session.get_one(Session, session.id, populate_existing=True).starts_at == instant(
        "2026-11-25T10:00"
    )


def test_rule_23_who_declines_keeps_the_seat_and_is_offered_to_give_it_back(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    assert seats(person) == [SeatState.SEATED]
    (offer,) = post_round(now + HOUR)
    assert offer.letter.dispatch is None
    assert "Will you give your seat back?" in offer.text


def test_rule_23_a_bounce_marks_the_letter_and_the_address_and_a_mail_counts_once(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, person, invitation = a_guest(now)
    notice = db.session.scalars(select(Notice).where(Notice.invitation_id == invitation.id)).one()
    sent = builders.a_sent_letter(notice, recipient=person.email)
    bounce = a_bounce(sent.message_id, person.email)
    assert receive(bounce, now=now + timedelta(hours=1)) is not None
    assert receive(bounce, now=now + timedelta(hours=2)) is None
    marked = db.session.get_one(Notice, notice.id, populate_existing=True)
    failed = db.session.get_one(Registration, person.id, populate_existing=True)
    assert (marked.bounced_at, failed.undeliverable_at) == (now + HOUR, now + HOUR)
