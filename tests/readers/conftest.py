"""The readers at work: each starts once, and reads every calendar of the tests."""

from collections.abc import Callable, Mapping

import pytest

from tests.readers.running import Readings, read_by_everybody
from tests.readers.written import Written, every_calendar


@pytest.fixture(scope="session")
def readers() -> Callable[[Mapping[str, bytes]], Readings]:
    """Give what starts all readers on calendars; who asks for it needs the machine to have them."""
    return read_by_everybody


@pytest.fixture(scope="session")
def calendars() -> dict[str, Written]:
    return every_calendar()


@pytest.fixture(scope="session")
def readings(readers: Callable[[Mapping[str, bytes]], Readings], calendars: dict[str, Written]) -> Readings:
    return readers({name: written.content for name, written in calendars.items()})
