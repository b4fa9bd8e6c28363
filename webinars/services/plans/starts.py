"""Starts that somebody wants for the parts of a plan: what cannot be is refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from webinars.domain.errors import N_, Refusal
from webinars.domain.hours import CELL_MINUTES
from webinars.domain.timezones import LAST_YEAR


def check_starts(starts: Sequence[datetime], parts: Sequence[int], *, now: datetime) -> None:
    """Raise Refusal at "starts" unless there is one for each part, ahead, in order, and none overlaps.

    What else the plan asks for, gap, grid and dates, somebody may leave aside by hand.
    """
    if len(starts) != len(parts):
        text = N_("There are %(parts)d parts in the plan. Choose a start for each of them.")
        raise Refusal(text, field="starts", parts=len(parts))
    for number, start in enumerate(starts, start=1):
        if start.minute % CELL_MINUTES or start.second or start.microsecond:
            raise _refused(N_("Part %(number)d starts at no multiple of 5 minutes. Round it."), number)
        if start <= now:
            raise _refused(N_("Part %(number)d would start in the past. Choose a later start."), number)
        if start.year > LAST_YEAR:
            raise _refused(N_("Part %(number)d lies too far ahead. Choose an earlier date."), number)
    for number, (start, minutes, following) in enumerate(zip(starts, parts, starts[1:], strict=False), 2):
        if following < start + timedelta(minutes=minutes):
            text = N_("Part %(number)d starts before the one before it is over. Choose a later start.")
            raise _refused(text, number)


def _refused(text: str, number: int) -> Refusal:
    return Refusal(text, field="starts", number=number)
