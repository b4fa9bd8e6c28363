"""Talks: what is written about them, and who manages for all."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW, ORGANISER, text
from tests.support.registrants import an_evening
from webinars.domain.errors import Forbidden, Refusal, Stale
from webinars.models import Answer, Presenter, Seminar, Slot
from webinars.models.database import db
from webinars.services import presenters
from webinars.services.presenters import OwnTexts, PresenterFields
from webinars.services.talks import TalkFields, edit_talk

NORA = PresenterFields(name="Nora", email="nora@paris.example", language="en", zone="Europe/Paris")


@pytest.fixture
def slot(database: SQLAlchemy) -> Slot:
    return builders.a_slot(an_evening(builders.a_seminar()), title=text("Rivers"))


def written(slot: Slot, expected: int | None = None, **values: Any) -> Slot:
    said: dict[str, Any] = {"abstract": text("Water."), "language": "fr", "interpretation": ("en",)}
    fields = TalkFields(**said | values)
    return edit_talk(slot.id, fields, expected=expected, by=ORGANISER, now=NOW)


def again(presenter: Presenter) -> Presenter:
    return db.session.get_one(Presenter, presenter.id, populate_existing=True)


def revision() -> int:
    return int(db.session.scalars(db.select(Seminar.revision)).one())


def test_a_talk_has_an_abstract_a_language_and_interpretation(slot: Slot) -> None:
    before = revision()
    kept = written(slot, interpretation=("en", "mn", "en"))
    assert (str(kept.abstract), kept.language, kept.interpretation) == ("Water.", "fr", ["en", "mn"])
    written(slot, interpretation=("en", "mn"))
    assert revision() == before + 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"language": "French"}, "language"),
        ({"interpretation": ("en", "<b>")}, "interpretation"),
        ({"interpretation": ("en", "fr")}, "interpretation"),
        ({"language": "en-" + "a" * 20}, "language"),
    ],
)
def test_what_is_no_language_is_refused_at_its_field(slot: Slot, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        written(slot, **values)
    assert refused.value.field == field


def test_who_is_late_sees_what_somebody_else_wrote(slot: Slot) -> None:
    written(slot)
    with pytest.raises(Stale):
        written(slot, expected=1, language="de")


def test_one_presenter_at_a_time_manages_a_slot(slot: Slot) -> None:
    paula, nora = builders.a_presenter(slot), builders.a_presenter(slot, "nora@paris.example")
    presenters.set_manager(paula.id, by=ORGANISER, now=NOW)
    presenters.set_manager(nora.id, by=ORGANISER, now=NOW)
    assert [again(one).is_manager for one in (paula, nora)] == [False, True]
    presenters.unset_manager(nora.id, by=ORGANISER, now=NOW)
    assert not again(nora).is_manager


def test_where_one_manages_the_others_do_not_write_what_all_share(slot: Slot) -> None:
    paula = builders.a_presenter(slot)
    nora = builders.a_presenter(slot, "nora@paris.example", name="Nora", is_manager=True)
    shared = OwnTexts(biography="Engineer.", title=text("Mine"))
    with pytest.raises(Forbidden, match="Nora writes this"):
        presenters.edit_own(paula.id, shared, by=ORGANISER, now=NOW)
    presenters.edit_own(paula.id, OwnTexts(biography="Engineer."), by=ORGANISER, now=NOW)
    presenters.edit_own(nora.id, shared, by=ORGANISER, now=NOW)
    assert str(db.session.get_one(Slot, slot.id, populate_existing=True).title) == "Mine"


def test_a_manager_who_declines_leaves_the_texts_to_the_others(slot: Slot) -> None:
    paula = builders.a_presenter(slot)
    builders.a_presenter(slot, "nora@paris.example", is_manager=True, answer=Answer.DECLINED)
    own = OwnTexts(biography="", title=text("Mine"))
    presenters.edit_own(paula.id, own, by=ORGANISER, now=NOW)


def test_only_the_manager_asks_others_and_takes_them_off(slot: Slot) -> None:
    paula = builders.a_presenter(slot)
    with pytest.raises(Forbidden):
        presenters.add_companion(paula.id, NORA, by=ORGANISER, now=NOW)
    presenters.set_manager(paula.id, by=ORGANISER, now=NOW)
    nora = presenters.add_companion(paula.id, NORA, by=ORGANISER, now=NOW)
    with pytest.raises(Forbidden):
        presenters.remove_companion(nora.id, paula.key, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal, match="any more"):
        presenters.remove_companion(paula.id, paula.key, by=ORGANISER, now=NOW)
    presenters.remove_companion(paula.id, nora.key, by=ORGANISER, now=NOW)
    assert again(nora).removed_at == NOW


def test_a_technical_check_is_noted_once_and_taken_back(slot: Slot) -> None:
    paula = builders.a_presenter(slot)
    assert presenters.note_check(paula.id, by=ORGANISER, now=NOW).checked_at == NOW
    assert presenters.take_back_check(paula.id, by=ORGANISER, now=NOW).checked_at is None
