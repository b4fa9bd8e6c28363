"""A person's own calendar: what it shows, when it changes, and that its address can be revoked."""

import gzip
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.http import http_date

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.feeds import a_subscription, calendar_of, events_at, feed_path, shown_at
from tests.support.registrants import a_seated, an_evening, token
from tests.support.scenes import a_scene, a_stage, call_off, move
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import Invitation, Registration, Session
from webinars.models.database import db, transaction
from webinars.queries.registrations import seats_of
from webinars.services import invitations
from webinars.services.subscriptions import Subscriber, choose_alarm, replace_address

ROSA = "rosa@paris.example"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def path(database: SQLAlchemy) -> str:
    return feed_path(a_subscription(ROSA))


def invite(person: Registration, *sessions: Session) -> None:
    with transaction():
        for session in sessions:
            invitations.invite_registrant(person, session, now=NOW)


def vevent(content: bytes) -> bytes:
    """Give the bytes of the one event of a calendar."""
    return content[content.index(b"BEGIN:VEVENT") : content.index(b"END:VEVENT")]


# --- what it shows ------------------------------------------------------------------------------------------


@ON_SQLITE
def test_it_shows_parts_and_slots_of_all_seminars_in_order_of_their_start(
    client: FlaskClient, path: str
) -> None:
    a_stage(email="Rosa@Paris.example")
    later = builders.a_seminar(theme=builders.text("Rivers"))
    person = a_seated(later, email=ROSA)
    part = an_evening(later, local_start=datetime.fromisoformat("2026-12-01T17:00"))
    invite(person, part)
    a_scene(email="somebody@else.example")
    assert shown_at(client, path) == [
        ("Recovery of cities: Talk 2", "CONFIRMED"),
        ("Rivers: Evening part", "CONFIRMED"),
    ]


@ON_SQLITE
def test_an_event_has_the_uid_of_the_mail_and_the_download_and_names_nobody(
    client: FlaskClient, path: str, database: SQLAlchemy
) -> None:
    a_scene(email=ROSA)
    invitation = database.session.scalars(select(Invitation)).one()
    uid, sequence = invitation.uid, invitation.sequence
    calendar = calendar_of(client.get(path))
    (event,) = calendar.all("VEVENT")
    assert (event["UID"].text, event["SEQUENCE"].value) == (uid, str(sequence))
    assert [calendar.has("METHOD"), event.has("ATTENDEE"), event.has("ORGANIZER")] == [False] * 3


@ON_SQLITE
def test_feed_and_download_have_the_same_bytes_but_for_the_alarm(client: FlaskClient, path: str) -> None:
    session, person = a_scene(email=ROSA)
    choose_alarm(Subscriber(ROSA, "en", "Europe/Paris"), 10, now=LATER)
    page = f"/registrations/{token(Purpose.REGISTRATION, person)}/{session.key}.ics"
    download, feed = vevent(client.get(page).data), vevent(client.get(path).data)
    assert download.replace(b"TRIGGER:-PT15M", b"TRIGGER:-PT10M") == feed


@ON_SQLITE
def test_a_part_that_was_called_off_stays_and_says_so(client: FlaskClient, path: str) -> None:
    session, _ = a_scene(email=ROSA)
    call_off(session, now=LATER)
    assert shown_at(client, path) == [("Cancelled: Recovery of cities: Evening part", "CANCELLED")]
    assert events_at(client, path)[0]["SEQUENCE"].value == "1"


@ON_SQLITE
def test_a_slot_of_a_part_that_was_called_off_stays_and_says_so(client: FlaskClient, path: str) -> None:
    session, _, _ = a_stage(email=ROSA)
    call_off(session, now=LATER)
    assert shown_at(client, path) == [("Cancelled: Recovery of cities: Talk 2", "CANCELLED")]


@ON_SQLITE
def test_who_withdrew_no_longer_sees_the_part_cancelled_or_not(client: FlaskClient, path: str) -> None:
    session, person = a_scene(email=ROSA)
    with transaction():
        invitations.close_registrant(person, None, now=LATER)
    assert shown_at(client, path) == []
    call_off(db.session.get_one(Session, session.id), now=LATER)
    with transaction():
        (seat,) = seats_of(person.id)
        seat.state, seat.changed_at = SeatState.GIVEN_UP, LATER
    assert shown_at(client, path) == []


@ON_SQLITE
def test_an_empty_calendar_still_holds_a_time_zone(client: FlaskClient, path: str) -> None:
    calendar = calendar_of(client.get(path))
    assert [zone["TZID"].value for zone in calendar.all("VTIMEZONE")] == ["Europe/Paris"]
    assert calendar["X-WR-TIMEZONE"].text == "Europe/Paris"


@ON_SQLITE
def test_what_ended_before_the_last_month_is_left_out_and_the_description_says_so(
    client: FlaskClient, app: Flask, path: str
) -> None:
    seminar = builders.a_seminar()
    person = a_seated(seminar, email=ROSA)
    parts = [
        an_evening(seminar, key=day, local_start=datetime.fromisoformat(f"{day}T17:00"))
        for day in ("2026-07-31", "2026-08-01", "2026-09-02")
    ]
    invite(person, *parts)
    assert [event["DTSTART"].value[:8] for event in events_at(client, path)] == ["20260801", "20260902"]
    described = calendar_of(client.get(path))["DESCRIPTION"].text
    assert "Events that ended before Saturday 1 August 2026 are left out." in described
    assert "beyond that, the oldest events are left out." in described


@ON_SQLITE
def test_a_month_later_the_window_has_moved_and_the_reader_is_told(
    client: FlaskClient, app: Flask, path: str
) -> None:
    seminar = builders.a_seminar()
    part = an_evening(seminar, local_start=datetime.fromisoformat("2026-08-20T17:00"))
    invite(a_seated(seminar, email=ROSA), part)
    first = client.get(path)
    app.config["CLOCK"] = lambda: datetime.fromisoformat("2026-10-01T00:00:00+00:00")
    known = {
        "If-None-Match": first.headers["ETag"],
        "If-Modified-Since": first.headers["Last-Modified"],
    }
    assert events_at(client, path) == []
    for name, value in known.items():
        assert client.get(path, headers={name: value}).status_code == HTTPStatus.OK


@ON_SQLITE
def test_a_calendar_of_any_size_stays_below_a_megabyte_and_keeps_the_newest(
    client: FlaskClient, path: str
) -> None:
    seminar = builders.a_seminar(theme=builders.text("ü" * 10_000))
    person = a_seated(seminar, email=ROSA)
    day = datetime.fromisoformat("2026-11-01T17:00")
    parts = [an_evening(seminar, key=f"p{n}", local_start=day + timedelta(days=n)) for n in range(25)]
    invite(person, *parts)
    answer = client.get(path)
    events = calendar_of(answer).all("VEVENT")
    assert len(answer.data) < 1_000_000
    assert 5 < len(events) < 25
    assert events[-1]["DTSTART"].value[:8] == "20261125"


@ON_SQLITE
def test_texts_with_line_breaks_and_marks_stay_in_their_lines(
    client: FlaskClient, app: Flask, path: str
) -> None:
    app.config["OFFICE_NAME"] = "Tokyo\r\nATTENDEE:mailto:x@y.example; and, more\\"
    a_scene(email=ROSA)
    calendar = calendar_of(client.get(path))
    assert calendar["X-WR-CALNAME"].text == "Seminars of Tokyo ATTENDEE:mailto:x@y.example; and, more\\"


@ON_SQLITE
@pytest.mark.parametrize(
    ("minutes", "triggers"),
    [(None, []), (0, ["-PT0M"]), (10, ["-PT10M"]), (60, ["-PT60M"]), (1440, ["-PT1440M"])],
)
def test_the_chosen_alarm_is_in_every_event(
    client: FlaskClient, path: str, minutes: int | None, triggers: list[str]
) -> None:
    a_scene(email=ROSA)
    choose_alarm(Subscriber(ROSA, "en", "Europe/Paris"), minutes, now=LATER)
    (event,) = events_at(client, path)
    assert [alarm["TRIGGER"].value for alarm in event.all("VALARM")] == triggers


# --- addresses ----------------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_replaced_address_is_dead_at_once_and_the_new_one_works(client: FlaskClient, path: str) -> None:
    new = feed_path(replace_address(Subscriber(ROSA, "en", "Europe/Paris"), now=LATER))
    assert client.get(new).status_code == HTTPStatus.OK
    answer = client.get(path, headers={"If-None-Match": "*"})
    assert answer.status_code == HTTPStatus.GONE
    assert "This calendar address was replaced." in answer.text
    assert answer.headers["Content-Security-Policy"]


@ON_SQLITE
@pytest.mark.parametrize("forged", ["rubbish", "WyJhIiwxLDBd.c2lnbmF0dXJl"])
def test_a_forged_address_opens_nothing(client: FlaskClient, database: SQLAlchemy, forged: str) -> None:
    answer = client.get(f"/calendars/{forged}.ics")
    assert answer.status_code == HTTPStatus.GONE
    assert "This link is not complete." in answer.text


# --- headers and cost ---------------------------------------------------------------------------------------


@ON_SQLITE
def test_it_is_private_uncompressed_and_sets_no_cookie(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    headers = answer.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "private, no-cache, no-transform"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert [headers.get(name) for name in ("Content-Encoding", "Set-Cookie", "Vary")] == [None] * 3
    assert not answer.data.startswith(gzip.compress(b"")[:2])


@ON_SQLITE
def test_head_gives_the_headers_alone(client: FlaskClient, path: str) -> None:
    a_scene(email=ROSA)
    head, whole = client.head(path), client.get(path)
    assert (head.data, dict(head.headers)) == (b"", dict(whole.headers))


@ON_SQLITE
def test_a_change_gives_another_tag_and_a_later_moment(client: FlaskClient, path: str) -> None:
    session, _ = a_scene(email=ROSA)
    first = client.get(path)
    assert first.headers["Last-Modified"] == http_date(NOW)
    move(db.session.get_one(Session, session.id), 30, now=LATER)
    known = {"If-None-Match": first.headers["ETag"]}
    second = client.get(path, headers=known)
    assert second.status_code == HTTPStatus.OK
    assert second.headers["Last-Modified"] == http_date(LATER)
    assert client.get(path, headers={"If-Modified-Since": http_date(NOW)}).status_code == HTTPStatus.OK
    assert client.get(path, headers={"If-Modified-Since": http_date(LATER)}).status_code == 304


@pytest.mark.parametrize("size", [1, 3])
def test_unchanged_it_costs_one_statement_and_whole_eight_then_one(
    client: FlaskClient, path: str, size: int
) -> None:
    for _ in range(size):
        a_scene(email=ROSA)
    with count_statements() as cold:
        first = client.get(path)
    with count_statements() as warm:
        client.get(path)
    with count_statements() as unchanged:
        answer = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (answer.status_code, len(events_at(client, path))) == (304, size)
    assert (len(cold), len(warm), len(unchanged)) == (8, 1, 1), cold
