"""Members by name: sort keys, and the zone of a place that is never guessed."""

import pytest

from webinars.domain.errors import Refusal
from webinars.domain.places import known_member, members, romanised, zone_of
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import check_zone


def named(name: str, language: str = "en") -> LocalizedText:
    return LocalizedText.from_mapping({language: name})


def test_the_directory_names_every_member_in_four_languages_with_a_zone_on_offer() -> None:
    assert len(members()) == 73
    assert {tuple(member.name.to_mapping()) for member in members()} == {("en", "ja", "ko", "zh")}
    assert [member for member in members() if check_zone(member.zone) != member.zone] == []


def test_no_two_members_of_the_directory_have_one_sort_key() -> None:
    keys = [romanised(str(member.name)) for member in members()]
    assert len(set(keys)) == len(keys)


def test_states_of_the_directory_are_states() -> None:
    states = [str(member.name) for member in members() if member.kind == "state"]
    assert states == ["New South Wales", "Queensland"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("São Paulo", "sao paulo"),
        ("Bogotá", "bogota"),
        ("Washington, D.C.", "washington dc"),
        ("Tromsø", "tromso"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("L’Aquila", "laquila"),
        ("Straßburg", "strassburg"),
        ("Aix-en-Provence", "aix en provence"),
        ("東京", ""),
    ],
)
def test_a_sort_key_is_the_name_in_small_latin_letters(name: str, key: str) -> None:
    assert romanised(name) == key


@pytest.mark.parametrize(
    ("name", "country", "zone"),
    [
        ("Durban", None, "Africa/Johannesburg"),  # the directory
        ("bogota", "CO", "America/Bogota"),  # the directory, without its accent
        ("Kathmandu", None, "Asia/Kathmandu"),
        ("Santo Domingo", None, "America/Santo_Domingo"),  # the zone's own name
        ("Calcutta", None, "Asia/Kolkata"),  # an older name of the zone
        ("Lyon", "FR", "Europe/Paris"),  # the only zone of the country
    ],
)
def test_a_zone_is_found_by_name_or_by_a_country_that_has_only_one(
    name: str, country: str | None, zone: str
) -> None:
    assert zone_of(named(name), country) == zone


def test_a_member_is_found_by_its_name_in_any_language() -> None:
    assert zone_of(named("ウランバートル", "ja"), None) == "Asia/Ulaanbaatar"


def test_a_country_with_several_zones_is_asked_about_and_never_answered_with_its_first() -> None:
    with pytest.raises(Refusal) as refused:
        zone_of(named("Fortaleza do Sul"), "BR")
    assert refused.value.field == "zone"
    assert "America/Noronha" in str(refused.value)
    assert "America/Sao_Paulo" in str(refused.value)


def test_a_namesake_in_another_country_is_asked_about() -> None:
    with pytest.raises(Refusal) as refused:
        zone_of(named("London"), "CA")
    assert "America/Toronto" in str(refused.value)
    assert "Europe/London" not in str(refused.value)


def test_a_name_that_nothing_knows_asks_for_country_or_zone() -> None:
    with pytest.raises(Refusal, match="Choose the country or the zone") as refused:
        zone_of(named("Qqqqq"), None)
    assert refused.value.field == "zone"


def test_a_known_member_of_another_country_is_none() -> None:
    assert known_member(named("Paris"), "US") is None
