"""Presentations that wait: added by hand and in bulk, edited, withdrawn."""

from functools import partial

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_delegation, a_seminar, a_slot, a_theme, text
from tests.support.ordering import a_scene
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.domain.texts import LocalizedText
from webinars.models import Delegation, DelegationRole, Presentation, Record, SeminarState
from webinars.models.database import lock, transaction
from webinars.services import presentations
from webinars.services.presentations import PresentationFields, add_by_hand, add_missing, edit_presentation

TITLE = PresentationFields(title=text("Canals for people"))
add = partial(add_by_hand, by=ORGANISER, now=NOW)


def test_a_presentation_of_a_city_waits_and_the_city_presents(database: SQLAlchemy) -> None:
    delegation = a_delegation(a_seminar(), role=DelegationRole.ATTENDING)
    theme = a_theme()
    wanted = PresentationFields(
        title=text("Canals"),
        theme_id=theme.id,
        minutes=20,
        presenter_name="Paula",
        presenter_email="paula@paris.example",
    )
    added = add(delegation.seminar_id, delegation.id, wanted)
    assert (str(added.title), added.theme_id, added.minutes) == ("Canals", theme.id, 20)
    assert (added.presenter_name, added.slot_id, added.withdrawn_at) == ("Paula", None, None)
    role = select(Delegation.role).where(Delegation.id == delegation.id)
    assert database.session.scalar(role) is DelegationRole.PRESENTING
    assert database.session.scalars(select(Record.verb)).all() == ["created"]


def test_an_application_becomes_one_in_its_own_transaction(database: SQLAlchemy) -> None:
    delegation = a_delegation(a_seminar())
    with transaction():
        added = presentations.add(
            lock(Delegation, delegation.id),
            title=text("Canals"),
            theme_id=None,
            application_id=None,
            presenter_name=None,
            presenter_email=None,
            by=ORGANISER,
            now=NOW,
        )
    assert database.session.scalars(select(Presentation)).all() == [added]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (PresentationFields(title=LocalizedText(), minutes=0), "minutes"),
        (PresentationFields(title=LocalizedText(), theme_id=99), "theme"),
        (PresentationFields(title=LocalizedText(), presenter_name="Paula"), "presenter_email"),
        (PresentationFields(title=LocalizedText(), presenter_email="p@x.example"), "presenter_name"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, wanted: PresentationFields, field: str
) -> None:
    delegation = a_delegation(a_seminar())
    with pytest.raises(Refusal) as refused:
        add(delegation.seminar_id, delegation.id, wanted)
    assert refused.value.field == field
    assert database.session.scalars(select(Presentation)).all() == []


def test_only_a_city_that_takes_part_in_the_seminar_presents(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    absent = a_delegation(seminar, role=DelegationRole.ABSENT)
    foreign = a_delegation(a_seminar())
    for ident in (absent.id, foreign.id, None):
        with pytest.raises(Refusal) as refused:
            add(seminar.id, ident, TITLE)
        assert refused.value.field == "delegation"


def test_in_the_archive_nothing_is_added(database: SQLAlchemy) -> None:
    delegation = a_delegation(a_seminar(state=SeminarState.ARCHIVED))
    with pytest.raises(Refusal, match="archive"):
        add(delegation.seminar_id, delegation.id, TITLE)


def test_every_city_that_presents_and_has_nothing_gets_one_with_its_named_presenter(
    database: SQLAlchemy,
) -> None:
    scene = a_scene()
    a_slot(scene.morning, delegation_id=scene.cities["Seoul"].id)
    scene.waits("Paris")
    with transaction():
        lima = lock(Delegation, scene.cities["Lima"].id)
        lima.presenter_name, lima.presenter_email = "Luz", "luz@lima.example"
    assert add_missing(scene.seminar.id, by=ORGANISER, now=NOW) == 2
    waiting = {str(one.delegation.city and one.delegation.city.name): one for one in scene.waiting}
    assert {city: one.presenter_email for city, one in waiting.items()} == {
        "Paris": None,
        "Kathmandu": None,
        "Lima": "luz@lima.example",
    }
    assert add_missing(scene.seminar.id, by=ORGANISER, now=NOW) == 0


def test_a_presentation_that_waits_is_edited_and_a_stale_form_is_told(database: SQLAlchemy) -> None:
    scene = a_scene()
    one = scene.waits("Seoul")
    change = partial(edit_presentation, one.id, expected=1, by=ORGANISER, now=NOW)
    assert str(change(TITLE).title) == "Canals for people"
    with pytest.raises(Stale):
        change(PresentationFields(title=text("Roads for people")))


def test_what_is_withdrawn_waits_no_more_and_what_has_a_slot_is_not_withdrawn(database: SQLAlchemy) -> None:
    scene = a_scene()
    slot = a_slot(scene.morning, delegation_id=scene.cities["Paris"].id)
    idle, placed = scene.waits("Seoul"), scene.waits("Paris", slot_id=slot.id)
    presentations.withdraw(idle.id, by=ORGANISER, now=NOW)
    assert scene.waiting == ()
    for ident in (idle.id, placed.id, 99):
        with pytest.raises(Missing, match="no longer waits"):
            presentations.withdraw(ident, by=ORGANISER, now=NOW)
