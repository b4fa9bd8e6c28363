"""When a reminder is due, and which parts share one."""

from datetime import UTC, datetime, timedelta

import pytest

from webinars.domain.errors import Refusal
from webinars.domain.reminders import due, rhythm_of, sharing

START = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
RHYTHM = (10080, 1440, 60, 0)


def before(**ahead: int) -> datetime:
    return START - timedelta(**ahead)


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        (before(days=7, seconds=1), None),
        (before(days=7), 10080),
        (before(days=1, seconds=1), 10080),
        (before(days=1), 1440),
        (before(minutes=60), 60),
        (before(seconds=1), 60),
        (START, 0),
        (before(minutes=-15), 0),
        (before(minutes=-15, seconds=-1), None),
    ],
)
def test_the_last_moment_that_has_come_is_the_one_that_makes_sense(
    now: datetime, minutes: int | None
) -> None:
    assert due(RHYTHM, START, now=now) == minutes


def test_what_has_started_is_not_announced_where_the_rhythm_ends_before() -> None:
    assert due((1440, 60), START, now=START) is None
    assert due((), START, now=before(minutes=1)) is None


def test_parts_of_a_person_share_a_letter_while_each_starts_within_90_minutes_of_the_one_before() -> None:
    starts = [(1, START), (2, before(minutes=-89)), (3, before(minutes=-178)), (4, before(minutes=-268))]
    assert sharing(starts, 1) == (1, 2, 3)
    assert sharing(starts, 2) == (2, 3)
    assert sharing(starts, 4) == (4,)


def test_a_rhythm_is_kept_in_order_and_once() -> None:
    assert rhythm_of([0, 60, 10080, 60]) == (10080, 60, 0)
    with pytest.raises(Refusal) as refused:
        rhythm_of([61])
    assert refused.value.field == "reminder_minutes"
