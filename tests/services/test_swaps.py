"""Swaps by the organiser: who is where then, who is told, and what is refused."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_presenter, a_seminar, a_session, a_slot
from tests.support.letters import post_round
from tests.support.swapping import filled, held, order_of, presenter_of, sights, two_parts
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.models import Answer, Record, Seminar, SeminarState, Slot
from webinars.services.sessions import cancel_session
from webinars.services.slots import SlotFields, edit_slot, move_down, remove_slot
from webinars.services.swaps import swap

LATER = NOW + timedelta(minutes=1)
exchange = partial(swap, expected=None, by=ORGANISER, now=LATER)


def state_of(slots: list[Slot]) -> list[tuple[int, Answer]]:
    """Return SEQUENCE and answer of the invitation to each slot."""
    return [(held(slot).sequence, held(slot).answer) for slot in slots]


def test_two_slots_of_one_length_change_places_and_nobody_else_moves(database: SQLAlchemy) -> None:
    _seminar, slots, _evening = two_parts([20, 30, 20], [])
    uids = [held(slot).uid for slot in slots]
    exchange(slots[0].id, slots[2].id)
    assert order_of(slots[0].session_id) == {
        "morning 3": "01:00",
        "morning 2": "01:20",
        "morning 1": "01:50",
    }
    asked, kept = (1, Answer.NEEDS_ACTION), (0, Answer.ACCEPTED)
    assert state_of(slots) == [asked, kept, asked]
    assert [presenter_of(slot).answer for slot in slots] == [asked[1], kept[1], asked[1]]
    assert [held(slot).uid for slot in slots] == uids


def test_with_unequal_lengths_the_slots_between_move_too_and_are_asked_again(database: SQLAlchemy) -> None:
    _seminar, slots, _evening = two_parts([10, 20, 30, 20], [])
    exchange(slots[0].id, slots[2].id)
    assert order_of(slots[0].session_id) == {
        "morning 3": "01:00",
        "morning 2": "01:30",
        "morning 1": "01:50",
        "morning 4": "02:00",
    }
    assert [sequence for sequence, _answer in state_of(slots)] == [1, 1, 1, 0]


def test_between_two_parts_the_invitations_follow_and_keep_their_uids(database: SQLAlchemy) -> None:
    _seminar, morning, evening = two_parts([20, 20], [30, 20])
    parts = morning[0].session_id, evening[0].session_id
    slots = [*morning, *evening]
    uids = [held(slot).uid for slot in slots]
    exchange(morning[0].id, evening[0].id)
    assert [order_of(part) for part in parts] == [
        {"evening 1": "01:00", "morning 2": "01:30"},
        {"morning 1": "08:00", "evening 2": "08:20"},
    ]
    assert [held(slot).session_id for slot in slots] == [parts[1], parts[0], parts[0], parts[1]]
    assert [held(slot).uid for slot in slots] == uids
    assert [sequence for sequence, _answer in state_of(slots)] == [1, 1, 1, 1]


def test_everybody_concerned_gets_one_letter_with_the_new_time(database: SQLAlchemy) -> None:
    _seminar, slots, _evening = two_parts([10, 20, 30, 20], [])
    exchange(slots[0].id, slots[2].id)
    letters = post_round(LATER)
    assert {one.letter.recipient: f"{one.event.start:%H:%M}" for one in letters} == {
        "morning-1@x.example": "10:50",
        "morning-2@x.example": "10:30",
        "morning-3@x.example": "10:00",
    }
    assert len(letters) == 3
    assert [one.event["SEQUENCE"] for one in letters] == [1, 1, 1]


def test_the_same_again_undoes_it_and_the_letters_that_wait_become_one_each(database: SQLAlchemy) -> None:
    _seminar, morning, evening = two_parts([20, 20], [30, 20])
    parts = morning[0].session_id, evening[0].session_id
    before = [order_of(part) for part in parts]
    exchange(morning[1].id, evening[0].id)
    exchange(morning[1].id, evening[0].id)
    assert [order_of(part) for part in parts] == before
    assert [held(slot).session_id for slot in (morning[1], evening[0])] == list(parts)
    told = [one.letter.recipient for one in post_round(LATER)]
    assert sorted(told) == ["evening-1@x.example", "evening-2@x.example", "morning-2@x.example"]


def test_a_swap_is_written_down_for_both_slots_and_seen_on_the_public_page(database: SQLAlchemy) -> None:
    seminar, morning, evening = two_parts([20], [20])
    exchange(morning[0].id, evening[0].id)
    records = database.session.scalars(select(Record).order_by(Record.id)).all()
    assert [(one.verb, one.title, one.changes) for one in records] == [
        ("swapped", "morning 1", {"session_id": ["Morning part", "Evening part"]}),
        ("swapped", "evening 1", {"session_id": ["Evening part", "Morning part"]}),
    ]
    assert database.session.get_one(Seminar, seminar.id, populate_existing=True).revision == 2


@pytest.mark.parametrize("change", ["title", "place", "swap"])
def test_who_saw_another_programme_is_told_and_nothing_is_overwritten(
    database: SQLAlchemy, change: str
) -> None:
    _seminar, slots, _evening = two_parts([20, 20, 20], [])
    first, second, third = slots
    seen = sights(first, second)
    if change == "title":
        wanted = SlotFields(kind=first.kind, minutes=20)
        edit_slot(first.id, wanted, expected=None, by=ORGANISER, now=NOW)
    elif change == "place":
        move_down(second.id, by=ORGANISER, now=NOW)
    else:
        exchange(first.id, third.id)
    kept = order_of(first.session_id)
    with pytest.raises(Stale):
        swap(first.id, second.id, expected=seen, by=ORGANISER, now=LATER)
    assert order_of(first.session_id) == kept
    swap(first.id, second.id, expected=sights(first, second), by=ORGANISER, now=LATER)
    assert order_of(first.session_id) != kept


def test_a_slot_that_is_gone_or_of_another_seminar_changes_no_places(database: SQLAlchemy) -> None:
    _seminar, (first, second), (other, *_rest) = two_parts([20, 20], [20])
    (stranger,) = filled(a_session(a_seminar()), [20])
    with pytest.raises(Refusal, match=r"^Choose two slots of one seminar\.$"):
        exchange(first.id, stranger.id)
    with pytest.raises(Refusal, match=r"^Choose two different slots\.$"):
        exchange(first.id, first.id)
    remove_slot(second.id, by=ORGANISER, now=NOW)
    with pytest.raises(Missing):
        exchange(first.id, second.id)
    cancel_session(other.session_id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal, match="is in a cancelled part"):
        exchange(first.id, other.id)


def test_a_slot_longer_than_the_other_part_stays(database: SQLAlchemy) -> None:
    _seminar, (long, *_), (short, *_) = two_parts([150], [20])
    with pytest.raises(Refusal, match=r"^The part has 145 minutes\."):
        exchange(long.id, short.id)
    assert held(long).sequence == 0


def test_an_archived_programme_stays(database: SQLAlchemy) -> None:
    _seminar, (first, second), _evening = two_parts([20, 20], [], state=SeminarState.ARCHIVED)
    with pytest.raises(Refusal, match="is in the archive"):
        exchange(first.id, second.id)


def test_who_was_put_down_for_the_past_is_invited_when_the_slot_comes_to_a_part_ahead(
    database: SQLAlchemy,
) -> None:
    seminar, (ahead,), _evening = two_parts([20], [])
    coming = ahead.session_id
    slot = a_slot(a_session(seminar, "past", local_start=datetime.fromisoformat("2026-08-01T10:00")))
    a_presenter(slot, "past@x.example")
    exchange(slot.id, ahead.id)
    assert (held(slot).session_id, held(slot).sequence) == (coming, 0)
    # Nobody told the other one of a time ahead, so there is nothing to take back.
    assert [one.letter.recipient for one in post_round(LATER)] == ["past@x.example"]
