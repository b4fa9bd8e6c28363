"""The letter to whom a city named, and how they agree."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.naming import a_city_coming, a_nominee, named, registered, states_of
from tests.support.registrants import an_evening
from webinars.domain.seating import SeatState
from webinars.models import Delegation, RegistrationState
from webinars.services.consents import IN_FORCE

pytestmark = ON_SQLITE


@pytest.fixture
def paris(database: SQLAlchemy) -> Delegation:
    seminar = builders.a_seminar()
    an_evening(seminar)
    return a_city_coming(seminar)


def letter_of(paris: Delegation, **values: str) -> Read:
    named(paris, a_nominee(**values))
    (letter,) = post_round(NOW)
    return letter


def path_in(letter: Read) -> str:
    found = re.search(r"/registrations/[\w.-]+/confirm", letter.text)
    assert found, letter.text
    return found[0]


def test_it_says_who_named_them_for_which_city_when_it_is_and_that_nothing_is_decided(
    paris: Delegation,
) -> None:
    letter = letter_of(paris)
    assert letter.message["To"] == "Nadia Nominee <nadia@paris.example>"
    said = " ".join(letter.text.split())
    assert "Claire Fontaine named you as a participant for Paris." in said
    assert "You take part when you agree." in said
    assert ["09:00" in said, "17:00" in said] == [True, True]
    assert "Then ignore this letter: nothing happens." in said
    assert "You did not register?" not in said


def test_it_is_in_the_language_that_the_city_said(app: Flask, paris: Delegation) -> None:
    app.config["LANGUAGES"] = ("en", "ja")
    assert letter_of(paris, language="ja").message["Content-Language"] == "ja"


def test_its_link_asks_for_the_consent_and_only_then_gives_the_seat(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    path = path_in(letter_of(paris))
    shown = client.get(path)
    assert "Claire Fontaine named you as a participant for Paris." in shown.text
    assert 'name="consent"' in shown.text
    assert client.post(path).status_code == 422
    assert registered(database).state is RegistrationState.UNCONFIRMED
    agreed = {"consent": "y", "consent_number": str(IN_FORCE.number)}
    assert client.post(path, data=agreed).status_code == 303
    assert states_of(database, "nadia@paris.example") == [SeatState.SEATED]
    assert client.get(path).status_code == 303
