"""Answers that are awaited by a date: on which days before it who is silent is reminded."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from webinars.domain.deadlines import FALLBACK_ZONE, day_of
from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import to_local

# What an organiser may choose, in days before the date; 0 is the date itself.
OFFERED = (14, 7, 5, 3, 2, 1, 0)
FROM_HOUR = 9  # of the host's clock: offices begin to read then
AGAIN_AFTER = timedelta(days=1)
DAY = timedelta(days=1)


def days_of(days: Iterable[int]) -> tuple[int, ...]:
    """Return *days* once each, the longest first; raise Refusal for one that is not on offer."""
    rhythm = tuple(sorted(set(days), reverse=True))
    if not set(rhythm) <= set(OFFERED):
        raise Refusal(
            N_("This reminder is not on offer. Choose from the list."), field="answer_reminder_days"
        )
    return rhythm


def next_day(
    rhythm: Iterable[int], by: date | None, *, written_at: datetime | None, now: datetime, zone: str | None
) -> date | None:
    """Return when who is silent is reminded next, as a date of *zone* (None: UTC); None for never again.

    *by* is the date for the answer (None: there is none), *written_at* when the last letter about it was
    owed. A day that was missed, because no worker ran, is made up for on the next one and no later.
    """
    today = day_of(now, zone)
    if by is None or today > by:
        return None
    first = today - DAY
    if written_at is not None:
        first = max(first, day_of(written_at, zone) + DAY)
    coming = [day for day in (by - timedelta(days=one) for one in rhythm) if day >= first]
    return max(min(coming), today) if coming else None


def is_due(
    rhythm: Iterable[int], by: date | None, *, written_at: datetime | None, now: datetime, zone: str | None
) -> bool:
    """Say whether the next reminder is to be owed now: from nine o'clock, never two within a day."""
    clock = to_local(now, zone or FALLBACK_ZONE)
    is_day = next_day(rhythm, by, written_at=written_at, now=now, zone=zone) == clock.date()
    return is_day and clock.hour >= FROM_HOUR and not is_fresh(written_at, now=now)


def is_fresh(written_at: datetime | None, *, now: datetime) -> bool:
    """Say whether the last letter is less than a day old."""
    return written_at is not None and now - written_at < AGAIN_AFTER
