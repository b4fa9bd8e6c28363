"""What became of a letter: pauses by kind of trouble, and what is kept of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.outboxes import (
    LEASE,
    MINUTE,
    a_letter,
    begin,
    claim,
    finish,
    notice_of,
    owed,
    states,
)
from webinars.models import (
    Account,
    NoticeKind,
    NoticeState,
    SentLetter,
)
from webinars.models.database import db, transaction
from webinars.services import notices, outbox
from webinars.services.outbox import TroubleKind

pytestmark = pytest.mark.usefixtures("database")


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
    finish(notice.id, letter=a_letter(is_secret=True))
    assert notice_of(notice.id).details == {}


def test_a_worker_that_was_taken_for_dead_can_neither_begin_nor_finish() -> None:
    first, second = owed(2)
    claim("slow")
    begin(first, "slow")
    claim("two", now=NOW + LEASE + MINUTE)
    assert not finish(first, "slow")
    assert not begin(second, "slow")
    assert outbox.fail(first, "slow", TroubleKind.LATER, "", now=NOW) is None
    assert states() == [NoticeState.CLAIMED, NoticeState.CLAIMED]


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


def test_times_of_troubles_are_read_back_as_instants() -> None:
    at = datetime(2026, 9, 1, 9, 30, 15, 250000, tzinfo=UTC)
    trouble = outbox.Trouble(at, TroubleKind.LATER, "")
    assert outbox.history(trouble.written()) == (trouble,)
