"""Who gets a seat, who waits and who moves up; the words for where a registration stands."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from webinars.domain.errors import N_, Refusal

T = TypeVar("T")


class Mode(StrEnum):
    """Who decides on a seat: nobody (whoever confirms has one), or the organiser."""

    OPEN = "open"
    APPROVAL = "approval"


class SeatState(StrEnum):
    """Where one person stands with one part."""

    REQUESTED = "requested"  # not confirmed by the person
    PENDING = "pending"  # confirmed, waits for the organiser's approval
    WAITING = "waiting"  # approved if need be, in the queue for a seat
    SEATED = "seated"
    REFUSED = "refused"  # by the organiser
    GIVEN_UP = "given_up"  # by the person
    EXPIRED = "expired"  # registration closed before the person confirmed


_S = SeatState
TRANSITIONS: Mapping[SeatState, frozenset[SeatState]] = {
    _S.REQUESTED: frozenset({_S.PENDING, _S.WAITING, _S.SEATED, _S.REFUSED, _S.GIVEN_UP, _S.EXPIRED}),
    _S.PENDING: frozenset({_S.WAITING, _S.SEATED, _S.REFUSED, _S.GIVEN_UP, _S.EXPIRED}),
    _S.WAITING: frozenset({_S.SEATED, _S.REFUSED, _S.GIVEN_UP, _S.EXPIRED}),
    _S.SEATED: frozenset({_S.REFUSED, _S.GIVEN_UP}),
    # The organiser may think again.
    _S.REFUSED: frozenset({_S.WAITING, _S.SEATED}),
    # Who gave a seat up may ask again, but joins the end of the queue like everybody else. On the signed
    # page the address is already confirmed, so that the request need not be.
    _S.GIVEN_UP: frozenset({_S.REQUESTED, _S.PENDING, _S.WAITING, _S.SEATED}),
    _S.EXPIRED: frozenset({_S.REQUESTED}),
}


def decide(
    mode: Mode, *, capacity: int | None, seats_taken: int, queue_length: int, is_approved: bool
) -> SeatState:
    """Return where somebody stands who confirms now; *capacity* None means without limit.

    A newcomer never overtakes the queue: while anybody waits, even a free seat is not the newcomer's.
    """
    if mode is Mode.APPROVAL and not is_approved:
        return SeatState.PENDING
    if capacity is None:
        return SeatState.SEATED
    if queue_length == 0 and seats_taken < capacity:
        return SeatState.SEATED
    return SeatState.WAITING


def promotions(capacity: int | None, seats_taken: int, queue: Sequence[T]) -> Sequence[T]:
    """Return who moves up to a seat now: the first of *queue*, in its order, as far as the seats go."""
    if capacity is None:
        return queue
    return queue[: max(0, capacity - seats_taken)]


def check_capacity(capacity: int | None, seats_taken: int) -> None:
    """Raise Refusal at "capacity" when it is below one or below the seats taken."""
    if capacity is None:
        return
    if capacity < 1:
        raise Refusal(N_("Enter 1 or more, or leave this empty for no limit."), field="capacity")
    if capacity < seats_taken:
        raise Refusal(
            N_("%(taken)d seats are taken. Enter %(taken)d or more, or cancel registrations first."),
            field="capacity",
            taken=seats_taken,
        )


def can_become(state: SeatState, other: SeatState) -> bool:
    """Say whether a registration in *state* may go to *other*."""
    return other in TRANSITIONS[state]


def check_transition(state: SeatState, other: SeatState) -> None:
    """Raise Refusal when a registration in *state* cannot go to *other*."""
    if not can_become(state, other):
        raise Refusal(
            N_("This is no longer possible: the registration has changed. Load the page again."),
            state=state.value,
            other=other.value,
        )
