"""The calendars of a series and of a city: what they gather, and who is told that nothing changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.http import http_date

from tests import builders
from tests.builders import NOW, ORGANISER, text
from tests.support.databases import ON_SQLITE
from tests.support.feeds import calendar_of, shown_at
from tests.support.statements import count_statements
from webinars.models import DelegationRole, Seminar, SeminarState, Session, SessionState
from webinars.services import sessions

SERIES, CITY = "/series/partners.ics", "/cities/paris.ics"
LATER = NOW + timedelta(hours=1)
ATTENDING = DelegationRole.ATTENDING


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    series = builders.a_series("Global Partners", slug="partners")
    return builders.a_seminar(series_id=series.id, edition=7)


@pytest.fixture
def parts(seminar: Seminar) -> list[Session]:
    evening = datetime.fromisoformat("2026-11-25T17:00")
    return [builders.a_session(seminar), builders.a_session(seminar, "evening", local_start=evening)]


def attend(seminar: Seminar, *, slug: str = "paris", **values: object) -> None:
    city = builders.a_city(slug=slug)
    builders.a_delegation(seminar, city, **{"role": ATTENDING} | values)


def names(client: FlaskClient, path: str) -> list[str]:
    return [summary for summary, _ in shown_at(client, path)]


@pytest.mark.parametrize("place", ["host_city_id", "second_host_city_id"])
def test_the_calendar_of_a_host_holds_all_parts_of_its_seminars(
    database: SQLAlchemy, client: FlaskClient, place: str
) -> None:
    host = builders.a_city(slug="paris")
    held = builders.a_seminar(**{place: host.id})
    builders.a_session(held)
    builders.a_session(builders.a_seminar(state=SeminarState.DRAFT, **{place: host.id}))
    builders.a_session(builders.a_seminar())
    assert [status for _, status in shown_at(client, CITY)] == ["CONFIRMED"]
    assert client.get("/cities/paris/").text.count('<article class="part') == 1


@ON_SQLITE
def test_a_series_gathers_the_parts_of_its_public_seminars(
    client: FlaskClient, seminar: Seminar, parts: list[Session]
) -> None:
    of_series = {"series_id": seminar.series_id}
    builders.a_session(builders.a_seminar(edition=8, state=SeminarState.DRAFT, **of_series))
    builders.a_session(builders.a_seminar())
    cancelled = builders.a_seminar(edition=6, state=SeminarState.CANCELLED, **of_series)
    builders.a_session(cancelled, local_start=datetime.fromisoformat("2026-10-01T10:00"))
    assert shown_at(client, SERIES) == [
        ("Cancelled: Global Partners 6: Morning part", "CANCELLED"),
        ("Global Partners 7: Morning part", "CONFIRMED"),
        ("Global Partners 7: Evening part", "CONFIRMED"),
    ]
    assert calendar_of(client.get(SERIES))["X-WR-CALNAME"].text == "Global Partners"


@ON_SQLITE
def test_its_events_are_the_seminar_s_own_byte_for_byte(
    client: FlaskClient, seminar: Seminar, parts: list[Session]
) -> None:
    attend(seminar)
    path = f"/seminars/{seminar.slug}.ics"

    def events(address: str) -> bytes:
        content: bytes = client.get(address).data
        return content[content.index(b"BEGIN:VEVENT") :]

    assert events(SERIES) == events(CITY) == events(path)


@ON_SQLITE
def test_a_city_follows_the_part_it_chose_and_all_parts_where_it_chose_none(
    client: FlaskClient, seminar: Seminar, parts: list[Session]
) -> None:
    city = builders.a_city(slug="paris")
    builders.a_delegation(seminar, city, role=ATTENDING, session_id=parts[1].id)
    other = builders.a_seminar(theme=text("Rivers"))
    builders.a_session(other, local_start=datetime.fromisoformat("2026-12-01T10:00"))
    builders.a_delegation(other, city, role=DelegationRole.PRESENTING)
    assert names(client, CITY) == ["Global Partners 7: Evening part", "Rivers: Morning part"]


@ON_SQLITE
@pytest.mark.parametrize("role", [DelegationRole.INVITED, DelegationRole.ABSENT])
def test_a_city_that_does_not_come_has_nothing_in_its_calendar(
    client: FlaskClient, seminar: Seminar, parts: list[Session], role: DelegationRole
) -> None:
    attend(seminar, role=role)
    calendar = calendar_of(client.get(CITY))
    assert (calendar.all("VEVENT"), calendar["X-WR-TIMEZONE"].text) == ([], "Europe/Paris")
    assert len(calendar.all("VTIMEZONE")) == 1


@ON_SQLITE
def test_a_draft_is_in_no_city_s_calendar(client: FlaskClient, database: SQLAlchemy) -> None:
    draft = builders.a_seminar(state=SeminarState.DRAFT)
    builders.a_session(draft)
    attend(draft)
    assert names(client, CITY) == []


@ON_SQLITE
def test_a_part_that_was_called_off_stays_and_says_so(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar, state=SessionState.CANCELLED)
    assert shown_at(client, SERIES) == [("Cancelled: Global Partners 7: Morning part", "CANCELLED")]


@ON_SQLITE
def test_what_ended_before_the_last_month_is_left_out_and_said(client: FlaskClient, seminar: Seminar) -> None:
    for day in ("2026-07-30", "2026-08-02"):
        builders.a_session(seminar, day, local_start=datetime.fromisoformat(f"{day}T10:00"))
    assert names(client, SERIES) == ["Global Partners 7: 2026-08-02 part"]
    said = calendar_of(client.get(SERIES))["DESCRIPTION"].text
    assert "Events that ended before Saturday 1 August 2026 are left out." in said


@ON_SQLITE
@pytest.mark.parametrize("path", ["/series/none.ics", "/cities/none.ics", "/cities/none/"])
def test_there_is_nothing_where_there_is_no_series_and_no_city(
    client: FlaskClient, database: SQLAlchemy, path: str
) -> None:
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND


@ON_SQLITE
@pytest.mark.parametrize("path", [SERIES, CITY])
def test_a_moved_part_gives_another_tag_and_a_later_moment(
    client: FlaskClient, seminar: Seminar, parts: list[Session], path: str
) -> None:
    attend(seminar)
    first = client.get(path)
    assert first.headers["Last-Modified"] == http_date(NOW)
    time = sessions.SessionTime(
        local_start=datetime.fromisoformat("2026-11-25T10:30"), zone="Asia/Tokyo", minutes=155
    )
    sessions.move_session(parts[0].id, time, by=ORGANISER, now=LATER)
    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.headers["Last-Modified"]) == (HTTPStatus.OK, http_date(LATER))
    assert client.get(path, headers={"If-Modified-Since": http_date(NOW)}).status_code == HTTPStatus.OK


@ON_SQLITE
def test_the_bytes_are_the_same_in_every_process_and_on_every_day_of_a_month(
    make_app: Callable[..., Flask], database: SQLAlchemy, seminar: Seminar, parts: list[Session]
) -> None:
    attend(seminar)
    first, second = make_app(), make_app()
    second.config["CLOCK"] = lambda: NOW + timedelta(days=20)
    for path in (SERIES, CITY):
        answers = [app.test_client().get(path) for app in (first, second)]
        assert len({(answer.data, answer.headers["ETag"]) for answer in answers}) == 1


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("path", [SERIES, CITY])
def test_unchanged_it_costs_one_statement_and_whole_five_then_one(
    client: FlaskClient, database: SQLAlchemy, path: str, size: int
) -> None:
    series, city = builders.a_series(slug="partners"), builders.a_city(slug="paris")
    for edition in range(size):
        seminar = builders.a_seminar(series_id=series.id, edition=edition + 1)
        builders.a_delegation(seminar, city, role=ATTENDING)
        builders.slots(builders.a_session(seminar), [20] * size)
    with count_statements() as cold:
        first = client.get(path)
    with count_statements() as warm:
        client.get(path)
    with count_statements() as unchanged:
        answer = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (answer.status_code, len(calendar_of(first).all("VEVENT"))) == (304, size)
    assert (len(cold), len(warm), len(unchanged)) == (5, 1, 1), cold
    assert (head := client.head(path)).data == b""
    assert dict(head.headers) == dict(first.headers)


@ON_SQLITE
def test_a_large_seminar_s_feed_stays_below_a_megabyte_and_the_download_is_whole(
    client: FlaskClient, seminar: Seminar
) -> None:
    day = datetime.fromisoformat("2026-11-25T10:00")
    for number in range(12):
        name = text("ü" * 50_000)
        builders.a_session(seminar, f"p{number}", name=name, local_start=day + timedelta(days=number))
    path = f"/seminars/{seminar.slug}.ics"
    feed, whole = client.get(path), client.get(f"{path}?extent=whole")
    assert len(feed.data) < 1_000_000 < len(whole.data)
    kept = [event["UID"].text for event in calendar_of(feed).all("VEVENT")]
    every = [event["UID"].text for event in calendar_of(whole).all("VEVENT")]
    assert (len(every), kept) == (12, every[-len(kept) :])
    assert "beyond that, the oldest events are left out." in calendar_of(feed)["DESCRIPTION"].text
    assert "left out" not in calendar_of(whole)["DESCRIPTION"].text
