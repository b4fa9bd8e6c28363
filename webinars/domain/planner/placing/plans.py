"""What comes out of placing the parts: a plan with its proof, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webinars.domain.planner.problems import Objective


class Breach(StrEnum):
    """What starts chosen by hand can get wrong."""

    OFF_GRID = "off grid"  # no multiple of the grid on the host's clock
    OUT_OF_RANGE = "out of range"  # not on one of the host's dates
    TOO_CLOSE = "too close"  # less than the gap after the part before
    TOO_FAR = "too far"  # the parts spread over more dates than they may
    FORBIDDEN = "forbidden"  # a city that attends all parts cannot attend one


class Bound(StrEnum):
    """Why the search need not look at a tuple of starts."""

    FORBIDDEN = "forbidden"  # a part is forbidden for a city that attends all
    TWIN = "twin"  # the same day for every city as an earlier date
    UNSERVED = "unserved"  # leaves more cities without a part
    WORST = "worst"  # costs a city more than the largest cost of the plan
    COSTS = "costs"  # the sum, or the sorted costs, cannot be lower


@dataclass(frozen=True, slots=True)
class Proof:
    """Why no plan is better.

    Each chronological tuple of candidates that keeps gap and span is counted once in *tuples_covered*: it was
    looked at, or a bound excluded it with others. *bound* is the objective that nothing undercuts,
    *closed_by* what excluded the last tuples. The search goes in passes; the last one is counted.
    """

    candidates: int
    tuples_covered: int
    looked_at: int
    excluded: Mapping[Bound, int]
    bound: tuple[int, ...]
    closed_by: Bound | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What starts bring to each city.

    *costs* are those that count, from the largest down; *attendance* names each city's parts from 0 (none:
    the city is unserved and watches the recording); *discomfort* has a city's cost of each part, None where
    it is forbidden.
    """

    starts: tuple[datetime, ...]
    unserved: int
    worst: int
    total: int
    costs: tuple[int, ...]
    attendance: Mapping[str, tuple[int, ...]]
    discomfort: Mapping[str, tuple[int | None, ...]]
    breaches: frozenset[Breach]


@dataclass(frozen=True, slots=True)
class Plan(Evaluation):
    """The best starts under an objective, with the proof."""

    objective: Objective
    candidate_starts: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Why nothing is possible: an untranslated sentence with ``%(name)s`` places, and their values."""

    reason: str
    values: Mapping[str, object]
    candidate_starts: int
