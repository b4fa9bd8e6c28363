"""Members of the directory: added, edited, and taken over."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import ORGANISER, a_city, a_delegation, a_seminar, text
from webinars.domain.errors import Refusal, Stale
from webinars.domain.texts import LocalizedText
from webinars.models import CityKind, Record
from webinars.queries.cities import cities_page, city_by_slug, directory
from webinars.services.cities import CityFields, add_city, edit_city, load_directory


def test_an_added_member_gets_its_zone_country_sort_key_and_address_from_its_name(
    database: SQLAlchemy, now: datetime
) -> None:
    city = add_city(CityFields(name=text("São Paulo", ja="サンパウロ")), by=ORGANISER, now=now)
    assert (city.zone, city.country) == ("America/Sao_Paulo", "BR")
    assert (city.sort_key, city.slug) == ("sao paulo", "sao-paulo")
    assert database.session.scalars(select(Record.title)).all() == ["São Paulo"]


def test_a_stated_zone_wins_and_is_written_as_the_database_writes_it(
    database: SQLAlchemy, now: datetime
) -> None:
    wanted = CityFields(name=text("Paris"), country="US", zone="america/chicago", sort_key="Paris, Texas")
    city = add_city(wanted, by=ORGANISER, now=now)
    assert (city.zone, city.country, city.sort_key) == ("America/Chicago", "US", "paris texas")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (CityFields(name=LocalizedText()), "name"),
        (CityFields(name=LocalizedText.from_mapping({"ja": "東京"}), zone="Asia/Tokyo"), "sort_key"),
        (CityFields(name=text("Springfield"), country="US"), "zone"),
        (CityFields(name=text("Paris"), zone="EST5"), "zone"),
        (CityFields(name=text("Paris"), country="XX"), "country"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, now: datetime, wanted: CityFields, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_city(wanted, by=ORGANISER, now=now)
    assert refused.value.field == field
    assert directory() == ()


def test_a_name_that_is_taken_is_refused_at_its_language(database: SQLAlchemy, now: datetime) -> None:
    a_city("Cambridge")
    with pytest.raises(Refusal, match="in the directory already") as refused:
        add_city(CityFields(name=text("cambridge"), zone="America/New_York"), by=ORGANISER, now=now)
    assert refused.value.field == "name-en"


def test_names_that_romanise_alike_get_addresses_of_their_own(database: SQLAlchemy, now: datetime) -> None:
    slugs = [
        add_city(CityFields(name=text(name), zone="Europe/Paris"), by=ORGANISER, now=now).slug
        for name in ("Orléans", "Orleans", "Orlèans", "New")
    ]
    assert slugs == ["orleans", "orleans-2", "orleans-3", "new-2"]


def test_an_edit_keeps_the_address_and_tells_who_was_late(database: SQLAlchemy, now: datetime) -> None:
    city = a_city("Kiev", zone="Europe/Kyiv", country="UA", slug="kiev")
    wanted = CityFields(name=text("Kyiv"), country="UA", zone="Europe/Kyiv")
    edit_city(city.id, wanted, expected=1, by=ORGANISER, now=now)
    assert (city_by_slug("kiev").name, city_by_slug("kiev").sort_key) == (text("Kyiv"), "kyiv")
    late = CityFields(name=text("Kyjiw"), country="UA", zone="Europe/Kyiv")
    with pytest.raises(Stale) as stale:
        edit_city(city.id, late, expected=1, by=ORGANISER, now=now)
    assert stale.value.theirs == {"name": text("Kyiv"), "sort_key": "kyiv"}


def test_a_new_name_raises_the_revision_of_the_seminars_that_show_it_and_of_no_other(
    database: SQLAlchemy, now: datetime
) -> None:
    city = a_city("Köln", zone="Europe/Berlin")
    hosted, attended, other = a_seminar(host_city_id=city.id), a_seminar(), a_seminar()
    a_delegation(attended, city)
    before = [seminar.revision for seminar in (hosted, attended, other)]
    wanted = CityFields(name=text("Cologne"), country="DE", zone="Europe/Berlin", sort_key="cologne")
    edit_city(city.id, wanted, expected=None, by=ORGANISER, now=now)
    after = []
    for seminar in (hosted, attended, other):
        database.session.refresh(seminar)
        after.append(seminar.revision)
    assert after == [before[0] + 1, before[1] + 1, before[2]]


def test_loading_the_directory_twice_adds_it_once_and_leaves_edits_alone(
    database: SQLAlchemy, now: datetime
) -> None:
    assert load_directory(now=now) == 73
    ulaanbaatar = city_by_slug("ulaanbaatar")
    renamed = CityFields(name=text("Ulan Bator"), country="MN", zone="Asia/Ulaanbaatar")
    edit_city(ulaanbaatar.id, renamed, expected=None, by=ORGANISER, now=now)
    assert load_directory(now=now) == 0
    assert city_by_slug("ulaanbaatar").name == text("Ulan Bator")
    assert city_by_slug("queensland").kind is CityKind.STATE


@pytest.mark.parametrize(
    ("words", "found"),
    [("sao", ["sao-paulo"]), ("サン", ["sao-paulo"]), ("paulo br", ["sao-paulo"]), ("ASIA/", ["seoul"])],
)
def test_a_member_is_found_by_any_name_its_country_or_its_zone(
    database: SQLAlchemy, now: datetime, words: str, found: list[str]
) -> None:
    add_city(CityFields(name=text("São Paulo", ja="サンパウロ")), by=ORGANISER, now=now)
    add_city(CityFields(name=text("Seoul")), by=ORGANISER, now=now)
    page = cities_page(words, None, 1, 50)
    assert [city.slug for city in page.items] == found
