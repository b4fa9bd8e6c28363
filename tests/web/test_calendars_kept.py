"""What is kept of a calendar is never wrong: not by what a stranger adds to an address, nor by a race."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, select, update
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER, text
from tests.support.databases import ON_POSTGRESQL, ON_SQLITE
from tests.support.feeds import events_at
from tests.support.registrants import a_seated, an_evening, token
from webinars.domain.links import Purpose
from webinars.domain.texts import LocalizedText
from webinars.models import Delegation, DelegationRole, Presenter, Registration, Seminar, Session
from webinars.services import cities
from webinars.services.delegations import DelegationFields, edit_delegation

SERIES, CITY = "/series/partners.ics", "/cities/paris.ics"
LATER = NOW + timedelta(hours=1)
MOVED = datetime.fromisoformat("2026-12-24T10:00:00+09:00")


def unfolded(answer: TestResponse) -> bytes:
    content: bytes = answer.data
    return content.replace(b"\r\n ", b"")


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    series = builders.a_series(slug="partners")
    seminar = builders.a_seminar(slug="partners-7", series_id=series.id, edition=7)
    builders.a_delegation(seminar, builders.a_city(slug="paris"), role=DelegationRole.ATTENDING)
    return seminar


@ON_SQLITE
@pytest.mark.parametrize("path", [SERIES, CITY, "/seminars/partners-7/morning.ics"])
def test_what_somebody_adds_to_an_address_stays_out_of_the_calendar_of_others(
    client: FlaskClient, seminar: Seminar, path: str
) -> None:
    builders.a_session(seminar)
    added = unfolded(client.get(f"{path}?extent=whole&from=somewhere"))
    plain = unfolded(client.get(path))
    assert (added, plain.count(b"extent"), plain.count(b"somewhere")) == (plain, 0, 0)


@ON_SQLITE
def test_a_city_s_calendar_is_later_when_the_organiser_chooses_its_part(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    parts = [builders.a_session(seminar), an_evening(seminar)]
    first = client.get(CITY)
    delegation = database.session.scalars(select(Delegation)).one()
    wanted = DelegationFields(role=delegation.role, session_id=parts[1].id)
    edit_delegation(delegation.id, wanted, expected=None, by=ORGANISER, now=LATER)
    again = client.get(CITY, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status_code, again.headers["Last-Modified"]) == (200, http_date(LATER))


@contextmanager
def moved_meanwhile(database: SQLAlchemy, session: Session) -> Iterator[list[str]]:
    """Let another connection move *session* after the first of the two statements that read what is shown."""
    read: list[str] = []
    times = {"starts_at": MOVED, "ends_at": MOVED + timedelta(hours=1)}
    revised = {"revision": Seminar.revision + 1, "changed_at": LATER}

    def intrude(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM session \nWHERE" not in statement and "FROM seminar LEFT" not in statement:
            return
        read.append(statement)
        if len(read) == 2:
            with database.engine.begin() as other:
                other.execute(update(Session).where(Session.id == session.id).values(times))
                other.execute(update(Seminar).where(Seminar.id == session.seminar_id).values(revised))

    event.listen(Engine, "before_cursor_execute", intrude)
    try:
        yield read
    finally:
        event.remove(Engine, "before_cursor_execute", intrude)


@ON_POSTGRESQL
@pytest.mark.parametrize("path", [SERIES, CITY, "/seminars/partners-7.ics"])
def test_a_part_that_moves_while_it_is_written_is_not_kept_where_it_was(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, path: str
) -> None:
    session = builders.a_session(seminar)
    database.session.commit()
    with moved_meanwhile(database, session) as read:
        client.get(path)
    assert len(read) == 2
    (moved,) = events_at(client, path)
    assert moved["DTSTART"].value == "20261224T100000"


@ON_SQLITE
def test_other_translations_give_another_tag(
    make_app: Callable[..., Flask], database: SQLAlchemy, seminar: Seminar, tmp_path: Path
) -> None:
    builders.a_session(seminar)
    tags = []
    for number, words in enumerate((b"Abgesagt", b"Entfaellt", b"Abgesagt")):
        app = make_app()
        app.root_path = str(tmp_path / str(number))
        folder = tmp_path / str(number) / "translations" / "de" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.mo").write_bytes(words)
        tags.append(app.test_client().get("/seminars/partners-7.ics").headers["ETag"])
    assert (tags[0] == tags[2], tags[0] == tags[1]) == (True, False)


def a_registrant(seminar: Seminar) -> tuple[Registration, str]:
    session = an_evening(seminar)
    person = a_seated(seminar, session)
    builders.an_invitation(person, session)
    return person, f"/registrations/{token(Purpose.REGISTRATION, person)}/evening.ics"


def a_presenter(seminar: Seminar) -> tuple[Presenter, str]:
    session = an_evening(seminar)
    person = builders.a_presenter(builders.a_slot(session))
    builders.an_invitation(person, session)
    return person, f"/presenters/{token(Purpose.PRESENTER, person)}/slot.ics"


Person = Callable[[Seminar], tuple[Registration | Presenter, str]]


@ON_SQLITE
@pytest.mark.parametrize("make", [a_registrant, a_presenter])
def test_a_person_s_file_is_given_anew_when_the_host_city_has_another_name(
    client: FlaskClient, database: SQLAlchemy, make: Person
) -> None:
    city = builders.a_city("Lyon", slug="lyon")
    _person, path = make(builders.a_seminar(host_city_id=city.id, host_name=LocalizedText()))
    first = client.get(path)
    assert b"Host: Lyon" in unfolded(first)
    fields = cities.CityFields(name=text("Lugdunum"), zone=city.zone)
    cities.edit_city(city.id, fields, expected=None, by=ORGANISER, now=LATER)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, b"Host: Lugdunum" in unfolded(again)) == (200, True)


@ON_SQLITE
@pytest.mark.parametrize("make", [a_registrant, a_presenter])
def test_a_person_s_file_is_given_anew_when_rooms_open_at_another_time(
    app: Flask, client: FlaskClient, database: SQLAlchemy, make: Person
) -> None:
    _person, path = make(builders.a_seminar())
    tag = client.get(path).headers["ETag"]
    app.config["JOIN_OPENS_MINUTES"] += 15
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["ETag"] != tag) == (200, True)
