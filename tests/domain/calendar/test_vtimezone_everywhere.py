"""VTIMEZONE (rule 4) over every zone and every span of years from 2020 to 2037, against the database.

What is written is read twice: as RFC 5545 §3.6.5 says, and as Outlook does. Where none is written, the
database is asked whether a pair of yearly rules could have been right.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product

from tests.domain.calendar import outlook_reader, strict_reader
from webinars.domain import timezones
from webinars.domain.calendar.vtimezone import timezone_between
from webinars.domain.timezones import Transition

SECOND, HOUR, DAY, WEEK = (timedelta(seconds=seconds) for seconds in (1, 3600, 86_400, 604_800))
BESIDE = (-DAY - SECOND, -DAY, -HOUR, -SECOND, timedelta(0), SECOND, HOUR, DAY, DAY + SECOND)
GRID = timedelta(days=4, hours=7)
YEARS = range(2020, timezones.LAST_YEAR + 1)
SPANS = [(first, last) for first in YEARS for last in YEARS if first <= last]
YEARS_OF_A_LAW = 5


@cache
def changes(zone: str) -> dict[int, list[Transition]]:
    """Return the changes of *zone* by the year in which they come."""
    begin, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (YEARS[0], YEARS[-1] + 1))
    found = timezones.transitions(zone, begin, end - SECOND)
    return {year: [change for change in found if change.at.year == year] for year in YEARS}


def new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time())


@cache
def moments(zone: str, year: int) -> list[datetime]:
    """Return instants (naive UTC) of *year*: a grid, its ends, and both sides of each change."""
    begin, end = new_year(year), new_year(year + 1)
    grid = [begin + number * GRID for number in range((end - begin) // GRID + 1)]
    beside = [change.at.replace(tzinfo=None) + more for change in changes(zone)[year] for more in BESIDE]
    return [*grid, end - SECOND, *(moment for moment in beside if begin <= moment < end)]


@cache
def offsets_in_database(zone: str, year: int) -> list[timedelta]:
    return [timezones.utc_offset(moment.replace(tzinfo=UTC), zone) for moment in moments(zone, year)]


@cache
def described_years() -> list[tuple[str, int, bytes]]:
    """Return each zone, year and VTIMEZONE that holds in it, once, whatever span it was written for."""
    found = {
        (zone, year, written)
        for zone, (first, last) in product(timezones.zone_names(), SPANS)
        if (written := timezone_between(zone, first, last))
        for year in range(first, last + 1)
    }
    return sorted(found)


@cache
def component_of(written: bytes) -> strict_reader.Component:
    return strict_reader.read(written)


@cache
def offsets_by_rfc_5545(written: bytes) -> tuple[list[datetime], list[timedelta]]:
    return strict_reader.utc_offsets(component_of(written))


def test_rule_4_every_zone_agrees_with_the_database_in_every_year() -> None:
    for zone, year, written in described_years():
        starts, offsets = offsets_by_rfc_5545(written)
        read = [offsets[bisect_right(starts, moment) - 1] for moment in moments(zone, year)]
        assert read == offsets_in_database(zone, year), (zone, year, written)
    assert len(described_years()) > 0.95 * len(timezones.zone_names()) * len(YEARS)


def test_rule_4_outlook_reads_the_same_offsets_in_every_zone_and_year() -> None:
    for zone, year, written in described_years():
        struct = outlook_reader.read(component_of(written))
        read = [struct.offset(moment) for moment in moments(zone, year)]
        assert read == offsets_in_database(zone, year), (zone, year, written)


def test_rule_4_a_wall_clock_more_than_a_day_from_a_change_means_the_instant_it_was_made_of() -> None:
    for zone, year, written in described_years():
        starts, offsets = strict_reader.wall_clock_offsets(component_of(written))
        near = [change.at.replace(tzinfo=None) for change in changes(zone)[year]]
        for moment, offset in zip(moments(zone, year), offsets_in_database(zone, year), strict=True):
            if all(abs(moment - change) > DAY for change in near):
                read = offsets[bisect_right(starts, moment + offset) - 1]
                assert read == offset, (zone, moment, written)


def test_rule_4_no_component_has_more_than_one_standard_and_one_daylight() -> None:
    for zone, year, written in described_years():
        names = [observance.name for observance in component_of(written).components]
        expected = ["STANDARD", "DAYLIGHT"] if changes(zone)[year] else ["STANDARD"]
        assert names == expected, (zone, year, written)


# --- what is not written ------------------------------------------------------------------------------------


def keeps_to_a_law(zone: str, first: int) -> bool:
    """Tell whether *zone* never changes from *first* on, or to and fro each year, each way in one week."""
    if not any(changes(zone)[year] for year in range(first, YEARS[-1] + 1)):
        return True
    years = [changes(zone)[year] for year in range(min(first, YEARS[-1] - YEARS_OF_A_LAW + 1), YEARS[-1] + 1)]
    if any(len(year) != 2 for year in years):
        return False
    there = years[0][0]
    steps = {(one.before, one.after, two.before, two.after) for one, two in years}
    if steps != {(there.before, there.after, there.after, there.before)}:
        return False
    return all(is_one_week([year[side] for year in years]) for side in (0, 1))


def is_one_week(ones: list[Transition]) -> bool:
    in_one_year = [(one.at + one.before).replace(year=2000) for one in ones]
    days = sorted(moment.date() for moment in in_one_year)
    return days[-1] - days[0] < WEEK


@cache
def yearly_dates(month: int, day: str, at_time: time) -> list[datetime]:
    """Return when a rule of RFC 5545 comes in each of the years, by the tests' own reader."""
    rule = f"FREQ=YEARLY;BYMONTH={month};BYDAY={day}"
    return list(strict_reader.yearly(datetime.combine(new_year(YEARS[0]), at_time), rule))[: len(YEARS)]


def has_one_rule(ones: list[Transition]) -> bool:
    """Tell whether any rule at all gives *ones*, which come in consecutive years: every rule is tried."""
    local = [(one.at + one.before).replace(tzinfo=None) for one in ones]
    start = local[0].year - YEARS[0]
    days = [f"{nth}{day}" for nth, day in product((-1, 1, 2, 3, 4), strict_reader.WEEKDAYS)]
    return any(
        yearly_dates(month, day, local[0].time())[start : start + len(local)] == local
        for month, day in product({one.month for one in local}, days)
    )


def has_one_pair(zone: str, first: int, last: int) -> bool:
    years = [changes(zone)[year] for year in range(first, last + 1)]
    return all(has_one_rule([year[side] for year in years]) for side in (0, 1) if years[0])


def test_rule_4_what_is_not_written_keeps_to_no_law_or_fits_no_pair_of_rules() -> None:
    for zone in timezones.zone_names():
        laws = {first: keeps_to_a_law(zone, first) for first in YEARS}
        for first, last in SPANS:
            is_written = timezone_between(zone, first, last) is not None
            if is_written != laws[first]:
                assert laws[first], (zone, first, last)
                assert not has_one_pair(zone, first, last), (zone, first, last)


# --- the same bytes -----------------------------------------------------------------------------------------


def test_the_bytes_hang_on_the_first_year_alone() -> None:
    for zone in timezones.zone_names():
        for first in YEARS:
            written = [timezone_between(zone, first, last) for last in range(first, YEARS[-1] + 1)]
            found = [one for one in written if one is not None]
            assert len(set(found)) <= 1, (zone, first)
            assert written == found + [None] * (len(written) - len(found)), (zone, first)


def test_a_zone_with_one_pair_for_all_years_has_the_same_bytes_for_every_span() -> None:
    for zone in timezones.zone_names():
        if always := timezone_between(zone, YEARS[0], YEARS[-1]):
            assert {timezone_between(zone, first, last) for first, last in SPANS} == {always}, zone
