"""A person's own page after the whole seminar was called off."""

from html import unescape

from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, an_evening, token
from webinars.domain.links import Purpose
from webinars.models import SeminarState

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


def test_nobody_is_told_of_a_seat_in_a_seminar_that_is_called_off(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    seminar = builders.a_seminar(state=SeminarState.CANCELLED)
    person = a_seated(seminar, an_evening(seminar))
    page = client.get(f"/registrations/{token(Purpose.REGISTRATION, person)}/")
    shown = unescape(page.get_data(as_text=True))
    assert "This seminar is cancelled. It does not take place." in shown
    assert "This part is cancelled" in shown
    assert '<article class="part flow called-off">' in shown
    assert "Your seat is kept" not in shown
    assert "/join/" not in shown
    assert "Save the changes" not in shown
    assert "Hand over" not in shown
    assert "Cancel the registration" in shown
