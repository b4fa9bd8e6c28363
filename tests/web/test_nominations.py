"""The people of a city, on the page of its focal point: named one by one, approved, turned away."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.naming import a_city_coming, a_nominee, letters_to, named, registered, states_of
from tests.support.registrants import a_person, an_evening, token
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import (
    Delegation,
    DelegationRole,
    Nomination,
    NoticeKind,
    Registration,
    Seminar,
    SeminarState,
    Session,
)
from webinars.models.database import transaction

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

NADIA = {
    "name": "Nadia Nominee",
    "email": "nadia@paris.example",
    "role": "city official",
    "language": "ja",
    "parts": "evening",
}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def paris(seminar: Seminar, evening: Session) -> Delegation:
    return a_city_coming(seminar, places=2)


def url(delegation: Delegation, page: str = "people/") -> str:
    return f"/delegations/{token(Purpose.DELEGATION, delegation)}/{page}"


def text(response: TestResponse) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).split())


def decide(client: FlaskClient, delegation: Delegation, key: str, decision: str) -> TestResponse:
    sent = {"person": key, "decision": decision}
    return client.post(url(delegation, "people/decide"), data=sent, follow_redirects=True)


def of_the_city(city: Delegation, seminar: Seminar, part: Session, state: SeatState) -> Registration:
    person = a_person(seminar, city_id=city.city_id, name="Rosa Registrant")
    builders.a_seat(person, part, state=state)
    return person


def test_an_empty_list_says_what_to_do_and_how_many_places_there_are(
    client: FlaskClient, paris: Delegation
) -> None:
    said = text(client.get(url(paris)))
    assert "Nobody yet" in said
    assert "0 of 2" in said
    assert 'name="email"' in said


def test_a_person_is_named_and_stands_in_the_list_until_they_agree(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    answer = client.post(url(paris), data=NADIA)
    assert (answer.status_code, answer.location) == (303, url(paris))
    said = text(client.get(url(paris)))
    assert "Nadia Nominee is asked by mail." in said
    assert "Asked, has not agreed yet" in said
    assert "1 of 2" in said
    person = registered(database)
    assert (person.language, person.nominated_by) == ("ja", "Claire Fontaine")
    assert letters_to(database, person.email) == [NoticeKind.CONFIRM_REGISTRATION]


def test_the_same_address_again_changes_nothing_and_says_so(client: FlaskClient, paris: Delegation) -> None:
    client.post(url(paris), data=NADIA)
    answer = client.post(url(paris), data=NADIA | {"name": "Nadia N."}, follow_redirects=True)
    assert "This address is in your list already." in text(answer)
    assert "Nadia N." not in text(answer)


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"name": ""}, "name", "Write the name."),
        ({"name": "N\r\nBcc: x@x.example"}, "name", "on one line"),
        ({"email": ""}, "email", "Write the e-mail address."),
        ({"email": "nadia"}, "email", "This is no mail address."),
        ({"language": "tlh"}, "language", "Choose a language from the list."),
        ({"parts": "noon"}, "parts", "no such part"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_is_kept(
    client: FlaskClient,
    database: SQLAlchemy,
    paris: Delegation,
    values: dict[str, str],
    field: str,
    says: str,
) -> None:
    answer = client.post(url(paris), data=NADIA | values)
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    if field != "email":
        assert 'value="nadia@paris.example"' in text(answer)
    assert database.session.scalars(select(Nomination.id)).all() == []


def test_a_role_that_is_none_is_refused(client: FlaskClient, paris: Delegation) -> None:
    assert client.post(url(paris), data=NADIA | {"role": "king"}).status_code == 422


def test_beyond_the_places_the_page_says_so_and_keeps_what_was_typed(
    client: FlaskClient, paris: Delegation
) -> None:
    named(paris, a_nominee("a@paris.example"), a_nominee("b@paris.example"))
    assert "All places are taken." in text(client.get(url(paris)))
    answer = client.post(url(paris), data=NADIA)
    assert answer.status_code == 422
    assert "Places of your city: 2, taken: 2." in text(answer)
    assert 'value="Nadia Nominee"' in text(answer)


def test_who_waits_is_approved_and_who_has_a_seat_is_turned_away(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    person = of_the_city(paris, seminar, evening, SeatState.PENDING)
    assert "Evening part: " in text(client.get(url(paris)))
    assert "Your decision is kept." in text(decide(client, paris, person.key, "approve"))
    assert states_of(database, person.email) == [SeatState.SEATED]
    said = text(decide(client, paris, person.key, "away"))
    assert "Not accepted" in said
    assert states_of(database, person.email) == [SeatState.REFUSED]


def test_a_decision_that_came_too_late_is_told_on_the_list(
    client: FlaskClient, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    person = of_the_city(paris, seminar, evening, SeatState.SEATED)
    assert "does not wait for an approval" in text(decide(client, paris, person.key, "approve"))


def test_a_decision_that_is_none_is_refused(client: FlaskClient, paris: Delegation) -> None:
    assert decide(client, paris, "x", "promote").status_code == 400


@pytest.mark.parametrize("decision", ["approve", "away"])
def test_a_person_of_another_city_in_the_form_is_not_found_and_not_changed(
    client: FlaskClient,
    database: SQLAlchemy,
    seminar: Seminar,
    evening: Session,
    paris: Delegation,
    decision: str,
) -> None:
    seoul = a_city_coming(seminar, "Seoul")
    kim = of_the_city(seoul, seminar, evening, SeatState.PENDING)
    named(seoul, a_nominee("lee@seoul.example"))
    lee = database.session.scalars(select(Nomination.key)).one()
    assert [decide(client, paris, key, decision).status_code for key in (kim.key, lee)] == [404, 404]
    assert states_of(database, kim.email) == [SeatState.PENDING]
    assert states_of(database, "lee@seoul.example") == [SeatState.REQUESTED]


def test_a_city_sees_nobody_of_another(
    client: FlaskClient, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    seoul = a_city_coming(seminar, "Seoul")
    of_the_city(seoul, seminar, evening, SeatState.SEATED)
    named(seoul, a_nominee("lee@seoul.example", name="Lee"))
    said = text(client.get(url(paris)))
    assert [word in said for word in ("Rosa", "Lee", "seoul")] == [False] * 3


def test_a_name_that_is_registered_elsewhere_looks_like_any_other(
    client: FlaskClient, seminar: Seminar, paris: Delegation
) -> None:
    seoul = builders.a_city("Seoul")
    builders.a_registration(seminar, "nadia@paris.example", name="Kim Nadia", city_id=seoul.id)
    said = text(client.post(url(paris), data=NADIA, follow_redirects=True))
    assert "Nadia Nominee is asked by mail." in said
    assert "Asked, has not agreed yet" in said
    assert "Kim" not in said


PAGES = ("people/", "people/import/", "people/list.xlsx", "presenters/")
POSTS = ("people/", "people/decide", "people/import/", "people/import/confirm", "presenters/remove")


def forged(delegation: Delegation) -> str:
    payload, _dot, signature = token(Purpose.DELEGATION, delegation).rpartition(".")
    return f"{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def test_a_forged_or_replaced_link_opens_and_changes_nothing(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    links = [forged(paris), token(Purpose.PRESENTER, paris), token(Purpose.DELEGATION, paris)]
    with transaction():
        paris.link_revision += 1
    for link in links:
        seen = {client.get(f"/delegations/{link}/{page}").status_code for page in PAGES}
        done = {client.post(f"/delegations/{link}/{page}", data=NADIA).status_code for page in POSTS}
        assert (seen, done) == ({410}, {410})
    assert database.session.scalars(select(Nomination.id)).all() == []


@pytest.mark.parametrize("role", [DelegationRole.INVITED, DelegationRole.ABSENT])
def test_a_city_that_does_not_come_is_told_to_answer_first(
    client: FlaskClient, seminar: Seminar, evening: Session, role: DelegationRole
) -> None:
    lyon = a_city_coming(seminar, "Lyon", role=role)
    said = text(client.get(url(lyon)))
    assert "Answer first that your city takes part." in said
    assert 'name="email"' not in said
    assert client.post(url(lyon), data=NADIA).status_code == 422


def test_before_the_seminar_is_published_the_page_says_so(client: FlaskClient, database: SQLAlchemy) -> None:
    draft = builders.a_seminar(state=SeminarState.DRAFT)
    an_evening(draft)
    said = text(client.get(url(a_city_coming(draft))))
    assert "the seminar is not published yet" in said
    assert 'name="email"' not in said


def test_the_focal_point_is_led_from_the_answer_to_the_people(client: FlaskClient, paris: Delegation) -> None:
    assert f'href="{url(paris)}"' in client.get(url(paris, "")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_for_three_people(
    client: FlaskClient, paris: Delegation, count: int, database: SQLAlchemy
) -> None:
    with transaction():
        paris.places = None
    named(paris, *(a_nominee(f"{number}@paris.example") for number in range(count)))
    link = url(paris)
    with count_statements() as statements:
        client.get(link)
    assert len(statements) == 8, statements


def test_a_long_list_comes_in_pages(app: Flask, client: FlaskClient, paris: Delegation) -> None:
    app.config["PAGE_SIZE"] = 1
    named(paris, a_nominee("a@paris.example", name="Anna"), a_nominee("b@paris.example", name="Bela"))
    assert ["Anna" in text(client.get(url(paris, f"people/?page={n}"))) for n in (1, 2)] == [True, False]
    assert client.get(url(paris, "people/?page=3")).status_code == 404


def test_without_a_part_nobody_is_named(client: FlaskClient, paris: Delegation) -> None:
    answer = client.post(url(paris), data={name: value for name, value in NADIA.items() if name != "parts"})
    assert answer.status_code == 422
    assert "Choose at least one part." in text(answer)
