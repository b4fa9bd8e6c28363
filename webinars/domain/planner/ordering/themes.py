"""The fewest theme breaks among the cheapest orders, by dynamic programming over sets of talks.

Slots are filled in a row, part after part. A state is the set of talks that are left and the theme before;
talks with the same costs and the same theme are alike, so a set is a number for each kind. Slots that no
cheapest order gives a talk are left out beforehand (by their reduced cost), which leaves few states where
many slots cost the same. So the work decides what can be exact, and not the number of talks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from webinars.domain.planner.ordering.matching import firsts

Parts = tuple[tuple[int, ...], ...]

_MINUTE = 1 << 20  # What a minute counts beside a break: no programme has as many breaks.
_END = 1 << 30  # Ends a part in a road, and comes after all talks.


@dataclass(frozen=True, slots=True)
class Cheap:
    """The orders among which to choose: *surplus[talk][slot]* is a reduced cost, None where it is too much.

    *empty[slot]* is the reduced cost of leaving the slot empty; an order is cheapest when all its reduced
    costs add up to *gap*, and none add up to less. *themes[talk]* numbers the themes.
    """

    sizes: tuple[int, ...]
    surplus: tuple[tuple[int | None, ...], ...]
    empty: tuple[int, ...]
    gap: int
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Talks that are alike: *members* as given; the digit of *weight* in a set counts those left."""

    theme: int
    surplus: tuple[int | None, ...]
    members: tuple[int, ...]
    weight: int

    def left(self, code: int) -> int:
        """Return how many are left in the set *code*."""
        return code // self.weight % (len(self.members) + 1)


_Choice = tuple[_Kind, int, int, int]  # a kind, its surplus, its slots from here on, one more than its talks


@dataclass(frozen=True, slots=True)
class _Layer:
    """The states before a slot, or at the end of a part (no *choices*).

    *choices* are the kinds that may take the slot, at what surplus, and the slots they have from here on.
    *following* numbers the next part's layer; to go there costs *idle* (None: too much), with at most *later*
    talks left, and of each kind in *closing* no more than its slots there.
    """

    choices: tuple[_Choice, ...]
    following: int
    idle: int | None
    later: int
    closing: tuple[tuple[_Kind, int], ...]


_State = tuple[int, int]  # the set of talks left, and the theme before (-1 at the beginning of a part)
_Road = tuple[int, tuple[int, ...]]  # what it cost to get there, and the talks and ends of parts on the way


def fewest_breaks(cheap: Cheap, *, width: int | None, work: int | None) -> Parts | None:
    """Return the talks of each part in the order with the fewest breaks; None after *work* states and ways.

    Of several such orders, the one whose first slot has the talk given first, then its second slot, and so
    on through all parts; a part goes on where it might as well end. With a *width*, only as many of the best
    states go on from each slot: then the order is a good one, or none is found.
    """
    kinds = _kinds(cheap)
    layers = _layers(cheap, kinds)
    everything = len(cheap.themes) + sum(kind.weight * len(kind.members) for kind in kinds)
    reached: list[dict[_State, _Road]] = [{} for _ in range(len(layers) + 1)]
    reached[0][everything, -1] = (0, ())
    for number, layer in enumerate(layers):
        states = _best(reached[number], width)
        reached[number] = {}  # Nobody comes back: the memory is that of a few layers.
        for state, road in states:
            ways = list(_ways(layer, number, state, road, talks=len(cheap.themes)))
            for target, near, new in ways:
                known = reached[target].get(near)
                if known is None or new < known:
                    reached[target][near] = new
            if work is not None:
                work -= 1 + len(layer.choices) + len(ways)
                if work < 0:
                    return None
    ended = reached[-1].get((0, -1))
    if ended is None or ended[0] // _MINUTE > cheap.gap:
        return None
    return _split(ended[1])


def breaks_in(part: Sequence[int], themes: Sequence[int]) -> int:
    """Count the adjacent talks of different themes."""
    return sum(themes[one] != themes[other] for one, other in pairwise(part))


def _best(states: dict[_State, _Road], width: int | None) -> list[tuple[_State, _Road]]:
    """Return all states, or the *width* best of them."""
    if width is None or len(states) <= width:
        return list(states.items())
    return sorted(states.items(), key=lambda reached: reached[1])[:width]


def _ways(
    layer: _Layer, number: int, state: _State, road: _Road, *, talks: int
) -> Iterator[tuple[int, _State, _Road]]:
    """Yield the layers and states that follow on *state*, and the roads there.

    A kind with as many talks left as slots is urgent: it takes the slot. Two of them are a dead end.
    """
    code, before = state
    cost, way = road
    open_kinds, urgent = [], []
    for kind, price, slots, modulus in layer.choices:
        if left := code // kind.weight % modulus:
            open_kinds.append((kind, price, left))
            if left >= slots:
                urgent.append((kind, price, left))
    if len(urgent) > 1:
        return
    for kind, price, left in urgent or open_kinds:
        spent = cost + price * _MINUTE + (before not in (-1, kind.theme))
        talk = kind.members[-left]
        yield number + 1, (code - kind.weight - 1, kind.theme), (spent, (*way, talk))
    if urgent or layer.idle is None or code % (talks + 1) > layer.later:
        return
    if all(kind.left(code) <= slots for kind, slots in layer.closing):
        yield layer.following, (code, -1), (cost + layer.idle * _MINUTE, (*way, _END))


def _kinds(cheap: Cheap) -> tuple[_Kind, ...]:
    """Sort the talks into kinds, in the order given; the lowest digit of a set counts all its talks."""
    members: dict[tuple[int, tuple[int | None, ...]], list[int]] = {}
    for talk, surplus in enumerate(cheap.surplus):
        members.setdefault((cheap.themes[talk], surplus), []).append(talk)
    kinds, weight = [], len(cheap.themes) + 1
    for (theme, surplus), alike in members.items():
        kinds.append(_Kind(theme, surplus, tuple(alike), weight))
        weight *= len(alike) + 1
    return tuple(kinds)


def _layers(cheap: Cheap, kinds: Sequence[_Kind]) -> list[_Layer]:
    """Return a layer for each slot and one for each end of a part, in order."""
    layers: list[_Layer] = []
    for part, (first, size) in enumerate(zip(firsts(cheap.sizes), cheap.sizes, strict=True)):
        end = first + size
        following = len(layers) + size + 1
        closing = [(kind, _slots(kind, end)) for kind in kinds]
        closing = [(kind, slots) for kind, slots in closing if slots < len(kind.members)]
        for slot in range(first, end + 1):
            idle = sum(cheap.empty[slot:end])
            layers.append(
                _Layer(
                    choices=tuple(_choices(kinds, slot)) if slot < end else (),
                    following=following,
                    idle=idle if idle <= cheap.gap else None,
                    later=sum(cheap.sizes[part + 1 :]),
                    closing=tuple(closing),
                )
            )
    return layers


def _choices(kinds: Sequence[_Kind], slot: int) -> Iterator[_Choice]:
    """Yield the kinds that may take *slot*."""
    for kind in kinds:
        surplus = kind.surplus[slot]
        if surplus is not None:
            yield kind, surplus, _slots(kind, slot), len(kind.members) + 1


def _slots(kind: _Kind, first: int) -> int:
    """Count the slots from *first* on that talks of *kind* may take."""
    return sum(cost is not None for cost in kind.surplus[first:])


def _split(road: Sequence[int]) -> Parts:
    """Return the talks of each part on a road."""
    parts: list[list[int]] = [[]]
    for step in road:
        if step == _END:
            parts.append([])
        else:
            parts[-1].append(step)
    return tuple(tuple(part) for part in parts[:-1])
