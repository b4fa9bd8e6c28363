"""The reader's language: the address, the remembered choice, the browser, and last the office's first."""

import pytest
from flask.testing import FlaskClient

from tests.support.databases import ON_SQLITE
from tests.support.reading import read

pytestmark = ON_SQLITE


def language_of(client: FlaskClient, address: str = "/", accept: str | None = None) -> str:
    headers = {"Accept-Language": accept} if accept else {}
    return read(client.get(address, headers=headers).text).tags("html")[0].attributes["lang"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [(None, "en"), ("ja", "ja"), ("ja-JP,ja;q=0.9,en;q=0.8", "ja"), ("fr,en;q=0.5", "en"), ("fr", "en")],
)
def test_the_browser_decides_for_who_has_not_chosen(
    client: FlaskClient, accept: str | None, language: str
) -> None:
    assert language_of(client, accept=accept) == language


def test_a_choice_is_remembered_and_leads_back(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "ja", "next": "/zones?q=paris&language=en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/zones?q=paris")
    assert language_of(client, accept="en") == "ja"


def test_the_address_counts_more_than_what_is_remembered(client: FlaskClient) -> None:
    client.post("/language", data={"language": "ja"})
    assert language_of(client, "/?language=en") == "en"


def test_a_language_that_is_not_offered_is_refused(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "xx"})
    assert answer.status_code == 400
    assert read(answer.text).with_class("lead")[0].words == (
        "This language is not offered here. Choose one of the list."
    )
    assert client.get_cookie("language", domain="127.0.0.1") is None


def test_rubbish_in_the_address_or_the_cookie_counts_as_no_choice(client: FlaskClient) -> None:
    client.set_cookie("language", "../..", domain="127.0.0.1")
    assert language_of(client, "/?language=<b>", accept="ja") == "ja"


def test_every_language_is_offered_by_its_own_name(client: FlaskClient) -> None:
    buttons = read(client.get("/").text).with_class("languages")[0].tags("button")
    assert [(one.words, one.attributes["lang"]) for one in buttons] == [("English", "en"), ("日本語", "ja")]
    assert [one.attributes.get("aria-current") for one in buttons] == ["true", None]
