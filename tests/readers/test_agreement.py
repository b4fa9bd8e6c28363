"""Five libraries that others wrote read every kind of calendar that we write, and agree on what it says."""

import pytest

from tests.readers.running import READERS, Readings
from tests.readers.written import Written


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_in_every_calendar_what_was_written(
    reader: str, readings: Readings, calendars: dict[str, Written]
) -> None:
    found = readings[reader]
    assert found.keys() == calendars.keys()
    for name, written in calendars.items():
        assert found[name] == written.says, name
