"""Swaps that meet other changes at one moment: one comes first, and the other one sees it."""

from datetime import datetime, timedelta
from functools import partial

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support.at_once import at_once
from tests.support.letters import post_round
from tests.support.swapping import held, order_of, presenter_of, sights, two_parts
from webinars.models import SwapState
from webinars.queries.swaps import proposal_by_key
from webinars.services.sessions import SessionTime, move_session
from webinars.services.slots import move_to_session
from webinars.services.swaps import accept, propose, refuse, swap

LATER = NOW + timedelta(hours=1)


def test_of_two_swaps_of_one_slot_the_later_one_is_refused(app: Flask, database: SQLAlchemy) -> None:
    _seminar, (first, second), (third,) = two_parts([20, 20], [20])
    parts = first.session_id, third.session_id
    change = partial(swap, by=ORGANISER, now=LATER)
    outcomes = at_once(
        app,
        partial(change, first.id, second.id, expected=sights(first, second)),
        partial(change, first.id, third.id, expected=sights(first, third)),
    )
    assert sorted(outcomes) == ["Stale", "done"]
    inside = [{"morning 2": "01:00", "morning 1": "01:20"}, {"evening 1": "08:00"}]
    across = [{"evening 1": "01:00", "morning 2": "01:20"}, {"morning 1": "08:00"}]
    assert [order_of(part) for part in parts] == (inside if outcomes[0] == "done" else across)


def test_two_swaps_of_the_same_slots_in_either_order_change_them_once(
    app: Flask, database: SQLAlchemy
) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    parts = first.session_id, second.session_id
    change = partial(swap, by=ORGANISER, now=LATER)
    outcomes = at_once(
        app,
        partial(change, first.id, second.id, expected=sights(first, second)),
        partial(change, second.id, first.id, expected=sights(second, first)),
    )
    assert sorted(outcomes) == ["Stale", "done"]
    assert [list(order_of(part)) for part in parts] == [["evening 1"], ["morning 1"]]
    assert [held(slot).sequence for slot in (first, second)] == [1, 1]


def test_a_swap_and_a_move_of_a_part_leave_every_calendar_at_its_slots_time(
    app: Flask, database: SQLAlchemy
) -> None:
    _seminar, (first, second), (third,) = two_parts([20, 20], [20])
    parts = first.session_id, third.session_id
    six = datetime.fromisoformat("2026-11-25T18:00")
    time = SessionTime(local_start=six, zone="Asia/Tokyo", minutes=145)
    outcomes = at_once(
        app,
        partial(swap, first.id, third.id, expected=sights(first, third), by=ORGANISER, now=LATER),
        partial(move_session, parts[1], time, by=ORGANISER, now=LATER),
    )
    assert outcomes[1] == "done"
    swapped = [{"evening 1": "01:00", "morning 2": "01:20"}, {"morning 1": "09:00"}]
    kept = [{"morning 1": "01:00", "morning 2": "01:20"}, {"evening 1": "09:00"}]
    assert [order_of(part) for part in parts] == (swapped if outcomes[0] == "done" else kept)
    told = {one.letter.recipient: f"{one.event.start:%H:%M}" for one in post_round(LATER)}
    assert told == (
        {"morning-1@x.example": "18:00", "evening-1@x.example": "10:00"}
        if outcomes[0] == "done"
        else {"evening-1@x.example": "18:00"}
    )
    assert held(second).sequence == 0


def test_a_swap_and_a_slot_carried_away_lose_no_slot(app: Flask, database: SQLAlchemy) -> None:
    _seminar, (first, second), (third,) = two_parts([20, 20], [20])
    parts = first.session_id, third.session_id
    outcomes = at_once(
        app,
        partial(swap, first.id, third.id, expected=sights(first, third), by=ORGANISER, now=LATER),
        partial(move_to_session, second.id, parts[1], by=ORGANISER, now=LATER),
    )
    assert outcomes == ["done", "done"]
    assert [list(order_of(part)) for part in parts] == [["evening 1"], ["morning 1", "morning 2"]]
    assert {held(slot).session_id for slot in (first, second)} == {parts[1]}


def test_of_two_questions_of_one_presenter_one_is_asked(app: Flask, database: SQLAlchemy) -> None:
    _seminar, (first,), (second, third) = two_parts([20], [20, 20])
    own, *others = (presenter_of(slot).id for slot in (first, second, third))
    questions = [partial(propose, own, other, "", by=ORGANISER, now=NOW) for other in others]
    assert sorted(at_once(app, *questions)) == ["Refusal", "done"]
    assert [one.letter.subject[:14] for one in post_round(NOW)] == ["Change places?"]


def test_an_answer_given_twice_at_one_moment_counts_once(app: Flask, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    parts = first.session_id, second.session_id
    ids = presenter_of(first).id, presenter_of(second).id
    key = propose(*ids, "", by=ORGANISER, now=NOW).key
    answers = [partial(answer, key, by=ORGANISER, now=LATER) for answer in (accept, accept)]
    assert at_once(app, *answers) == ["done", "done"]
    assert [list(order_of(part)) for part in parts] == [["evening 1"], ["morning 1"]]
    assert proposal_by_key(key).state is SwapState.AGREED


def test_of_yes_and_no_at_one_moment_the_first_counts(app: Flask, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    ids = presenter_of(first).id, presenter_of(second).id
    part, key = first.session_id, propose(*ids, "", by=ORGANISER, now=NOW).key
    at_once(app, *(partial(answer, key, by=ORGANISER, now=LATER) for answer in (accept, refuse)))
    is_agreed = proposal_by_key(key).state is SwapState.AGREED
    assert list(order_of(part)) == (["evening 1"] if is_agreed else ["morning 1"])
