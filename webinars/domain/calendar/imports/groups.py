"""Talks in groups that could be parts: each on one day, without a long pause, one talk after the other."""

from collections.abc import Sequence
from datetime import timedelta

from webinars.domain.calendar.imports.talks import Talk
from webinars.domain.timezones import to_local

LONGEST_PAUSE = timedelta(hours=2)


def grouped(talks: Sequence[Talk], zone: str) -> tuple[tuple[Talk, ...], ...]:
    """Return *talks* (in order of start) in groups by the day in *zone* and by pauses, in order of start.

    Talks at the same time come into groups of their own, one room after the other.
    """
    groups: list[list[Talk]] = []
    for talk in talks:
        open_to = [group for group in groups if _follows(group, talk, zone)]
        same_room = [group for group in open_to if group[-1].location == talk.location]
        group = next(iter(same_room or open_to), None)
        if group is None:
            groups.append([talk])
        else:
            group.append(talk)
    return tuple(tuple(group) for group in groups)


def _follows(group: Sequence[Talk], talk: Talk, zone: str) -> bool:
    last = group[-1]
    is_one_day = to_local(group[0].starts_at, zone).date() == to_local(talk.starts_at, zone).date()
    return is_one_day and timedelta(0) <= talk.starts_at - last.ends_at <= LONGEST_PAUSE
