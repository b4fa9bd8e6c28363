"""What no problem of the planner may be: each check refuses one field, by its path in a file, and teaches."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from webinars.domain.errors import N_, BadProblem, UnknownZone
from webinars.domain.hours import CELL_MINUTES, DAY_MINUTES, Band, Hours
from webinars.domain.timezones import LAST_YEAR, check_zone

FIRST_YEAR = 1973  # Until 1972 an offset could be no multiple of five minutes (Monrovia, 44:30 behind).
GRIDS = (15, 30, 60)
MOST_PARTS = 4
MOST_DAYS = 366


# --- a city -------------------------------------------------------------------------------------------------


def name(given: str) -> None:
    """Refuse a city without a name."""
    if not given.strip():
        raise BadProblem(N_("A city has no name. Enter one."), field="name")


def zone(given: str) -> None:
    """Refuse what is no zone, and name the nearest."""
    try:
        check_zone(given)
    except UnknownZone as unknown:
        raise BadProblem(unknown.text, field="tz", **unknown.values) from None


def hours(given: Hours) -> None:
    """Refuse hours off the five-minute grid.

    A band that wraps past midnight is no mistake (a city may work at night); equal ends mean the whole day.
    """
    bands = {"preferred": given.preferred, "acceptable": given.acceptable, "possible": given.possible}
    for path, band in bands.items():
        _band(band, path)


def _band(band: Band, path: str) -> None:
    for minute in (band.from_minute, band.to_minute):
        if minute % CELL_MINUTES:
            text = N_("%(clock)s is no multiple of 5 minutes. Round it.")
            raise BadProblem(text, field=path, clock=f"{minute // 60:02}:{minute % 60:02}")


def weekdays(given: Iterable[int]) -> None:
    """Refuse a day off that is no weekday."""
    for day in sorted(given):
        if not 0 <= day <= 6:
            text = N_("%(day)s is no weekday. Monday is 0 and Sunday 6.")
            raise BadProblem(text, field="days_off", day=day)


def instant(given: datetime) -> None:
    """Refuse an instant off the five-minute grid."""
    if given.minute % CELL_MINUTES or given.second or given.microsecond:
        text = N_("%(time)s is no multiple of 5 minutes. Round it.")
        raise BadProblem(text, time=given.replace(tzinfo=None))


def forward(begins_at: datetime, ends_at: datetime) -> None:
    """Refuse an interval that does not end after it begins."""
    if ends_at <= begins_at:
        text = N_("The time ends at %(end)s, which is not after its beginning at %(begin)s. Swap them.")
        raise BadProblem(text, begin=f"{begins_at:%Y-%m-%d %H:%M}", end=f"{ends_at:%Y-%m-%d %H:%M}")


# --- the whole ----------------------------------------------------------------------------------------------


def names(given: Sequence[str], *, host: str) -> None:
    """Refuse no city at all, two of one name, and a host who is none of them."""
    if not given:
        raise BadProblem(N_("There is no city. Add the cities that take part."), field="cities")
    for twice, times in Counter(given).items():
        if times > 1:
            second = given.index(twice, given.index(twice) + 1)
            text = N_("Two cities are called “%(name)s”. Give one of them another name.")
            raise BadProblem(text, field=f"cities[{second}].name", name=twice)
    if host not in given:
        text = N_("The host “%(host)s” is none of the cities. Add it, or name another host.")
        raise BadProblem(text, field="host", host=host)


def dates(first: date, last: date) -> None:
    """Refuse a range that is empty, too long, or outside the years of the zone database."""
    if last < first:
        text = N_("The last date, %(last)s, is before the first, %(first)s. Swap them.")
        raise BadProblem(text, field="last_date", first=first, last=last)
    for path, day in (("first_date", first), ("last_date", last)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            text = N_("The planner knows the years %(first)s to %(last)s. Choose a date in these years.")
            raise BadProblem(text, field=path, first=FIRST_YEAR, last=LAST_YEAR)
    days = (last - first).days + 1
    if days > MOST_DAYS:
        text = N_("The range has %(days)s days. Choose %(most)s or fewer.")
        raise BadProblem(text, field="last_date", days=days, most=MOST_DAYS)


def grid(minutes: int) -> None:
    """Refuse a grid other than 15, 30 or 60 minutes."""
    if minutes not in GRIDS:
        text = N_("Starts every %(minutes)s minutes are not possible. Choose 15, 30 or 60.")
        raise BadProblem(text, field="grid", minutes=minutes)


def parts(lengths: Sequence[int]) -> None:
    """Refuse no part, more than four, and a length that is no multiple of five minutes within a day."""
    if not 1 <= len(lengths) <= MOST_PARTS:
        text = N_("There are %(count)s parts. Choose 1 to %(most)s.")
        raise BadProblem(text, field="parts", count=len(lengths), most=MOST_PARTS)
    for number, minutes in enumerate(lengths):
        _multiple(minutes, f"parts[{number}]", least=CELL_MINUTES, most=DAY_MINUTES)


def gap(minutes: int) -> None:
    """Refuse a gap that is negative or no multiple of five minutes."""
    _multiple(minutes, "gap", least=0)


def span(days: int) -> None:
    """Refuse a spread over no date."""
    if days < 1:
        text = N_("The parts cannot spread over %(days)s dates. Enter 1 or more.")
        raise BadProblem(text, field="span_days", days=days)


def talk(minutes: int | None, lengths: Sequence[int], *, is_needed: bool) -> None:
    """Refuse a talk without a length where it is needed, and one longer than the shortest part."""
    if minutes is not None:
        _multiple(minutes, "slot_minutes", least=CELL_MINUTES, most=min(lengths))
    elif is_needed:
        raise BadProblem(N_("How long is a talk? Enter its minutes."), field="slot_minutes")


def _multiple(minutes: int, path: str, *, least: int, most: int | None = None) -> None:
    if minutes % CELL_MINUTES:
        text = N_("%(minutes)s minutes is no multiple of 5. Round it.")
        raise BadProblem(text, field=path, minutes=minutes)
    if minutes < least:
        text = N_("%(minutes)s minutes is too short. Enter %(least)s or more.")
        raise BadProblem(text, field=path, minutes=minutes, least=least)
    if most is not None and minutes > most:
        text = N_("%(minutes)s minutes is too long. Enter %(most)s or fewer.")
        raise BadProblem(text, field=path, minutes=minutes, most=most)
