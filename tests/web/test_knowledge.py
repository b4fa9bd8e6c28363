"""What the network knows, for everybody: the page of a city, and knowledge products by theme and kind."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW, ORGANISER, text
from tests.support.databases import ON_SQLITE
from tests.support.reading import read as read_page
from tests.support.reading import section
from tests.support.statements import count_statements
from webinars.models import (
    City,
    CityTheme,
    DelegationRole,
    KnowledgeProduct,
    ProductKind,
    Seminar,
    SeminarState,
    SessionState,
    Slot,
)
from webinars.models.database import transaction
from webinars.services import knowledge

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def paris(database: SQLAlchemy) -> City:
    return builders.a_city(slug="paris")


def said(client: FlaskClient, path: str = "/cities/paris/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.get_data(as_text=True)).split())


def a_talk(city: City, title: str, seminar: Seminar | None = None, **values: Any) -> Slot:
    """Write what a city presented before now, in a public seminar unless one is given."""
    seminar = seminar or builders.a_seminar(theme=text("Rivers"), state=SeminarState.ARCHIVED)
    started: dict[str, Any] = {"local_start": NOW.replace(tzinfo=None, year=2025)} | values
    session = builders.a_session(seminar, **started)
    delegation = builders.a_delegation(seminar, city, role=DelegationRole.PRESENTING)
    return builders.a_slot(session, delegation_id=delegation.id, title=text(title))


def test_a_city_of_which_nothing_is_known_shows_no_empty_sections(client: FlaskClient, paris: City) -> None:
    page = said(client)
    heads = ("Themes", "What it presented", "Agreements", "To read and to use")
    assert [f">{head}</h2>" in page for head in heads] == [False] * 4


def test_a_city_shows_what_it_presented_and_in_which_edition(client: FlaskClient, paris: City) -> None:
    a_talk(paris, "Canals for people")
    page = said(client)
    assert ["Canals for people" in page, ">Rivers</a>" in page, "1 September 2025" in page] == [True] * 3


def test_what_is_still_to_come_or_not_public_is_not_what_it_presented(
    client: FlaskClient, paris: City
) -> None:
    future = builders.a_seminar()
    slot_of_future = a_talk(paris, "Tomorrow", future, local_start=builders.TEN_O_CLOCK)
    a_talk(paris, "Secret", builders.a_seminar(state=SeminarState.DRAFT))
    a_talk(paris, "Called off", builders.a_seminar(state=SeminarState.CANCELLED))
    a_talk(paris, "Part off", state=SessionState.CANCELLED)
    gone = a_talk(paris, "Taken out")
    with transaction():
        gone.removed_at = NOW
    a_talk(builders.a_city("Lima"), "Of another city")
    page = said(client)
    assert slot_of_future.removed_at is None
    words = ("Tomorrow", "Secret", "Called off", "Part off", "Taken out", "Of another city")
    assert [word in page for word in words] == [False] * 6


def test_the_themes_are_those_it_works_on_and_those_it_presented(client: FlaskClient, paris: City) -> None:
    own, told = builders.a_theme("Compact city"), builders.a_theme("Green growth")
    builders.a_theme("Of nobody")
    builders.kept(CityTheme(city_id=paris.id, theme_id=own.id))
    slot = a_talk(paris, "Gardens")
    with transaction():
        slot.theme_id = told.id
    themes = section(read_page(client.get("/cities/paris/").text), "Themes")
    assert [one.words for one in themes.tags("li")] == ["Compact city", "Green growth"]


def test_an_agreement_is_drawn_step_by_step_and_its_notes_stay_in_the_office(
    client: FlaskClient, paris: City
) -> None:
    steps: dict[str, Any] = {
        "modality_discussed_on": date(2016, 3, 1),
        "signed_on": date(2016, 5, 2),
        "notes": "Ask Bob.",
    }
    builders.an_agreement(paris, title=text("Water"), **steps)
    builders.an_agreement(paris, "Removed bank", removed_on=date(2026, 1, 1))
    part = section(read_page(client.get("/cities/paris/").text), "Agreements")
    assert [one.words for one in part.tags("li")] == [
        "Form of cooperation discussed Tuesday 1 March 2016",
        "Memorandum signed Monday 2 May 2016",
        "Activities planned Not yet",
    ]
    assert [one.attributes.get("class", "") for one in part.tags("li")] == ["is-taken", "is-taken", ""]
    assert ["Ask Bob." in part.words, "Removed bank" in part.words] == [False, False]


def test_a_step_of_tomorrow_is_named_and_not_yet_taken(client: FlaskClient, paris: City) -> None:
    builders.an_agreement(paris, ends_on=date(2031, 1, 1))
    part = section(read_page(client.get("/cities/paris/").text), "Agreements")
    last = part.tags("li")[-1]
    assert (last.words, last.attributes.get("class", "")) == ("Ends Wednesday 1 January 2031", "")


def test_products_that_are_published_stand_on_the_city_and_on_the_page_of_all(
    client: FlaskClient, paris: City
) -> None:
    builders.a_product("Toolkit of canals", paris)
    builders.a_product("Half written", paris, published_on=None)
    builders.a_product("Removed", paris, removed_on=NOW.date())
    for path in ("/cities/paris/", "/knowledge/"):
        page = said(client, path)
        assert 'href="https://city.example/toolkit"' in page
        assert [word in page for word in ("Half written", "Removed")] == [False, False]
    assert 'href="/cities/paris/"' in said(client, "/knowledge/")


def test_what_is_published_tomorrow_is_not_public_today(client: FlaskClient, paris: City) -> None:
    theme = builders.a_theme("Tomorrow’s theme", slug="tomorrow")
    product = builders.a_product(
        "Too early", paris, theme_id=theme.id, published_on=NOW.date() + timedelta(days=1)
    )
    assert client.get(with_file(product)).status_code == 404
    for path in ("/cities/paris/", "/knowledge/"):
        page = said(client, path)
        assert ["Too early" in page, "Tomorrow’s theme" in page] == [False, False]


def test_products_are_found_by_theme_and_by_kind(client: FlaskClient, database: SQLAlchemy) -> None:
    water = builders.a_theme("Water", slug="water")
    builders.a_product("Pipes", theme_id=water.id)
    builders.a_product("Bridges", kind=ProductKind.VIDEO)
    found = {
        address: [title in said(client, f"/knowledge/{address}") for title in (">Pipes<", ">Bridges<")]
        for address in ("", "?theme=water", "?kind=video", "?theme=water&kind=video")
    }
    assert list(found.values()) == [[True, True], [True, False], [False, True], [False, False]]
    assert client.get("/knowledge/?theme=fire").status_code == 400
    assert client.get("/knowledge/?page=2").status_code == 404


def test_a_theme_that_only_an_unpublished_product_has_is_no_filter(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    secret = builders.a_theme("Secret theme", slug="secret")
    builders.a_product("Draft", theme_id=secret.id, published_on=None)
    assert "Secret theme" not in said(client, "/knowledge/")


def test_a_product_of_a_draft_seminar_does_not_name_it(client: FlaskClient, database: SQLAlchemy) -> None:
    draft = builders.a_seminar(theme=text("Hidden plans"), state=SeminarState.DRAFT)
    builders.a_product("Pipes", seminar_id=draft.id)
    builders.a_product("Bridges", seminar_id=builders.a_seminar(theme=text("Open plans")).id)
    page = said(client, "/knowledge/")
    assert ["Open plans" in page, "Hidden plans" in page] == [True, False]


def with_file(product: KnowledgeProduct) -> str:
    knowledge.give_file(product.id, "canals.pdf", PDF, by=ORGANISER, now=NOW)
    return f"/knowledge/{product.key}/file"


def test_the_file_of_a_published_product_is_saved_and_runs_nowhere(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    path = with_file(builders.a_product())
    assert f'href="{path}"' in said(client, "/knowledge/")
    answer = client.get(path)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=canals.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_file_of_what_is_not_published_is_nobodys(client: FlaskClient, database: SQLAlchemy) -> None:
    paths = [
        with_file(builders.a_product(published_on=None)),
        f"/knowledge/{builders.a_product().key}/file",
        "/knowledge/x/file",
    ]
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_what_has_neither_file_nor_address_says_how_far_it_is(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    builders.a_product("Guide", url=None, progress="Expected in spring")
    assert "In progress: Expected in spring" in said(client, "/knowledge/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_statements_for_one_and_for_three(
    client: FlaskClient, paris: City, count: int
) -> None:
    for number in range(count):
        a_talk(paris, f"Talk {number}")
        builders.a_product(f"Product {number}", paris, theme_id=builders.a_theme(f"T{number}").id)
        builders.an_agreement(paris)
    for path, budget in (("/cities/paris/", 10), ("/knowledge/", 4)):
        with count_statements() as statements:
            client.get(path)
        assert len(statements) == budget, statements


def test_products_come_in_pages(app: Flask, client: FlaskClient, database: SQLAlchemy) -> None:
    app.config["PAGE_SIZE"] = 2
    for number in range(3):
        builders.a_product(f"Product {number}")
    pages = [said(client, f"/knowledge/?page={number}") for number in (1, 2)]
    assert [["Product 2" in page, "Product 0" in page] for page in pages] == [[True, False], [False, True]]
