"""Reminders: the moments before a part at which its people are reminded, and which parts share a letter."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from webinars.domain.errors import N_, Refusal

# What an organiser may choose, in minutes before the start; 0 is "starts now".
OFFERED = (20160, 10080, 4320, 2880, 1440, 180, 60, 15, 0)
# Parts of one person that start less than this after one another share a letter.
TOGETHER = timedelta(minutes=90)
# For so long after the start the way into the room still helps who is not there.
STARTED = timedelta(minutes=15)
LONGEST = timedelta(minutes=OFFERED[0])
# Before a rehearsal, which is a short meeting of a few: a day and an hour.
REHEARSED = (1440, 60)


def rhythm_of(minutes: Iterable[int]) -> tuple[int, ...]:
    """Return *minutes* once each, the longest first; raise Refusal for one that is not on offer."""
    rhythm = tuple(sorted(set(minutes), reverse=True))
    if not set(rhythm) <= set(OFFERED):
        raise Refusal(N_("This reminder is not on offer. Choose from the list."), field="reminder_minutes")
    return rhythm


def moment(starts_at: datetime, minutes: int) -> datetime:
    """Return the instant *minutes* before the start."""
    return starts_at - timedelta(minutes=minutes)


def due(rhythm: Iterable[int], starts_at: datetime, *, now: datetime) -> int | None:
    """Return which reminder of a part makes sense now: the last one whose moment has come.

    None before the first of them, and once the part has started; only "starts now" is still good for a while.
    """
    come = [minutes for minutes in rhythm if moment(starts_at, minutes) <= now]
    if not come or now > starts_at + STARTED or (now >= starts_at and 0 not in come):
        return None
    return min(come)


def sharing(starts: Sequence[tuple[int, datetime]], first: int) -> tuple[int, ...]:
    """Return which parts the letter about *first* tells of: it, and what follows closely on one it tells of.

    *starts* are the parts of one person, by id, with their starts in order.
    """
    told: list[int] = []
    last: datetime | None = None
    for ident, starts_at in starts:
        if ident == first or (last is not None and starts_at - last < TOGETHER):
            told.append(ident)
            last = starts_at
    return tuple(told)
