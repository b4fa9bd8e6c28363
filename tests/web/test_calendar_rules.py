"""The numbered rules of calendars that people subscribe to and download: 5, and 14 to 18."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from icalendar import Calendar

from tests import builders
from tests.builders import ORGANISER
from tests.support.letters import post_round
from tests.support.registrants import a_seated, an_evening, token
from webinars.domain.links import Purpose
from webinars.models import Registration, Seminar, Session
from webinars.models.database import transaction
from webinars.services import invitations
from webinars.services.sessions import cancel_session
from webinars.services.subscriptions import Subscriber, replace_address, subscribe

LIMIT = 1_000_000  # octets: Google drops larger calendars


@dataclass(frozen=True)
class Own:
    """A registrant with an event, what they were mailed, and the address of their calendar."""

    seminar: Seminar
    session: Session
    person: Registration
    mailed_uid: str
    feed: str


@pytest.fixture
def own(database: SQLAlchemy, now: datetime) -> Own:
    seminar = builders.a_seminar(slug="autumn")
    session = an_evening(seminar)
    person = a_seated(seminar, session)
    a_seated(seminar, builders.a_session(seminar), name="Somebody Else")
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    (letter,) = post_round(now)
    return Own(seminar, session, person, str(letter.event["UID"]), feed_of(person, now=now))


def feed_of(person: Registration, *, now: datetime) -> str:
    held = subscribe(Subscriber(person.email, person.language, person.zone), now=now)
    return f"/calendars/{token(Purpose.FEED, held)}.ics"


def uids(content: bytes) -> list[str]:
    return [str(event["UID"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_rule_5_mail_feed_and_download_have_one_uid_and_the_public_calendar_its_own(
    client: FlaskClient, own: Own
) -> None:
    person = token(Purpose.REGISTRATION, own.person)
    download = client.get(f"/registrations/{person}/{own.session.key}.ics")
    public = client.get(f"/seminars/autumn/{own.session.key}.ics")
    assert uids(client.get(own.feed).data) == uids(download.data) == [own.mailed_uid]
    assert uids(public.data) == [own.session.uid]
    assert b"RRULE" not in client.get(own.feed).data.partition(b"BEGIN:VEVENT")[2]


def test_rule_14_every_calendar_has_a_name_and_no_method_and_no_people(client: FlaskClient, own: Own) -> None:
    for address in (own.feed, "/seminars/autumn.ics"):
        answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
        calendar = Calendar.from_ical(answer.data)
        assert {"NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "SOURCE"} <= calendar.keys()
        assert "METHOD" not in calendar
        assert not {"ATTENDEE", "ORGANIZER"} & {name for event in calendar.events for name in event}
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "Content-Encoding" not in answer.headers


def test_rule_15_the_own_calendar_needs_no_login_and_ends_with_its_address(
    client: FlaskClient, own: Own, now: datetime
) -> None:
    assert uids(client.get(own.feed).data) == [own.mailed_uid]
    person = own.person
    replace_address(Subscriber(person.email, person.language, person.zone), now=now + timedelta(days=1))
    assert client.get(own.feed).status_code == 410
    assert uids(client.get(feed_of(person, now=now)).data) == [own.mailed_uid]


def test_rule_16_what_is_unchanged_is_not_sent_again_and_the_own_calendar_is_private(
    client: FlaskClient, own: Own
) -> None:
    for address in (own.feed, "/seminars/autumn.ics"):
        first = client.get(address)
        etag = first.headers["ETag"]
        assert etag.startswith('"')
        unchanged = client.get(address, headers={"If-None-Match": etag})
        not_since = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert [(one.status_code, one.data) for one in (unchanged, not_since)] == [(304, b"")] * 2
    assert client.get(own.feed).headers["Cache-Control"].startswith("private")


def test_rule_17_a_cancelled_part_stays_in_every_calendar_and_says_so(
    client: FlaskClient, own: Own, now: datetime
) -> None:
    cancel_session(own.session.id, by=ORGANISER, now=now + timedelta(hours=1))
    for address, uid in ((own.feed, own.mailed_uid), ("/seminars/autumn.ics", own.session.uid)):
        events = Calendar.from_ical(client.get(address).data).events
        (event,) = [one for one in events if one["UID"] == uid]
        assert event["STATUS"] == "CANCELLED"
        assert str(event["SUMMARY"]).startswith("Cancelled: ")


def test_rule_18_the_own_calendar_stays_small_and_keeps_to_a_window(client: FlaskClient, own: Own) -> None:
    answer = client.get(own.feed)
    assert len(answer.data) < LIMIT
    past = builders.a_session(own.seminar, "old", local_start=datetime.fromisoformat("2019-05-01T10:00"))
    with transaction():
        invitations.invite_registrant(own.person, past, now=builders.NOW)
    builders.a_seat(own.person, past)
    assert uids(client.get(own.feed).data) == [own.mailed_uid]
