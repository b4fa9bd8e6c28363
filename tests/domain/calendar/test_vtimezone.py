"""VTIMEZONE (rules 3 and 4) by example; test_vtimezone_everywhere has every zone and year."""

from datetime import timedelta

import pytest

from tests.domain.calendar import strict_reader
from tests.domain.calendar.builders import instant
from webinars.domain import timezones
from webinars.domain.calendar.vtimezone import timezone_between, timezone_for, timezone_without_events

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_rule_4_a_zone_without_changes_to_come_is_always_described() -> None:
    for zone in timezones.zone_names():
        if not timezones.transitions(zone, instant("2020-01-01"), instant("2038-01-01")):
            assert timezone_between(zone, 2020, 2037) is not None, zone


def test_rule_4_zones_with_a_plain_law_are_described_for_all_years() -> None:
    for zone in ("Europe/Paris", "America/New_York", "Australia/Sydney", "Pacific/Auckland", "Asia/Beirut"):
        assert timezone_between(zone, 2020, 2037) is not None, zone


def test_rule_4_a_zone_with_summer_time_has_one_pair_with_onsets_in_the_old_offset() -> None:
    assert timezone_for("Europe/Paris", [instant("2027-01-20 08:00")]) == (
        b"BEGIN:VTIMEZONE\r\n"
        b"TZID:Europe/Paris\r\n"
        b"BEGIN:STANDARD\r\n"
        b"DTSTART:19701025T030000\r\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        b"TZOFFSETFROM:+0200\r\n"
        b"TZOFFSETTO:+0100\r\n"
        b"END:STANDARD\r\n"
        b"BEGIN:DAYLIGHT\r\n"
        b"DTSTART:19700329T020000\r\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        b"TZOFFSETFROM:+0100\r\n"
        b"TZOFFSETTO:+0200\r\n"
        b"END:DAYLIGHT\r\n"
        b"END:VTIMEZONE\r\n"
    )


def test_rule_4_a_zone_without_summer_time_has_one_standard() -> None:
    assert timezone_for("Asia/Kathmandu", [instant("2027-01-20 08:00")]) == (
        b"BEGIN:VTIMEZONE\r\n"
        b"TZID:Asia/Kathmandu\r\n"
        b"BEGIN:STANDARD\r\n"
        b"DTSTART:19700101T000000\r\n"
        b"TZOFFSETFROM:+0545\r\n"
        b"TZOFFSETTO:+0545\r\n"
        b"END:STANDARD\r\n"
        b"END:VTIMEZONE\r\n"
    )


@pytest.mark.parametrize(
    ("zone", "standard", "daylight"),
    [
        ("Australia/Lord_Howe", "4 1SU +1100 +1030", "10 1SU +1030 +1100"),
        ("Pacific/Chatham", "4 1SU +1345 +1245", "9 -1SU +1245 +1345"),
        ("Antarctica/Troll", "10 -1SU +0200 +0000", "3 -1SU +0000 +0200"),
        ("America/New_York", "11 1SU -0400 -0500", "3 2SU -0500 -0400"),
        ("America/St_Johns", "11 1SU -0230 -0330", "3 2SU -0330 -0230"),
        ("Europe/Dublin", "10 -1SU +0100 +0000", "3 -1SU +0000 +0100"),
    ],
)
def test_rule_4_the_larger_offset_is_daylight(zone: str, standard: str, daylight: str) -> None:
    written = timezone_for(zone, [instant("2027-01-20 08:00")])
    assert written is not None
    found = []
    for one in strict_reader.read(written).components:
        month, day = (part.partition("=")[2] for part in one["RRULE"].value.split(";")[1:])
        found.append((one.name, f"{month} {day} {one['TZOFFSETFROM'].value} {one['TZOFFSETTO'].value}"))
    assert found == [("STANDARD", standard), ("DAYLIGHT", daylight)]


@pytest.mark.parametrize("zone", ["Asia/Gaza", "Asia/Hebron"])
def test_rule_4_a_zone_that_keeps_to_no_law_is_written_in_utc(zone: str) -> None:
    for year in range(2021, timezones.LAST_YEAR + 1):
        assert timezone_for(zone, [instant(f"{year}-07-01 12:00")]) is None


def test_rule_4_the_months_of_casablanca_before_its_change_are_written_in_utc() -> None:
    for year in range(2021, 2026):
        assert timezone_for("Africa/Casablanca", [instant(f"{year}-06-15 12:00")]) is None


def test_rule_4_a_change_of_regime_in_the_window_is_written_in_utc() -> None:
    before, after = instant("2022-06-15 12:00"), instant("2024-06-15 12:00")
    assert timezone_for("America/Mexico_City", [after]) is not None
    assert timezone_for("America/Mexico_City", [before, after]) is None


@pytest.mark.parametrize("change", ["2027-03-28 01:00", "2027-10-31 01:00"])
def test_rule_4_an_instant_within_24_hours_of_a_change_is_written_in_utc(change: str) -> None:
    at = instant(change)
    for near in (at - DAY, at - SECOND, at, at + SECOND, at + DAY):
        assert timezone_for("Europe/Paris", [near]) is None
        assert timezone_for("Europe/Paris", [at + 10 * DAY, near]) is None
    for far in (at - DAY - SECOND, at + DAY + SECOND):
        assert timezone_for("Europe/Paris", [far]) is not None


@pytest.mark.parametrize("zone", ["UTC", "GMT", "Etc/GMT+5", "EST5EDT", "Japan"])
def test_rule_3_a_zone_that_is_no_place_never_becomes_a_tzid(zone: str) -> None:
    assert timezone_for(zone, [instant("2027-01-20 08:00")]) is None


def test_rule_4_the_last_day_of_the_database_is_described_and_the_next_is_not() -> None:
    assert timezone_for("Asia/Tokyo", [instant("2037-12-31 14:59")]) is not None
    assert timezone_for("Asia/Tokyo", [instant("2037-12-31 15:00")]) is None


def test_no_instants_have_no_time_zone() -> None:
    assert timezone_for("Europe/Paris", []) is None


def test_rule_17_every_zone_has_a_component_for_an_empty_calendar() -> None:
    for zone in timezones.zone_names():
        component = strict_reader.read(timezone_without_events(zone))
        assert (component.name, component["TZID"].text) == ("VTIMEZONE", zone)
        assert component.all("STANDARD")


def test_rule_3_an_empty_calendar_of_an_office_in_utc_names_a_place() -> None:
    component = strict_reader.read(timezone_without_events("UTC"))
    assert component["TZID"].text == "Africa/Abidjan"
    assert [part["TZOFFSETTO"].text for part in component.all("STANDARD")] == ["+0000"]
