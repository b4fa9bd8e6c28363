"""A presenter's own page: substitutes, who manages, what is sent, the talk and the picture."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF, picture, posted, word_file
from tests.support.reading import read
from tests.support.registrants import an_evening, token
from webinars.domain.links import Purpose
from webinars.models import (
    Answer,
    Asset,
    AssetKind,
    AssetState,
    Invitation,
    InvitationState,
    Presenter,
    Seminar,
    Session,
    Slot,
)
from webinars.services import presenters
from webinars.services.presenters import PresenterFields

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

OTTO = {"answer-substitute_name": "Otto Other", "answer-substitute_email": "otto@paris.example"}
NORA = {"companion-name": "Nora New", "companion-email": "nora@paris.example"}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7", presenters_edit_until=date(2026, 11, 10))


@pytest.fixture
def slot(seminar: Seminar) -> Slot:
    return builders.a_slot(an_evening(seminar), title=builders.text("Rivers"))


@pytest.fixture
def paula(slot: Slot) -> Presenter:
    return asked(slot, "paula@paris.example")


def asked(slot: Slot, email: str, name: str = "Paula Presenter") -> Presenter:
    wanted = PresenterFields(name=name, email=email, language="en", zone="Europe/Paris")
    return presenters.assign(slot.id, None, wanted, by=ORGANISER, now=NOW)


def url(presenter: Presenter, rest: str = "") -> str:
    return f"/presenters/{token(Purpose.PRESENTER, presenter)}/{rest}"


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def the(database: SQLAlchemy, email: str) -> Presenter:
    statement = select(Presenter).where(Presenter.email == email)
    return database.session.scalars(statement.execution_options(populate_existing=True)).one()


def stored(database: SQLAlchemy, asset: Asset) -> Asset:
    return database.session.get_one(Asset, asset.id, populate_existing=True)


def sent(client: FlaskClient, presenter: Presenter, asset: Asset, content: bytes, name: str) -> TestResponse:
    return client.post(url(presenter, f"assets/{asset.key}"), **posted(content, name))


def another_slot(database: SQLAlchemy, slot: Slot) -> Slot:
    return builders.a_slot(database.session.get_one(Session, slot.session_id), 1)


def decline(client: FlaskClient, presenter: Presenter, **values: str) -> TestResponse:
    return client.post(url(presenter, "answer"), data={"answer-answer": "DECLINED"} | values)


def test_who_declines_names_a_substitute_and_both_pages_say_so(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    assert decline(client, paula).status_code == 303
    asking = read(client.get(url(paula)).text).tags("button")
    (ask,) = [one for one in asking if one.words == "Ask this person"]
    assert ask.attributes["class"] == "button primary"
    assert decline(client, paula, **OTTO).status_code == 303
    assert "Otto Other is asked in your place." in text(client.get(url(paula)))
    otto = the(database, "otto@paris.example")
    assert "You are asked in the place of Paula Presenter." in text(client.get(url(otto)))
    open_ones = select(Invitation.attendee_email).where(Invitation.state == InvitationState.OPEN)
    assert database.session.scalars(open_ones).all() == ["otto@paris.example"]
    client.post(url(otto, "answer"), data={"answer-answer": "ACCEPTED"})
    page = text(client.get(url(paula)))
    assert "Otto Other presents in your place." in page
    assert 'value="ACCEPTED"' not in page


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("answer-substitute_name", "Write the name too."),
        ("answer-substitute_email", "Write the e-mail address too"),
    ],
)
def test_a_substitute_has_name_and_address_and_what_was_typed_stays(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter, missing: str, says: str
) -> None:
    answer = decline(client, paula, **(OTTO | {"answer-comment": "I am ill.", missing: ""}))
    assert answer.status_code == 422
    assert says in text(answer)
    assert "I am ill." in text(answer)
    assert the(database, "paula@paris.example").answer is Answer.NEEDS_ACTION


def test_whose_place_was_taken_reads_by_whom(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    decline(client, paula, **OTTO)
    otto = the(database, "otto@paris.example")
    client.post(url(paula, "answer"), data={"answer-answer": "ACCEPTED"})
    late = client.post(url(otto, "answer"), data={"answer-answer": "ACCEPTED"})
    assert late.status_code == 410
    assert "Paula Presenter presents in your place now." in text(late)


def test_who_comes_back_too_late_keeps_their_page_and_reads_by_whom(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    decline(client, paula, **OTTO)
    client.post(url(the(database, "otto@paris.example"), "answer"), data={"answer-answer": "ACCEPTED"})
    late = client.post(url(paula, "answer"), data={"answer-answer": "ACCEPTED"})
    assert late.status_code == 422
    assert "Otto Other presents in your place now." in text(late)


def test_a_manager_asks_others_and_takes_them_off(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    presenters.set_manager(paula.id, by=ORGANISER, now=NOW)
    assert client.post(url(paula, "companions"), data=NORA).status_code == 303
    nora = the(database, "nora@paris.example")
    assert (nora.slot_id, nora.zone, nora.answer) == (paula.slot_id, "Europe/Paris", Answer.NEEDS_ACTION)
    assert client.post(url(paula, f"companions/{nora.key}/remove")).status_code == 303
    assert the(database, "nora@paris.example").removed_at == NOW


def test_who_does_not_manage_changes_nobody_and_no_shared_text(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    nora = asked(slot, "nora@paris.example", "Nora New")
    presenters.set_manager(nora.id, by=ORGANISER, now=NOW)
    page = text(client.get(url(paula)))
    assert "Nora New manages this talk for all who present here." in page
    assert "texts-title" not in page
    assert client.post(url(paula, "companions"), data=NORA).status_code == 403
    client.post(url(paula, f"companions/{nora.key}/remove"))
    assert the(database, "nora@paris.example").removed_at is None
    forged = {"texts-title-en": "Mine", "texts-biography": "Engineer.", "texts-version": "1"}
    assert client.post(url(paula, "edit"), data=forged).status_code == 303
    assert str(database.session.get_one(Slot, slot.id, populate_existing=True).title) == "Rivers"
    assert the(database, "paula@paris.example").biography == "Engineer."


def test_a_manager_takes_nobody_off_another_slot(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    stranger = asked(another_slot(database, slot), "nora@paris.example", "Nora New")
    presenters.set_manager(paula.id, by=ORGANISER, now=NOW)
    client.post(url(paula, f"companions/{stranger.key}/remove"))
    assert the(database, "nora@paris.example").removed_at is None


def test_the_talk_is_told_in_the_languages_of_the_seminar(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    values = {
        "texts-title-en": "Rivers",
        "texts-abstract-en": "Water.\r\nMore water.",
        "texts-language": "fr",
        "texts-interpretation": ["en", "mn"],
        "texts-version": str(paula.version),
        "texts-slot_version": str(database.session.get_one(Slot, slot.id, populate_existing=True).version),
    }
    assert client.post(url(paula, "edit"), data=values).status_code == 303
    kept = database.session.get_one(Slot, slot.id, populate_existing=True)
    assert (kept.language, kept.interpretation) == ("fr", ["en", "mn"])
    assert "More water." in str(kept.abstract)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"texts-language": "xx-klingon"}, "Choose an entry of the list."),
        (
            {"texts-language": "fr", "texts-interpretation": ["fr"]},
            "This is the language of the talk itself.",
        ),
    ],
)
def test_a_language_that_makes_no_sense_is_refused(
    client: FlaskClient, paula: Presenter, values: dict[str, Any], says: str
) -> None:
    answer = client.post(url(paula, "edit"), data={"texts-title-en": "Rivers"} | values)
    assert answer.status_code == 422
    assert says in text(answer)


def test_slides_are_sent_as_a_file_and_given_back(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    asset = builders.an_asset(slot, due_on=date(2026, 11, 1))
    assert "by Sunday 1 November 2026" in text(client.get(url(paula)))
    assert sent(client, paula, asset, PDF, "rivers.pdf").status_code == 303
    assert (stored(database, asset).state, stored(database, asset).received_at) == (AssetState.RECEIVED, NOW)
    assert "rivers.pdf" in text(client.get(url(paula)))
    file = client.get(url(paula, f"assets/{asset.key}"))
    assert (file.data, file.headers["Content-Disposition"]) == (PDF, "attachment; filename=rivers.pdf")


def test_a_video_is_sent_as_an_address(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    asset = builders.an_asset(slot, kind=AssetKind.VIDEO_MESSAGE)
    values = {"url": "https://video.example/governor"}
    assert client.post(url(paula, f"assets/{asset.key}"), data=values).status_code == 303
    assert stored(database, asset).url == "https://video.example/governor"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "video.example", "https://a b", ""])
def test_an_address_that_nobody_can_open_is_refused_and_stays_on_the_page(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter, address: str
) -> None:
    asset = builders.an_asset(slot)
    answer = client.post(url(paula, f"assets/{asset.key}"), data={"url": address})
    assert answer.status_code == 422
    assert f'id="url-{asset.key}-error"' in text(answer)
    assert stored(database, asset).state is AssetState.WANTED


def test_a_file_whose_content_is_not_its_kind_is_refused(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    asset = builders.an_asset(slot)
    answer = sent(client, paula, asset, word_file(), "slides.pdf")
    assert answer.status_code == 422
    assert f'id="file-{asset.key}-error"' in text(answer)
    assert stored(database, asset).upload_id is None


def test_what_another_slot_needs_is_not_there(
    client: FlaskClient, database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    foreign = builders.an_asset(another_slot(database, slot))
    assert sent(client, paula, foreign, PDF, "rivers.pdf").status_code == 404
    assert client.get(url(paula, f"assets/{foreign.key}")).status_code == 404
    assert stored(database, foreign).state is AssetState.WANTED


def test_forged_links_change_nothing(client: FlaskClient, slot: Slot, paula: Presenter) -> None:
    asset = builders.an_asset(slot)
    start = f"/presenters/{token(Purpose.DELEGATION, paula)}/"
    answers = [
        client.post(f"{start}companions", data=NORA),
        client.post(f"{start}companions/{paula.key}/remove"),
        client.post(f"{start}assets/{asset.key}", data={"url": "https://x.example/"}),
        client.get(f"{start}assets/{asset.key}"),
        client.post(f"{start}picture", **posted(picture(), "me.jpg")),
        client.post(f"{start}picture/remove"),
        client.get(f"{start}picture"),
    ]
    assert [answer.status_code for answer in answers] == [410] * 7
