"""The usual hours of a city, for every seminar."""

from collections.abc import Collection
from datetime import datetime

from webinars.domain.hours import Hours
from webinars.domain.planner import checks
from webinars.models.cities import City
from webinars.models.database import db, lock, transaction
from webinars.models.plans import CityHours
from webinars.services.plans.rows import find, write
from webinars.services.records import Actor, record


def save_hours(
    city_id: int,
    hours: Hours,
    days_off: Collection[int],
    *,
    expected: int | None,
    by: Actor,
    now: datetime,
) -> CityHours:
    """Keep a city's usual day, and its weekdays off (Monday = 0), for every seminar.

    *expected* is the version that the form was opened with; 0 where the defaults held. Raises Refusal at
    "preferred", "acceptable", "possible" or "days_off", or Stale.
    """
    checks.hours(hours)
    checks.weekdays(days_off)
    with transaction():
        lock(City, city_id)
        values = {"hours": hours, "days_off": sorted(set(days_off))}
        whose = {"city_id": city_id}
        row, _ = write(CityHours, whose, values, expected=expected, by=by, now=now)
    return row


def reset_hours(city_id: int, *, by: Actor, now: datetime) -> None:
    """Let the defaults hold for a city again."""
    with transaction():
        lock(City, city_id)
        row = find(CityHours, {"city_id": city_id})
        if row is not None:
            changes = {"hours": (row.hours, None), "days_off": (row.days_off, None)}
            record("removed", row, by=by, now=now, changes=changes)
            db.session.delete(row)
