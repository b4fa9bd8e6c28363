"""Where people get calendar addresses: the section of their own pages, and the page of a city."""

from datetime import datetime
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.feeds import feed_path, shown_at
from tests.support.reading import Element, read, section
from tests.support.registrants import token
from tests.support.scenes import a_scene, a_stage
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.models import DelegationRole, Presenter, Registration, SessionState, Subscription
from webinars.queries.subscriptions import subscription_of
from webinars.web.light import is_light
from webinars.web.permissions import Permission, declared

ROSA = "rosa@paris.example"


def own(person: Registration | Presenter) -> tuple[str, str]:
    """Give the address of a person's page, and where the forms of its section post to."""
    is_presenter = isinstance(person, Presenter)
    purpose = Purpose.PRESENTER if is_presenter else Purpose.REGISTRATION
    signed = token(purpose, person)
    pages = "presenters" if is_presenter else "registrations"
    return f"/{pages}/{signed}/", f"/calendars/{purpose}/{signed}"


def calendar_section(client: FlaskClient, page: str) -> Element:
    return section(read(client.get(page).text), "Your calendar")


@pytest.fixture(params=["registrant", "presenter"])
def person(request: pytest.FixtureRequest, database: SQLAlchemy) -> Registration | Presenter:
    return a_scene(email=ROSA)[1] if request.param == "registrant" else a_stage(email=ROSA)[2]


@ON_SQLITE
def test_an_address_is_made_by_a_button_and_never_by_opening_the_page(
    client: FlaskClient, database: SQLAlchemy, person: Registration | Presenter
) -> None:
    page, forms = own(person)
    before = calendar_section(client, page)
    assert [one.attributes["action"] for one in before.tags("form")] == [f"{forms}/subscribe"]
    assert database.session.scalar(select(func.count(Subscription.id))) == 0
    answer = client.post(f"{forms}/subscribe")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{page}#your-calendar")
    held = subscription_of(ROSA)
    assert held is not None
    https = f"http://127.0.0.1:8000{feed_path(held)}"
    webcal = https.replace("http://", "webcal://")
    after = calendar_section(client, page)
    assert list(after.links()) == ["Google Calendar", "Outlook.com", "Outlook 365", "Apple Calendar"]
    assert after.links()["Apple Calendar"] == webcal
    assert [one.words for one in after.tags("code")] == [https]


@ON_SQLITE
def test_replacing_the_address_kills_the_old_one_at_once(
    client: FlaskClient, person: Registration | Presenter
) -> None:
    page, forms = own(person)
    client.post(f"{forms}/subscribe")
    held = subscription_of(ROSA)
    assert held is not None
    old = feed_path(held)
    assert client.get(old).status_code == HTTPStatus.OK
    answer = client.post(f"{forms}/replace", follow_redirects=True)
    assert "The old address is dead." in answer.text
    assert old not in answer.text
    assert client.get(old).status_code == HTTPStatus.GONE
    new = calendar_section(client, page).tags("code")[0].words
    assert client.get(new).status_code == HTTPStatus.OK


@ON_SQLITE
@pytest.mark.parametrize(("chosen", "minutes"), [("10", 10), ("0", 0), ("1440", 1440), ("none", None)])
def test_the_chosen_reminder_is_kept_and_shown(
    client: FlaskClient, person: Registration | Presenter, chosen: str, minutes: int | None
) -> None:
    page, forms = own(person)
    client.post(f"{forms}/subscribe")
    assert client.post(f"{forms}/alarm", data={"calendar-alarm": chosen}).status_code == 303
    held = subscription_of(ROSA)
    assert held is not None
    assert held.alarm_minutes == minutes
    options = calendar_section(client, page).tags("option")
    assert [one.attributes["value"] for one in options if "selected" in one.attributes] == [chosen]


@ON_SQLITE
@pytest.mark.parametrize("chosen", ["7", "-1", "", "9" * 40])
def test_a_reminder_that_is_not_on_offer_is_refused(
    client: FlaskClient, person: Registration | Presenter, chosen: str
) -> None:
    _, forms = own(person)
    client.post(f"{forms}/subscribe")
    answer = client.post(f"{forms}/alarm", data={"calendar-alarm": chosen})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Choose one of the list." in answer.text


@ON_SQLITE
@pytest.mark.parametrize("form", ["replace", "alarm"])
def test_who_has_no_address_is_told_to_make_one(
    client: FlaskClient, person: Registration | Presenter, form: str
) -> None:
    _, forms = own(person)
    answer = client.post(f"{forms}/{form}", data={"calendar-alarm": "10"})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "You have no calendar address yet." in answer.text


@ON_SQLITE
@pytest.mark.parametrize("path", ["registration/rubbish", "presenter/rubbish", "feed/rubbish"])
def test_a_forged_link_makes_no_address(client: FlaskClient, database: SQLAlchemy, path: str) -> None:
    assert client.post(f"/calendars/{path}/subscribe").status_code in (404, 410)
    assert database.session.scalar(select(func.count(Subscription.id))) == 0


@ON_SQLITE
def test_light_views_read_only_and_ask_for_a_link_at_most(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if is_light(app, rule.endpoint)]
    assert {rule.endpoint for rule in rules} == {
        "calendars.city",
        "calendars.seminar",
        "calendars.series",
        "calendars.session",
        "subscriptions.show",
    }
    for rule in rules:
        assert rule.methods == {"GET", "HEAD", "OPTIONS"}
        assert declared(app, rule.endpoint) in (Permission.PUBLIC, Permission.LINK)


@ON_SQLITE
def test_a_refused_calendar_is_a_whole_page_with_a_working_form(app: Flask, database: SQLAlchemy) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    page = client.get("/calendars/rubbish.ics")
    fields = {
        one.attributes["name"]: one.attributes.get("value", "")
        for one in read(page.text).tags("form")[0].tags("input")
    }
    chosen = client.post(
        "/language", data={**fields, "language": "ja"}, headers={"Referer": "http://127.0.0.1:8000/"}
    )
    assert chosen.status_code == 303


# --- cities -------------------------------------------------------------------------------------------------


def attending(size: int) -> None:
    city = builders.a_city(slug="paris")
    for number in range(size):
        seminar = builders.a_seminar(theme=builders.text(f"Rivers {number}"))
        builders.a_session(seminar, local_start=datetime.fromisoformat(f"2026-11-2{number}T17:00"))
        builders.a_delegation(seminar, city, role=DelegationRole.ATTENDING)


@ON_SQLITE
def test_a_city_s_page_shows_what_it_attends_on_its_clock_and_its_calendar(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    attending(2)
    page = read(client.get("/cities/paris/").text)
    assert [one.words for one in section(page, "When").tags("h3")] == ["Rivers 0", "Rivers 1"]
    when = section(page, "When").words
    assert "Paris, UTC+1" in when
    assert "Your time" not in when
    links = section(page, "Add to your calendar").links()
    assert links["Apple Calendar"] == "webcal://127.0.0.1:8000/cities/paris.ics"
    assert [name for name, _ in shown_at(client, "/cities/paris.ics")] == [
        "Rivers 0: Morning part",
        "Rivers 1: Morning part",
    ]


@ON_SQLITE
def test_a_city_s_page_says_what_was_called_off(client: FlaskClient, database: SQLAlchemy) -> None:
    seminar = builders.a_seminar()
    builders.a_session(seminar, state=SessionState.CANCELLED)
    builders.a_delegation(seminar, builders.a_city(slug="paris"), role=DelegationRole.ATTENDING)
    (article,) = read(client.get("/cities/paris/").text).tags("article")
    assert "Cancelled" in article.words


@pytest.mark.parametrize("size", [1, 3])
def test_a_city_s_page_costs_ten_statements(client: FlaskClient, database: SQLAlchemy, size: int) -> None:
    attending(size)
    with count_statements() as statements:
        assert client.get("/cities/paris/").status_code == HTTPStatus.OK
    assert len(statements) == 10, statements
