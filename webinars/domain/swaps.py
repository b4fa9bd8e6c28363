"""Two slots that change places: the order afterwards, and what somebody saw of a slot before they decided."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def exchanged(order: Sequence[T], first: T, second: T) -> tuple[T, ...]:
    """Return the *order* of a part with *first* at the place of *second*, and the other way round.

    Where only one of them is, it goes and the other one comes.
    """
    places = {first: second, second: first}
    return tuple(places.get(one, one) for one in order)


def sight(version: int, part: str, starts_at: datetime | None) -> str:
    """Return what somebody sees of a slot: its version, the key of its part, its start (UTC; None: unknown).

    The version alone does not tell: a part that moves, or an earlier slot that grows, moves this one too.
    """
    return f"{version} {part} {starts_at.isoformat() if starts_at else '-'}"
