"""Problems for the planner: with defaults, from the examples, and at random."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Presence, Problem

EXAMPLES = Path(__file__).parent / "examples"
A_WEDNESDAY = date(2021, 11, 24)


def a_city(name: str = "Tokyo", zone: str = "Asia/Tokyo", **given: Any) -> PlanCity:
    return PlanCity(name, zone, **given)


def a_problem(*cities: PlanCity, **given: Any) -> Problem:
    """Return a problem of one part of an hour on a Wednesday; the host is the first city."""
    cities = cities or (a_city(),)
    return Problem(**{
        "host": cities[0].name,
        "cities": cities,
        "first_date": A_WEDNESDAY,
        "last_date": given.get("first_date", A_WEDNESDAY),
        "parts": (60,),
        **given,
    })  # fmt: skip


def instant(words: str) -> datetime:
    """Return the instant of "2021-11-24 02:00" (UTC)."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


# --- examples -----------------------------------------------------------------------------------------------


def example(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text())
    return read


def problem_of(read: dict[str, Any]) -> Problem:
    return Problem(
        host=read["host"],
        cities=tuple(_city_of(city) for city in read["cities"]),
        first_date=date.fromisoformat(read["first_date"]),
        last_date=date.fromisoformat(read["last_date"]),
        grid=read["grid"],
        parts=tuple(read["parts"]),
        gap=read["gap"],
        span_days=read["span_days"],
    )


def _city_of(read: dict[str, Any]) -> PlanCity:
    return PlanCity(
        read["name"],
        read["tz"],
        Attend(read["attend"]),
        Hours(*(_band(*read[name]) for name in ("preferred", "acceptable", "possible"))),
        frozenset(read["days_off"]),
        frozenset(map(date.fromisoformat, read["holidays"])),
        tuple(Interval(*map(datetime.fromisoformat, interval)) for interval in read["unavailable"]),
    )


def _band(begin: str, end: str) -> Band:
    return Band(*(int(clock[:2]) * 60 + int(clock[3:]) for clock in (begin, end)))


# --- at random ----------------------------------------------------------------------------------------------

# Zones and dates on which something happens: the first zone is the host's.
ODDITIES: dict[str, tuple[date, list[str]]] = {
    "lord howe loses half an hour": (date(2021, 10, 2), ["Australia/Lord_Howe", "Asia/Tokyo"]),
    "lord howe repeats half an hour": (date(2021, 4, 3), ["Australia/Lord_Howe", "Asia/Kathmandu"]),
    "kathmandu is a quarter off": (date(2022, 9, 5), ["Asia/Kathmandu", "Pacific/Marquesas", "Asia/Tehran"]),
    "chatham repeats an hour": (date(2022, 4, 2), ["Pacific/Chatham", "Pacific/Marquesas", "Asia/Tokyo"]),
    "chatham loses an hour": (date(2021, 9, 25), ["Pacific/Chatham", "Asia/Kolkata", "America/Lima"]),
    "marquesas is half an hour off": (date(2021, 6, 2), ["Pacific/Marquesas", "Australia/Adelaide"]),
    "samoa leaves out a day": (date(2011, 12, 29), ["Pacific/Apia", "Pacific/Honolulu", "Asia/Tokyo"]),
    "samoa leaves out a day of a guest": (date(2011, 12, 29), ["Asia/Tokyo", "Pacific/Apia", "Europe/Rome"]),
    "troll jumps two hours": (date(2021, 3, 27), ["Antarctica/Troll", "Europe/Oslo", "Africa/Johannesburg"]),
    "troll repeats two hours": (date(2021, 10, 30), ["Antarctica/Troll", "Asia/Kathmandu", "America/Lima"]),
    "casablanca at the start of ramadan": (date(2022, 3, 26), ["Africa/Casablanca", "Europe/Madrid"]),
    "casablanca at the end of ramadan": (date(2022, 5, 7), ["Africa/Casablanca", "America/Sao_Paulo"]),
    "st john's at a minute past midnight": (date(2010, 11, 6), ["America/St_Johns", "Europe/London"]),
    "st john's in spring": (date(2010, 3, 13), ["America/St_Johns", "America/Goose_Bay", "Asia/Seoul"]),
    "new york repeats an hour": (date(2021, 11, 6), ["America/New_York", "Europe/Paris", "Asia/Tokyo"]),
    "a day apart at one hour": (date(2021, 6, 2), ["Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Tokyo"]),
    "an ordinary week": (date(2021, 11, 24), ["Asia/Tokyo", "Europe/Paris", "America/Sao_Paulo"]),
}  # fmt: skip


def a_random_problem(oddity: str, seed: int) -> Problem:
    """Return a small problem; the same for the same seed."""
    chance = random.Random(f"{oddity} {seed}")
    first, zones = ODDITIES[oddity]
    parts = chance.choice((1, 2, 2, 3, 3, 4))
    days = chance.choice((1, 2, 3)) if parts < 3 else chance.choice((1, 1, 2))
    lengths = [chance.randrange(6, 24) * 5 for _ in range(parts)]
    number = chance.randrange(1, 6)
    cities = [_a_random_city(chance, f"City {place}", zones, first) for place in range(number)]
    return Problem(
        host="City 0",
        cities=(a_random_host(chance, zones[0], cities[0]), *cities[1:]),
        first_date=first,
        last_date=first + timedelta(days=days - 1),
        grid=60 if parts > 2 else chance.choice((30, 60, 60)),
        parts=tuple(lengths) if chance.random() < 0.6 else (lengths[0],) * parts,
        gap=chance.choice((0, 5, 60, 240)) if parts < 3 else chance.choice((120, 180, 240)),
        span_days=chance.choice((1, 1, 2)) if parts < 4 else 1,
        presence=chance.choice(tuple(Presence)),
        slot_minutes=min(chance.choice((5, 10, 30)), *lengths),
    )


def a_random_host(chance: random.Random, zone: str, like: PlanCity) -> PlanCity:
    attend = chance.choice((Attend.ALL, Attend.ALL, Attend.ONE))
    return PlanCity(like.name, zone, attend, like.hours, like.days_off, like.holidays, like.unavailable)


def _a_random_city(chance: random.Random, name: str, zones: list[str], first: date) -> PlanCity:
    begins_at = datetime(first.year, first.month, first.day, tzinfo=UTC)
    begins_at += timedelta(minutes=5 * chance.randrange(-200, 800))
    away = Interval(begins_at, begins_at + timedelta(minutes=5 * chance.randrange(1, 100)))
    return PlanCity(
        name,
        chance.choice(zones),
        attend=chance.choice((Attend.ONE, Attend.ONE, Attend.ONE, Attend.ONE, Attend.ALL)),
        hours=_random_hours(chance),
        days_off=frozenset(chance.choice(((5, 6), (), (4,), (0, 6)))),
        holidays=frozenset(
            [first + timedelta(days=chance.randrange(-1, 4))] if chance.random() < 0.3 else []
        ),
        unavailable=(away,) if chance.random() < 0.3 else (),
    )


def _random_hours(chance: random.Random) -> Hours:
    if chance.random() < 0.4:
        return DEFAULT_HOURS
    begin = chance.randrange(0, 288) * 5
    acceptable = Band((begin - 60) % 1440, (begin + chance.randrange(20, 150) * 5) % 1440)
    possible = Band(0, 0) if chance.random() < 0.5 else Band((begin - 180) % 1440, (begin + 900) % 1440)
    return Hours(Band(begin, (begin + chance.randrange(6, 100) * 5) % 1440), acceptable, possible)


def a_contested_problem(seed: int) -> Problem:
    """Return a small problem of cities with few hours each, so that some are left out; same for a seed."""
    chance = random.Random(f"contested {seed}")
    days = chance.choice((1, 2, 3))
    cities = [_a_choosy_city(chance, f"City {place}", days) for place in range(chance.randrange(2, 7))]
    parts = chance.choice((1, 2, 2, 3))
    return Problem(
        host="Host",
        cities=(a_city("Host", attend=chance.choice((Attend.ALL, Attend.ONE))), *cities),
        first_date=A_WEDNESDAY,
        last_date=A_WEDNESDAY + timedelta(days=days - 1),
        grid=60,
        parts=(60,) * parts
        if chance.random() < 0.5
        else tuple(chance.choice((30, 90)) for _ in range(parts)),
        gap=chance.choice((0, 60, 240)),
        span_days=chance.choice((1, 1, 2)) if parts < 3 else 1,
        presence=chance.choice((Presence.WHOLE, Presence.WHOLE, Presence.TALK)),
        slot_minutes=15,
    )


def _a_choosy_city(chance: random.Random, name: str, days: int) -> PlanCity:
    begin = chance.randrange(6, 22) * 60
    length = chance.choice((60, 90, 120, 300))
    good = Band((begin + chance.choice((0, 30, 60))) % 1440, (begin + length) % 1440)
    holiday = A_WEDNESDAY + timedelta(days=chance.randrange(days))
    return a_city(
        name,
        attend=chance.choice((Attend.ONE,) * 9 + (Attend.ALL,)),
        hours=Hours(good, Band(begin, (begin + length) % 1440), Band(begin, (begin + length + 60) % 1440)),
        holidays=frozenset([holiday] if chance.random() < 0.3 else []),
    )
