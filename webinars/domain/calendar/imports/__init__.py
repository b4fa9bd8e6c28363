"""Programmes in calendar files of other systems: one event for each talk, read with what is wrong by line."""

from webinars.domain.calendar.files import MOST_BYTES, Problem
from webinars.domain.calendar.imports.groups import LONGEST_PAUSE, grouped
from webinars.domain.calendar.imports.talks import MOST_EVENTS, Found, Talk, read_talks

__all__ = ["LONGEST_PAUSE", "MOST_BYTES", "MOST_EVENTS", "Found", "Problem", "Talk", "grouped", "read_talks"]
