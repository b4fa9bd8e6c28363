"""Personal calendars for tests: a person who subscribed, their feed as read, and what brings it about."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import NOW
from tests.domain.calendar.strict_reader import Component, read
from tests.support.registrants import token
from webinars.domain.links import Purpose
from webinars.models import Subscription
from webinars.services.subscriptions import Subscriber, subscribe


def a_subscription(email: str = "rosa@paris.example", language: str = "en") -> Subscription:
    """Make the calendar address of *email*."""
    return subscribe(Subscriber(email, language, "Europe/Paris"), now=NOW)


def feed_path(subscription: Subscription) -> str:
    """Give the path of the feed of *subscription*."""
    return f"/calendars/{token(Purpose.FEED, subscription)}.ics"


def calendar_of(answer: TestResponse) -> Component:
    """Read the calendar of *answer* strictly."""
    assert answer.status_code == 200, answer.status
    return read(answer.data)


def events_at(client: FlaskClient, path: str) -> list[Component]:
    """Read the events of the calendar at *path*."""
    return calendar_of(client.get(path)).all("VEVENT")


def shown_at(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    """Give summary and status of each event of the calendar at *path*, in order."""
    return [(event["SUMMARY"].text, event["STATUS"].value) for event in events_at(client, path)]
