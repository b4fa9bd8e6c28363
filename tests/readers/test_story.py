"""Every calendar that the application itself gives out, by mail and over HTTP, read by all five readers."""

from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.domain.calendar import strict_reader
from tests.readers.facts import CalendarFacts
from tests.readers.running import Readings
from tests.readers.stories import PARTS, ROSA, Collected, Stage, Story, Told, a_stage
from tests.support.databases import ON_SQLITE
from tests.support.feeds import feed_path
from webinars.services.subscriptions import Subscriber, choose_alarm, subscribe

pytestmark = ON_SQLITE
ON_ITS_PAGES = ("download of a registrant", "download of a presenter", "personal", ".ics", "/part.ics")
KINDS = (
    "request to Rosa", "request to another", "request to the presenter",
    *(f"first: {what}" for what in ON_ITS_PAGES),
    "update to Rosa", "update to another", "update to the presenter",
    "declinecounter to the presenter", "cancel of a person to another",
    *(f"moved: {what}" for what in ON_ITS_PAGES),
    "cancel of a session to Rosa", "cancel of a session to the presenter",
    "cancelled: personal", "cancelled: .ics", "cancelled: /part.ics",
)  # fmt: skip
OF_ALL_ZONES = ["all: series", "all: city", "empty: series", "empty: city"]


@pytest.fixture
def collected(database: SQLAlchemy, client: FlaskClient) -> Collected:
    """Play the story in every zone, then take the calendars that hold all of them, and empty ones."""
    collected = Collected()
    series, city = builders.a_series(slug="all-zones"), builders.a_city("Paris", slug="paris")
    builders.a_series(slug="no-parts")
    builders.a_city("Lyon", slug="lyon")
    person = Subscriber(ROSA, "en", "Europe/Paris")
    path = feed_path(subscribe(person, now=builders.NOW))
    choose_alarm(person, 10, now=builders.NOW)
    stages: list[Stage] = []

    def take(name: str, path: str, told: list[Told]) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, path
        collected.add(name, answer.data, "", *told)

    for edition, zone in enumerate(PARTS, start=1):
        stages.append(a_stage(zone, series, city, edition))
        Story(stages[-1], client, collected, path, tuple(stages[:-1])).run()
    public = [stage.told_publicly() for stage in stages]
    take("all: series", "/series/all-zones.ics", public)
    take("all: city", "/cities/paris.ics", public)
    take("empty: series", "/series/no-parts.ics", [])
    take("empty: city", "/cities/lyon.ics", [])
    return collected


def told(calendar: CalendarFacts) -> tuple[str, list[Told]]:
    events = [(one.uid, one.sequence or 0, one.starts_at, one.ends_at) for one in calendar.events]
    return calendar.method, sorted(events)


def test_all_readers_find_what_the_application_meant_in_all_that_it_gives_out(
    collected: Collected, readers: Callable[[Mapping[str, bytes]], Readings]
) -> None:
    assert [*collected.told] == [f"{zone}: {kind}" for zone in PARTS for kind in KINDS] + OF_ALL_ZONES
    for name, content in collected.bytes_of.items():
        assert strict_reader.read(content).name == "VCALENDAR", name
    read = readers(collected.bytes_of)
    for name, meant in collected.told.items():
        first, *others = (calendars[name] for calendars in read.values())
        assert told(first) == meant, name
        assert [first] * len(others) == others, name
        if name.endswith("moved: personal"):
            assert [event.alarm_minutes for event in first.events if event.status == "CONFIRMED"] == [10], (
                name
            )
