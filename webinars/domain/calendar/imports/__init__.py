"""Programmes in calendar files of other systems: one event for each talk, read with what is wrong by line."""

from webinars.domain.calendar.imports.groups import LONGEST_PAUSE, grouped
from webinars.domain.calendar.imports.lines import MOST_BYTES, MOST_EVENTS
from webinars.domain.calendar.imports.talks import Found, Problem, Talk, read_talks

__all__ = ["LONGEST_PAUSE", "MOST_BYTES", "MOST_EVENTS", "Found", "Problem", "Talk", "grouped", "read_talks"]
