"""A person's own calendar: its feed, and the section of their pages that makes and replaces its address."""

from webinars.web.subscriptions import changing, feeding
from webinars.web.subscriptions.blueprint import blueprint
from webinars.web.subscriptions.section import OwnCalendar, Owner, own_calendar

__all__ = ["OwnCalendar", "Owner", "blueprint", "changing", "feeding", "own_calendar"]
