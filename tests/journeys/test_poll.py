"""From the question to the chosen day: a focal point answers by the link of its letter, and it counts.

Letters go out through a real mail server, and links are opened as they stand in them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from threading import Event
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import builders
from tests.support.mailbox import link_in, text_of
from tests.support.organisers import signed_in
from tests.support.polls import HOURS_FORM, a_draft, a_guest
from tests.support.smtp import SmtpServer
from webinars.domain.timezones import to_local
from webinars.mail import worker
from webinars.models import Session
from webinars.models.database import db

OFFICE = "/organise/seminars/autumn"
PARIS, SEOUL = "paris@x.example", "seoul@x.example"
PLAN = {
    "first_date": "2026-11-23",
    "last_date": "2026-11-27",
    "parts": "60",
    "gap": "60",
    "grid": "15",
    "span_days": "1",
    "presence": "whole",
}
AWAY = {
    "days_off": ["5", "6"],
    "days": ["2026-11-23", "2026-11-24", "2026-11-25"],
    "comment": "The mayor is away until Wednesday.",
}


@dataclass
class World:
    """The office, its mail server, a stranger's browser, and the clock of everything."""

    app: Flask
    server: SmtpServer
    office: FlaskClient
    browser: FlaskClient
    now: datetime = builders.NOW

    def later(self, hours: int) -> None:
        """Let time pass, and send what is owed."""
        self.now += timedelta(hours=hours)
        with self.app.app_context():
            assert worker.run(self.app, once=True, stop_event=Event()).is_clean

    def post(self, path: str, **fields: object) -> None:
        """Send a form of the office."""
        assert self.office.post(f"{OFFICE}/{path}", data=fields).status_code == 303

    def read(self, path: str) -> str:
        """Return a page of the office."""
        answer = self.office.get(f"{OFFICE}/{path}")
        assert answer.status_code == 200
        return unescape(answer.text)

    def page_of(self, address: str) -> str:
        """Return the path of the page that the last letter to somebody links to."""
        letter = self.server.letters_to(address)[-1]
        return urlsplit(link_in(letter, r"/hours/[^/\s]+/")).path

    def proposed_days(self) -> set[str]:
        """Return the host's dates on which the proposals are."""
        cards = re.findall(r'(?s)<article class="plan-card".*?</article>', self.read("plan/"))
        assert cards
        return {day for card in cards for day in re.findall(r'class="figures" datetime="([\d-]+)T', card)}


@pytest.fixture
def world(make_app: Callable[..., Flask], smtp_server: SmtpServer) -> World:
    app = make_app(MAIL_SERVER=smtp_server.host, MAIL_PORT=smtp_server.port)
    with app.app_context():
        seminar = a_draft(slug="autumn")
        a_guest(seminar, "Paris", "Europe/Paris")
        a_guest(seminar, "Seoul", "Asia/Seoul")
    world = World(app, smtp_server, signed_in(app), app.test_client())
    app.config["CLOCK"] = lambda: world.now
    return world


def test_a_focal_point_is_asked_answers_by_link_and_moves_the_proposal(world: World) -> None:
    the_focal_points_are_asked(world)
    paris_is_away_until_wednesday(world)
    seoul_is_silent_and_reminded_once(world)
    the_proposal_waits_for_paris_and_is_applied(world)
    the_page_takes_no_answer_any_more(world)


def the_focal_points_are_asked(world: World) -> None:
    world.post("plan/", **PLAN)
    assert world.proposed_days() == {"2026-11-23"}
    assert "Ask 2 cities" in world.read("poll/")
    world.post("poll/ask")
    assert world.server.letters == []
    world.later(1)
    (letter,) = world.server.letters_to(PARIS)
    assert letter.message["Subject"] == "When can Paris take part?"
    # When the host's Monday begins it is Sunday afternoon in Paris.
    assert "Sunday 22 November 2026 to Friday 27 November 2026" in text_of(letter)


def paris_is_away_until_wednesday(world: World) -> None:
    page = world.page_of(PARIS)
    assert "What we assume" in world.browser.get(page).text
    assert world.browser.post(page, data=HOURS_FORM | AWAY).status_code == 303
    assert "What you told us" in world.browser.get(page).text
    told = world.read("poll/")
    assert "Monday 23 November 2026 to Wednesday 25 November 2026" in told
    assert "The mayor is away until Wednesday." in told
    assert "Answered since the plan was saved: Paris." in world.read("hours")


def seoul_is_silent_and_reminded_once(world: World) -> None:
    world.later(24)
    for _ in range(2):
        world.post("poll/remind")
        world.later(1)
    subjects = [letter.message["Subject"] for letter in world.server.letters_to(SEOUL)]
    assert subjects == ["When can Seoul take part?", "Please answer: when can Seoul take part?"]
    assert len(world.server.letters_to(PARIS)) == 1


def the_proposal_waits_for_paris_and_is_applied(world: World) -> None:
    assert world.proposed_days() == {"2026-11-26"}
    apply_url = re.findall(rf'href="{OFFICE}/(plan/apply\?[^"]+)"', world.read("plan/"))[0]
    world.post("plan/apply", **form_in(world.office.get(f"{OFFICE}/{apply_url}").text))
    with world.app.app_context():
        (session,) = db.session.scalars(select(Session)).all()
        assert session.starts_at is not None
        assert f"{to_local(session.starts_at, 'Asia/Tokyo'):%Y-%m-%d}" == "2026-11-26"


def form_in(page: str) -> dict[str, str]:
    """Return what the form of the page carries."""
    (form,) = re.findall(rf'(?s)action="{OFFICE}/plan/apply".*?</form>', page)
    inputs = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
    return {name: unescape(value) for name, value in inputs}


def the_page_takes_no_answer_any_more(world: World) -> None:
    page = world.page_of(PARIS)
    said = world.browser.get(page).text
    assert "The times of this seminar are chosen." in said
    assert "The mayor is away until Wednesday." in said
    assert world.browser.post(page, data=HOURS_FORM).status_code == 422
    assert "The mayor is away until Wednesday." in world.read("poll/")
