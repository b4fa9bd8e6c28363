"""Headers of every answer: what a page may load, and what others may do with it."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.reading import read

pytestmark = ON_SQLITE

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ADDRESSES = [
    "/",
    "/seminars/autumn/",
    "/seminars/autumn.ics",
    "/seminars/autumn/?zone=rubbish",
    "/zones",
    "/healthz",
    "/no-such-page",
    "/account/sign-in",
    "/static/site.css",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_protected(client: FlaskClient, database: SQLAlchemy, address: str) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    with client.get(address) as answer:
        assert answer.headers.getlist("Content-Security-Policy") == [POLICY]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"


@pytest.mark.parametrize("address", ["/", "/seminars/autumn/", "/zones"])
def test_a_page_holds_nothing_that_the_policy_forbids(
    client: FlaskClient, database: SQLAlchemy, address: str
) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    page = read(client.get(address).text)
    assert [one.attributes for one in page.tags("script") if not one.attributes["src"].startswith("/")] == []
    assert page.tags("style") == []
    assert [one for one in page if "style" in one.attributes] == []
    assert [name for one in page for name in one.attributes if name.startswith("on")] == []


def test_links_never_follow_the_host_header(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    for address in ("/seminars/autumn/", "/seminars/autumn.ics"):
        assert "evil.example" not in client.get(address, headers={"Host": "evil.example"}).text
