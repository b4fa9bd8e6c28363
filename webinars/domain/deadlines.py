"""Days up to which something may be done: a date counts to its end on the clocks of a zone."""

from datetime import date, datetime

from webinars.domain.timezones import to_local

FALLBACK_ZONE = "UTC"


def day_of(instant: datetime, zone: str | None) -> date:
    """Return the date that the clocks of *zone* (None: UTC) show at *instant*."""
    return to_local(instant, zone or FALLBACK_ZONE).date()


def is_past(day: date, *, now: datetime, zone: str | None) -> bool:
    """Say whether *day* is over in *zone* (None: UTC) at the instant *now*.

    Dates are compared, and midnight never computed: there are zones whose clocks skip it.
    """
    return day_of(now, zone) > day
