"""The public calendars: what they hold, who is told that nothing changed, and that bytes stay the same."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import update
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER, text
from tests.domain.calendar.strict_reader import Component, instant
from tests.domain.calendar.strict_reader import read as read_calendar
from tests.support.databases import ON_SQLITE
from tests.support.tokyo import Held, add_slots, tokyo_seminar
from webinars.domain.timezones import to_utc
from webinars.models import Seminar, SeminarState, SessionState
from webinars.models.database import db, transaction
from webinars.services import sessions

pytestmark = ON_SQLITE  # The statements are counted on both engines below the web.

FEED = "/seminars/tokyo-global-partners-6.ics"
MORNING = "/seminars/tokyo-global-partners-6/morning.ics"


@pytest.fixture
def held(database: SQLAlchemy) -> Held:
    return tokyo_seminar(datetime.fromisoformat("2026-11-25"))


@pytest.fixture
def get(client: FlaskClient) -> Callable[..., TestResponse]:
    def get(address: str = FEED, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(address, headers=named)

    return get


Get = Callable[..., TestResponse]


def events_of(answer: TestResponse) -> list[Component]:
    assert answer.status_code == HTTPStatus.OK
    return read_calendar(answer.data).all("VEVENT")


def summaries(answer: TestResponse) -> list[str]:
    return [event["SUMMARY"].text for event in events_of(answer)]


def change(seminar: Seminar, **values: Any) -> None:
    with transaction():
        db.session.execute(update(Seminar).where(Seminar.id == seminar.id).values(**values))


# --- what it holds ------------------------------------------------------------------------------------------


def test_a_seminar_s_calendar_holds_its_parts_at_their_times(get: Get, held: Held) -> None:
    calendar = read_calendar(get().data)
    assert [instant(calendar, event["DTSTART"]) for event in calendar.all("VEVENT")] == [
        to_utc(datetime.fromisoformat("2026-11-25T10:00"), "Asia/Tokyo"),
        to_utc(datetime.fromisoformat("2026-11-25T17:00"), "Asia/Tokyo"),
    ]
    assert summaries(get()) == [
        "Tokyo Global Partners Seminar 6: Morning part",
        "Tokyo Global Partners Seminar 6: Evening part",
    ]


def test_a_part_s_calendar_holds_that_part_alone(get: Get, held: Held) -> None:
    assert summaries(get(MORNING)) == ["Tokyo Global Partners Seminar 6: Morning part"]
    assert events_of(get(MORNING)) == [events_of(get())[0]]


def test_an_event_is_the_session_s_own(get: Get, held: Held) -> None:
    event = events_of(get(MORNING))[0]
    assert event["UID"].text == held.morning.uid
    assert event["SEQUENCE"].value == "0"
    assert event["DTSTAMP"].value == event["LAST-MODIFIED"].value == "20260901T093000Z"
    assert event["STATUS"].value == "CONFIRMED"
    assert event["URL"].value == "http://127.0.0.1:8000/seminars/tokyo-global-partners-6/"


def test_a_calendar_names_nobody_and_asks_nothing(get: Get, held: Held) -> None:
    calendar = read_calendar(get().data)
    assert not calendar.has("METHOD")
    assert [event.has(name) for event in calendar.all("VEVENT") for name in ("ATTENDEE", "ORGANIZER")] == [
        False
    ] * 4
    assert calendar["REFRESH-INTERVAL"].value == calendar["X-PUBLISHED-TTL"].value == "PT4H"
    assert calendar["X-WR-TIMEZONE"].text == "Asia/Tokyo"
    assert calendar["X-WR-CALNAME"].text == "Tokyo Global Partners Seminar 6"
    assert calendar["SOURCE"].value == f"http://127.0.0.1:8000{FEED}"


def test_the_description_gives_the_programme_on_the_host_s_clock(get: Get, held: Held) -> None:
    add_slots(held.evening, held.presenting[6:7])
    description = events_of(get())[1]["DESCRIPTION"].text
    assert description.split("\n")[1:] == [
        "Host: Tokyo Metropolitan Government",
        "Programme and registration: http://127.0.0.1:8000/seminars/tokyo-global-partners-6/",
        "",
        "Programme, on the host’s clock:",
        "17:00 Message of the Governor (Governor Koike Yuriko)",
        "17:05 Sustainable Recovery Tokyo Forum",
        "17:25 Talk 3 (Paris)",
    ]


def test_a_cancelled_part_stays_and_says_so(get: Get, database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(slug="autumn")
    builders.a_session(seminar, state=SessionState.CANCELLED)
    (event,) = events_of(get("/seminars/autumn.ics"))
    assert event["STATUS"].value == "CANCELLED"
    assert event["SUMMARY"].text == "Cancelled: Recovery of cities: Morning part"


def test_every_part_of_a_cancelled_seminar_is_cancelled(get: Get, held: Held) -> None:
    change(held.seminar, state=SeminarState.CANCELLED)
    assert [event["STATUS"].value for event in events_of(get())] == ["CANCELLED", "CANCELLED"]


def test_a_part_without_a_zone_is_in_no_calendar(get: Get, database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(slug="past", state=SeminarState.ARCHIVED)
    builders.a_session(seminar, zone=None, local_start=datetime.fromisoformat("2013-05-14T14:00"))
    assert events_of(get("/seminars/past.ics")) == []
    assert get("/seminars/past/morning.ics").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "address",
    ["/seminars/none.ics", "/seminars/draft.ics", "/seminars/draft/morning.ics", "/seminars/open/x.ics"],
)
def test_there_is_no_calendar_of_what_strangers_cannot_see(
    get: Get, database: SQLAlchemy, address: str
) -> None:
    builders.a_session(builders.a_seminar(slug="draft", state=SeminarState.DRAFT))
    builders.a_session(builders.a_seminar(slug="open"))
    assert get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_name_cannot_break_out_of_its_line(get: Get, database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(slug="autumn", theme=text("Rivers; lakes, and\\seas"))
    builders.a_session(seminar)
    assert (
        events_of(get("/seminars/autumn.ics"))[0]["SUMMARY"].text == "Rivers; lakes, and\\seas: Morning part"
    )


def test_a_moved_part_keeps_its_uid_and_raises_its_sequence(get: Get, held: Held) -> None:
    before = events_of(get(MORNING))[0]
    time = sessions.SessionTime(
        local_start=datetime.fromisoformat("2026-11-25T10:30"), zone="Asia/Tokyo", minutes=155
    )
    sessions.move_session(held.morning.id, time, by=ORGANISER, now=NOW + timedelta(hours=1))
    after = events_of(get(MORNING))[0]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"].value, after["SEQUENCE"].value) == ("0", "1")
    assert after["DTSTART"].value == "20261125T103000"


def test_an_event_whose_words_changed_has_a_new_moment_and_the_same_sequence(get: Get, held: Held) -> None:
    before = events_of(get(MORNING))[0]
    renamed = sessions.SessionFields(key=held.morning.key, name=text("Opening"))
    later = NOW + timedelta(hours=1)
    sessions.edit_session(held.morning.id, renamed, expected=None, by=ORGANISER, now=later)
    after = events_of(get(MORNING))[0]
    assert after["LAST-MODIFIED"].value == after["DTSTAMP"].value == f"{later:%Y%m%dT%H%M%SZ}"
    assert after["SEQUENCE"].value == before["SEQUENCE"].value


# --- what the address decides -------------------------------------------------------------------------------


def test_the_address_alone_decides_on_the_language(client: FlaskClient, held: Held) -> None:
    client.set_cookie("language", "ja", domain="127.0.0.1")
    english = client.get(FEED, headers={"Accept-Language": "ja"})
    japanese = client.get(f"{FEED}?language=ja")
    assert "Host: Tokyo Metropolitan Government" in events_of(english)[0]["DESCRIPTION"].text
    assert "東京都" in events_of(japanese)[0]["DESCRIPTION"].text
    assert english.headers["ETag"] != japanese.headers["ETag"]


def test_a_language_that_is_not_offered_is_the_office_s_own(get: Get, held: Held) -> None:
    assert get(f"{FEED}?language=xx").data == get().data


# --- headers ------------------------------------------------------------------------------------------------


def test_a_calendar_says_what_it_is_and_how_long_it_is_good(get: Get, held: Held) -> None:
    headers = get().headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=300, must-revalidate, no-transform"
    assert headers["Content-Disposition"] == 'inline; filename="tokyo-global-partners-6.ics"'
    assert headers["Last-Modified"] == http_date(NOW)
    assert not headers["ETag"].startswith("W/")


def test_a_calendar_is_never_compressed(get: Get, held: Held) -> None:
    answer = get(Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in answer.headers
    assert not answer.data.startswith(gzip.compress(b"")[:2])


def test_a_calendar_sets_no_cookie_and_asks_for_no_account(client: FlaskClient, held: Held) -> None:
    client.set_cookie("zone", "rubbish", domain="127.0.0.1")
    assert "Set-Cookie" not in client.get(FEED).headers


def test_head_gives_the_same_headers_without_the_bytes(client: FlaskClient, held: Held) -> None:
    head, whole = client.head(FEED), client.get(FEED)
    assert head.data == b""
    assert head.status_code == HTTPStatus.OK
    assert dict(head.headers) == dict(whole.headers)


def test_the_bytes_are_the_same_again_and_after_a_restart(
    make_app: Callable[..., Flask], database: SQLAlchemy
) -> None:
    add_slots(tokyo_seminar().morning)
    first, second = make_app(), make_app()
    second.config["CLOCK"] = lambda: datetime(2026, 9, 2, tzinfo=UTC)
    answers = [app.test_client().get(FEED) for app in (first, first, second)]
    assert len({answer.data for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1


# --- nothing changed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a", W/{}, "b"', "*"])
def test_who_names_the_tag_is_told_that_nothing_changed(get: Get, held: Held, form: str) -> None:
    tag = get().headers["ETag"]
    answer = get(If_None_Match=form.format(tag))
    assert (answer.status_code, answer.data) == (HTTPStatus.NOT_MODIFIED, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == get().headers["Cache-Control"]


@pytest.mark.parametrize("form", ['"other"', 'W/"other", "another"', ""])
def test_who_names_another_tag_gets_the_calendar(get: Get, held: Held, form: str) -> None:
    assert get(If_None_Match=form).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (NOW, HTTPStatus.NOT_MODIFIED),
        (NOW + timedelta(days=1), HTTPStatus.NOT_MODIFIED),
        (NOW - timedelta(seconds=1), HTTPStatus.OK),
    ],
)
def test_who_names_a_time_is_told_whether_something_changed_since(
    get: Get, held: Held, since: datetime, status: HTTPStatus
) -> None:
    assert get(If_Modified_Since=http_date(since)).status_code == status


def test_the_tag_counts_more_than_the_time(get: Get, held: Held) -> None:
    assert get(If_None_Match='"other"', If_Modified_Since=http_date(NOW)).status_code == HTTPStatus.OK


def test_a_rubbish_time_counts_as_none(get: Get, held: Held) -> None:
    assert get(If_Modified_Since="yesterday").status_code == HTTPStatus.OK


def test_a_new_revision_gives_a_new_tag(get: Get, held: Held) -> None:
    tag = get().headers["ETag"]
    change(held.seminar, revision=2, changed_at=NOW + timedelta(hours=1))
    answer = get(If_None_Match=tag)
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["ETag"] != tag


def test_another_public_address_gives_another_tag(
    make_app: Callable[..., Flask], database: SQLAlchemy
) -> None:
    tokyo_seminar()
    tags = {
        make_app(PUBLIC_URL=url).test_client().get(FEED).headers["ETag"]
        for url in ("https://one.example", "https://two.example")
    }
    assert len(tags) == 2
