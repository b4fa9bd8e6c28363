"""A real CalDAV server takes our calendars, finds them by their time, and gives back what they say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from tests.readers.caldav import CalDavServer, running_caldav_server
from tests.readers.facts import CalendarFacts, EventFacts
from tests.readers.running import READERS, Readings
from tests.readers.written import Written

SECOND = timedelta(seconds=1)
# The server takes tenths of a second for a calendar: it gets those of a fixed offset, of summer time north
# and south, of half an hour of it, in UTC by necessity, within a day of a fold, and of all zones at once.
GIVEN = (
    "Asia/Kathmandu, 20 January", "America/New_York, 21 July", "Australia/Lord_Howe, 20 January",
    "America/Santiago, 21 July", "Asia/Gaza, 20 January", "Europe/Paris, 31 October 00:50",
    "with line breaks of every kind", "with carets", "with emoji of one and of many characters",
    "public feed of a series in all zones", "seven years, Africa/Casablanca", "without events, Asia/Tokyo",
)  # fmt: skip
CREATED, REPLACED = 201, 204


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDavServer]:
    with running_caldav_server(tmp_path_factory.mktemp("radicale")) as server:
        assert server.ask("MKCALENDAR", "/reader/own/")[0] == CREATED
        yield server


@pytest.fixture(scope="module")
def given(calendars: dict[str, Written]) -> dict[str, Written]:
    chosen = {name: written for name, written in calendars.items() if name.endswith(GIVEN)}
    assert all(any(name.endswith(end) for name in chosen) for end in GIVEN)
    return chosen


@pytest.fixture(scope="module")
def given_back(server: CalDavServer, given: dict[str, Written]) -> dict[str, bytes]:
    """Put each calendar and get it again: a feed whole, a message as an event that the next replaces."""
    return {
        name: _through(server, written, f"/reader/feed-{number}/")
        for number, (name, written) in enumerate(given.items())
    }


def _through(server: CalDavServer, written: Written, path: str) -> bytes:
    if written.says.method:
        path = f"/reader/own/{written.says.events[0].uid}.ics"
    assert server.put(path, written.content) in {CREATED, REPLACED}
    return server.get(path)


@pytest.fixture(scope="module")
def readings_of_given_back(
    readers: Callable[[Mapping[str, bytes]], Readings], given_back: dict[str, bytes]
) -> Readings:
    return readers(given_back)


@pytest.mark.parametrize("reader", READERS)
def test_what_the_server_gives_back_says_the_same(
    reader: str, readings_of_given_back: Readings, given: dict[str, Written]
) -> None:
    for name, written in given.items():
        assert _events(readings_of_given_back[reader][name]) == _events(written.says), name


def _events(calendar: CalendarFacts) -> list[EventFacts]:
    return sorted(calendar.events, key=lambda event: event.uid)


def test_the_server_finds_each_event_from_its_first_to_its_last_second(
    server: CalDavServer, given: dict[str, Written]
) -> None:
    for name, written in given.items():
        if name.startswith("request to a registrant"):
            (event,) = written.says.events
            path = f"/reader/own/{event.uid}.ics"
            assert server.put(path, written.content) in {CREATED, REPLACED}
            starts_at, ends_at = map(datetime.fromisoformat, (event.starts_at, event.ends_at))
            times = [(starts_at, starts_at + SECOND), (ends_at - SECOND, ends_at)]
            beside = [(starts_at - SECOND, starts_at), (ends_at, ends_at + SECOND)]
            found = [event.uid in server.between("/reader/own/", *time) for time in (*times, *beside)]
            assert found == [True, True, False, False], name
