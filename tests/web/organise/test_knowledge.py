"""Knowledge for the office: products written, given files, removed; themes and agreements of cities."""

import io
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import Agreement, City, KnowledgeProduct, ProductKind, RoleName, SeminarState
from webinars.queries.knowledge import product_by_key, themes_of_city

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/knowledge/"
OF_PARIS = "/organise/cities/paris/knowledge/"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
FORM = {
    "kind": "case study",
    "title-en": "Canals",
    "summary-en": "How Paris dug.",
    "theme": "",
    "seminar": "",
    "url": "",
    "progress": "",
    "published_on": "",
    "version": "",
}


@pytest.fixture
def paris(database: SQLAlchemy) -> City:
    return builders.a_city(slug="paris")


@pytest.fixture
def office(app: Flask, paris: City) -> FlaskClient:
    return signed_in(app)


def said(response: TestResponse) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).split())


def only(database: SQLAlchemy) -> KnowledgeProduct:
    key = database.session.scalars(select(KnowledgeProduct.key)).one()
    return product_by_key(key).product


def test_an_empty_list_says_what_to_do(office: FlaskClient) -> None:
    assert "Write down what came out of your seminars" in said(office.get(URL))


def test_a_product_is_written_with_its_theme_seminar_and_city(
    office: FlaskClient, database: SQLAlchemy, paris: City
) -> None:
    theme = builders.a_theme("Water", slug="water")
    seminar = builders.a_seminar(slug="rivers", state=SeminarState.DRAFT)
    chosen = {"theme": "water", "seminar": "rivers", "cities": "paris", "published_on": "2026-08-01"}
    answer = office.post(f"{URL}new", data=FORM | chosen)
    product = only(database)
    assert (answer.status_code, answer.location) == (303, URL + product.key)
    assert (product.kind, product.theme_id, product.seminar_id) == (
        ProductKind.CASE_STUDY,
        theme.id,
        seminar.id,
    )
    listed = said(office.get(URL))
    assert ["Canals" in listed, "Published on Saturday 1 August 2026" in listed] == [True, True]
    edited = said(office.get(answer.location))
    assert ['value="2026-08-01"' in edited, "How Paris dug." in edited] == [True, True]
    assert 'value="paris" checked' in edited


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title-en": ""}, "title-en"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"published_on": "yesterday"}, "published_on"),
        ({"kind": "king"}, "kind"),
        ({"theme": "fire"}, "theme"),
        ({"seminar": "none-of-ours"}, "seminar"),
        ({"cities": "atlantis"}, "cities"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_is_kept(
    office: FlaskClient, database: SQLAlchemy, values: dict[str, str], field: str
) -> None:
    answer = office.post(f"{URL}new", data=FORM | values)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "How Paris dug." in answer.text
    assert database.session.scalars(select(KnowledgeProduct.id)).all() == []


def test_an_older_form_is_shown_what_is_stored(office: FlaskClient, database: SQLAlchemy) -> None:
    product = builders.a_product("Canals")
    for title, status in (("Bridges", 303), ("Tunnels", 409)):
        form = FORM | {"kind": "toolkit", "title-en": title, "version": "1"}
        answer = office.post(URL + product.key, data=form)
        assert answer.status_code == status
    assert "English: Bridges" in said(answer)


def test_a_file_is_kept_and_what_it_is_not_is_refused(office: FlaskClient, database: SQLAlchemy) -> None:
    product = builders.a_product()
    path = f"{URL}{product.key}/file"

    def send(content: bytes, name: str) -> TestResponse:
        form: dict[str, Any] = {"file": (io.BytesIO(content), name)}
        return office.post(path, data=form, content_type="multipart/form-data")

    refused = send(PDF, "film.mp4")
    assert refused.status_code == 422
    assert 'id="file-error"' in refused.text
    assert send(PDF, "canals.pdf").status_code == 303
    assert "canals.pdf" in said(office.get(URL + product.key))
    assert office.get(path).data == PDF


def test_a_product_is_removed(office: FlaskClient, database: SQLAlchemy) -> None:
    product = builders.a_product("Canals")
    assert office.post(f"{URL}{product.key}/remove").status_code == 303
    assert "Canals" not in said(office.get(URL))
    assert office.get(URL + product.key).status_code == 404


def test_the_list_is_filtered_by_kind_and_city(office: FlaskClient, paris: City) -> None:
    builders.a_product("Canals", paris)
    builders.a_product("Bridges", kind=ProductKind.VIDEO, published_on=None, url=None)
    found = [
        [title in said(office.get(URL + address)) for title in (">Canals<", ">Bridges<")]
        for address in ("", "?kind=video", "?city=paris")
    ]
    assert found == [[True, True], [False, True], [True, False]]
    assert "No file and no address yet" in said(office.get(URL))


def test_an_agreement_is_written_changed_and_removed(office: FlaskClient, database: SQLAlchemy) -> None:
    form = {"partner-en": "Development bank", "title-en": "Water", "signed_on": "2016-05-02", "notes": "N"}
    assert office.post(f"{OF_PARIS}agreements/new", data=form).status_code == 303
    shown = said(office.get(OF_PARIS))
    assert ["Development bank" in shown, "Monday 2 May 2016" in shown] == [True, True]
    key = database.session.scalars(select(Agreement.key)).one()
    changed = form | {"partner-en": "World bank", "version": "1"}
    assert office.post(f"{OF_PARIS}agreements/{key}", data=changed).status_code == 303
    assert "World bank" in said(office.get(OF_PARIS))
    assert office.post(f"{OF_PARIS}agreements/{key}/remove").status_code == 303
    assert "No agreement is written down." in said(office.get(OF_PARIS))


def test_an_agreement_that_cannot_be_is_refused_at_its_field(office: FlaskClient) -> None:
    form = {"partner-en": "Bank", "signed_on": "2016-05-02", "ends_on": "2016-05-01"}
    answer = office.post(f"{OF_PARIS}agreements/new", data=form)
    assert answer.status_code == 422
    assert "It ends before it was signed." in said(answer)


def test_an_agreement_of_another_city_is_not_found(office: FlaskClient, database: SQLAlchemy) -> None:
    lima = builders.an_agreement(builders.a_city("Lima"))
    assert office.get(f"{OF_PARIS}agreements/{lima.key}").status_code == 404
    assert office.post(f"{OF_PARIS}agreements/{lima.key}/remove").status_code == 404


def test_the_themes_of_a_city_are_chosen(office: FlaskClient, paris: City) -> None:
    assert "Add the themes of your network first." in said(office.get(OF_PARIS))
    builders.a_theme("Water", slug="water")
    assert office.post(f"{OF_PARIS}themes", data={"themes": "water"}).status_code == 303
    assert [one.slug for one in themes_of_city(paris.id)] == ["water"]
    assert office.post(f"{OF_PARIS}themes", data={"themes": "fire"}).status_code == 422
    assert office.post(f"{OF_PARIS}themes", data={}).status_code == 303
    assert themes_of_city(paris.id) == ()


def test_who_may_only_look_is_shown_no_form(app: Flask, paris: City) -> None:
    builders.a_theme()
    product = builders.a_product("Canals", paris)
    viewer = signed_in(app, RoleName.VIEWER)
    assert "Add a product" not in said(viewer.get(URL))
    assert "Keep the themes" not in said(viewer.get(OF_PARIS))
    assert viewer.get(URL + product.key).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_for_three(
    office: FlaskClient, paris: City, count: int
) -> None:
    for number in range(count):
        builders.a_product(f"Product {number}", paris)
    with count_statements() as statements:
        office.get(URL)
    assert len(statements) == 5, statements
