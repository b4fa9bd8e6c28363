"""Claims between workers, and the leases of those that died."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_POSTGRESQL
from tests.support.outboxes import (
    LEASE,
    MINUTE,
    SETTLING,
    a_dispatch,
    a_letter,
    an_invitation,
    begin,
    claim,
    finish,
    notice_of,
    owe_calendar,
    owed,
    states,
)
from webinars.models import (
    Invitation,
    Method,
    Notice,
    NoticeKind,
    NoticeState,
)
from webinars.models.database import db, lock, transaction
from webinars.services import notices, outbox
from webinars.services.outbox import TroubleKind, Wish

pytestmark = pytest.mark.usefixtures("database")


def test_a_letter_is_claimed_once_and_the_oldest_goes_first() -> None:
    first, second, third = owed(3)
    assert claim("one", limit=2) == (first, second)
    assert claim("two", limit=2) == (third,)
    assert claim("three") == ()


def test_a_letter_that_is_not_due_waits() -> None:
    (ident,) = owed()
    assert claim(now=NOW - timedelta(seconds=1)) == ()
    assert claim(now=NOW) == (ident,)


def test_a_change_of_time_settles_before_its_letter_goes() -> None:
    owe_calendar(an_invitation(), is_settling=True)
    assert claim(now=NOW + SETTLING - timedelta(seconds=1)) == ()
    assert len(claim(now=NOW + SETTLING)) == 1


def test_a_held_letter_is_not_claimed() -> None:
    (ident,) = owed()
    outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)
    assert claim() == ()


def test_no_two_letters_of_one_invitation_are_in_flight_together() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (request,) = claim("one")
    owe_calendar(invitation)
    assert claim("two") == ()
    assert begin(request, letter=a_letter(a_dispatch()))
    assert claim("two") == ()
    assert finish(request, letter=a_letter(a_dispatch()))
    assert len(claim("two")) == 1


def test_a_cancel_waits_behind_a_request_that_is_repeated() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (request,) = claim("dead")
    begin(request, "dead", a_letter(a_dispatch()))
    owe_calendar(invitation)
    later = NOW + LEASE + MINUTE
    assert claim("two", now=later) == (request,)
    assert claim("three", now=later) == ()


def test_a_calendar_goes_on_while_the_question_about_an_answer_is_held() -> None:
    invitation = an_invitation()
    with transaction():
        question = notices.post(NoticeKind.CONFIRM_ANSWER, now=NOW, invitation_id=invitation.id)
    outbox.fulfil_one(Wish.HOLD, question.id, by=ORGANISER, now=NOW)
    owe_calendar(invitation)
    (claimed,) = claim()
    assert notice_of(claimed).kind is NoticeKind.CALENDAR


def test_letters_about_different_invitations_do_not_wait_for_each_other() -> None:
    owe_calendar(an_invitation())
    owe_calendar(an_invitation())
    assert len(claim("one", limit=1)) == 1
    assert len(claim("two", limit=1)) == 1


def test_what_a_dead_worker_only_claimed_is_owed_again_unmarked() -> None:
    (ident,) = owed()
    claim("dead")
    assert claim("two", now=NOW + LEASE) == ()
    assert claim("two", now=NOW + LEASE + MINUTE) == (ident,)
    notice = notice_of(ident)
    assert (notice.is_repeated, notice.attempts, notice.error) == (False, 0, None)


def test_what_a_dead_worker_was_sending_is_repeated_as_it_was_and_marked() -> None:
    (ident,) = owed()
    claim("dead")
    letter = a_letter()
    begin(ident, "dead", letter)
    assert claim("two", now=NOW + LEASE + MINUTE) == (ident,)
    notice = notice_of(ident)
    assert (notice.is_repeated, notice.attempts) == (True, 1)
    assert outbox.repeated_letter(notice) == letter


def test_a_repeated_letter_that_is_claimed_and_not_begun_anew_is_owed_as_it_was() -> None:
    (ident,) = owed()
    claim("dead")
    begin(ident, "dead")
    later = NOW + LEASE + MINUTE
    assert claim("two", now=later) == (ident,)
    assert claim("three", now=later + LEASE + MINUTE) == (ident,)
    assert (notice_of(ident).is_repeated, notice_of(ident).attempts) == (True, 1)


def test_who_has_lost_a_repeated_letter_leaves_what_was_kept_of_it() -> None:
    (ident,) = owed()
    claim("dead")
    letter = a_letter()
    begin(ident, "dead", letter)
    claim("two", now=NOW + LEASE + MINUTE)
    assert not begin(ident, "dead", letter, now=NOW + LEASE + MINUTE)
    assert outbox.repeated_letter(notice_of(ident)) == letter


def test_of_what_a_dead_worker_began_all_have_left_but_the_last() -> None:
    """It begins a letter only when the one before is away; see outcomes.finish."""
    invited = [an_invitation(), an_invitation()]
    for invitation in invited:
        owe_calendar(invitation)
    (unborn,) = owed()
    first, second = claim("dead", limit=2)
    for ident in (second, first):
        begin(ident, "dead", a_letter(a_dispatch()))
    later = NOW + LEASE + MINUTE
    assert claim("two", now=later) == (unborn, first)
    assert (notice_of(second).state, notice_of(second).is_repeated) == (NoticeState.SENT, False)
    assert (notice_of(second).sent_at, notice_of(first).is_repeated) == (later, True)
    for invitation in invited:
        db.session.refresh(invitation)
    assert [invitation.sent_method for invitation in invited] == [None, Method.REQUEST]


def test_a_worker_that_lives_is_left_alone_although_letters_that_left_long_ago_are_not_marked() -> None:
    first, second = owed(2)
    claim()
    begin(first)
    begin(second, now=NOW + MINUTE)
    assert claim("two", now=NOW + LEASE + MINUTE / 2) == ()
    assert states() == [NoticeState.CLAIMED, NoticeState.CLAIMED]


def test_a_repeated_calendar_letter_still_says_what_its_invitation_was_told() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (ident,) = claim("dead")
    begin(ident, "dead", a_letter(a_dispatch()))
    later = NOW + LEASE + MINUTE
    claim("two", now=later)
    letter = outbox.repeated_letter(notice_of(ident))
    assert letter is not None
    begin(ident, "two", letter, now=later)
    finish(ident, "two", letter, now=later)
    db.session.refresh(invitation)
    assert (invitation.sent_method, invitation.sent_sequence) == (Method.REQUEST, 0)
    assert (invitation.organizer, invitation.sent_at) == ("office@tokyo.example", later)


def test_a_letter_that_is_begun_has_a_lease_of_its_own() -> None:
    (ident,) = owed()
    claim()
    begin(ident, now=NOW + LEASE)
    assert claim("two", now=NOW + 2 * LEASE) == ()
    assert claim("two", now=NOW + 2 * LEASE + MINUTE) == (ident,)
    assert notice_of(ident).is_repeated


def test_a_letter_that_interrupts_workers_again_and_again_is_given_up() -> None:
    (ident,) = owed()
    moment = NOW
    for _ in range(9):
        assert claim("dead", now=moment) == (ident,)
        begin(ident, "dead", now=moment)
        moment += timedelta(hours=5)
        claim("sweeper", now=moment, limit=0)
        moment += timedelta(hours=5)
    assert notice_of(ident).state is NoticeState.FAILED
    assert {trouble.kind for trouble in outbox.history(notice_of(ident).error)} == {TroubleKind.INTERRUPTED}


def test_a_batch_that_is_given_back_is_owed_as_before() -> None:
    idents = owed(3)
    assert claim() == tuple(idents)
    begin(idents[0])
    outbox.give_back("one", now=NOW)
    assert states() == [NoticeState.CLAIMED, NoticeState.OWED, NoticeState.OWED]
    assert claim("two") == tuple(idents[1:])


def test_a_letter_given_back_joins_a_newer_one_of_its_invitation() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    claim()
    owe_calendar(invitation)
    outbox.give_back("one", now=NOW)
    assert states() == [NoticeState.DROPPED, NoticeState.OWED]
    dropped = notice_of(db.session.scalars(select(func.min(Notice.id))).one())
    assert [trouble.kind for trouble in outbox.history(dropped.error)] == [TroubleKind.JOINED]


def test_a_repeated_letter_never_joins_a_newer_one() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (request,) = claim("dead")
    begin(request, "dead", a_letter(a_dispatch()))
    owe_calendar(invitation)
    claim("sweeper", now=NOW + LEASE + MINUTE, limit=0)
    assert states() == [NoticeState.OWED, NoticeState.OWED]


def test_a_cause_that_comes_after_a_repeated_letter_has_a_letter_of_its_own() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (request,) = claim("dead")
    begin(request, "dead", a_letter(a_dispatch()))
    claim("sweeper", now=NOW + LEASE + MINUTE, limit=0)
    owe_calendar(invitation, now=NOW + LEASE + MINUTE)
    assert db.session.scalar(select(func.count(Notice.id))) == 2


@ON_POSTGRESQL  # SQLite has one writer at a time: nobody claims while a change is being written
def test_a_change_that_is_not_committed_yet_keeps_the_letter_that_it_joins_from_being_claimed(
    app: Flask,
) -> None:
    """Else the worker would write the letter from the state before, and the change would never be told."""
    invitation = an_invitation()
    owe_calendar(invitation)
    with transaction():
        lock(Invitation, invitation.id)
        notices.owe_calendar(Invitation.id == invitation.id, now=NOW, is_settling=False)
        with app.app_context():
            assert claim() == ()
    assert len(claim()) == 1


@ON_POSTGRESQL  # as above
def test_a_letter_of_a_persons_state_is_not_claimed_while_a_change_that_joins_it_is_written(
    app: Flask,
) -> None:
    (ident,) = owed()
    with transaction():
        _state_changes(ident)
        with app.app_context():
            assert claim() == ()
    assert claim() == (ident,)


def test_a_repeated_letter_goes_out_as_it_was_so_a_change_owes_another() -> None:
    (ident,) = owed()
    with transaction():
        notice_of(ident).is_repeated = True
        _state_changes(ident)
    assert states() == [NoticeState.OWED] * 2


def _state_changes(ident: int) -> None:
    letter = notice_of(ident)
    assert letter.seminar_id is not None
    notices.post_once(
        letter.kind, now=NOW, seminar_id=letter.seminar_id, registration_id=letter.registration_id
    )
