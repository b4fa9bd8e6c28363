"""Reminders of an answer: on which days before its date they come, on the clocks of the host."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webinars.domain.answering import days_of, is_due, next_day
from webinars.domain.errors import Refusal

TOKYO = "Asia/Tokyo"
BY = date(2026, 10, 10)
RHYTHM = (7, 3, 1)


def tokyo(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of October by the clocks of Tokyo, which stand nine hours ahead of UTC."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


ASKED = tokyo(1) - timedelta(days=30)


def coming(now: datetime, written_at: datetime | None = ASKED, by: date | None = BY) -> date | None:
    return next_day(RHYTHM, by, written_at=written_at, now=now, zone=TOKYO)


def due(now: datetime, written_at: datetime | None = ASKED, by: date | None = BY) -> bool:
    return is_due(RHYTHM, by, written_at=written_at, now=now, zone=TOKYO)


def test_a_silent_person_is_reminded_on_each_day_of_the_rhythm() -> None:
    found, written_at = [], ASKED
    for hours in range(24 * 12):
        now = tokyo(1, 0) + timedelta(hours=hours)
        if due(now, written_at):
            found.append(now)
            written_at = now
    assert found == [tokyo(3), tokyo(7), tokyo(9)]


def test_the_days_and_the_hour_are_those_of_the_host() -> None:
    # Midnight to nine in Tokyo is the evening before in UTC.
    assert [due(tokyo(3, 8, 59)), due(tokyo(3, 9)), due(tokyo(3, 23, 59))] == [False, True, True]
    assert tokyo(3, 8, 59).date() == date(2026, 10, 2)


@pytest.mark.parametrize(
    ("now", "day"),
    [(tokyo(1), 3), (tokyo(3), 3), (tokyo(5), 7), (tokyo(8, 12), 8), (tokyo(9, 1), 9)],
)
def test_the_next_day_is_known_beforehand(now: datetime, day: int) -> None:
    assert coming(now) == date(2026, 10, day)


def test_a_day_that_was_missed_is_made_up_for_on_the_next_and_no_later() -> None:
    assert [due(tokyo(4)), due(tokyo(5))] == [True, False]


def test_who_was_asked_after_a_day_of_the_rhythm_hears_of_the_next_one() -> None:
    assert coming(tokyo(4), written_at=tokyo(4)) == date(2026, 10, 7)


def test_nobody_gets_two_letters_within_a_day() -> None:
    evening_before = tokyo(6, 20)
    assert [due(tokyo(7, 9), evening_before), due(tokyo(7, 20), evening_before)] == [False, True]


def test_who_was_reminded_by_hand_on_the_day_is_not_reminded_again() -> None:
    assert [due(tokyo(7, 12), tokyo(7, 8)), due(tokyo(8, 12), tokyo(7, 8))] == [False, False]


def test_after_the_date_and_without_one_nobody_is_reminded() -> None:
    none = [coming(tokyo(11)), coming(tokyo(9, 12), written_at=tokyo(9)), coming(tokyo(1), by=None)]
    assert none == [None] * 3


def test_the_date_itself_may_be_a_day_of_the_rhythm() -> None:
    assert is_due((0,), BY, written_at=ASKED, now=tokyo(10, 23), zone=TOKYO)


def test_what_nobody_was_told_of_yet_is_due_on_its_day() -> None:
    assert due(tokyo(3), written_at=None)


def test_without_a_zone_the_days_are_those_of_utc() -> None:
    assert is_due(RHYTHM, BY, written_at=None, now=datetime(2026, 10, 3, 9, tzinfo=UTC), zone=None)


def test_days_are_kept_once_each_the_longest_first() -> None:
    assert days_of([1, 7, 1]) == (7, 1)


def test_a_day_that_is_not_on_offer_is_refused_at_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        days_of([6])
    assert refused.value.field == "answer_reminder_days"
