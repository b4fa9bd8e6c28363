"""What every test of the queue of replies begins with: a presenter who was invited, and the office."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.organisers import signed_in
from tests.support.registrants import an_evening
from webinars.models import Invitation, Presenter, Seminar, Session, Slot
from webinars.models.database import db, transaction
from webinars.services import invitations


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def presenter(evening: Session) -> Presenter:
    return builders.a_presenter(builders.a_slot(evening, title=builders.text("Rivers")))


@pytest.fixture
def event(evening: Session, presenter: Presenter) -> Invitation:
    with transaction():
        slot = db.session.get_one(Slot, presenter.slot_id)
        return invitations.invite_presenter(presenter, slot, evening, now=NOW)


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)
