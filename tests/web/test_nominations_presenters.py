"""Who presents for a city, on the page of its focal point."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.naming import a_city_coming
from tests.support.registrants import an_evening, token
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.models import Delegation, DelegationRole, Presentation, Presenter, Seminar, Session, Slot

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def paris(seminar: Seminar) -> Delegation:
    return a_city_coming(seminar, role=DelegationRole.PRESENTING)


@pytest.fixture
def slot(evening: Session, paris: Delegation) -> Slot:
    return builders.a_slot(evening, delegation_id=paris.id, title=builders.text("Canals"))


def url(delegation: Delegation, page: str = "presenters/") -> str:
    return f"/delegations/{token(Purpose.DELEGATION, delegation)}/{page}"


def text(response: TestResponse) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).split())


def paul(what: str) -> dict[str, str]:
    return {"what": what, "name": "Paul Presenter", "email": "paul@paris.example", "language": "en"}


def name(client: FlaskClient, city: Delegation, what: str) -> TestResponse:
    return client.post(url(city), data=paul(what), follow_redirects=True)


def test_a_city_without_a_slot_is_told_what_comes(client: FlaskClient, paris: Delegation) -> None:
    said = text(client.get(url(paris)))
    assert "No slot yet" in said
    assert 'name="email"' not in said


def test_who_is_named_for_a_slot_stands_there_and_can_be_taken_off(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation, slot: Slot
) -> None:
    said = text(client.get(url(paris)))
    assert ["Canals" in said, "09:00" in said, "Nobody is named yet" in said] == [True] * 3
    said = text(name(client, paris, f"slot:{slot.key}"))
    assert "Paul Presenter is invited by mail." in said
    assert "Paul Presenter, paul@paris.example: " in said
    key = database.session.scalars(select(Presenter.key)).one()
    said = text(client.post(url(paris, "presenters/remove"), data={"presenter": key}, follow_redirects=True))
    assert "Paul Presenter is no longer asked, and hears it by mail." in said
    assert "Nobody is named yet" in said


def test_the_desk_shows_times_of_the_city_and_offers_no_other_zone(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation, slot: Slot
) -> None:
    for page in ("people/", "people/import/", "presenters/"):
        said = text(client.get(url(paris, page)))
        assert ["Times for Paris, UTC+1" in said, "Choose a time zone" in said] == [True, False]


def test_who_is_named_for_a_talk_that_waits_is_written_down(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    waits = builders.a_presentation(paris, "Markets")
    said = text(name(client, paris, f"talk:{waits.key}"))
    assert ["Markets" in said, "Is invited once the talk has a slot" in said] == [True, True]
    assert database.session.scalars(select(Presentation.presenter_email)).all() == ["paul@paris.example"]


def test_the_page_shows_nothing_of_another_city_and_takes_nothing_for_it(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    seoul = a_city_coming(seminar, "Seoul", role=DelegationRole.PRESENTING)
    theirs = builders.a_slot(evening, delegation_id=seoul.id, title=builders.text("Rivers"))
    waits = builders.a_presentation(seoul, "Walls")
    present = builders.a_presenter(theirs, "kim@seoul.example", name="Kim")
    said = text(client.get(url(paris)))
    assert [word in said for word in ("Rivers", "Walls", "Kim")] == [False] * 3
    for what in (f"slot:{theirs.key}", f"talk:{waits.key}"):
        answer = client.post(url(paris), data=paul(what))
        assert (answer.status_code, "Choose what they present." in text(answer)) == (422, True)
    assert client.post(url(paris, "presenters/remove"), data={"presenter": present.key}).status_code == 404
    assert database.session.scalars(select(Presenter.removed_at)).all() == [None]


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"name": ""}, "name", "Write the name."),
        ({"email": "paul"}, "email", "This is no mail address."),
        ({"language": "tlh"}, "language", "Choose a language from the list."),
        ({"email": "kim@paris.example"}, "email", "presents in this slot already"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    client: FlaskClient, paris: Delegation, slot: Slot, values: dict[str, str], field: str, says: str
) -> None:
    builders.a_presenter(slot, "kim@paris.example")
    answer = client.post(url(paris), data=paul(f"slot:{slot.key}") | values)
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_for_three_slots(
    client: FlaskClient, evening: Session, paris: Delegation, count: int
) -> None:
    for number in range(count):
        builders.a_presenter(builders.a_slot(evening, number, delegation_id=paris.id), f"{number}@x.example")
        builders.a_presentation(paris, f"Talk {number}")
    link = url(paris)
    with count_statements() as statements:
        client.get(link)
    assert len(statements) == 8, statements
