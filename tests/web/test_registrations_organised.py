"""The organiser's registrations: the list, decisions, the table to take away, and one person's page."""

import csv
import io
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.registrants import a_person, a_seated, a_waiting, an_evening, an_unconfirmed
from tests.support.statements import count_statements
from webinars.domain.seating import SeatState
from webinars.models import Registration, RegistrationState, RoleName, Seminar, Session
from webinars.queries.registrations import seats_of

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/seminars/partners-7/registrations"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def a_pending(seminar: Seminar, *sessions: Session) -> Registration:
    person = a_person(seminar)
    for session in sessions:
        builders.a_seat(person, session, state=SeatState.PENDING)
    return person


def states(person: Registration) -> list[SeatState]:
    return [seat.state for seat in seats_of(person.id)]


def test_the_list_counts_each_part_and_names_everybody(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    a_seated(seminar, evening, name="Seated Person")
    a_waiting(seminar, evening, 1, name="Waiting Person")
    shown = text(organiser.get(f"{URL}/"))
    assert ("Seated Person" in shown, "Waiting Person" in shown) == (True, True)
    assert '<td data-label="Seats taken" class="number">1</td>' in shown
    assert '<td data-label="Waiting list" class="number">1</td>' in shown


def test_an_empty_list_says_what_to_do_next(organiser: FlaskClient, evening: Session) -> None:
    shown = text(organiser.get(f"{URL}/"))
    assert "Nobody has registered yet" in shown
    assert "Nobody fits these filters" in text(organiser.get(f"{URL}/?q=nobody"))


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_for_three(
    organiser: FlaskClient, seminar: Seminar, evening: Session, people: int
) -> None:
    for _ in range(people):
        a_seated(seminar, evening)
    with count_statements() as statements:
        organiser.get(f"{URL}/")
    # The account, the seminar, its parts, the cities, the counts, and 5 for the page.
    assert len(statements) == 10, statements


def test_filters_narrow_the_list_and_stay_in_the_links(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    a_seated(seminar, evening, name="Seated Person")
    a_waiting(seminar, evening, 1, name="Waiting Person")
    shown = text(organiser.get(f"{URL}/?seat=waiting&part=evening"))
    assert ("Seated Person" in shown, "Waiting Person" in shown) == (False, True)
    assert "table.csv?seat=waiting&part=evening" in shown


@pytest.mark.parametrize("asked", ["part=noon", "seat=standing", "state=lost", "city=atlantis"])
def test_a_filter_that_does_not_exist_is_refused(
    organiser: FlaskClient, evening: Session, asked: str
) -> None:
    answer = organiser.get(f"{URL}/?{asked}")
    assert answer.status_code == 400
    assert f"“{asked.partition('=')[2]}” is no choice of this filter." in text(answer)


@pytest.mark.parametrize("number", ["-1", "0", "2", "x"])
def test_a_page_that_is_not_there_says_which_are(
    organiser: FlaskClient, evening: Session, number: str
) -> None:
    answer = organiser.get(f"{URL}/?page={number}")
    assert answer.status_code == 404
    assert "page" in text(answer)


def test_the_chosen_are_approved_in_the_part_that_is_shown(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    morning = builders.a_session(seminar, "morning")
    chosen, other = a_pending(seminar, evening, morning), a_pending(seminar, evening)
    answer = organiser.post(f"{URL}/decide?part=evening", data={"key": chosen.key, "decision": "approve"})
    assert (answer.status_code, answer.location) == (303, f"{URL}/?part=evening")
    assert states(chosen) == [SeatState.SEATED, SeatState.PENDING]
    assert states(other) == [SeatState.PENDING]


def test_many_are_refused_at_once_and_who_is_seated_stays(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    pending, waiting = a_pending(seminar, evening), a_waiting(seminar, evening, 1)
    seated = a_seated(seminar, evening)
    keys = [person.key for person in (pending, waiting, seated)]
    organiser.post(f"{URL}/decide", data={"key": keys, "decision": "refuse"})
    assert [states(person) for person in (pending, waiting, seated)] == [
        [SeatState.REFUSED],
        [SeatState.REFUSED],
        [SeatState.SEATED],
    ]


def test_deciding_on_nobody_says_so(organiser: FlaskClient, evening: Session) -> None:
    answer = organiser.post(f"{URL}/decide", data={"decision": "approve"}, follow_redirects=True)
    assert "Nothing was decided." in text(answer)
    assert organiser.post(f"{URL}/decide", data={"decision": "rubbish"}).status_code == 400


def test_the_table_holds_everybody_who_fits(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    paris = builders.a_city("Paris")
    consent = builders.a_consent_text()
    a_seated(seminar, evening, name="Claire", email="c@paris.example", city_id=paris.id, consent=consent)
    answer = organiser.get(f"{URL}/table.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    expected = {
        "name": "Claire",
        "email": "c@paris.example",
        "city": "Paris",
        "state": "confirmed",
        "evening": "seated",
        "consent_version": str(consent.number),
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_table_is_a_formula(organiser: FlaskClient, seminar: Seminar, name: str) -> None:
    a_person(seminar, name=name)
    answer = organiser.get(f"{URL}/table.csv")
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert row["name"] == f"'{name}"


def test_one_registration_shows_its_history_in_words(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_pending(seminar, evening)
    organiser.post(f"{URL}/{person.key}/seats/evening/approve")
    shown = text(organiser.get(f"{URL}/{person.key}"))
    history = shown.partition("<h2>History</h2>")[2]
    assert ("Olga Organiser" in history, "approved" in history) == (True, True)
    assert ("Pending approval" in history, "Has a seat" in history) == (True, True)
    assert "Evening part" in history
    assert ("Tuesday 1 September 2026</time>" in history, ">09:30</time>" in history) == (True, True)


def test_a_seat_is_refused_and_approved_again(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening)
    organiser.post(f"{URL}/{person.key}/seats/evening/refuse")
    assert states(person) == [SeatState.REFUSED]
    organiser.post(f"{URL}/{person.key}/seats/evening/approve")
    assert states(person) == [SeatState.SEATED]


def test_the_office_cancels_and_sends_the_link(
    organiser: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening)
    assert organiser.post(f"{URL}/{person.key}/link").status_code == 303
    assert organiser.post(f"{URL}/{person.key}/cancel").status_code == 303
    kept = database.session.get_one(Registration, person.id)
    assert kept.state is RegistrationState.CANCELLED
    assert "State of the registration" in text(organiser.get(f"{URL}/{person.key}"))


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/unknown", 404),
        ("/unknown/seats/evening/approve", 303),
        ("/unknown/seats/noon/approve", 404),
        ("/unknown/seats/evening/rubbish", 400),
    ],
)
def test_what_is_not_there_is_not_decided(
    organiser: FlaskClient, seminar: Seminar, evening: Session, url: str, status: int
) -> None:
    a_seated(seminar, evening)
    method = "POST" if "seats" in url else "GET"
    assert organiser.open(f"{URL}{url}", method=method).status_code == status


def test_a_viewer_sees_and_decides_nothing(app: Flask, seminar: Seminar, evening: Session) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    person = a_pending(seminar, evening)
    shown = text(viewer.get(f"{URL}/"))
    assert ("Approve the chosen" in shown, 'type="checkbox"' in shown) == (False, False)
    assert viewer.get(f"{URL}/{person.key}").status_code == 200
    for action in ("decide", f"{person.key}/cancel", f"{person.key}/seats/evening/approve"):
        assert viewer.post(f"{URL}/{action}").status_code == 403
    assert states(person) == [SeatState.PENDING]


def test_an_unconfirmed_person_cannot_be_approved(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = an_unconfirmed(seminar, evening)
    organiser.post(f"{URL}/decide", data={"key": person.key, "decision": "approve"})
    assert states(person) == [SeatState.REQUESTED]
