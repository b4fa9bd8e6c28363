"""What another clock does to cities, in words: a line for each, and how many there are of a kind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.dates import format_date
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l

from webinars.domain.planner.changes import CityChange, Condition, Direction, Lived
from webinars.letters.times import Clock, date_words
from webinars.web.organise.planning_words import listed

_STATES = {
    Direction.LOST: (_l("Cannot attend any more"), "stop"),
    Direction.WORSE: (_l("Worse"), "warn"),
    Direction.IMPOSSIBLE: (_l("Still cannot attend"), "stop"),
    Direction.UNKNOWN: (_l("Not known before"), "wait"),
    Direction.LEVEL: (_l("Another hour, no worse"), "open"),
    Direction.BETTER: (_l("Better"), "ok"),
    Direction.GAINED: (_l("Can attend now"), "ok"),
    Direction.SAME: (_l("No change"), "off"),
}


@dataclass(frozen=True)
class State:
    """A word with its mark."""

    word: str
    mark: str


@dataclass(frozen=True)
class ChangeLine:
    """What a change does to one city; *before* is None where nobody knows.

    *left*, *entered* and *within* name bands and days, "" for none; *within* only where nothing is entered or
    left, or nobody knows. *cost* is the discomfort before and now.
    """

    who: str
    zone: str
    before: Clock | None
    now: Clock
    state: State
    left: str
    entered: str
    within: str
    cost: str


def change_line(who: str, change: CityChange, *, zone: str, offsets: tuple[str, str]) -> ChangeLine:
    """Return a change in words; *offsets* are those of *zone* before and now, "" where they are not told."""
    word, mark = _STATES[change.direction]
    entered = change.entered if change.was else ()
    return ChangeLine(
        who=who,
        zone=zone,
        before=clock_of_lived(change.was, zone, offsets[0]) if change.was else None,
        now=clock_of_lived(change.now, zone, offsets[1]),
        state=State(str(word), mark),
        left=_named(change.left),
        entered=_named(entered),
        within="" if change.left or entered else _named(change.now.conditions),
        cost=_cost_words(change),
    )


def clock_of_lived(lived: Lived, zone: str, zone_words: str) -> Clock:
    """Return the wall clock of a part as pages show it, whatever rules it follows."""
    return Clock(
        instant_iso=lived.local_start.isoformat(timespec="minutes"),
        date_words=date_words(lived.local_start),
        weekday=format_date(lived.local_start, "EEEE", locale=get_locale()),
        clock=f"{lived.local_start:%H:%M}",
        end_clock=f"{lived.local_end:%H:%M}",
        zone=zone,
        zone_words=zone_words,
        day_note="",
    )


def counted(changes: Iterable[CityChange]) -> list[State]:
    """Return how many changes there are of each kind, the worst first, and no word on what stays the same."""
    counts = Counter(change.direction for change in changes)
    return [
        State(_count_words(direction, counts[direction]), str(_STATES[direction][1]))
        for direction in Direction
        if counts[direction] and direction is not Direction.SAME
    ]


def _named(conditions: Sequence[Condition]) -> str:
    return listed(gettext(one.words) for one in conditions)


def _cost_words(change: CityChange) -> str:
    now = _minutes(change.now)
    if change.was is None or change.was.discomfort == change.now.discomfort:
        return str(gettext("Discomfort: %(cost)s.", cost=now))
    return str(gettext("Discomfort: %(first)s, then %(second)s.", first=_minutes(change.was), second=now))


def _minutes(lived: Lived) -> str:
    return "–" if lived.discomfort is None else str(lived.discomfort)


def _count_words(direction: Direction, count: int) -> str:
    cities = ngettext("%(num)s city", "%(num)s cities", count)
    return str(gettext("%(what)s: %(cities)s", what=_STATES[direction][0], cities=cities))
