"""Public holidays of cities: entered, or taken over from a calendar file, and removed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.planner import checks
from webinars.domain.texts import one_line
from webinars.domain.timezones import LAST_YEAR
from webinars.models.cities import City
from webinars.models.database import db, lock, transaction
from webinars.models.plans import Holiday
from webinars.queries.plans import holidays_of
from webinars.services.records import Actor, Changes, record, record_each

LONGEST_NAME = 200
MOST_DAYS = 1000


def add_holidays(city_ids: Collection[int], days: Mapping[date, str], *, by: Actor, now: datetime) -> int:
    """Add *days* with their names to the holidays of each city, and return how many are new.

    A day that is there keeps its name unless another one is given. Raises Refusal at "cities", "on_date" or
    "name".
    """
    names = _checked(days)
    if not city_ids:
        raise Refusal(N_("Choose at least one city."), field="cities")
    with transaction():
        cities = [lock(City, city_id) for city_id in sorted(set(city_ids))]
        present = holidays_of([city.id for city in cities])
        changed, added = list[tuple[City, Changes]](), 0
        for city in cities:
            own = {holiday.on_date: holiday for holiday in present.get(city.id, ())}
            if changes := _write(city, own, names):
                changed.append((city, {"holidays": _sides(changes)}))
            added += len(changes.keys() - own.keys())
        record_each("edited", changed, by=by, now=now)
    return added


def remove_holiday(city_id: int, on_date: date, *, by: Actor, now: datetime) -> None:
    """Let a city work on that day. Raises Missing when it is no holiday."""
    with transaction():
        city = lock(City, city_id)
        statement = select(Holiday).where(Holiday.city_id == city_id, Holiday.on_date == on_date)
        holiday = db.session.scalars(statement).one_or_none()
        if holiday is None:
            raise Missing(N_("This is no holiday any more. Go back and reload the page."))
        changes: Changes = {"holidays": ({f"{on_date}": holiday.name}, {})}
        db.session.delete(holiday)
        record("edited", city, by=by, now=now, changes=changes)


def _checked(days: Mapping[date, str]) -> Mapping[date, str]:
    """Return the days in order, with names of one line each; refuse none, too many, and an odd year."""
    if not days:
        raise Refusal(N_("Enter the date of a holiday."), field="on_date")
    if len(days) > MOST_DAYS:
        raise Refusal(N_("Take over at most %(limit)d days at once."), field="on_date", limit=MOST_DAYS)
    for day in days:
        if not checks.FIRST_YEAR <= day.year <= LAST_YEAR:
            text = N_("The planner knows the years %(first)s to %(last)s. Choose a date in these years.")
            raise Refusal(text, field="on_date", first=checks.FIRST_YEAR, last=LAST_YEAR)
    return {day: one_line(name, field="name", limit=LONGEST_NAME) for day, name in sorted(days.items())}


def _write(
    city: City, own: Mapping[date, Holiday], names: Mapping[date, str]
) -> dict[date, tuple[str | None, str]]:
    """Add what is missing among a city's *own* days; return for each changed day its name, was and is."""
    changes = dict[date, tuple[str | None, str]]()
    for day, name in names.items():
        present = own.get(day)
        if present is None:
            db.session.add(Holiday(city_id=city.id, on_date=day, name=name))
            changes[day] = (None, name)
        elif name not in ("", present.name):
            changes[day] = (present.name, name)
            present.name = name
    return changes


def _sides(changes: Mapping[date, tuple[str | None, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the log says of a city's holidays: the days that changed as they were, and as they are."""
    before = {f"{day}": was for day, (was, _) in changes.items() if was is not None}
    return before, {f"{day}": name for day, (_, name) in changes.items()}
