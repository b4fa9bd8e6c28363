"""Notices with all that their letters say."""

from webinars.queries.notices.loading import (
    load,
    load_calendars,
    matter_of,
    readable_together,
    registration_of,
    sent_letter,
)
from webinars.queries.notices.matters import Matter, Standing

__all__ = [
    "Matter",
    "Standing",
    "load",
    "load_calendars",
    "matter_of",
    "readable_together",
    "registration_of",
    "sent_letter",
]
