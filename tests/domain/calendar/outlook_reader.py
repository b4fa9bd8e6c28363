"""A time zone as Outlook reads it: no history, two yearly dates and two offsets (MS-OXCICAL, MS-OXOCAL).

Of all STANDARD components the last and of all DAYLIGHT components the last become one PidLidTimeZoneStruct
(MS-OXCICAL §2.1.3.1.1.19): DTSTART gives nothing but the time of day, RRULE the month and the weekday, UNTIL
is not honoured, TZOFFSETFROM is not looked at.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.domain.calendar.strict_reader import Component

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # wDayOfWeek begins with Sunday.
_FINAL = 5


@dataclass(frozen=True)
class YearlyDate:
    """A SYSTEMTIME whose wYear is 0: it comes every year (MS-OXOCAL §2.2.1.39); *week* 5 is the final one."""

    month: int
    day_of_week: int
    week: int
    at_time: time

    def in_year(self, year: int) -> datetime:
        """Return the wall clock of the date in *year*, before it is changed."""
        return _date(self, year)


@dataclass(frozen=True)
class TimeZoneStruct:
    """The part of PidLidTimeZoneStruct that decides; offsets are ahead of UTC, biases behind it (minutes)."""

    bias: int
    daylight_bias: int
    standard_date: YearlyDate | None
    daylight_date: YearlyDate | None

    def offset(self, utc: datetime) -> timedelta:
        """Return the offset at *utc* (naive), as Windows reckons it from the dates of that year."""
        standard = timedelta(minutes=-self.bias)
        if self.standard_date is None or self.daylight_date is None:
            return standard
        daylight = timedelta(minutes=-(self.bias + self.daylight_bias))
        begins = self.daylight_date.in_year(utc.year) - standard
        ends = self.standard_date.in_year(utc.year) - daylight
        is_daylight = begins <= utc < ends if begins < ends else not ends <= utc < begins
        return daylight if is_daylight else standard


@cache
def _date(rule: YearlyDate, year: int) -> datetime:
    last = monthrange(year, rule.month)[1]
    days = [
        day for day in range(1, last + 1) if date(year, rule.month, day).isoweekday() % 7 == rule.day_of_week
    ]
    day = days[-1] if rule.week == _FINAL else days[rule.week - 1]
    return datetime.combine(date(year, rule.month, day), rule.at_time)


def read(zone: Component) -> TimeZoneStruct:
    """Return what Outlook keeps of the VTIMEZONE *zone*."""
    standard = zone.all("STANDARD")[-1]
    bias = -_minutes(standard["TZOFFSETTO"].value)
    if not zone.all("DAYLIGHT"):
        return TimeZoneStruct(bias, 0, None, None)
    daylight = zone.all("DAYLIGHT")[-1]
    return TimeZoneStruct(
        bias=bias,
        daylight_bias=-_minutes(daylight["TZOFFSETTO"].value) - bias,
        standard_date=_yearly_date(standard),
        daylight_date=_yearly_date(daylight),
    )


def _yearly_date(observance: Component) -> YearlyDate:
    parts = dict(part.split("=") for part in observance["RRULE"].value.split(";"))
    assert parts["FREQ"] == "YEARLY", "only a yearly recurrence is imported (§2.1.3.1.1.19.2.2)"
    day = re.fullmatch(r"(-1|[1-5])([A-Z]{2})", parts["BYDAY"])
    assert day, "one occurrence of one day of the week"
    return YearlyDate(
        month=int(parts["BYMONTH"]),
        day_of_week=_WEEKDAYS.index(day[2]),
        week=_FINAL if day[1] == "-1" else int(day[1]),
        at_time=datetime.fromisoformat(observance["DTSTART"].value).time(),
    )


def _minutes(offset: str) -> int:
    size = int(offset[1:3]) * 60 + int(offset[3:5])
    return -size if offset.startswith("-") else size
