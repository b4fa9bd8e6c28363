"""The reader's zone: found in a list without a script, remembered for a year, changed back at any time."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.reading import Element, page_of, read
from webinars.domain.timezones import zone_names

pytestmark = ON_SQLITE

PAGE = "/seminars/autumn/"


def zones(client: FlaskClient, **query: str) -> list[Element]:
    return read(client.get("/zones", query_string=query).text).by_id("zone-list").tags("button")


def test_the_list_has_every_zone_by_city(client: FlaskClient) -> None:
    buttons = zones(client)
    assert sorted(one.attributes["value"] for one in buttons) == sorted(zone_names())
    words = [one.words for one in buttons]
    assert words == sorted(words)
    assert "Kathmandu, UTC+5:45 Asia/Kathmandu" in words


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("paris", "Europe/Paris"),
        ("SÃO PAULO", "America/Sao_Paulo"),
        ("japan", "Asia/Tokyo"),
        ("JST", "Asia/Tokyo"),
        ("calcutta", "Asia/Kolkata"),
    ],
)
def test_a_search_finds_a_zone_as_people_name_it(client: FlaskClient, query: str, first: str) -> None:
    assert zones(client, q=query)[0].attributes["value"] == first


def test_a_search_without_a_result_says_what_to_try(client: FlaskClient) -> None:
    page = read(client.get("/zones?q=qqqq&next=/seminars/autumn/").text)
    assert page.with_class("help")[-1].words == "No zone of that name. Try the largest city near you."
    assert page.links()["All time zones"] == "/zones?next=/seminars/autumn/"


def test_a_search_keeps_the_page_to_return_to(client: FlaskClient) -> None:
    page = read(client.get(f"/zones?q=paris&next={PAGE}").text)
    kept = [one for one in page.tags("input") if one.attributes.get("name") == "next"]
    own = [one.attributes["value"] for one in kept if not one.attributes["value"].startswith("/zones")]
    assert own == [PAGE, PAGE]  # of the search and of the choice


def test_a_choice_is_remembered_for_a_year_and_leads_back(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    answer = client.post(
        "/zone", data={"zone": "Europe/Paris", "next": f"{PAGE}?zone=Asia/Tokyo&language=ja"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?language=ja")
    assert answer.headers["Set-Cookie"].split("; ")[:1] == ["zone=Europe/Paris"]
    assert "Max-Age=31536000" in answer.headers["Set-Cookie"]
    pair = page_of(client).by_id("morning").with_class("pair")[0]
    assert pair.words.startswith("Your time 02:00 –04:35")


def test_the_address_counts_more_than_what_is_remembered(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    client.post("/zone", data={"zone": "Europe/Paris"})
    pair = page_of(client, zone="America/Los_Angeles").by_id("morning").with_class("pair")[0]
    assert pair.words.startswith("Your time 17:00 –19:35 Tuesday 24 November 2026 previous day")


def test_an_empty_choice_forgets(client: FlaskClient) -> None:
    client.post("/zone", data={"zone": "Europe/Paris"})
    client.post("/zone", data={"zone": ""})
    assert client.get_cookie("zone", domain="127.0.0.1") is None


def test_an_older_name_is_kept_under_its_present_one(client: FlaskClient) -> None:
    client.post("/zone", data={"zone": "Asia/Calcutta"})
    cookie = client.get_cookie("zone", domain="127.0.0.1")
    assert cookie is not None
    assert cookie.decoded_value == "Asia/Kolkata"


@pytest.mark.parametrize("rubbish", ["Mars/Olympus", "EST5", "x" * 300, "Europe/Paris\r\nSet-Cookie: a=b"])
def test_a_choice_of_no_zone_is_refused_and_nothing_is_kept(client: FlaskClient, rubbish: str) -> None:
    answer = client.post("/zone", data={"zone": rubbish})
    assert answer.status_code == 400
    assert "is no IANA zone" in read(answer.text).with_class("lead")[0].words
    assert client.get_cookie("zone", domain="127.0.0.1") is None


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb", ""],
)
def test_a_choice_never_leads_to_another_site(client: FlaskClient, target: str) -> None:
    answer = client.post("/zone", data={"zone": "Europe/Paris", "next": target})
    assert answer.headers["Location"] == "/"


def test_on_https_the_choice_travels_on_https_only(make_app: Callable[..., Flask]) -> None:
    for url, is_secure in (("https://seminars.example", True), ("http://seminars.example", False)):
        answer = make_app(PUBLIC_URL=url).test_client().post("/zone", data={"zone": "Europe/Paris"})
        assert ("Secure" in answer.headers["Set-Cookie"].split("; ")) is is_secure


def test_the_page_proposes_and_switches_nothing_without_a_script(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    page = page_of(client)
    (row,) = page.with_class("zone-proposal")
    assert "hidden" in row.attributes
    assert row.attributes["data-zone"] == "Asia/Tokyo"
    search = next(one for one in page.tags("form") if one.attributes.get("action") == "/zones")
    assert search.attributes["method"] == "get"
