"""The outbox: claims between workers, leases that run out, pauses, and the wishes of organisers."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_POSTGRESQL
from webinars.domain.errors import Refusal
from webinars.models import (
    Account,
    Invitation,
    Method,
    Notice,
    NoticeKind,
    NoticeState,
    Record,
    SentLetter,
)
from webinars.models.database import db, lock, transaction
from webinars.services import notices, outbox
from webinars.services.invitations import Dispatch
from webinars.services.outbox import Done, Outgoing, TroubleKind, Wish

LEASE = timedelta(minutes=2)
SETTLING = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("database")


def owed(count: int = 1) -> list[int]:
    """Owe letters about registrations; return their ids."""
    person = builders.a_registration(builders.a_seminar())
    with transaction():
        posted = [
            notices.post(
                NoticeKind.REGISTRATION_STATE,
                now=NOW,
                seminar_id=person.seminar_id,
                registration_id=person.id,
            )
            for _ in range(count)
        ]
    return [notice.id for notice in posted]


def an_invitation() -> Invitation:
    seminar = builders.a_seminar()
    return builders.an_invitation(builders.a_registration(seminar), builders.a_session(seminar))


def owe_calendar(invitation: Invitation, *, is_settling: bool = False, now: datetime = NOW) -> None:
    with transaction():
        notices.owe_calendar(Invitation.id == invitation.id, now=now, is_settling=is_settling)


def claim(worker: str = "one", *, now: datetime = NOW, limit: int = 20) -> tuple[int, ...]:
    return outbox.claim(worker, now=now, limit=limit, lease=LEASE, settling=SETTLING)


def a_letter(dispatch: Dispatch | None = None, *, is_secret: bool = False) -> Outgoing:
    message = ("rosa@paris.example", "Your seat", b"Text\r\n", "<one@tokyo.example>")
    return Outgoing(*message, dispatch, is_secret)


def a_dispatch(method: Method = Method.REQUEST) -> Dispatch:
    return Dispatch(method, 0, "office@tokyo.example", False, NOW, NOW + timedelta(hours=1))


def begin(
    notice_id: int, worker: str = "one", letter: Outgoing | None = None, *, now: datetime = NOW
) -> bool:
    return outbox.begin(notice_id, worker, letter or a_letter(), now=now, lease=LEASE)


def notice_of(notice_id: int) -> Notice:
    return db.session.scalars(
        select(Notice).where(Notice.id == notice_id).execution_options(populate_existing=True)
    ).one()


def states() -> list[NoticeState]:
    return list(db.session.scalars(select(Notice.state).order_by(Notice.id)))


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
    assert outbox.finish(request, "one", now=NOW)
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
    assert (notice.is_repeated, notice.attempts, notice.message_id) == (True, 1, letter.message_id)
    assert outbox.repeated_letter(notice) == letter


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
    outbox.finish(ident, "two", now=later)
    db.session.refresh(invitation)
    assert (invitation.sent_method, invitation.sent_sequence) == (Method.REQUEST, 0)
    assert (invitation.organizer, invitation.sent_at) == ("office@tokyo.example", later)


def test_a_secret_letter_is_kept_without_its_text_and_written_anew_when_it_is_repeated() -> None:
    (ident,) = owed()
    claim("dead")
    begin(ident, "dead", a_letter(is_secret=True))
    claim("two", now=NOW + LEASE + MINUTE)
    kept = db.session.scalars(select(SentLetter)).one()
    assert (kept.recipient, kept.subject, kept.message) == ("rosa@paris.example", "Your seat", None)
    assert outbox.repeated_letter(notice_of(ident)) is None


def test_the_text_of_an_account_letter_is_forgotten_once_it_is_sent() -> None:
    account = builders.kept(
        Account(email="o@tokyo.example", active=True, fs_uniquifier="x", created_at=NOW, language="en")
    )
    with transaction():
        notice = notices.post(
            NoticeKind.ACCOUNT, now=NOW, account_id=account.id, details={"text": "secret link"}
        )
    claim()
    begin(notice.id, letter=a_letter(is_secret=True))
    outbox.finish(notice.id, "one", now=NOW)
    assert notice_of(notice.id).details == {}


def test_a_worker_that_was_taken_for_dead_can_neither_begin_nor_finish() -> None:
    first, second = owed(2)
    claim("slow")
    begin(first, "slow")
    claim("two", now=NOW + LEASE + MINUTE)
    assert not outbox.finish(first, "slow", now=NOW)
    assert not begin(second, "slow")
    assert outbox.fail(first, "slow", TroubleKind.LATER, "", now=NOW) is None
    assert states() == [NoticeState.CLAIMED, NoticeState.CLAIMED]


def test_beginning_renews_the_lease() -> None:
    (ident,) = owed()
    claim()
    begin(ident, now=NOW + LEASE)
    assert notice_of(ident).claimed_until == NOW + 2 * LEASE


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
    assert states() == [NoticeState.SENDING, NoticeState.OWED, NoticeState.OWED]
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


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [
        (TroubleKind.LATER, [1, 5, 15, 60] + [240] * 11),
        (TroubleKind.UNCERTAIN, [5, 30] + [240] * 10),
        (TroubleKind.CRASHED, [1, 5, 15, 60]),
        (TroubleKind.REFUSED, []),
        (TroubleKind.UNWRITABLE, []),
    ],
)
def test_pauses_grow_by_the_kind_of_trouble_until_the_letter_is_given_up(
    kind: TroubleKind, minutes: list[int]
) -> None:
    (ident,) = owed()
    moment = NOW
    for pause in minutes:
        claim(now=moment)
        assert outbox.fail(ident, "one", kind, "451 later", now=moment) is NoticeState.OWED
        assert claim(now=moment + pause * MINUTE - timedelta(seconds=1)) == ()
        moment += pause * MINUTE
    claim(now=moment)
    assert outbox.fail(ident, "one", kind, "451 later", now=moment) is NoticeState.FAILED
    assert notice_of(ident).attempts == len(minutes) + 1


def test_a_letter_that_was_put_off_is_given_up_after_about_two_days() -> None:
    pauses = [outbox.pause_after(TroubleKind.LATER, attempts) for attempts in range(1, 16)]
    total = sum((pause for pause in pauses if pause), timedelta())
    assert timedelta(hours=42) < total < timedelta(hours=54)


def test_a_letter_that_was_put_off_is_written_anew_and_one_of_uncertain_fate_is_repeated() -> None:
    put_off, uncertain = owed(2)
    claim()
    for ident, kind in ((put_off, TroubleKind.LATER), (uncertain, TroubleKind.UNCERTAIN)):
        begin(ident)
        outbox.fail(ident, "one", kind, "421 closing", now=NOW)
    assert outbox.repeated_letter(notice_of(put_off)) is None
    assert outbox.repeated_letter(notice_of(uncertain)) == a_letter()
    assert list(db.session.scalars(select(SentLetter.notice_id))) == [uncertain]


def test_the_history_of_a_letter_tells_when_which_trouble_and_in_whose_words() -> None:
    (ident,) = owed()
    claim()
    outbox.fail(ident, "one", TroubleKind.LATER, "451 4.3.0\ntry later", now=NOW)
    claim(now=NOW + MINUTE)
    outbox.fail(ident, "one", TroubleKind.REFUSED, "550 5.1.1 no such user", now=NOW + MINUTE)
    assert outbox.history(notice_of(ident).error) == (
        outbox.Trouble(NOW, TroubleKind.LATER, "451 4.3.0 try later"),
        outbox.Trouble(NOW + MINUTE, TroubleKind.REFUSED, "550 5.1.1 no such user"),
    )


def test_a_held_letter_that_is_released_goes_at_once() -> None:
    owe_calendar(an_invitation(), is_settling=True)
    ident = db.session.scalars(select(Notice.id)).one()
    outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)
    outbox.fulfil_one(Wish.RELEASE, ident, by=ORGANISER, now=NOW)
    assert claim() == (ident,)


def test_a_cause_joins_a_held_letter() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    outbox.fulfil_one(Wish.HOLD, db.session.scalars(select(Notice.id)).one(), by=ORGANISER, now=NOW)
    owe_calendar(invitation)
    assert states() == [NoticeState.HELD]


@pytest.mark.parametrize("wish", [Wish.RELEASE, Wish.RETRY])
def test_a_wish_that_does_not_fit_the_state_is_refused(wish: Wish) -> None:
    (ident,) = owed()
    with pytest.raises(Refusal):
        outbox.fulfil_one(wish, ident, by=ORGANISER, now=NOW)


def test_a_letter_on_its_way_cannot_be_held() -> None:
    (ident,) = owed()
    claim()
    with pytest.raises(Refusal, match="can no longer be held"):
        outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)


def test_a_letter_that_was_given_up_is_written_anew_when_somebody_tries_it_again() -> None:
    (ident,) = owed()
    claim("dead")
    begin(ident, "dead")
    later = NOW + LEASE + MINUTE
    claim(now=later)
    outbox.fail(ident, "one", TroubleKind.REFUSED, "550 no", now=later)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=later)
    notice = notice_of(ident)
    assert (notice.state, notice.attempts, notice.is_repeated) == (NoticeState.OWED, 0, False)
    assert (notice.message_id, notice.due_at) == (None, later)
    assert outbox.repeated_letter(notice) is None


def test_a_letter_that_pauses_can_be_tried_at_once() -> None:
    (ident,) = owed()
    claim()
    outbox.fail(ident, "one", TroubleKind.LATER, "451 later", now=NOW)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=NOW)
    assert claim() == (ident,)


def test_a_letter_tried_again_joins_a_newer_one_of_its_invitation() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (ident,) = claim()
    outbox.fail(ident, "one", TroubleKind.REFUSED, "550 no", now=NOW)
    owe_calendar(invitation)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=NOW)
    assert states() == [NoticeState.DROPPED, NoticeState.OWED]


def test_a_wish_for_many_changes_those_that_fit_and_counts_the_others() -> None:
    idents = owed(3)
    claim(limit=1)
    assert outbox.fulfil(Wish.HOLD, idents, by=ORGANISER, now=NOW) == Done(changed=2, skipped=1)
    assert states() == [NoticeState.CLAIMED, NoticeState.HELD, NoticeState.HELD]


def test_every_wish_is_in_the_log() -> None:
    (ident,) = owed()
    outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)
    record = db.session.scalars(select(Record).where(Record.noun == "notice")).one()
    assert (record.verb, record.noun_id, record.actor) == ("held", ident, ORGANISER.name)
    assert record.changes == {"state": ["owed", "held"]}


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


def test_times_of_troubles_are_read_back_as_instants() -> None:
    at = datetime(2026, 9, 1, 9, 30, 15, 250000, tzinfo=UTC)
    trouble = outbox.Trouble(at, TroubleKind.LATER, "")
    assert outbox.history(trouble.written()) == (trouble,)
