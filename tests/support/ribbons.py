"""The ribbon of the sixth seminar, as its tests draw it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from webinars.domain.ribbon import Ribbon, RibbonCity, RibbonPart, draw
from webinars.domain.timezones import to_utc

TOKYO = "Asia/Tokyo"
CITIES = {
    "Amsterdam": "Europe/Amsterdam",
    "Bangkok": "Asia/Bangkok",
    "Beijing": "Asia/Shanghai",
    "Durban": "Africa/Johannesburg",
    "Jakarta": "Asia/Jakarta",
    "Los Angeles": "America/Los_Angeles",
    "Paris": "Europe/Paris",
    "Queensland": "Australia/Brisbane",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Seoul": "Asia/Seoul",
    "Shanghai": "Asia/Shanghai",
    "Taipei": "Asia/Taipei",
    "Ulaanbaatar": "Asia/Ulaanbaatar",
}


def part(key: str, zone: str, starts: str, minutes: int | None, name: str = "") -> RibbonPart:
    """Return a part that starts at a wall clock of *zone*."""
    return RibbonPart(
        key, name or f"{key.title()} part", to_utc(datetime.fromisoformat(starts), zone), minutes
    )


MORNING = part("morning", TOKYO, "2021-11-24T10:00", 155)
EVENING = part("evening", TOKYO, "2021-11-24T17:00", 145)


def rows(*, reader: str = "", more: Sequence[RibbonCity] = ()) -> list[RibbonCity]:
    cities = [RibbonCity(name, zone, is_reader=name == reader) for name, zone in CITIES.items()]
    return [*cities, *more, RibbonCity("Tokyo", TOKYO, is_host=True, is_reader=reader == "Tokyo")]


def drawn(cities: Sequence[RibbonCity], *parts: RibbonPart, host_zone: str = TOKYO) -> Ribbon:
    drawing = draw(cities, parts or (MORNING, EVENING), host_zone)
    assert drawing is not None
    return drawing


def names(drawing: Ribbon) -> list[str]:
    return [row.city for row in drawing.rows]


def instants(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
