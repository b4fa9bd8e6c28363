"""What a former zone database said of a clock, against the present one; rules are kept as JSON."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from webinars.domain.timezones import to_local, zone_names
from webinars.domain.zone_changes import ClockChange, ZoneRules, clock_change, is_moved, meaning_of

SINCE = datetime(2025, 9, 1, 9, 30, tzinfo=UTC)
# Every seven and a half weeks, so that all seasons and hours of the day are met.
INSTANTS = [SINCE + timedelta(hours=1261 * step) for step in range(80)]
HOUR = timedelta(hours=1)


def clock(words: str) -> datetime:
    return datetime.fromisoformat(words)


def at(words: str) -> datetime:
    return datetime.fromisoformat(f"{words}+00:00")


def paris_with(*changes: tuple[str, int], offset: int = 1) -> ZoneRules:
    """Make rules of their own for a zone: its offset in hours, and changes of it."""
    return ZoneRules(SINCE, offset * HOUR, tuple((at(when), hours * HOUR) for when, hours in changes))


@pytest.mark.parametrize("zone", zone_names())
def test_rules_that_were_kept_give_the_clock_of_the_database_in_every_zone(zone: str) -> None:
    kept = json.loads(json.dumps(ZoneRules.present(zone, SINCE).to_mapping()))
    rules = ZoneRules.from_mapping(kept)
    assert rules == ZoneRules.present(zone, SINCE)
    assert [rules.clock_at(instant) for instant in INSTANTS] == [
        to_local(instant, zone).replace(tzinfo=None) for instant in INSTANTS
    ]


def test_a_change_counts_from_its_very_instant() -> None:
    rules = ZoneRules.present("Europe/Paris", SINCE)
    spring = at("2027-03-28T01:00")
    assert rules.offset_at(spring - timedelta(seconds=1)) == HOUR
    assert rules.offset_at(spring) == 2 * HOUR


def test_a_reading_that_begins_at_a_change_has_it_once() -> None:
    spring = at("2027-03-28T01:00")
    rules = ZoneRules.present("Europe/Paris", spring)
    assert (rules.offset, rules.changes[0][0]) == (2 * HOUR, at("2027-10-31T01:00"))


def test_before_it_was_read_nothing_is_known() -> None:
    rules = ZoneRules.present("Asia/Tokyo", SINCE)
    assert rules.clock_at(SINCE - timedelta(seconds=1)) is None
    assert rules.clock_at(SINCE) == clock("2025-09-01T18:30")


def test_a_clock_that_says_the_same_is_no_change_and_another_is_shown_with_both() -> None:
    instant = at("2027-01-20T10:00")
    assert clock_change(instant, "Europe/Paris", ZoneRules.present("Europe/Paris", SINCE)) is None
    assert clock_change(instant, "Europe/Paris", paris_with(offset=2)) == ClockChange(
        "Europe/Paris", clock("2027-01-20T12:00"), clock("2027-01-20T11:00")
    )


def test_a_clock_that_nobody_noted_is_not_known() -> None:
    instant = at("2027-01-20T10:00")
    assert clock_change(instant, "Asia/Kathmandu", None) == ClockChange(
        "Asia/Kathmandu", None, clock("2027-01-20T15:45")
    )


def test_a_wall_clock_means_one_instant_or_two_or_none() -> None:
    once = meaning_of(clock("2027-01-20T11:00"), "Europe/Paris")
    assert (once.instants, once.is_doubled, once.is_skipped) == ((at("2027-01-20T10:00"),), False, False)
    twice = meaning_of(clock("2027-10-31T02:30"), "Europe/Paris")
    assert twice.instants == (at("2027-10-31T00:30"), at("2027-10-31T01:30"))
    assert (twice.is_doubled, twice.is_skipped) == (True, False)
    never = meaning_of(clock("2027-03-28T02:30"), "Europe/Paris")
    assert (never.instants, never.is_doubled, never.is_skipped) == ((), False, True)


@pytest.mark.parametrize(
    ("starts_at", "local_start", "moved"),
    [
        ("2027-01-20T10:00", "2027-01-20T11:00", False),
        ("2027-01-20T09:00", "2027-01-20T11:00", True),
        ("2027-03-28T01:30", "2027-03-28T02:30", True),  # skipped
        ("2027-10-31T02:30", "2027-10-31T02:30", True),  # neither of the two
    ],
)
def test_a_part_has_moved_when_its_clock_no_longer_means_its_instant(
    starts_at: str, local_start: str, moved: bool
) -> None:
    former = ZoneRules.present("Europe/Paris", SINCE)
    meaning = meaning_of(clock(local_start), "Europe/Paris")
    assert is_moved(meaning, at(starts_at), clock(local_start), former) is moved


@pytest.mark.parametrize("starts_at", ["2027-10-31T00:30", "2027-10-31T01:30"])
def test_a_clock_that_happened_twice_before_was_chosen_and_one_that_does_now_is_asked_about(
    starts_at: str,
) -> None:
    local = clock("2027-10-31T02:30")
    meaning = meaning_of(local, "Europe/Paris")
    doubled_too = ZoneRules.present("Europe/Paris", SINCE)
    assert is_moved(meaning, at(starts_at), local, doubled_too) is False
    once = paris_with(offset=2 if starts_at.endswith("00:30") else 1)
    assert is_moved(meaning, at(starts_at), local, once) is True
    assert is_moved(meaning, at(starts_at), local, None) is True
