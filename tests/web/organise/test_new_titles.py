"""Forms that give a seminar, a part or a slot another name: they say before saving who gets a letter."""

from html import unescape

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import a_seminar, a_session, slots
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

BASE = "/organise/seminars/one"
WHO = "Whoever holds an invitation"


@pytest.fixture
def key(database: SQLAlchemy) -> str:
    return slots(a_session(a_seminar(slug="one")), [20])[0].key


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/edit", f"{WHO} gets a letter when the name changes."),
        ("/sessions/morning/edit", f"{WHO} to this part gets a letter when its name changes."),
        ("/slots/{key}/edit", f"{WHO} to present in this slot gets a letter when its title changes."),
    ],
)
def test_who_holds_an_invitation_gets_a_letter_and_the_form_says_so_before_it_is_saved(
    app: Flask, key: str, path: str, words: str
) -> None:
    page = unescape(signed_in(app).get(BASE + path.format(key=key)).text)
    form = page.partition("data-unsaved")[2].partition(">Save</button>")[0]
    assert words in form


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("path", ["/sessions/new", "/sessions/morning/slots/new"])
def test_where_nobody_is_invited_yet_nobody_is_spoken_of(app: Flask, path: str) -> None:
    page = signed_in(app).get(BASE + path)
    assert page.status_code == 200
    assert WHO not in page.text
