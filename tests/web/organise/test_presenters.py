"""The presenters of a seminar for the organiser: listed, asked, edited, reminded, removed."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.models import (
    Answer,
    DelegationRole,
    Invitation,
    InvitationState,
    Notice,
    NoticeKind,
    Presenter,
    RoleName,
    Seminar,
    Session,
    Slot,
)

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/seminars/partners-7/presenters/"
FORM = {
    "name": "Paul Presenter",
    "email": "paul@paris.example",
    "language": "en",
    "zone": "Europe/Paris",
    "answer_by": "2026-10-01",
    "biography": "Engineer.\r\nTeacher.",
    "version": "",
}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def slot(evening: Session) -> Slot:
    return builders.a_slot(evening, title=builders.text("Rivers"))


@pytest.fixture
def office(app: Flask, slot: Slot) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def an_earlier(slot: Slot, email: str = "paula@paris.example", **values: Any) -> Presenter:
    return builders.a_presenter(slot, email, **{"created_at": NOW - timedelta(days=2)} | values)


def only(database: SQLAlchemy) -> Presenter:
    return database.session.scalars(select(Presenter).execution_options(populate_existing=True)).one()


def kinds(database: SQLAlchemy) -> list[NoticeKind]:
    return list(database.session.scalars(select(Notice.kind).order_by(Notice.id)))


def test_a_slot_is_given_to_a_city_and_its_nominated_presenter_is_asked(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar, slot: Slot
) -> None:
    paris = builders.a_delegation(
        seminar,
        builders.a_city(),
        role=DelegationRole.PRESENTING,
        presenter_name="Paul Presenter",
        presenter_email="paul@paris.example",
        focal_language="ja",
    )
    page = f"{URL}new/{slot.key}?city={paris.key}"
    said = text(office.get(page))
    proposed = ('value="Paul Presenter"', 'value="paul@paris.example"', 'selected value="Europe/Paris"')
    assert [words in said for words in proposed] == [True] * 3
    answer = office.post(page, data=FORM)
    assert answer.status_code == 303
    assert answer.location == "/organise/seminars/partners-7/sessions/evening/slots/"
    presenter = only(database)
    assert (presenter.zone, presenter.biography) == ("Europe/Paris", "Engineer.\nTeacher.")
    assert database.session.get_one(Slot, slot.id, populate_existing=True).delegation_id == paris.id
    assert kinds(database) == [NoticeKind.CALENDAR]


def test_the_city_of_the_slot_is_proposed_and_can_be_taken_off(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    paris = builders.a_delegation(seminar, builders.a_city(), presenter_name="Paul")
    given = builders.a_slot(evening, 1, delegation_id=paris.id)
    assert 'value="Paul"' in text(office.get(f"{URL}new/{given.key}"))
    assert 'value="Paul"' not in text(office.get(f"{URL}new/{given.key}?city="))
    assert office.post(f"{URL}new/{given.key}?city=", data=FORM).status_code == 303
    assert database.session.get_one(Slot, given.id, populate_existing=True).delegation_id is None


def test_a_city_of_another_seminar_is_not_found(
    office: FlaskClient, database: SQLAlchemy, slot: Slot
) -> None:
    stranger = builders.a_delegation(builders.a_seminar(), builders.a_city())
    assert office.post(f"{URL}new/{slot.key}?city={stranger.key}", data=FORM).status_code == 404
    assert kinds(database) == []


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"name": ""}, "name", "Write the name."),
        ({"name": "P" * 300}, "name", "at most 200 characters"),
        ({"name": "Paul\r\nBcc: x"}, "name", "on one line"),
        ({"email": "paul"}, "email", "This is no mail address."),
        ({"email": "paula@paris.example"}, "email", "presents in this slot already"),
        ({"zone": "Europe/Atlantis"}, "zone", "is no IANA zone"),
        ({"zone": ""}, "zone", "Choose a time zone."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_is_kept(
    office: FlaskClient, database: SQLAlchemy, slot: Slot, values: dict[str, str], field: str, says: str
) -> None:
    an_earlier(slot)
    answer = office.post(f"{URL}new/{slot.key}", data=FORM | values)
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert "Engineer." in text(answer)
    assert only(database).name == "Paula Presenter"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Anna", "Bert"]),
        ("?answer=NEEDS-ACTION", ["Anna"]),
        ("?answer=DECLINED", ["Bert"]),
        ("?part=evening", ["Anna", "Bert"]),
        ("?q=bert@", ["Bert"]),
        ("?q=rivers", ["Anna", "Bert"]),
        ("?q=zz", []),
    ],
)
def test_the_list_is_searched_and_filtered(
    office: FlaskClient, slot: Slot, query: str, found: list[str]
) -> None:
    an_earlier(slot, "anna@x.example", name="Anna")
    an_earlier(slot, "bert@x.example", name="Bert", answer=Answer.DECLINED, answer_comment="On leave.")
    said = text(office.get(URL + query))
    assert [name for name in ("Anna", "Bert") if f">{name}</a>" in said] == found
    assert ("On leave." in said) is ("Bert" in found)
    assert "1 presenter has not answered" in said


@pytest.mark.parametrize(("query", "status"), [("?answer=king", 400), ("?part=noon", 400), ("?page=-1", 404)])
def test_an_address_that_names_nothing_says_so(office: FlaskClient, query: str, status: int) -> None:
    assert office.get(URL + query).status_code == status


def test_another_address_asks_anew(office: FlaskClient, database: SQLAlchemy, slot: Slot) -> None:
    office.post(f"{URL}new/{slot.key}", data=FORM)
    presenter = only(database)
    values = FORM | {"email": "p.p@paris.example", "version": "1"}
    assert office.post(URL + presenter.key, data=values).status_code == 303
    states = database.session.execute(
        select(Invitation.attendee_email, Invitation.state).order_by(Invitation.id)
    ).all()
    assert states == [
        ("paul@paris.example", InvitationState.CLOSED),
        ("p.p@paris.example", InvitationState.OPEN),
    ]


def test_a_stale_form_shows_the_difference(office: FlaskClient, database: SQLAlchemy, slot: Slot) -> None:
    presenter = an_earlier(slot)
    values = FORM | {"email": presenter.email, "version": "1"}
    assert office.post(URL + presenter.key, data=values | {"name": "First"}).status_code == 303
    answer = office.post(URL + presenter.key, data=values | {"name": "Second"})
    assert answer.status_code == 409
    assert "<del>First</del>" in text(answer)
    assert 'value="Second"' in text(answer)


def test_silent_presenters_are_reminded_one_by_one_or_all(
    office: FlaskClient, database: SQLAlchemy, slot: Slot
) -> None:
    anna, _bert = an_earlier(slot, "anna@x.example"), an_earlier(slot, "bert@x.example")
    for _ in range(2):
        assert office.post(f"{URL}{anna.key}/remind").status_code == 303
    assert "got a letter within the last day" in text(office.get(URL))
    for _ in range(2):
        assert office.post(f"{URL}remind").status_code == 303
    assert kinds(database) == [NoticeKind.PRESENTER_REMINDER] * 2


def test_a_removed_presenter_leaves_the_list(office: FlaskClient, database: SQLAlchemy, slot: Slot) -> None:
    office.post(f"{URL}new/{slot.key}", data=FORM)
    key = only(database).key
    assert office.post(f"{URL}{key}/remove").status_code == 303
    assert "Nobody is asked to present yet" in text(office.get(URL))
    assert [office.get(URL + key).status_code, office.post(f"{URL}{key}/remove").status_code] == [404, 404]
    assert database.session.scalars(select(Invitation.state)).one() is InvitationState.CLOSED


def test_a_viewer_sees_the_list_and_changes_nothing(app: Flask, slot: Slot) -> None:
    presenter = an_earlier(slot)
    viewer = signed_in(app, RoleName.VIEWER)
    said = text(viewer.get(URL))
    edit = f'href="{URL}{presenter.key}"'
    assert ("Paula Presenter" in said, "Remind" in said, edit in said) == (True, False, False)
    addresses = (presenter.key, f"new/{slot.key}")
    assert [viewer.get(URL + address).status_code for address in addresses] == [403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_for_three_presenters(
    office: FlaskClient, slot: Slot, count: int
) -> None:
    for number in range(count):
        an_earlier(slot, f"{number}@x.example")
    with count_statements() as statements:
        office.get(URL)
    assert len(statements) == 7, statements


def test_one_presenter_manages_and_the_technique_is_checked(
    office: FlaskClient, database: SQLAlchemy, slot: Slot
) -> None:
    one = an_earlier(slot)
    for path in ("manager", "check"):
        assert office.post(f"{URL}{one.key}/{path}").status_code == 303
    assert (only(database).is_manager, only(database).checked_at) == (True, NOW)
    page = text(office.get(URL))
    assert [word in page for word in ("Manages for all", "Technical check passed")] == [True] * 2
    for path in ("manager", "check"):
        office.post(f"{URL}{one.key}/{path}", data={"is": "no"})
    assert (only(database).is_manager, only(database).checked_at) == (False, None)


def test_the_list_says_when_a_silent_presenter_is_reminded_next(
    office: FlaskClient, database: SQLAlchemy, slot: Slot
) -> None:
    an_earlier(slot, answer_by=(NOW + timedelta(days=9)).date())
    page = text(office.get(URL))
    assert "Next reminder: Thursday 3 September 2026" in page
    assert "1 week before, 3 days before, 1 day before" in page


def test_nobody_who_answered_or_cannot_be_reached_is_reminded_next(office: FlaskClient, slot: Slot) -> None:
    soon = (NOW + timedelta(days=9)).date()
    an_earlier(slot, answer_by=soon, answer=Answer.ACCEPTED)
    an_earlier(slot, "otto@paris.example", answer_by=soon, undeliverable_at=NOW)
    assert "Next reminder" not in text(office.get(URL))


def test_a_substitute_is_named_with_whom_they_stand_in_for(
    office: FlaskClient, database: SQLAlchemy, slot: Slot
) -> None:
    first = an_earlier(slot, answer=Answer.DECLINED, answer_comment="Ill.", name="Paula First")
    second = an_earlier(slot, "otto@paris.example", substitute_for_id=first.id)
    assert "In the place of Paula First" in text(office.get(URL))
    assert "Ill." in text(office.get(f"{URL}{second.key}")).partition("In the place of Paula First")[2]
