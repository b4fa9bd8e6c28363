"""Another time, proposed by a presenter: accepted it moves the whole part, refused it stays, once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.support.invited import a_guest, a_speaker, again, history, notices
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR, MINUTE
from tests.support.proposals import OLGA, PROPOSED, latest, proposed, start_of
from tests.support.registrants import a_seated
from tests.support.replies import answered, countered, mail, receive, without_token
from tests.support.scenes import move
from webinars.domain.errors import Refusal
from webinars.models import Answer, NoticeKind, Seminar, Standing
from webinars.models.database import db, transaction
from webinars.services import invitations, replies


def test_a_presenters_proposal_waits_for_the_organiser(database: SQLAlchemy, now: datetime) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    assert proposed(invitation, now=now + HOUR, comment="I land at eight.") is Standing.WAITING
    (kept,) = history()
    assert (kept.proposed_starts_at, kept.proposed_ends_at) == (PROPOSED, PROPOSED + 20 * MINUTE)
    assert kept.comment == "I land at eight."
    assert again(invitation).answer is Answer.NEEDS_ACTION
    assert start_of(database, session) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert post_round(now + DAY) == []


def test_seconds_of_a_proposal_are_dropped_as_no_form_shows_them(database: SQLAlchemy, now: datetime) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, PROPOSED + timedelta(seconds=30), now=now + HOUR)
    replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + DAY)
    assert start_of(database, session) == PROPOSED - 15 * MINUTE


def test_an_accepted_proposal_moves_the_part_and_everybodys_calendar_follows(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, presenter, invitation = a_speaker(now)
    seminar = db.session.get_one(Seminar, session.seminar_id)
    guest = a_seated(seminar, session)
    with transaction():
        invitations.invite_registrant(guest, session, now=now)
    post_round(now)
    proposed(invitation, now=now + HOUR)
    replies.accept_proposal(latest(), expected=session.version, by=OLGA, now=now + DAY)
    assert start_of(database, session) == PROPOSED - 15 * MINUTE
    assert session.local_start == datetime.fromisoformat("2026-11-26T17:45")
    decided = history()[-1]
    assert (decided.standing, decided.decided_by) == (Standing.ACCEPTED, "Olga Organiser")
    sent = {one.letter.recipient: one for one in post_round(now + DAY)}
    assert sent.keys() == {guest.email, presenter.email}
    assert sent[presenter.email].event["DTSTART"].dt == PROPOSED
    assert sent[guest.email].event["DTSTART"].dt == PROPOSED - 15 * MINUTE
    for letter in sent.values():
        assert (str(letter.calendar["METHOD"]), int(letter.event["SEQUENCE"])) == ("REQUEST", 1)
    assert again(invitation).answer is Answer.NEEDS_ACTION


def test_the_instant_that_was_proposed_counts_where_the_clock_shows_it_twice(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    with transaction():
        session.zone = "America/Los_Angeles"
        session.set_time(datetime(2026, 11, 2, 8, tzinfo=UTC), session.minutes)
    # In the night of 1 November 01:30 happens twice; this is the second time.
    second = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    proposed(invitation, second + 15 * MINUTE, now=now + HOUR)
    replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + HOUR)
    assert start_of(database, session) == second
    assert session.local_start == datetime.fromisoformat("2026-11-01T01:30")


def test_a_refused_proposal_owes_the_presenter_a_decline(database: SQLAlchemy, now: datetime) -> None:
    session, _slot, presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    replies.refuse_proposal(latest(), by=OLGA, now=now + DAY)
    assert start_of(database, session) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert history()[-1].standing is Standing.REFUSED
    (letter,) = post_round(now + DAY)
    assert letter.letter.recipient == presenter.email
    assert str(letter.calendar["METHOD"]) == "DECLINECOUNTER"
    assert (letter.event["UID"], int(letter.event["SEQUENCE"])) == (invitation.uid, 0)
    assert again(invitation).sent_sequence == 0


@pytest.mark.parametrize("decide", ["accept", "refuse"])
def test_the_second_of_two_organisers_is_told(database: SQLAlchemy, now: datetime, decide: str) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    if decide == "accept":
        replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + DAY)
    else:
        replies.refuse_proposal(latest(), by=OLGA, now=now + DAY)
    with pytest.raises(Refusal, match="decided already"):
        replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + DAY)
    with pytest.raises(Refusal, match="decided already"):
        replies.refuse_proposal(latest(), by=OLGA, now=now + DAY)


def test_of_two_organisers_at_one_moment_one_decides(app: Flask, database: SQLAlchemy, now: datetime) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    key, outcomes, start = latest(), [], Barrier(2)
    database.session.commit()

    def accept() -> None:
        with app.app_context():
            start.wait(timeout=30)
            try:
                replies.accept_proposal(key, expected=None, by=OLGA, now=now + DAY)
                outcomes.append("accepted")
            except Refusal as refusal:
                outcomes.append(refusal.text)

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    told = "This proposal is decided already, or was replaced by a newer one."
    assert sorted(outcomes) == sorted(["accepted", told])
    assert start_of(database, session) == PROPOSED - 15 * MINUTE
    assert again(invitation).sequence == 1


def test_a_newer_proposal_of_the_person_replaces_the_one_that_waits(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    first = latest()
    assert proposed(invitation, PROPOSED + DAY, now=now + 2 * HOUR) is Standing.WAITING
    assert [reply.standing for reply in history()] == [Standing.OUTDATED, Standing.WAITING]
    with pytest.raises(Refusal):
        replies.accept_proposal(first, expected=None, by=OLGA, now=now + DAY)


def test_an_older_proposal_that_comes_late_replaces_nothing(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + 2 * HOUR)
    assert proposed(invitation, PROPOSED + DAY, now=now + HOUR) is Standing.OUTDATED
    assert [reply.standing for reply in history()] == [Standing.WAITING, Standing.OUTDATED]


def test_a_proposal_from_before_the_answer_is_outdated(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    answered(invitation, now=now + 2 * HOUR)
    assert proposed(invitation, now=now + HOUR) is Standing.OUTDATED


def test_a_proposal_about_a_former_time_is_marked_and_the_person_asked_again(
    database: SQLAlchemy, now: datetime
) -> None:
    session, slot, _presenter, invitation = a_speaker(now)
    move(session, 60, now=now + HOUR)
    with transaction():
        invitations.raise_slots([slot.id], now=now + HOUR)
    post_round(now + HOUR)
    assert proposed(invitation, now=now + 2 * HOUR, sequence=0) is Standing.OLD_TIME
    assert len(post_round(now + 2 * HOUR)) == 1


def test_a_proposal_without_a_time_waits_to_be_read(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    assert proposed(invitation, None, now=now + HOUR) is Standing.UNKNOWN


def test_a_participants_proposal_is_refused_at_once_and_once_an_hour(
    database: SQLAlchemy, now: datetime
) -> None:
    session, person, invitation = a_guest(now)
    assert proposed(invitation, now=now + HOUR) is Standing.REFUSED
    (letter,) = post_round(now + HOUR)
    assert (letter.letter.recipient, str(letter.calendar["METHOD"])) == (person.email, "DECLINECOUNTER")
    assert proposed(invitation, now=now + HOUR + MINUTE) is Standing.REFUSED
    assert post_round(now + HOUR + MINUTE) == []
    assert start_of(database, session) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert len(notices(NoticeKind.COUNTER_REFUSED)) == 1


def test_a_proposal_without_a_token_waits_for_its_owner_first(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, presenter, invitation = a_speaker(now)
    told = countered(invitation, PROPOSED)
    assert receive(without_token(mail(invitation, told)), now=now + HOUR) is Standing.UNPROVEN
    with pytest.raises(Refusal):
        replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + HOUR)
    (letter,) = post_round(now + HOUR)
    assert letter.letter.recipient == presenter.email
    assert "It proposes another time:" in letter.text
    assert replies.confirm_answer(latest(), by=OLGA, now=now + DAY) is Standing.WAITING
