"""What a running order is asked for and what comes out: talks, the slots of the parts, who stands where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain.errors import N_, BadProblem
from webinars.domain.hours import DAY_MINUTES
from webinars.domain.planner import checks
from webinars.domain.planner.problems import PlanCity
from webinars.domain.timezones import LAST_YEAR

MOST_PARTS = 8  # A series of small parts may be longer than a plan that is searched for.
MOST_SLOTS = 500  # In all parts together: what is ordered within seconds.

_NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of *city*; *part* (from 0) binds it to a part, None leaves it open.

    *key* is needed where a city gives several talks: it tells them apart.
    """

    city: PlanCity
    theme: str = ""
    part: int | None = None
    key: str = ""

    @property
    def name(self) -> str:
        """Return what the order lists the talk by: its key, or else the city's name."""
        return self.key or self.city.name


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """Talks of *slot_minutes* to be put into the slots of *parts*: their starts (UTC), ascending."""

    slot_minutes: int
    parts: tuple[tuple[datetime, ...], ...]
    talks: tuple[Talk, ...]

    def __post_init__(self) -> None:
        checks.talk(self.slot_minutes, (DAY_MINUTES,), is_needed=True)
        _check_parts(self.parts)
        _check_names([talk.name for talk in self.talks])
        for number, talk in enumerate(self.talks):
            if talk.part is not None and not 0 <= talk.part < len(self.parts):
                text = N_("There is no part %(part)s. The first is 0 and the last %(last)s.")
                path = f"talks[{number}].part"
                raise BadProblem(text, field=path, part=talk.part, last=len(self.parts) - 1)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the number of slots of each part."""
        return tuple(len(slots) for slots in self.parts)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who talks when: *parts* has the names in the order of the slots, *costs* what each talk costs its city.

    *worst* and *total* are proved to be the least. *theme_breaks* is when *is_exact_in_themes* says so.
    """

    parts: tuple[tuple[str, ...], ...]
    costs: tuple[tuple[int, ...], ...]
    worst: int
    total: int
    theme_breaks: int
    is_exact_in_themes: bool


@dataclass(frozen=True, slots=True)
class NoOrder:
    """Why not all talks fit: an untranslated sentence with ``%(name)s`` places, and their values."""

    reason: str
    values: Mapping[str, object]


def _check_names(names: Sequence[str]) -> None:
    """Refuse two talks of one name, which no answer could tell apart."""
    for twice, times in Counter(names).items():
        if times > 1:
            second = names.index(twice, names.index(twice) + 1)
            text = N_("Two talks are called “%(name)s”. Give one of them another name.")
            raise BadProblem(text, field=f"talks[{second}].name", name=twice)


def _check_instant(start: datetime, path: str) -> None:
    """Refuse an instant off the five-minute grid, or outside the years of the zone database."""
    try:
        checks.instant(start)
    except BadProblem as refusal:
        raise refusal.within(path) from None
    if not checks.FIRST_YEAR <= start.year <= LAST_YEAR:
        text = N_("The planner knows the years %(first)s to %(last)s. Choose a date in these years.")
        raise BadProblem(text, field=path, first=checks.FIRST_YEAR, last=LAST_YEAR)


def _check_parts(parts: Sequence[Sequence[datetime]]) -> None:
    """Refuse no part, too many, too many slots, and slots out of order or off the five-minute grid."""
    if not 1 <= len(parts) <= MOST_PARTS:
        text = N_("There are %(count)s parts. Choose 1 to %(most)s.")
        raise BadProblem(text, field="parts", count=len(parts), most=MOST_PARTS)
    slots = sum(map(len, parts))
    if slots > MOST_SLOTS:
        text = N_("There are %(slots)s slots. Choose %(most)s or fewer.")
        raise BadProblem(text, field="parts", slots=slots, most=MOST_SLOTS)
    for number, starts in enumerate(parts):
        for place, start in enumerate(starts):
            if start.utcoffset() != _NONE:
                raise ValueError("a slot starts in UTC")
            _check_instant(start, f"parts[{number}][{place}]")
            if place and start <= starts[place - 1]:
                text = N_("This slot does not start after the one before it. Put the slots in order.")
                raise BadProblem(text, field=f"parts[{number}][{place}]")
