"""Wall clocks, instants and the names of zones: the only module that knows pytz.

Instants are aware, wall clocks naive; a function that takes one of them calls the other a bug (ValueError).
Offsets come from the table of transitions inside pytz; nothing is ever added to a localised midnight.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache

import pytz
from pytz.tzinfo import BaseTzInfo

from webinars.domain.errors import N_, BeyondDatabase, DoubledTime, SkippedTime, UnknownZone
from webinars.domain.zone_search import Place, fold, nearest, search

DATABASE_VERSION: str = pytz.OLSON_VERSION  # type: ignore[attr-defined] # types-pytz leaves it out
FIRST_YEAR = 1970
LAST_YEAR = 2037  # pytz reads the 32-bit part of the database, which ends in January 2038.

_DAY = timedelta(days=1)
_WIDEST_OFFSET = timedelta(hours=26)


class Reading(StrEnum):
    """Which of the two instants a doubled wall clock means."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True)
class Transition:
    """A change of a zone's UTC offset; *at* is the first instant with the new one."""

    at: datetime
    before: timedelta
    after: timedelta
    is_dst_after: bool


@dataclass(frozen=True)
class _Clock:
    """A zone as the database has it: *offsets[i]* holds from *starts[i]* (naive UTC, ascending) on."""

    tz: BaseTzInfo
    starts: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]
    transitions: tuple[Transition, ...]

    def offset(self, utc: datetime) -> timedelta:
        return self.offsets[max(bisect_right(self.starts, utc) - 1, 0)]

    def offsets_around(self, utc: datetime) -> tuple[timedelta, ...]:
        """Return the offsets that hold at some moment within 26 hours of *utc*."""
        first = max(bisect_right(self.starts, utc - _WIDEST_OFFSET) - 1, 0)
        return self.offsets[first : bisect_right(self.starts, utc + _WIDEST_OFFSET)]


# --- instants and wall clocks -------------------------------------------------------------------------------


def to_utc(local_start: datetime, zone: str, *, reading: Reading | None = None) -> datetime:
    """Return the instant (UTC) at which the clocks of *zone* show *local_start*.

    *reading* counts only where the wall clock happens twice. Raises SkippedTime, DoubledTime (without a
    reading), BeyondDatabase and UnknownZone.
    """
    if local_start.tzinfo is not None:
        raise ValueError("a wall clock is naive")
    clock = _clock(zone)
    if not FIRST_YEAR <= local_start.year <= LAST_YEAR:
        raise BeyondDatabase(
            N_("The time zone database knows the years %(first)s to %(last)s. Choose a date in these years."),
            field="local_start", first=FIRST_YEAR, last=LAST_YEAR,
        )  # fmt: skip
    instants = _instants(clock, local_start)
    if not instants:
        raise _skipped(clock, local_start, zone)
    if len(instants) > 1 and reading is None:
        raise _doubled(instants, local_start, zone)
    return instants[-1 if reading is Reading.SECOND else 0]


def to_local(instant: datetime, zone: str) -> datetime:
    """Return *instant* as an aware datetime on the clocks of *zone*."""
    return _aware(instant).astimezone(_clock(zone).tz)


def reading_of(instant: datetime, zone: str) -> Reading | None:
    """Return which reading of its wall clock *instant* is; None where the wall clock happens once."""
    instants = _instants(_clock(zone), to_local(instant, zone).replace(tzinfo=None))
    if len(instants) == 1:
        return None
    return Reading.FIRST if instant == instants[0] else Reading.SECOND


def utc_offset(instant: datetime, zone: str) -> timedelta:
    """Return by how much the clocks of *zone* are ahead of UTC at *instant*."""
    return _clock(zone).offset(_naive_utc(instant))


def offset_words(instant: datetime, zone: str) -> str:
    """Return the offset as people write it: "UTC+9", "UTC+5:45", "UTC−3" (U+2212), "UTC+0"."""
    minutes = round(utc_offset(instant, zone).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def day_difference(instant: datetime, zone: str, other_zone: str) -> int:
    """Return how many calendar days *zone* is ahead of *other_zone* at *instant*: −1, 0 or 1."""
    return (to_local(instant, zone).date() - to_local(instant, other_zone).date()).days


def transitions(zone: str, first: datetime, last: datetime) -> tuple[Transition, ...]:
    """Return the changes of offset in *zone* from *first* to *last*, both included, in order."""
    found = _clock(zone).transitions
    start = bisect_left(found, _aware(first), key=lambda transition: transition.at)
    return found[start : bisect_right(found, _aware(last), key=lambda transition: transition.at)]


# --- names --------------------------------------------------------------------------------------------------


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones on offer, sorted: one for each place in the database, no aliases, no UTC."""
    return tuple(sorted({zone for code in pytz.country_timezones for zone in pytz.country_timezones[code]}))


def check_zone(name: str) -> str:
    """Return the canonical spelling of *name*; older IANA names of a place count, short names do not.

    Browsers still say "Asia/Calcutta". Raises UnknownZone, which names the nearest zones.
    """
    try:
        return _spellings()[name.casefold()]
    except KeyError:
        raise _unknown(name) from None


def search_zones(words: str, limit: int) -> tuple[str, ...]:
    """Return at most *limit* zones whose place, country or short name has all *words*, the nearest first."""
    return search(words, _places())[:limit]


def zone_city(zone: str) -> str:
    """Return the place that *zone* is named after: "Paris", "Buenos Aires"."""
    return zone.rpartition("/")[2].replace("_", " ")


def zones_of_country(code: str) -> tuple[str, ...]:
    """Return the zones of the country with ISO 3166 *code*, in the order of the database; () for none."""
    zones = pytz.country_timezones.get(code.upper())
    return tuple(zones) if zones else ()


def zone_by_last_part(name: str) -> str | None:
    """Return the only zone named after the place *name*, whatever its case and accents, else None."""
    found = {zone for spelling, zone in _spellings().items() if fold(zone_city(spelling)) == fold(name)}
    return found.pop() if len(found) == 1 else None


# --- inside -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _clock(zone: str) -> _Clock:
    if zone not in pytz.all_timezones_set:
        raise _unknown(zone)
    tz = pytz.timezone(zone)
    # pytz publishes its transitions under no public name; UTC and fixed zones have none.
    starts: list[datetime] = getattr(tz, "_utc_transition_times", [datetime.min])  # noqa: DTZ901 (sentinel of pytz)
    infos: list[tuple[timedelta, timedelta, str]] = getattr(
        tz, "_transition_info", [(tz.utcoffset(datetime(2000, 1, 1)), timedelta(0), "")]  # noqa: DTZ001
    )  # fmt: skip
    changes = zip(starts[1:], infos, infos[1:], strict=False)
    return _Clock(
        tz=tz,
        starts=tuple(starts),
        offsets=tuple(info[0] for info in infos),
        transitions=tuple(
            Transition(at.replace(tzinfo=UTC), before[0], after[0], bool(after[1]))
            for at, before, after in changes
            if before[0] != after[0]
        ),
    )


def _instants(clock: _Clock, local: datetime) -> list[datetime]:
    """Return the instants at which *clock* shows *local*, in order: none in a gap, two in a fold."""
    asked = {local - offset for offset in clock.offsets_around(local)}
    return [utc.replace(tzinfo=UTC) for utc in sorted(asked) if utc + clock.offset(utc) == local]


def _skipped(clock: _Clock, local: datetime, zone: str) -> SkippedTime:
    gap = next(
        change
        for change in clock.transitions
        if change.at + change.before <= local.replace(tzinfo=UTC) < change.at + change.after
    )
    before, after = ((local - offset).replace(tzinfo=UTC) for offset in (gap.after, gap.before))
    return SkippedTime(
        N_(
            "%(asked)s does not exist in %(city)s: the clocks jump from %(jump_from)s to %(jump_to)s. "
            "Did you mean %(earlier)s (%(earlier_offset)s) or %(later)s (%(later_offset)s)?"
        ),
        before=before,
        after=after,
        asked=_words(local),
        city=zone_city(zone),
        jump_from=_words(gap.at + gap.before),
        jump_to=_words(gap.at + gap.after),
        earlier=_words(to_local(before, zone)),
        earlier_offset=offset_words(before, zone),
        later=_words(to_local(after, zone)),
        later_offset=offset_words(after, zone),
    )


def _doubled(instants: list[datetime], local: datetime, zone: str) -> DoubledTime:
    first, second = instants
    return DoubledTime(
        N_(
            "%(asked)s happens twice in %(city)s. "
            "Did you mean the first (%(first_offset)s) or the second (%(second_offset)s)?"
        ),
        first=first,
        second=second,
        asked=_words(local),
        city=zone_city(zone),
        first_offset=offset_words(first, zone),
        second_offset=offset_words(second, zone),
    )


def _words(wall_clock: datetime) -> str:
    return f"{wall_clock:%Y-%m-%d %H:%M}"


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant is aware")
    return instant


def _naive_utc(instant: datetime) -> datetime:
    return _aware(instant).astimezone(UTC).replace(tzinfo=None)


@cache
def _links() -> Mapping[str, str]:
    """Return the database's other names for its zones, each with the zone it links to."""
    with pytz.open_resource("tzdata.zi") as lines:  # type: ignore[attr-defined] # types-pytz leaves it out
        links = (line.decode().split() for line in lines if line.startswith(b"L "))
        return {alias: target for _, target, alias in links}


@cache
def _spellings() -> Mapping[str, str]:
    """Return the zone on offer for each name of a place that may be given for it, by its casefolded spelling.

    "Iceland" and "Japan" are left out: some of those link to a zone of another country with the same clock.
    """
    offered = {zone.casefold(): zone for zone in zone_names()}
    links = {alias.casefold(): target.casefold() for alias, target in _links().items() if "/" in alias}
    found = {alias: offered[target] for alias, target in links.items() if target in offered}
    return found | offered


@cache
def _places() -> tuple[Place, ...]:
    aliases: dict[str, list[str]] = {}
    for spelling, zone in _spellings().items():
        aliases.setdefault(zone, []).append(spelling)
    countries: dict[str, list[str]] = {}
    for code in pytz.country_timezones:
        for zone in pytz.country_timezones[code]:
            countries.setdefault(zone, []).append(pytz.country_names[code])
    return tuple(
        Place(zone, names=tuple(aliases[zone]), countries=tuple(countries[zone])) for zone in zone_names()
    )


def _unknown(name: str) -> UnknownZone:
    name = " ".join(name.split())[:60]
    zones = nearest(name, _places())
    if not zones:
        return UnknownZone(
            N_("'%(name)s' is no IANA zone. Choose one from the list, such as Europe/Paris."),
            field="zone", name=name,
        )  # fmt: skip
    return UnknownZone(
        N_("'%(name)s' is no IANA zone; did you mean %(zones)s?"),
        field="zone", name=name, zones=", ".join(zones),
    )  # fmt: skip
