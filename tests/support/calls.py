"""An open call and what applicants do with it."""

from datetime import datetime, timedelta
from html import unescape
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import NOW, kept, text
from tests.support.applications import SECRETS
from tests.support.committees import a_call, an_application
from tests.support.reading import Element, read
from webinars.domain.links import Purpose, sign
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import to_local
from webinars.models import (
    Application,
    ApplicationState,
    Call,
    CallTheme,
    City,
    Question,
    QuestionKind,
    Theme,
)
from webinars.models.database import db

DAY = timedelta(days=1)
_numbers = count(1)


def an_open_call(**values: Any) -> Call:
    """Write a published call of Tokyo that opened yesterday and closes in thirty days."""
    opens_at = values.setdefault("opens_at", NOW - DAY)
    closes_at = values.setdefault("closes_at", NOW + 30 * DAY)
    zone = values.setdefault("zone", "Asia/Tokyo")
    values.setdefault("local_opens", to_local(opens_at, zone).replace(tzinfo=None))
    values.setdefault("local_closes", to_local(closes_at, zone).replace(tzinfo=None))
    return a_call(**values)


def a_question(
    call: Call, kind: QuestionKind = QuestionKind.TEXT, label: str = "", **values: Any
) -> Question:
    number = next(_numbers)
    values = {"position": number, "explanation": LocalizedText(), "choices": []} | values
    return kept(Question(call_id=call.id, kind=kind, label=text(label or f"Question {number}?"), **values))


def a_choice(call: Call, *choices: str, **values: Any) -> Question:
    return a_question(call, QuestionKind.CHOICE, choices=[{"en": choice} for choice in choices], **values)


def offered(call: Call, *themes: Theme) -> None:
    """Let a call offer *themes*."""
    for theme in themes:
        kept(CallTheme(call_id=call.id, theme_id=theme.id))


def a_draft(call: Call, city: City | None = None, **values: Any) -> Application:
    """Write an application that is not sent."""
    return an_application(call, city, **{"state": ApplicationState.DRAFT, "sent_at": None} | values)


def own_url(application: Application, rest: str = "") -> str:
    """Return the path of the applicant's page."""
    token = sign(SECRETS["SECRET_KEY"], Purpose.APPLICATION, application.key, application.link_revision)
    return f"/applications/{token}/{rest}"


def written(application: Application, **fields: Any) -> dict[str, Any]:
    """Return what the form posts, with *fields* besides what every application has."""
    given = {"version": application.version, "contact_name": application.contact_name, "language": "en"}
    return given | fields


def save(client: FlaskClient, application: Application, **fields: Any) -> TestResponse:
    return client.post(own_url(application), data=written(application, **fields))


def at(instant: str) -> datetime:
    """Return an instant: at("2026-10-25T01:30Z")."""
    return datetime.fromisoformat(instant)


def pass_time_to(app: Flask, instant: str) -> None:
    """Let the clock of the pages show *instant*."""
    app.config["CLOCK"] = lambda: at(instant)


def start(client: FlaskClient, slug: str, **fields: str) -> TestResponse:
    """Post the form that starts an application."""
    given = {"name": "Aiko Applicant", "email": "aiko@city.example", "language": "en"}
    return client.post(f"/calls/{slug}/apply", data=given | fields)


def stored() -> Application:
    """Return the one application that there is."""
    return db.session.scalars(select(Application)).one()


def source(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def page(client: FlaskClient, path: str) -> Element:
    """Return a page that has to be there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return read(answer.text)
