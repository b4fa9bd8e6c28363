"""Slides and videos of a seminar for the organiser: asked for, listed, looked at, judged."""

from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF, posted, word_file
from tests.support.organisers import signed_in
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.models import (
    Answer,
    Asset,
    AssetKind,
    AssetState,
    Notice,
    RoleName,
    Seminar,
    Session,
    Slot,
    SlotKind,
)
from webinars.models.database import db, transaction
from webinars.services import assets
from webinars.services.assets import Sent

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

HOME = "/organise/seminars/partners-7/assets/"
SLOT = "/organise/seminars/partners-7/slots/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def slot(evening: Session) -> Slot:
    return builders.a_slot(evening, title=builders.text("Rivers"))


@pytest.fixture
def office(app: Flask, slot: Slot) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def stored(asset: Asset) -> Asset:
    return db.session.get_one(Asset, asset.id, populate_existing=True)


def a_sent(slot: Slot) -> Asset:
    asset = builders.an_asset(slot)
    return assets.send(asset.id, Sent(name="rivers.pdf", content=PDF), by=ORGANISER, now=NOW)


def test_slides_are_asked_for_in_every_talk_of_a_part(
    office: FlaskClient, evening: Session, slot: Slot
) -> None:
    builders.a_presenter(slot, answer=Answer.ACCEPTED)
    builders.a_slot(evening, 1, kind=SlotKind.BREAK)
    form = {"part": "evening", "kind": "slides", "due_on": "2026-11-01"}
    assert office.post(f"{HOME}ask", data=form).status_code == 303
    asset = db.session.scalars(select(Asset)).one()
    assert (asset.slot_id, asset.due_on, asset.state) == (slot.id, date(2026, 11, 1), AssetState.WANTED)
    assert len(db.session.scalars(select(Notice.id)).all()) == 1
    assert "by Sunday 1 November 2026" in text(office.get(HOME))


def test_a_day_that_is_past_is_refused_at_its_field(office: FlaskClient) -> None:
    form = {"part": "evening", "kind": "slides", "due_on": "2026-08-01"}
    answer = office.post(f"{HOME}ask", data=form)
    assert answer.status_code == 422
    assert 'id="due_on-error"' in text(answer)


def test_the_list_says_what_is_late_and_what_to_look_at(office: FlaskClient, slot: Slot) -> None:
    a_sent(slot)
    builders.an_asset(slot, kind=AssetKind.DOCUMENT, due_on=NOW.date() - timedelta(days=1))
    page = text(office.get(HOME))
    assert [word in page for word in ("1 to look at", "Late", "rivers.pdf")] == [True] * 3
    only = text(office.get(f"{HOME}?state=received")).partition("<tbody>")[2].partition("</tbody>")[0]
    assert ["Slides" in only, "Document" in only] == [True, False]
    assert office.get(f"{HOME}?state=lost").status_code == 400


def test_what_was_sent_is_accepted(office: FlaskClient, slot: Slot) -> None:
    asset = a_sent(slot)
    assert office.get(f"{HOME}{asset.key}/file").data == PDF
    assert office.post(f"{HOME}{asset.key}/accept", data={"version": str(asset.version)}).status_code == 303
    assert stored(asset).state is AssetState.ACCEPTED


def test_what_was_replaced_meanwhile_is_not_accepted_unseen(office: FlaskClient, slot: Slot) -> None:
    asset = a_sent(slot)
    seen = asset.version
    assets.send(asset.id, Sent(url="https://video.example/"), by=ORGANISER, now=NOW)
    answer = office.post(f"{HOME}{asset.key}/accept", data={"version": str(seen)})
    assert answer.status_code == 409
    assert stored(asset).state is AssetState.RECEIVED


def test_what_is_to_improve_is_said_or_asked_for(office: FlaskClient, slot: Slot) -> None:
    asset = a_sent(slot)
    empty = office.post(f"{HOME}{asset.key}/improve", data={"version": str(asset.version)})
    assert empty.status_code == 422
    assert 'id="comment-error"' in text(empty)
    said = {"version": str(asset.version), "comment": "Larger letters."}
    assert office.post(f"{HOME}{asset.key}/improve", data=said).status_code == 303
    assert "Larger letters." in text(office.get(f"{HOME}{asset.key}"))


def test_the_office_keeps_what_it_got_another_way(office: FlaskClient, slot: Slot) -> None:
    asset = builders.an_asset(slot)
    wrong = office.post(f"{HOME}{asset.key}/send", **posted(word_file(), "slides.pdf"))
    assert wrong.status_code == 422
    assert office.post(f"{HOME}{asset.key}/send", **posted(PDF, "slides.pdf")).status_code == 303
    assert stored(asset).state is AssetState.RECEIVED


def test_a_day_is_changed_and_a_reminder_says_why_it_is_not_sent(office: FlaskClient, slot: Slot) -> None:
    asset = builders.an_asset(slot)
    day = {"version": "1", "due_on": "2026-11-02"}
    assert office.post(f"{HOME}{asset.key}/day", data=day).status_code == 303
    assert stored(asset).due_on == date(2026, 11, 2)
    answer = office.post(f"{HOME}{asset.key}/remind", follow_redirects=True)
    assert "Nobody has accepted to present here yet." in text(answer)


def test_what_is_removed_is_gone(office: FlaskClient, slot: Slot) -> None:
    asset = builders.an_asset(slot)
    assert office.post(f"{HOME}{asset.key}/remove").status_code == 303
    assert office.get(f"{HOME}{asset.key}").status_code == 404


def test_what_another_seminar_needs_is_not_there(office: FlaskClient, slot: Slot) -> None:
    foreign = builders.an_asset(builders.a_slot(an_evening(builders.a_seminar())))
    answers = [
        office.get(f"{HOME}{foreign.key}"),
        office.get(f"{HOME}{foreign.key}/file"),
        office.post(f"{HOME}{foreign.key}/accept", data={"version": "1"}),
        office.post(f"{HOME}{foreign.key}/remove"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_who_only_views_changes_nothing(app: Flask, slot: Slot) -> None:
    viewer, asset = signed_in(app, RoleName.VIEWER), a_sent(slot)
    assert viewer.get(f"{HOME}{asset.key}").status_code == 200
    assert viewer.post(f"{HOME}{asset.key}/accept", data={"version": "2"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_with_one_entry_and_with_three(
    office: FlaskClient, evening: Session, slot: Slot, count: int
) -> None:
    for number in range(count):
        builders.an_asset(builders.a_slot(evening, number + 1))
    with count_statements() as statements:
        office.get(HOME)
    assert len(statements) == 10, statements


def test_the_list_has_pages(app: Flask, office: FlaskClient, evening: Session) -> None:
    app.config["PAGE_SIZE"] = 2
    for number in range(3):
        builders.an_asset(builders.a_slot(evening, number + 1))
    assert text(office.get(f"{HOME}?page=2")).count('<th scope="row">') == 1


def test_the_talk_of_a_slot_is_told_and_asked_for_slides(office: FlaskClient, slot: Slot) -> None:
    page = text(office.get(f"{SLOT}{slot.key}/talk"))
    assert [word in page for word in ("Nothing is asked for.", "Nobody is asked to present")] == [True] * 2
    form = {"abstract-en": "Water.", "language": "mn", "interpretation": ["en"], "version": "1"}
    assert office.post(f"{SLOT}{slot.key}/talk", data=form).status_code == 303
    kept = db.session.get_one(Slot, slot.id, populate_existing=True)
    assert (str(kept.abstract), kept.language, kept.interpretation) == ("Water.", "mn", ["en"])
    assert office.post(f"{SLOT}{slot.key}/talk/ask", data={"kind": "video message"}).status_code == 303
    assert "Video message" in text(office.get(f"{SLOT}{slot.key}/talk")).partition('id="needed"')[2]
    stale = office.post(f"{SLOT}{slot.key}/talk", data=form | {"abstract-en": "Fire."})
    assert stale.status_code == 409


def test_the_public_page_tells_of_the_talk(app: Flask, office: FlaskClient, slot: Slot) -> None:
    with transaction():
        row = db.session.get_one(Slot, slot.id)
        row.abstract, row.language, row.interpretation = builders.text("Water for all."), "mn", ["en", "ja"]
    page = text(app.test_client().get("/seminars/partners-7/"))
    assert "Water for all." in page
    assert "In Mongolian, interpreted into English, Japanese." in page
