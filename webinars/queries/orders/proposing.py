"""A proposed running order: each slot and each waiting talk in its place, and what that is to its city."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain.planner.changes import Lived, PartTime, lived
from webinars.domain.planner.ordering import (
    Item,
    NoOrder,
    Ordering,
    OrderProblem,
    cost_table,
    order,
    problem_from,
    programmes_from,
)
from webinars.domain.planner.problems import PlanCity
from webinars.models.presentations import Presentation
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.queries.orders.asking import Asked
from webinars.queries.programmes import ProgrammeSlot


@dataclass(frozen=True)
class ProposedLine:
    """A slot in its proposed place, or a waiting presentation; the other of *placed* and it is None.

    *city* is None for what is fixed. *was* is where a slot stands now. *best* are start and discomfort of the
    place that would suit a talk's city best.
    """

    key: str
    starts_at: datetime
    minutes: int
    session: Session
    placed: ProgrammeSlot | None
    presentation: Presentation | None
    was: tuple[Session, datetime] | None
    city: PlanCity | None
    felt: Lived | None
    best: tuple[datetime, int] | None

    @property
    def slot(self) -> Slot | None:
        """Return the slot; None for what waits."""
        return self.placed.slot if self.placed else None

    @property
    def ends_at(self) -> datetime:
        """Return when the place ends (UTC)."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_moved(self) -> bool:
        """Say whether a slot that stands gets another time or part."""
        return self.was is not None and self.was != (self.session, self.starts_at)

    @property
    def discomfort(self) -> int:
        """Return what the place costs the city of a talk, 0 for what is fixed."""
        return self.felt.discomfort or 0 if self.felt else 0


@dataclass(frozen=True)
class ProposedPart:
    """A part (UTC instants) with its lines in the proposed order."""

    session: Session
    zone: str
    starts_at: datetime
    ends_at: datetime
    lines: tuple[ProposedLine, ...]


@dataclass(frozen=True)
class Proposal:
    """A proposed order of all parts ahead; *is_exact* says that fewer *theme_breaks* cannot be."""

    parts: tuple[ProposedPart, ...]
    worst: int
    total: int
    theme_breaks: int
    is_exact: bool

    @property
    def lines(self) -> tuple[ProposedLine, ...]:
        """Return all lines, part by part."""
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def worst_lines(self) -> tuple[ProposedLine, ...]:
        """Return the talks that cost their city most; none where nobody pays anything."""
        return tuple(line for line in self.lines if 0 < line.discomfort == self.worst)

    @property
    def changes_nothing(self) -> bool:
        """Say whether every slot stays and nothing waits."""
        return all(line.presentation is None and not line.has_moved for line in self.lines)


def proposed(asked: Asked) -> Proposal | NoOrder:
    """Return the best order, or why there is none; up to three seconds of work, no statement.

    Raises BadProblem (see `ordering.problem_from`).
    """
    problem = problem_from(asked.programmes, attended=asked.attended, waiting=asked.items)
    found = order(problem)
    if isinstance(found, NoOrder):
        return found
    return Proposal(
        parts=tuple(_parts(asked, problem, found)),
        worst=found.worst,
        total=found.total,
        theme_breaks=found.theme_breaks,
        is_exact=found.is_exact_in_themes,
    )


def _parts(asked: Asked, problem: OrderProblem, found: Ordering) -> Iterator[ProposedPart]:
    bests = dict(_bests(problem))
    whereabouts = dict(_whereabouts(asked))
    ordered = programmes_from(found, asked.programmes, waiting=asked.items)
    for part, programme in zip(asked.parts, ordered, strict=True):
        starts = _starts(programme.starts_at, programme.items)
        lines = (
            _line(asked, item, part.session, at, whereabouts, bests)
            for item, at in zip(programme.items, starts, strict=True)
        )
        ends_at = programme.starts_at + timedelta(minutes=programme.minutes)
        zone = part.session.zone or "UTC"  # whoever has an instant has a zone
        yield ProposedPart(part.session, zone, programme.starts_at, ends_at, tuple(lines))


def _whereabouts(asked: Asked) -> Iterator[tuple[str, tuple[Session, datetime]]]:
    for part in asked.parts:
        for one in part.slots:
            if one.starts_at is not None:
                yield one.slot.key, (part.session, one.starts_at)


def _line(
    asked: Asked,
    item: Item,
    session: Session,
    at: datetime,
    whereabouts: Mapping[str, tuple[Session, datetime]],
    bests: Mapping[str, tuple[datetime, int]],
) -> ProposedLine:
    return ProposedLine(
        key=item.key,
        starts_at=at,
        minutes=item.minutes,
        session=session,
        placed=asked.slots.get(item.key),
        presentation=asked.presentations.get(item.key),
        was=whereabouts.get(item.key),
        city=item.city,
        felt=lived(item.city, PartTime(at, item.minutes)) if item.city else None,
        best=bests.get(item.key),
    )


def _starts(at: datetime, items: Sequence[Item]) -> Iterator[datetime]:
    for item in items:
        yield at
        at += timedelta(minutes=item.minutes)


def _bests(problem: OrderProblem) -> Iterator[tuple[str, tuple[datetime, int]]]:
    """Yield for each talk, by its key, the place that costs its city least, the earliest of equals."""
    starts = [start for part in problem.parts for start in part]
    for talk, row in zip(problem.talks, cost_table(problem), strict=True):
        cost, at = min((cost, at) for at, cost in zip(starts, row, strict=True) if cost is not None)
        yield talk.key, (at, cost)
