"""Imports: a seminar's programme from another system's calendar file, planned first, then taken over."""

from webinars.services.imports.applying import take_over
from webinars.services.imports.choices import (
    NEW_PART,
    NO_PART,
    Choice,
    Group,
    Reading,
    choices_for,
    read_file,
)
from webinars.services.imports.planning import plan
from webinars.services.imports.plans import Change, Detail, Missing, Plan, PlannedPart, PlannedSlot

__all__ = [
    "NEW_PART",
    "NO_PART",
    "Change",
    "Choice",
    "Detail",
    "Group",
    "Missing",
    "Plan",
    "PlannedPart",
    "PlannedSlot",
    "Reading",
    "choices_for",
    "plan",
    "read_file",
    "take_over",
]
