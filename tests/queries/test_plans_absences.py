"""When a city is away: its own clock, and whatever that clock does meanwhile."""

from datetime import datetime

import pytest

from tests.support.planning import an_absence
from webinars.domain.planner.problems import Interval
from webinars.queries.plans import interval_of


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"{time}+00:00")


ABSENCES = [
    # Nothing odd: midnight to midnight in a zone of a quarter.
    ("Asia/Kathmandu", "2026-11-25T00:00", "2026-11-26T00:00", "2026-11-24T18:15", "2026-11-25T18:15"),
    # Paris leaves out 2:00 to 3:00 on 29 March 2026: the clocks jump at 1:00 UTC.
    ("Europe/Paris", "2026-03-29T02:30", "2026-03-29T04:00", "2026-03-29T01:00", "2026-03-29T02:00"),
    ("Europe/Paris", "2026-03-29T01:00", "2026-03-29T02:30", "2026-03-29T00:00", "2026-03-29T01:00"),
    # and shows 2:00 to 3:00 twice on 25 October.
    ("Europe/Paris", "2026-10-25T02:30", "2026-10-25T04:00", "2026-10-25T00:30", "2026-10-25T03:00"),
    ("Europe/Paris", "2026-10-25T01:00", "2026-10-25T02:30", "2026-10-24T23:00", "2026-10-25T01:30"),
    # The half hour of Lord Howe, 1:30 to 2:00 twice on 5 April 2026.
    ("Australia/Lord_Howe", "2026-04-05T01:30", "2026-04-05T01:45", "2026-04-04T14:30", "2026-04-04T15:15"),
    # Samoa had no 30 December 2011: who is away until its end is away until the end of the 29th.
    ("Pacific/Apia", "2011-12-29T00:00", "2011-12-30T12:00", "2011-12-29T10:00", "2011-12-30T10:00"),
    ("Pacific/Apia", "2011-12-30T00:00", "2012-01-01T00:00", "2011-12-30T10:00", "2011-12-31T10:00"),
    # St John's jumped from 0:01 to 1:01: half a cell belongs to the cell that it lies in.
    ("America/St_Johns", "2010-03-14T00:30", "2010-03-14T02:00", "2010-03-14T03:30", "2010-03-14T04:30"),
    ("America/St_Johns", "2010-03-13T00:00", "2010-03-14T00:30", "2010-03-13T03:30", "2010-03-14T03:35"),
]


@pytest.mark.parametrize(("zone", "begins", "ends", "begins_at", "ends_at"), ABSENCES)
def test_an_absence_is_when_the_clocks_of_the_city_show_it(
    zone: str, begins: str, ends: str, begins_at: str, ends_at: str
) -> None:
    assert interval_of(an_absence(begins, ends), zone) == Interval(at(begins_at), at(ends_at))


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Europe/Paris", "2026-03-29T02:10", "2026-03-29T02:50"),
        ("Pacific/Apia", "2011-12-30T00:00", "2011-12-31T00:00"),
    ],
)
def test_an_absence_that_no_clock_shows_is_none(zone: str, begins: str, ends: str) -> None:
    assert interval_of(an_absence(begins, ends), zone) is None
