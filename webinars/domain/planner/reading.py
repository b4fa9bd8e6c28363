"""Problems as files give them: every key is needed but for those with a default, and none is guessed.

A file is what `json.loads` makes of it. What cannot be a problem is refused at its path, in a sentence.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from webinars.domain.errors import N_, BadProblem, UnknownZone
from webinars.domain.hours import DAY_MINUTES, Band, Hours
from webinars.domain.planner.ordering import OrderProblem, Talk
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Presence, Problem
from webinars.domain.planner.values import Given
from webinars.domain.timezones import check_zone

_REMARKS = ("id", "kind", "note", "expected")  # What the examples say beside their problem: not read.
_PROBLEM = ("host", "first_date", "last_date", "grid", "parts", "gap", "span_days", "cities")
_ORDER = ("slot_minutes", "parts", "talks")
_BANDS = ("preferred", "acceptable", "possible")
_CITY = ("name", "tz", *_BANDS, "days_off", "holidays", "unavailable")


def problem_of(read: object) -> Problem:
    """Return the problem of placing parts; raise BadProblem, whose field is the path in the file."""
    given = Given(read).record(_PROBLEM, free=("presence", "slot_minutes", *_REMARKS))
    talk = given.get("slot_minutes")
    presence = given.get("presence")
    return Problem(
        host=given["host"].text(),
        cities=tuple(_city(city.record((*_CITY, "attend"))) for city in given["cities"].items()),
        first_date=given["first_date"].day(),
        last_date=given["last_date"].day(),
        grid=given["grid"].whole(),
        parts=tuple(minutes.whole() for minutes in given["parts"].items()),
        gap=given["gap"].whole(),
        span_days=given["span_days"].whole(),
        presence=Presence(presence.one_of([*Presence])) if presence else Presence.WHOLE,
        slot_minutes=talk.whole() if talk else None,
    )


def order_problem_of(read: object) -> OrderProblem:
    """Return the problem of a running order; raise BadProblem, whose field is the path in the file."""
    given = Given(read).record(_ORDER, free=_REMARKS)
    return OrderProblem(
        slot_minutes=given["slot_minutes"].whole(),
        parts=tuple(tuple(_slot(slot) for slot in part.items()) for part in given["parts"].items()),
        talks=tuple(_talk(talk) for talk in given["talks"].items()),
    )


def _slot(given: Given) -> datetime:
    return given.instant()


def _talk(given: Given) -> Talk:
    fields = given.record((*_CITY, "theme", "part"), free=("attend",))
    part = fields["part"]
    return Talk(
        city=_city(fields),
        theme=fields["theme"].text(),
        part=None if part.value is None else part.whole(),
    )


def _city(given: Mapping[str, Given]) -> PlanCity:
    """Return a city of a plan, or the one of a talk; what it cannot be is refused at the city's path."""
    zone = given["tz"].text()
    with suppress(UnknownZone):  # The city itself refuses it, at its own field.
        zone = check_zone(zone)
    path = given["name"].path.removesuffix(".name")
    attend = given.get("attend")
    fields = {
        "name": given["name"].text(),
        "attend": Attend(attend.one_of([*Attend])) if attend else Attend.ONE,
        "hours": Hours(*(_band(given[band]) for band in _BANDS)),
        "days_off": frozenset(day.whole() for day in given["days_off"].items()),
        "holidays": frozenset(day.day() for day in given["holidays"].items()),
        "unavailable": tuple(_interval(interval) for interval in given["unavailable"].items()),
    }
    try:
        return PlanCity(zone=zone, **fields)  # type: ignore[arg-type] # mypy sees one type for all
    except BadProblem as refusal:
        raise refusal.within(path) from None


def _band(given: Given) -> Band:
    """Return a band; it may end at "24:00", and wraps past midnight when it ends before it begins."""
    begin, end = _pair(given)
    minutes = begin.clock(), end.clock()
    if minutes[0] == DAY_MINUTES:
        raise begin.refused(N_("A band cannot begin at 24:00. Write 00:00."))
    return Band(*minutes)


def _interval(given: Given) -> Interval:
    begin, end = (instant.instant() for instant in _pair(given))
    try:
        return Interval(begin, end)
    except BadProblem as refusal:
        raise refusal.within(given.path) from None


def _pair(given: Given) -> tuple[Given, Given]:
    items = given.items()
    if len(items) != 2:
        text = N_("Two times are needed here, a beginning and an end. There are %(count)s.")
        raise given.refused(text, count=len(items))
    return items[0], items[1]
