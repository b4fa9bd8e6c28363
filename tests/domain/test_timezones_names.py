"""Names of zones: what is offered, accepted, refused with a lesson, and found."""

import pytest

from webinars.domain import timezones
from webinars.domain.errors import UnknownZone


def test_the_offer_is_one_zone_a_place() -> None:
    names = timezones.zone_names()
    assert {"Asia/Tokyo", "Europe/Paris", "America/Argentina/Buenos_Aires", "Asia/Kathmandu"} <= set(names)
    unwanted = {"UTC", "GMT", "EST", "Etc/UTC", "US/Eastern", "Asia/Calcutta", "Canada/Atlantic", "Japan"}
    assert unwanted.isdisjoint(names)
    assert list(names) == sorted(set(names))
    assert len(names) > 400


def test_every_offered_zone_is_accepted_as_it_stands() -> None:
    assert [timezones.check_zone(name) for name in timezones.zone_names()] == list(timezones.zone_names())


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("europe/PARIS", "Europe/Paris"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Asia/Katmandu", "Asia/Kathmandu"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("US/Eastern", "America/New_York"),
    ],
)
def test_another_spelling_of_a_place_becomes_the_canonical_one(given: str, canonical: str) -> None:
    assert timezones.check_zone(given) == canonical


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("EST5", "America/New_York"),
        ("EST5EDT", "America/New_York"),
        ("jst", "Asia/Tokyo"),
        ("IST", "Asia/Kolkata, Europe/Dublin, Asia/Jerusalem"),
        ("Japan", "Asia/Tokyo"),
        ("Iceland", "Atlantic/Reykjavik"),
        ("Paris", "Europe/Paris"),
        ("New York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Tokio", "Asia/Tokyo"),
        ("Amsterdm", "Europe/Amsterdam"),
        ("Asia/Tokyo\n", "Asia/Tokyo"),
    ],
)
def test_a_name_that_is_no_zone_is_refused_with_the_nearest(given: str, nearest: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        timezones.check_zone(given)
    assert str(refused.value) == f"'{given.strip()}' is no IANA zone; did you mean {nearest}?"
    assert refused.value.field == "zone"


@pytest.mark.parametrize("given", ["", "zzzz", "UTC+9", "Etc/GMT+5", "../../etc/passwd", "\x00", "%d%%"])
def test_a_name_near_to_nothing_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(UnknownZone, match=r"is no IANA zone\. Choose one from the list, such as Europe/P"):
        timezones.check_zone(given)


def test_a_very_long_name_is_cut_in_the_refusal() -> None:
    with pytest.raises(UnknownZone) as refused:
        timezones.check_zone("x" * 100_000)
    assert refused.value.values == {"name": "x" * 60}


@pytest.mark.parametrize("name", ["UTC", "GMT", "Etc/UTC", "EST", "Factory"])
def test_a_name_that_is_no_place_is_not_accepted(name: str) -> None:
    with pytest.raises(UnknownZone):
        timezones.check_zone(name)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("paris", ("Europe/Paris",)),
        ("France", ("Europe/Paris",)),
        ("sao paulo", ("America/Sao_Paulo",)),
        ("calcutta", ("Asia/Kolkata",)),
        ("JST", ("Asia/Tokyo",)),
        ("new york", ("America/New_York",)),
        ("korea", ("Asia/Pyongyang", "Asia/Seoul")),
        ("america york", ("America/New_York",)),
        ("zzzz", ()),
    ],
)
def test_a_search_finds_cities_countries_and_short_names(words: str, found: tuple[str, ...]) -> None:
    assert timezones.search_zones(words, 20) == found


def test_a_search_lists_the_city_before_what_only_contains_its_name() -> None:
    assert timezones.search_zones("london", 5)[0] == "Europe/London"
    assert timezones.search_zones("mexico", 3)[0] == "America/Mexico_City"


def test_a_search_for_nothing_offers_every_zone_and_keeps_to_its_limit() -> None:
    assert timezones.search_zones("  ", 1000) == timezones.zone_names()
    assert timezones.search_zones("", 3) == timezones.zone_names()[:3]
    assert len(timezones.search_zones("united states", 7)) == 7


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Europe/Paris", "Paris"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/Port-au-Prince", "Port-au-Prince"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, city: str) -> None:
    assert timezones.zone_city(zone) == city


def test_the_zones_of_a_country_are_found_by_its_code() -> None:
    assert timezones.zones_of_country("JP") == ("Asia/Tokyo",)
    assert timezones.zones_of_country("fr") == ("Europe/Paris",)
    assert set(timezones.zones_of_country("CN")) == {"Asia/Shanghai", "Asia/Urumqi"}
    assert timezones.zones_of_country("XX") == ()
    assert timezones.zones_of_country("") == ()


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Paris", "Europe/Paris"),
        ("são paulo", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Calcutta", "Asia/Kolkata"),
        ("Osaka", None),
        ("Eastern", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_last_part_alone(name: str, zone: str | None) -> None:
    assert timezones.zone_by_last_part(name) == zone
