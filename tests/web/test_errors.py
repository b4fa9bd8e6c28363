"""What a person sees when something breaks: a page, also without the database, and never a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import a_city
from tests.support import applications
from tests.support.accounts import KEIKO, PASSWORD
from tests.support.processes import free_port
from tests.support.reading import read
from webinars.web.clock import read as read_clock
from webinars.web.permissions import Permission, allow

DOWN = "Our database does not answer."


@pytest.fixture(params=["sqlite", "postgresql"])
def unreachable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give an application whose database is gone: the folder of the file, or the server."""
    urls = {
        "sqlite": f"sqlite:///{tmp_path / 'gone' / 'webinars.sqlite'}",
        "postgresql": f"postgresql+psycopg://webinars@127.0.0.1:{free_port()}/webinars",
    }
    app = applications.make_app(urls[request.param], now=read_clock(), instance=tmp_path)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    applications.let_go(app)


def signed_in(app: Flask) -> FlaskClient:
    """Return a client whose cookie names an account: who that is, only the database knows."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": "somebody", "_fresh": True})
    return client


def test_without_the_database_there_is_a_page_that_says_so(unreachable: Flask) -> None:
    answer = unreachable.test_client().get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "120"
    page = read(answer.text)
    assert DOWN in page.words
    assert "Traceback" not in answer.text
    assert "OperationalError" not in answer.text
    assert page.tags("h1")[0].words == "This page cannot be shown at the moment"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/organise/", "/account/", "/account/change"])
def test_who_is_signed_in_sees_that_page_too(unreachable: Flask, path: str) -> None:
    answer = signed_in(unreachable).get(path)
    assert answer.status_code == 503
    assert DOWN in read(answer.text).words


def test_a_form_that_is_posted_meanwhile_is_answered_by_that_page(unreachable: Flask) -> None:
    answer = unreachable.test_client().post("/account/sign-in", data={"email": KEIKO, "password": PASSWORD})
    assert answer.status_code == 503
    assert DOWN in read(answer.text).words


def test_an_address_that_leads_nowhere_ends_in_a_page_all_the_same(unreachable: Flask) -> None:
    assert unreachable.test_client().get("/nowhere").status_code == 404
    answer = signed_in(unreachable).get("/nowhere")
    assert answer.status_code in (500, 503)
    assert "cannot be shown at the moment" in read(answer.text).words


def test_a_bug_of_ours_ends_in_a_page_without_its_traceback(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @allow(Permission.PUBLIC)
    def broken() -> str:
        raise ZeroDivisionError("a secret of the server")

    monkeypatch.setitem(app.view_functions, "seminars.home", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    assert "Something broke on our side." in read(answer.text).words
    assert "a secret of the server" not in answer.text
    assert "a secret of the server" in caplog.text


def test_who_writes_the_same_a_moment_later_is_told_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    @allow(Permission.PUBLIC)
    def second() -> str:
        return a_city(slug="paris").slug

    monkeypatch.setitem(app.view_functions, "seminars.home", second)
    client = app.test_client()
    assert client.get("/").status_code == 200
    answer = client.get("/")
    assert answer.status_code == 409
    assert "Somebody else saved the same a moment before you." in read(answer.text).words


def test_an_address_that_only_its_button_may_open_says_how(client: FlaskClient) -> None:
    answer = client.get("/account/sign-out")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert "use the button" in read(answer.text).words
