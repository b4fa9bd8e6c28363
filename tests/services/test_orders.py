"""A proposed order put in place: slots move and are made, who moves is told once, who presents is invited."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    ORGANISER,
    a_delegation,
    a_presenter,
    a_seminar,
    a_session,
    a_slot,
    a_theme,
    an_invitation,
    text,
)
from tests.support.letters import post_round
from tests.support.ordering import Scene, a_scene, keys_of
from tests.support.swapping import held, order_of, presenter_of
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.models import Answer, Presentation, Record, SeminarState, Slot, SlotKind
from webinars.services.orders import apply_order, place
from webinars.services.seminars import cancel_seminar
from webinars.services.slots import remove_slot

LATER = NOW + timedelta(minutes=1)


def apply(
    scene: Scene,
    order: Mapping[str, Sequence[str]] | None = None,
    *,
    seen: str | None = None,
    minutes: int = 15,
) -> None:
    wanted = order if order is not None else keys_of(scene.proposal())
    apply_order(scene.seminar.id, wanted, minutes, expected=seen or scene.sight, by=ORGANISER, now=LATER)


def a_held_talk(scene: Scene, city: str, position: int, **values: object) -> Slot:
    """Write a talk in the morning whose presenter accepted."""
    values = {"minutes": 15, "title": text(f"{city} stands"), "delegation_id": scene.cities[city].id} | values
    slot = a_slot(scene.morning, position, **values)  # type: ignore[arg-type]
    accepted = {"answer": Answer.ACCEPTED, "answered_at": NOW}
    presenter = a_presenter(slot, f"{city.lower()}@x.example", name=f"Person of {city}", **accepted)
    an_invitation(presenter, scene.morning, **accepted)
    return slot


def test_a_presentation_gets_a_slot_with_its_title_theme_and_city_and_its_presenter_is_invited(
    database: SQLAlchemy,
) -> None:
    scene, theme = a_scene(), a_theme()
    one = scene.waits("Paris", theme_id=theme.id, presenter_name="Paula", presenter_email="paula@x.example")
    apply(scene)
    slot = database.session.scalars(select(Slot)).one()
    assert (slot.session_id, slot.position, slot.minutes) == (scene.evening.id, 0, 15)
    assert (str(slot.title), slot.theme_id, slot.delegation_id) == (
        "How Paris does it",
        theme.id,
        one.delegation_id,
    )
    assert scene.waiting == ()
    presenter = presenter_of(slot)
    assert (presenter.name, presenter.zone, presenter.language) == ("Paula", "Europe/Paris", "en")
    (letter,) = post_round(LATER)
    assert (letter.letter.recipient, f"{letter.event.start:%H:%M}") == ("paula@x.example", "17:00")


def test_a_presenter_whom_the_city_named_is_invited_where_the_presentation_names_nobody(
    database: SQLAlchemy,
) -> None:
    scene = a_scene()
    named = a_delegation(
        scene.seminar, presenter_name="Nia", presenter_email="nia@x.example", focal_language="ja"
    )
    one = Presentation(delegation_id=named.id, title=text("Trees"), created_at=NOW)
    database.session.add(one)
    database.session.commit()
    slot = place(one.id, scene.morning.id, 20, by=ORGANISER, now=LATER)
    presenter = presenter_of(slot)
    assert (presenter.email, presenter.language, presenter.zone) == ("nia@x.example", "ja", "Asia/Tokyo")


def test_who_moves_to_another_part_keeps_the_uid_and_is_told_once(database: SQLAlchemy) -> None:
    scene = a_scene(Seoul="morning", Paris="evening")
    paris, seoul = a_held_talk(scene, "Paris", 0), a_held_talk(scene, "Seoul", 1)
    uids = [held(slot).uid for slot in (paris, seoul)]
    apply(scene)
    assert order_of(scene.morning.id) == {"Seoul stands": "01:00"}
    assert order_of(scene.evening.id) == {"Paris stands": "08:00"}
    assert [held(slot).uid for slot in (paris, seoul)] == uids
    assert [held(slot).session_id for slot in (paris, seoul)] == [scene.evening.id, scene.morning.id]
    letters = post_round(LATER)
    assert Counter(one.letter.recipient for one in letters) == {"paris@x.example": 1, "seoul@x.example": 1}
    assert presenter_of(paris).answer is Answer.NEEDS_ACTION


def test_who_stays_hears_nothing_and_keeps_the_answer(database: SQLAlchemy) -> None:
    scene = a_scene(Seoul="morning")
    slot = a_held_talk(scene, "Seoul", 0)
    scene.waits("Seoul")
    apply(scene)
    assert post_round(LATER) == []
    assert (held(slot).sequence, presenter_of(slot).answer) == (0, Answer.ACCEPTED)


def test_fixed_items_after_the_talks_close_up_and_their_presenters_follow(database: SQLAlchemy) -> None:
    scene = a_scene(Seoul="morning")
    report = a_held_talk(scene, "Lima", 0, kind=SlotKind.REPORT, title=text("Report"), minutes=10)
    scene.waits("Seoul")
    order = {"morning": [scene.waiting[0].key, report.key]}
    apply(scene, order)
    assert order_of(scene.morning.id) == {"How Seoul does it": "01:00", "Report": "01:15"}
    assert held(report).sequence == 1


def test_the_log_says_what_was_placed_and_in_which_order(database: SQLAlchemy) -> None:
    scene = a_scene(Seoul="morning")
    a_held_talk(scene, "Seoul", 0)
    scene.waits("Seoul")
    apply(scene)
    written = database.session.execute(select(Record.noun, Record.verb).order_by(Record.id)).all()
    assert [tuple(one) for one in written] == [
        ("slot", "created"),
        ("presentation", "placed"),
        ("session", "reordered"),
    ]
    order = database.session.scalars(select(Record.changes).where(Record.verb == "reordered")).one()
    assert order == {"order": [["Seoul stands"], ["Seoul stands", "How Seoul does it"]]}


def test_applying_what_is_not_so_any_more_changes_nothing(database: SQLAlchemy) -> None:
    scene = a_scene()
    scene.waits("Seoul")
    order, seen = keys_of(scene.proposal()), scene.sight
    a_slot(scene.morning, title=text("Somebody else's"))
    with pytest.raises(Stale, match="Somebody changed the programme"):
        apply(scene, order, seen=seen)
    assert len(scene.waiting) == 1


def test_applying_twice_is_stale_and_makes_no_second_slot(database: SQLAlchemy) -> None:
    scene = a_scene()
    scene.waits("Seoul")
    order, seen = keys_of(scene.proposal()), scene.sight
    apply(scene, order, seen=seen)
    with pytest.raises(Stale):
        apply(scene, order, seen=seen)
    assert len(database.session.scalars(select(Slot)).all()) == 1


@pytest.mark.parametrize("wrong", ["missing", "twice", "foreign", "no part"])
def test_an_order_that_does_not_name_every_slot_once_is_not_put_in_place(
    database: SQLAlchemy, wrong: str
) -> None:
    scene = a_scene()
    slot = a_held_talk(scene, "Seoul", 0)
    other = a_slot(a_session(a_seminar()))
    orders: dict[str, dict[str, list[str]]] = {
        "missing": {"morning": []},
        "twice": {"morning": [slot.key, slot.key]},
        "foreign": {"morning": [slot.key, other.key]},
        "no part": {"morning": [slot.key], "midnight": []},
    }
    with pytest.raises(Stale):
        apply(scene, orders[wrong])


def test_in_a_seminar_that_is_called_off_nobody_is_asked(database: SQLAlchemy) -> None:
    scene = a_scene()
    scene.waits("Seoul")
    order = keys_of(scene.proposal())
    cancel_seminar(scene.seminar.id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal, match="cancelled"):
        apply(scene, order)
    assert len(scene.waiting) == 1


def test_by_hand_a_presentation_gets_a_slot_at_the_end_of_a_part(database: SQLAlchemy) -> None:
    scene = a_scene()
    a_held_talk(scene, "Seoul", 0)
    one = scene.waits("Paris")
    slot = place(one.id, scene.morning.id, 20, by=ORGANISER, now=LATER)
    assert (slot.position, slot.minutes, scene.waiting) == (1, 20, ())
    with pytest.raises(Missing):
        place(one.id, scene.morning.id, 20, by=ORGANISER, now=LATER)


def test_a_slot_that_does_not_fit_or_stands_in_another_seminar_is_refused(database: SQLAlchemy) -> None:
    scene = a_scene()
    one, other = scene.waits("Paris"), a_session(a_seminar())
    for session_id, minutes, field in (
        (scene.morning.id, 61, "minutes"),
        (scene.morning.id, None, "minutes"),
        (other.id, 20, "session"),
    ):
        with pytest.raises(Refusal) as refused:
            place(one.id, session_id, minutes, by=ORGANISER, now=LATER)
        assert refused.value.field == field


def test_a_presentation_whose_slot_is_removed_waits_again(database: SQLAlchemy) -> None:
    scene = a_scene()
    one = scene.waits("Paris")
    slot = place(one.id, scene.morning.id, 20, by=ORGANISER, now=LATER)
    remove_slot(slot.id, by=ORGANISER, now=LATER)
    assert [waiting.key for waiting in scene.waiting] == [one.key]


def test_a_draft_is_put_in_order_too(database: SQLAlchemy) -> None:
    scene = a_scene()
    scene.seminar.state = SeminarState.DRAFT
    database.session.commit()
    scene.waits("Seoul")
    apply(scene)
    assert scene.waiting == ()
