"""The picture of a presenter: kept from the own page, shown to strangers once they have accepted."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF, picture, posted
from tests.support.registrants import an_evening, token
from webinars.domain.links import Purpose
from webinars.models import Presenter, Upload
from webinars.services import presenters
from webinars.services.presenters import PresenterFields

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def paula(database: SQLAlchemy) -> Presenter:
    slot = builders.a_slot(an_evening(builders.a_seminar(slug="partners-7")))
    wanted = PresenterFields(name="Paula", email="paula@paris.example", language="en", zone="Europe/Paris")
    return presenters.assign(slot.id, None, wanted, by=ORGANISER, now=NOW)


def url(presenter: Presenter, rest: str) -> str:
    return f"/presenters/{token(Purpose.PRESENTER, presenter)}/{rest}"


def test_a_picture_is_shown_to_strangers_once_its_presenter_has_accepted(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    assert client.post(url(paula, "picture"), **posted(picture(), "me.jpg")).status_code == 303
    assert client.get(url(paula, "picture")).mimetype == "image/jpeg"
    key = picture_key(database, paula)
    assert client.get(f"/pictures/{key}").status_code == 404
    client.post(url(paula, "answer"), data={"answer-answer": "ACCEPTED"})
    assert client.get(f"/pictures/{key}").mimetype == "image/jpeg"
    assert f'src="/pictures/{key}"' in client.get("/seminars/partners-7/").text
    client.post(url(paula, "picture/remove"))
    assert client.get(f"/pictures/{key}").status_code == 404


def picture_key(database: SQLAlchemy, presenter: Presenter) -> str:
    statement = select(Upload.key).join(Presenter, Presenter.picture_id == Upload.id)
    return database.session.scalars(statement.where(Presenter.id == presenter.id)).one()


def test_a_picture_that_is_none_is_refused(client: FlaskClient, paula: Presenter) -> None:
    answer = client.post(url(paula, "picture"), **posted(PDF, "me.jpg"))
    assert answer.status_code == 422
    assert "its content is something else" in answer.text
