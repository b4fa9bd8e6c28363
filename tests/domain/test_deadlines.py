"""Days up to which something may be done."""

from datetime import UTC, date, datetime

import pytest

from webinars.domain.deadlines import is_past

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("zone", "last", "over"),
    [
        ("Asia/Tokyo", "2026-11-24T14:59:59", "2026-11-24T15:00:00"),
        ("America/Los_Angeles", "2026-11-25T07:59:59", "2026-11-25T08:00:00"),
        ("Asia/Kathmandu", "2026-11-24T18:14:59", "2026-11-24T18:15:00"),
        ("Pacific/Kiritimati", "2026-11-24T09:59:59", "2026-11-24T10:00:00"),
        (None, "2026-11-24T23:59:59", "2026-11-25T00:00:00"),
    ],
)
def test_a_day_counts_to_its_end_on_the_clocks_of_its_zone(zone: str | None, last: str, over: str) -> None:
    moments = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (last, over)]
    assert [is_past(DAY, now=moment, zone=zone) for moment in moments] == [False, True]


def test_a_day_ends_also_where_the_clocks_skip_the_midnight_after_it() -> None:
    # Cairo, 24 April 2026: from 00:00 the clocks jump to 01:00.
    before, after = (datetime(2026, 4, 23, hour, minute, tzinfo=UTC) for hour, minute in ((21, 59), (22, 0)))
    day = date(2026, 4, 23)
    assert [is_past(day, now=moment, zone="Africa/Cairo") for moment in (before, after)] == [False, True]
