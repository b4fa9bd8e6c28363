"""The public page: what the reader has to do, and the ways into a calendar."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.reading import page_of, section
from tests.support.registrants import a_seated, a_waiting
from webinars.domain.seating import Mode
from webinars.models.seminars import Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested in test_seminars_budgets.py.


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="autumn")


def part_of(client: FlaskClient, key: str = "morning", **query: str) -> str:
    return page_of(client, **query).by_id(key).words


def registration_words(client: FlaskClient) -> list[str]:
    return [one.words for one in section(page_of(client), "Take part").with_class("flow")[0].tags("p")]


def test_there_is_one_primary_button_and_it_registers(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar)
    (button,) = page_of(client).with_class("primary")
    assert (button.words, button.attributes["href"]) == ("Register", "/seminars/autumn/register")


def test_open_registration_says_how_and_until_when(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar)
    assert registration_words(client) == [
        "Name your city and choose a part. You need no account: a letter brings you your link.",
        "Registration for a part closes when the part starts.",
        "Register",
    ]


def test_a_closing_time_is_given_on_both_clocks(client: FlaskClient, database: SQLAlchemy) -> None:
    closes = datetime.fromisoformat("2026-11-20T08:00+00:00")
    builders.a_session(builders.a_seminar(slug="autumn", registration_closes_at=closes))
    actions = section(page_of(client, zone="Europe/Paris"), "When").with_class("actions")[-1]
    assert actions.words == (
        "Register Open until Friday 20 November 2026 09:00 Paris, UTC+1"
        " · Friday 20 November 2026 17:00 Tokyo, UTC+9"
    )


def test_approval_is_explained_before_somebody_registers(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn", registration_mode=Mode.APPROVAL))
    assert registration_words(client)[1] == (
        "The organiser decides on each registration. Yours is pending until a letter tells you."
    )


def test_closed_registration_says_whom_to_write_to(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn", registration_closes_at=NOW - timedelta(days=1)))
    page = page_of(client)
    closed = "Registration is closed. Write to the organiser if you still want to take part."
    assert closed in section(page, "When").words
    assert page.with_class("primary") == []
    assert page.by_id("contact").links() == {"seminar@tokyo.example": "mailto:seminar@tokyo.example"}


@pytest.mark.parametrize("is_waited_for", [False, True])
def test_a_full_part_says_that_one_joins_the_waiting_list(
    client: FlaskClient, seminar: Seminar, is_waited_for: bool
) -> None:
    session = builders.a_session(seminar, capacity=2 if is_waited_for else 1)
    a_seated(seminar, session)
    if is_waited_for:  # A newcomer never overtakes the queue, not even to a free seat.
        a_waiting(seminar, session, 1)
    assert "Full: who registers now joins the waiting list" in part_of(client)


def test_a_part_with_a_free_seat_says_nothing_of_a_waiting_list(
    client: FlaskClient, seminar: Seminar
) -> None:
    session = builders.a_session(seminar, capacity=2)
    a_seated(seminar, session)
    assert page_of(client).by_id("morning").with_class("state") == []


def test_a_running_part_says_so(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar, local_start=datetime.fromisoformat("2026-09-01T18:00"))  # 09:00 UTC
    assert page_of(client).by_id("morning").with_class("state")[0].words == "This part is taking place now"


def test_the_page_offers_the_calendar_in_every_common_way(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar, "morning")
    builders.a_session(seminar, "evening", local_start=datetime.fromisoformat("2026-11-25T17:00"))
    calendar = "http://127.0.0.1:8000/seminars/autumn"
    coded = "127.0.0.1%3A8000%2Fseminars%2Fautumn.ics"
    named = f"url=http%3A%2F%2F{coded}&name=Recovery%20of%20cities"
    assert page_of(client).by_id("calendar").links() == {
        "Google Calendar": f"https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2F{coded}",
        "Outlook.com": f"https://outlook.live.com/calendar/0/addfromweb?{named}",
        "Outlook 365": f"https://outlook.office.com/calendar/0/addfromweb?{named}",
        "Apple Calendar": "webcal://127.0.0.1:8000/seminars/autumn.ics",
        "all parts": f"{calendar}.ics?extent=whole",
        "Morning part": f"{calendar}/morning.ics",
        "Evening part": f"{calendar}/evening.ics",
    }


def test_a_japanese_reader_is_offered_the_japanese_calendar(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar)
    links = page_of(client, language="ja").by_id("calendar").links()
    assert "webcal://127.0.0.1:8000/seminars/autumn.ics?language=ja" in links.values()
