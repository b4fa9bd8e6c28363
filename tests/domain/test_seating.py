"""Seats, the queue, and where a registration may go next."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.errors import Refusal
from webinars.domain.seating import (
    TRANSITIONS,
    Mode,
    SeatState,
    check_capacity,
    check_transition,
    decide,
    promotions,
)

S = SeatState
counts = st.integers(0, 60)


@pytest.mark.parametrize(
    ("mode", "capacity", "taken", "queue", "approved", "state"),
    [
        (Mode.OPEN, None, 900, 0, False, S.SEATED),
        (Mode.OPEN, 50, 49, 0, False, S.SEATED),
        (Mode.OPEN, 50, 50, 0, False, S.WAITING),
        (Mode.OPEN, 50, 49, 1, False, S.WAITING),
        (Mode.OPEN, 50, 60, 0, False, S.WAITING),
        (Mode.APPROVAL, 50, 0, 0, False, S.PENDING),
        (Mode.APPROVAL, None, 0, 0, False, S.PENDING),
        (Mode.APPROVAL, 50, 50, 3, False, S.PENDING),
        (Mode.APPROVAL, 50, 49, 0, True, S.SEATED),
        (Mode.APPROVAL, 50, 50, 0, True, S.WAITING),
        (Mode.APPROVAL, None, 50, 0, True, S.SEATED),
    ],
)
def test_a_newcomer_is_seated_waits_or_awaits_approval(
    mode: Mode, capacity: int | None, taken: int, queue: int, approved: bool, state: SeatState
) -> None:
    decided = decide(mode, capacity=capacity, seats_taken=taken, queue_length=queue, is_approved=approved)
    assert decided is state


@given(st.integers(1, 60), counts, st.integers(1, 60))
def test_a_newcomer_never_overtakes_the_queue(capacity: int, taken: int, queue: int) -> None:
    decided = decide(Mode.OPEN, capacity=capacity, seats_taken=taken, queue_length=queue, is_approved=True)
    assert decided is S.WAITING


@given(st.integers(1, 20), st.integers(0, 60))
def test_who_confirms_one_after_the_other_fills_the_seats_exactly(capacity: int, people: int) -> None:
    states: list[SeatState] = []
    for _ in range(people):
        states.append(
            decide(
                Mode.OPEN,
                capacity=capacity,
                seats_taken=states.count(S.SEATED),
                queue_length=states.count(S.WAITING),
                is_approved=False,
            )
        )
    assert states == ([S.SEATED] * capacity + [S.WAITING] * people)[:people]


@pytest.mark.parametrize(
    ("capacity", "taken", "moving"),
    [(3, 1, ["a", "b"]), (3, 3, []), (3, 5, []), (9, 0, ["a", "b", "c"]), (None, 7, ["a", "b", "c"])],
)
def test_the_queue_moves_up_in_its_order_as_far_as_the_seats_go(
    capacity: int | None, taken: int, moving: list[str]
) -> None:
    assert list(promotions(capacity, taken, ["a", "b", "c"])) == moving


@given(st.integers(1, 60), counts, st.lists(st.integers()))
def test_promotion_neither_overbooks_nor_leaves_a_seat_empty(
    capacity: int, taken: int, queue: list[int]
) -> None:
    moving = promotions(capacity, taken, queue)
    assert list(moving) == queue[: len(moving)]
    seated = taken + len(moving)
    assert seated <= max(capacity, taken)
    assert len(moving) == len(queue) or seated >= capacity


@pytest.mark.parametrize(("capacity", "taken"), [(None, 900), (50, 50), (1, 0), (51, 50)])
def test_a_capacity_that_holds_the_seats_taken_is_allowed(capacity: int | None, taken: int) -> None:
    check_capacity(capacity, taken)


@pytest.mark.parametrize("capacity", [0, -5])
def test_a_capacity_below_one_is_refused(capacity: int) -> None:
    with pytest.raises(Refusal, match=r"^Enter 1 or more, or leave this empty for no limit\.$") as refused:
        check_capacity(capacity, 0)
    assert refused.value.field == "capacity"


def test_a_capacity_below_the_seats_taken_is_refused_with_their_number() -> None:
    with pytest.raises(Refusal, match=r"^12 seats are taken\. Enter 12 or more, ") as refused:
        check_capacity(11, 12)
    assert refused.value.field == "capacity"


def test_exactly_these_changes_are_allowed() -> None:
    allowed = {
        S.REQUESTED: {S.PENDING, S.WAITING, S.SEATED, S.REFUSED, S.GIVEN_UP, S.EXPIRED},
        S.PENDING: {S.WAITING, S.SEATED, S.REFUSED, S.GIVEN_UP, S.EXPIRED},
        S.WAITING: {S.SEATED, S.REFUSED, S.GIVEN_UP, S.EXPIRED},
        S.SEATED: {S.REFUSED, S.GIVEN_UP},
        S.REFUSED: {S.WAITING, S.SEATED},
        S.GIVEN_UP: {S.REQUESTED, S.PENDING, S.WAITING, S.SEATED},
        S.EXPIRED: {S.REQUESTED},
    }
    assert {state: set(others) for state, others in TRANSITIONS.items()} == allowed


@pytest.mark.parametrize(("state", "other"), list(product(S, S)))
def test_a_change_outside_the_table_is_refused(state: SeatState, other: SeatState) -> None:
    if other in TRANSITIONS[state]:
        check_transition(state, other)
    else:
        with pytest.raises(Refusal, match=r"^This is no longer possible"):
            check_transition(state, other)


def test_nobody_seated_goes_back_to_the_queue() -> None:
    with pytest.raises(Refusal):
        check_transition(S.SEATED, S.WAITING)
