"""Answers by part and by city: the numbers, what draws them, and the lists of people behind them."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.registrants import a_seated, an_evening
from tests.support.statements import count_statements
from webinars.models import Answer, City, InvitationState, Registration, RoleName, Seminar, Session

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

SEMINAR = "/organise/seminars/partners-7"
URL = f"{SEMINAR}/answers/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def who_said(
    seminar: Seminar, session: Session, answer: Answer, city: City | None = None, **values: Any
) -> Registration:
    person = a_seated(seminar, session, city_id=city.id if city else None)
    builders.an_invitation(person, session, **{"answer": answer, "answered_at": NOW} | values)
    return person


def text(response: TestResponse) -> str:
    assert response.status_code == 200
    return unescape(response.get_data(as_text=True))


def rows(page: str) -> list[list[str]]:
    """Return the cells of the table by city."""
    body = re.search(r"(?s)<tbody>(.*?)</tbody>", page)
    assert body is not None
    return [
        [
            " ".join(re.sub(r'<span class="unseen">.*?</span>|<[^>]+>', " ", cell).split())
            for cell in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in body[1].split("</tr>")
        if "<t" in row
    ]


def drawn(page: str) -> list[tuple[str, list[str]]]:
    """Return what each bar says and the kinds of its segments."""
    bars = re.findall(r'(?s)<svg class="answers-bar".*?aria-label="([^"]*)">(.*?)</svg>', page)
    return [(words, re.findall(r'class="answer-(?!back)(\w+)"', inner)) for words, inner in bars]


def test_each_part_is_drawn_and_said_in_words(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    for answer in (Answer.ACCEPTED, Answer.ACCEPTED, Answer.DECLINED, Answer.NEEDS_ACTION):
        who_said(seminar, evening, answer)
    page = text(office.get(URL))
    words = "4 people are invited. Accepted: 2, Maybe: 0, Declined: 1, No answer: 1"
    assert drawn(page) == [(words, ["accepted", "declined", "silent"])]


def test_each_city_has_its_numbers(office: FlaskClient, seminar: Seminar, evening: Session) -> None:
    paris, lima = builders.a_city("Paris"), builders.a_city("Lima")
    who_said(seminar, evening, Answer.ACCEPTED, paris)
    who_said(seminar, evening, Answer.TENTATIVE, paris)
    who_said(seminar, evening, Answer.DECLINED, lima)
    who_said(seminar, evening, Answer.NEEDS_ACTION)
    assert rows(text(office.get(URL))) == [
        ["Lima", "Evening part", "1", "0", "0", "1", "0"],
        ["Paris", "Evening part", "2", "1", "1", "0", "0"],
        ["Without a city", "Evening part", "1", "0", "0", "0", "1"],
    ]


def test_presenters_are_counted_apart(office: FlaskClient, seminar: Seminar, evening: Session) -> None:
    city = builders.a_city("Paris")
    delegation = builders.a_delegation(seminar, city)
    presenter = builders.a_presenter(builders.a_slot(evening, delegation_id=delegation.id))
    builders.an_invitation(presenter, evening, answer=Answer.ACCEPTED)
    who_said(seminar, evening, Answer.DECLINED, city)
    page = text(office.get(URL))
    assert [kinds for _words, kinds in drawn(page)] == [["declined"], ["accepted"]]
    assert rows(page) == [
        ["Paris Presenters", "Evening part", "1", "1", "0", "0", "0"],
        ["Paris", "Evening part", "1", "0", "0", "1", "0"],
    ]
    assert f"{SEMINAR}/presenters/?part=evening&answer=ACCEPTED&q=Paris" in page


def test_every_number_leads_to_the_people_behind_it(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    paris = builders.a_city("Paris", slug="paris")
    yes = who_said(seminar, evening, Answer.ACCEPTED, paris)
    no = who_said(seminar, evening, Answer.DECLINED, paris)
    page = text(office.get(URL))
    of_part = f"{SEMINAR}/registrations/?part=evening&answer=DECLINED"
    for url in (of_part, f"{of_part}&city=paris"):
        assert f'href="{url}"' in page
        listed = text(office.get(url))
        assert (no.key in listed, yes.key in listed) == (True, False)


def test_the_filter_looks_only_at_what_is_in_the_calendar(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    morning = builders.a_session(seminar, "morning")
    other_part = who_said(seminar, morning, Answer.DECLINED)
    closed = who_said(seminar, evening, Answer.DECLINED, state=InvitationState.CLOSED)
    listed = text(office.get(f"{SEMINAR}/registrations/?part=evening&answer=DECLINED"))
    assert (other_part.key in listed, closed.key in listed) == (False, False)
    everywhere = text(office.get(f"{SEMINAR}/registrations/?answer=DECLINED"))
    assert (other_part.key in everywhere, closed.key in everywhere) == (True, False)
    assert office.get(f"{SEMINAR}/registrations/?answer=PERHAPS").status_code == 400


def test_a_seminar_without_events_says_so(office: FlaskClient) -> None:
    page = text(office.get(URL))
    assert "Nobody is invited yet" in page
    assert drawn(page) == []


def test_a_long_list_of_cities_has_pages(
    make_app: Callable[..., Flask], seminar: Seminar, evening: Session
) -> None:
    for number in range(3):
        who_said(seminar, evening, Answer.ACCEPTED, builders.a_city(f"City {number}"))
    office = signed_in(make_app(PAGE_SIZE=2))
    assert [row[0] for row in rows(text(office.get(URL)))] == ["City 0", "City 1"]
    assert [row[0] for row in rows(text(office.get(f"{URL}?page=2")))] == ["City 2"]
    assert office.get(f"{URL}?page=3").status_code == 404


def test_viewers_see_answers(app: Flask, seminar: Seminar, evening: Session) -> None:
    who_said(seminar, evening, Answer.ACCEPTED)
    assert "By city" in text(signed_in(app, RoleName.VIEWER).get(URL))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_for_three(
    office: FlaskClient, seminar: Seminar, count: int
) -> None:
    for number in range(count):
        part = an_evening(seminar, key=f"part-{number}")
        who_said(seminar, part, Answer.ACCEPTED, builders.a_city())
    with count_statements() as statements:
        text(office.get(URL))
    # The account, the seminar, and 4 for the answers.
    assert len(statements) == 6, statements
