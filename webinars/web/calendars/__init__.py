"""Calendars to subscribe to or to download, of a seminar, a part, a series, a city; the ways into them."""

from webinars.web.calendars.events import part_label
from webinars.web.calendars.public import blueprint, calendar_address, followed_address, whole_address
from webinars.web.calendars.ways import Ways, ways_into

__all__ = [
    "Ways",
    "blueprint",
    "calendar_address",
    "followed_address",
    "part_label",
    "ways_into",
    "whole_address",
]
