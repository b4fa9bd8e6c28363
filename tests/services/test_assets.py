"""Slides, videos and documents: asked for, sent, judged, and who hears of it when."""

from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.files import PDF, word_file
from tests.support.letters import post_round
from tests.support.registrants import an_evening
from webinars.domain.errors import Forbidden, Missing, Refusal, Stale
from webinars.models import (
    Answer,
    Asset,
    AssetKind,
    AssetState,
    Presenter,
    Record,
    Session,
    SessionState,
    Slot,
    Upload,
)
from webinars.models.database import db, transaction
from webinars.services import assets
from webinars.services.assets import Sent

DUE = date(2026, 11, 1)
LATER = NOW + timedelta(days=2)
SLIDES = Sent(name="rivers.pdf", content=PDF)


@pytest.fixture
def evening(database: SQLAlchemy) -> Session:
    return an_evening(builders.a_seminar())


@pytest.fixture
def slot(evening: Session) -> Slot:
    return builders.a_slot(evening, title=builders.text("Rivers"))


@pytest.fixture
def paula(slot: Slot) -> Presenter:
    return builders.a_presenter(slot, answer=Answer.ACCEPTED)


def asked(slot: Slot, kind: AssetKind = AssetKind.SLIDES, due_on: date | None = DUE) -> Asset:
    assets.ask_for([slot.id], kind, due_on, by=ORGANISER, now=NOW)
    return db.session.scalars(select(Asset).order_by(Asset.id.desc())).first() or builders.an_asset(slot)


def sent(asset: Asset, what: Sent = SLIDES) -> Asset:
    return assets.send(asset.id, what, by=ORGANISER, now=LATER)


def recipients() -> list[str]:
    return [letter.letter.recipient for letter in post_round(LATER)]


def test_who_has_accepted_hears_at_once_what_is_needed(slot: Slot, paula: Presenter) -> None:
    builders.a_presenter(slot, "silent@paris.example")
    asset = asked(slot)
    assert (asset.state, asset.due_on, asset.reminded_at) == (AssetState.WANTED, DUE, NOW)
    assert recipients() == ["paula@paris.example"]


def test_two_things_that_are_asked_for_one_after_the_other_are_one_letter(
    slot: Slot, paula: Presenter
) -> None:
    asked(slot)
    asked(slot, AssetKind.DOCUMENT)
    (letter,) = post_round(LATER)
    assert "Slides: by" in letter.text
    assert "Document: by" in letter.text


def test_one_thing_is_asked_for_once_in_every_slot(evening: Session, slot: Slot) -> None:
    other = builders.a_slot(evening, 1)
    asked(slot)
    ids = [slot.id, other.id, other.id]
    assert assets.ask_for(ids, AssetKind.SLIDES, DUE, by=ORGANISER, now=NOW) == 1
    assert assets.ask_for(ids, AssetKind.DOCUMENT, None, by=ORGANISER, now=NOW) == 2


@pytest.mark.parametrize(
    ("due_on", "says"), [(date(2026, 8, 31), "is past"), (date(2026, 11, 26), "starts before")]
)
def test_a_day_that_is_past_or_after_the_start_is_refused(slot: Slot, due_on: date, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        asked(slot, due_on=due_on)
    assert refused.value.field == "due_on"
    asset = asked(slot)
    with pytest.raises(Refusal, match=says):
        assets.edit_day(asset.id, due_on, expected=None, by=ORGANISER, now=NOW)


def test_nothing_is_asked_for_a_part_that_does_not_take_place(database: SQLAlchemy) -> None:
    slot = builders.a_slot(an_evening(builders.a_seminar(), state=SessionState.CANCELLED))
    with pytest.raises(Refusal, match="Restore it"):
        asked(slot)


def test_what_is_sent_takes_the_place_of_what_was_sent_before(slot: Slot) -> None:
    asset = sent(asked(slot))
    assert (asset.state, asset.received_at) == (AssetState.RECEIVED, LATER)
    again = sent(asset, Sent(url=" https://video.example/ "))
    assert (again.upload_id, again.url) == (None, "https://video.example/")
    assert len(db.session.scalars(select(Upload.id)).all()) == 1


def test_the_log_says_what_was_sent(slot: Slot) -> None:
    asset = sent(asked(slot))
    line = db.session.scalars(select(Record).where(Record.verb == "sent")).one()
    assert (line.noun, line.noun_id, line.title) == ("asset", asset.id, "Rivers")
    assert line.changes["upload_id"] == [None, "rivers.pdf"]


@pytest.mark.parametrize(
    ("kind", "what"),
    [(AssetKind.SLIDES, Sent(name="a.docx", content=word_file())), (AssetKind.VIDEO_MESSAGE, SLIDES)],
)
def test_a_file_of_another_kind_is_refused(slot: Slot, kind: AssetKind, what: Sent) -> None:
    asset = asked(slot, kind)
    with pytest.raises(Refusal, match="one of these kinds") as refused:
        sent(asset, what)
    assert refused.value.field == "file"


def test_what_is_to_improve_is_wanted_again_and_its_presenters_hear_why(slot: Slot, paula: Presenter) -> None:
    asset = sent(asked(slot))
    recipients()
    assets.ask_to_improve(asset.id, "Larger letters.", expected=asset.version, by=ORGANISER, now=LATER)
    assert recipients() == ["paula@paris.example"]
    sent(asset)
    accepted = assets.accept_asset(asset.id, expected=None, by=ORGANISER, now=LATER)
    assert (accepted.state, accepted.comment) == (AssetState.ACCEPTED, "")


def test_what_is_judged_is_what_was_seen(slot: Slot) -> None:
    asset = sent(asked(slot))
    seen = asset.version
    sent(asset, Sent(url="https://video.example/"))
    with pytest.raises(Stale):
        assets.accept_asset(asset.id, expected=seen, by=ORGANISER, now=LATER)


def test_nothing_is_judged_before_it_is_there_and_nothing_improved_without_a_word(slot: Slot) -> None:
    asset = asked(slot)
    with pytest.raises(Refusal, match="Nobody has sent this yet"):
        assets.accept_asset(asset.id, expected=None, by=ORGANISER, now=LATER)
    with pytest.raises(Refusal, match="Say what to improve") as refused:
        assets.ask_to_improve(asset.id, "", expected=None, by=ORGANISER, now=LATER)
    assert refused.value.field == "comment"


def test_a_presenter_sends_for_the_own_slot_until_it_is_accepted(slot: Slot, paula: Presenter) -> None:
    asset = asked(slot)
    assets.send_own(paula.id, asset.id, SLIDES, by=ORGANISER, now=LATER)
    assets.accept_asset(asset.id, expected=None, by=ORGANISER, now=LATER)
    with pytest.raises(Refusal, match="has accepted this already"):
        assets.send_own(paula.id, asset.id, SLIDES, by=ORGANISER, now=LATER)


def test_a_presenter_sends_nothing_for_another_slot_nor_past_the_manager(
    evening: Session, slot: Slot, paula: Presenter
) -> None:
    other = builders.a_slot(evening, 1)
    with pytest.raises(Missing):
        assets.send_own(paula.id, asked(other).id, SLIDES, by=ORGANISER, now=LATER)
    builders.a_presenter(slot, "mia@paris.example", name="Mia", is_manager=True)
    with pytest.raises(Forbidden, match="Mia writes this"):
        assets.send_own(paula.id, asked(slot).id, SLIDES, by=ORGANISER, now=LATER)


def test_after_the_part_nothing_is_sent_any_more(evening: Session, slot: Slot, paula: Presenter) -> None:
    asset, over = asked(slot), evening.ends_at
    assert over is not None
    with pytest.raises(Refusal, match="This part is over"):
        assets.send_own(paula.id, asset.id, SLIDES, by=ORGANISER, now=over)


def test_a_reminder_goes_to_who_presents_and_never_twice_within_a_day(slot: Slot, paula: Presenter) -> None:
    asset = asked(slot)
    with pytest.raises(Refusal, match="within the last day"):
        assets.remind_of(asset.id, by=ORGANISER, now=NOW)
    recipients()
    assets.remind_of(asset.id, by=ORGANISER, now=LATER)
    assert recipients() == ["paula@paris.example"]


def test_nobody_is_reminded_of_what_is_there_or_before_they_accepted(slot: Slot, paula: Presenter) -> None:
    with transaction():
        paula.answer = Answer.NEEDS_ACTION
    asset = asked(slot)
    with pytest.raises(Refusal, match="Nobody has accepted"):
        assets.remind_of(asset.id, by=ORGANISER, now=LATER)
    sent(asset)
    with pytest.raises(Refusal, match="nothing to ask"):
        assets.remind_of(asset.id, by=ORGANISER, now=LATER)


def test_what_is_asked_for_no_longer_is_gone(slot: Slot, paula: Presenter) -> None:
    asset = asked(slot)
    assets.remove_asset(asset.id, by=ORGANISER, now=LATER)
    with pytest.raises(Missing):
        sent(asset)
    assert asked(slot).id != asset.id
