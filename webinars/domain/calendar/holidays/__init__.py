"""Public holidays as they come: from a calendar file with what is wrong by line, or typed, one a line."""

from webinars.domain.calendar.files import MOST_BYTES, Problem
from webinars.domain.calendar.holidays.days import LONGEST_NAME, Day, Found
from webinars.domain.calendar.holidays.events import MOST_EVENTS, read_holidays
from webinars.domain.calendar.holidays.typed import read_typed, typed

__all__ = [
    "LONGEST_NAME",
    "MOST_BYTES",
    "MOST_EVENTS",
    "Day",
    "Found",
    "Problem",
    "read_holidays",
    "read_typed",
    "typed",
]
