"""The best start times of the parts, with the proof that none are better."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from webinars.domain.errors import N_
from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.placing.days import Day, Shape, candidates, days, horizon
from webinars.domain.planner.placing.evaluating import evaluate_groups
from webinars.domain.planner.placing.groups import Group, groups_of
from webinars.domain.planner.placing.lanes import Lanes, Weigher
from webinars.domain.planner.placing.plans import Evaluation, NoPlan, Plan, Proof
from webinars.domain.planner.placing.rows import Rows
from webinars.domain.planner.placing.search import Search
from webinars.domain.planner.placing.windows import Date, Scene, Tree, possible_tree, rows_of_alls, tree_of
from webinars.domain.planner.placing.work import Work
from webinars.domain.planner.problems import Objective, Presence, Problem
from webinars.domain.planner.weights import instant_of, weights


def place(
    problem: Problem, objective: Objective = Objective.MINIMAX, *, work: Work | None = None
) -> Plan | NoPlan:
    """Return the best plan under *objective*, of equals the earliest; or why no plan is possible.

    Raises TooMuchWork where that takes more than *work*, None for as much as it takes.
    """
    groups = groups_of(problem.cities)
    found = candidates(problem)
    number = sum(map(len, found.values()))
    scene = _scene(problem, groups, work or Work())
    felt = _felt(problem, groups)
    search = Search(scene, _dates(problem, scene, list(felt.values()), days(problem, found)))
    if not search.serve():
        return _no_plan(search, number)
    match objective:
        case Objective.MINIMAX:
            search.minimax()
        case Objective.LEXIMIN:
            search.leximin()
        case Objective.TOTAL:
            search.total()
    starts = tuple(instant_of(cell) for cell in search.starts)
    first, _ = horizon(problem)
    evaluation = evaluate_groups(
        problem, groups, starts, lambda group, begin, end: felt[group.names[0]][begin - first : end - first]
    )
    return Plan(
        **{field.name: getattr(evaluation, field.name) for field in fields(Evaluation)},
        objective=objective,
        candidate_starts=number,
        proof=_proof(search, number, _bound(evaluation, objective)),
    )


def _scene(problem: Problem, groups: Sequence[Group], work: Work) -> Scene:
    lengths = tuple(minutes // CELL_MINUTES for minutes in problem.parts)
    ones = tuple(len(group.names) for group in groups if not group.attends_all)
    alls = tuple(len(group.names) for group in groups if group.attends_all)
    is_whole = problem.presence is Presence.WHOLE
    return Scene(
        lengths=lengths,
        steps=tuple(length + problem.gap // CELL_MINUTES for length in lengths),
        run=min(lengths) if is_whole else _slot(problem),
        is_whole=is_whole,
        ones=ones,
        alls=alls,
        weigher=Weigher((*ones, *alls * len(lengths))),
        lanes=Lanes(len(ones) + len(alls) * len(lengths)),
        work=work,
    )


def _slot(problem: Problem) -> int:
    return (problem.slot_minutes or 0) // CELL_MINUTES


def _dates(problem: Problem, scene: Scene, felt: Sequence[bytes], found: Sequence[Day]) -> list[Date]:
    """Return the dates, those that every city feels the same as one."""
    begin, _ = horizon(problem)
    shapes: dict[Shape, _Known] = {}
    dates: dict[object, Date] = {}
    for day in found:
        first = day.base - begin
        last = first + day.shape.positions[-1] + max(scene.lengths)
        cells = tuple(own[first:last] for own in felt)
        if day.shape not in shapes:
            shapes[day.shape] = _Known(problem, scene, day.shape)
        known = shapes[day.shape]
        tree = known.tree(cells[len(scene.ones) :])
        early, late = tree.reach(day.shape.positions, scene.lengths)
        key = (day.shape, early, late, tuple(own[early:late] for own in cells))
        if key in dates:
            dates[key].twins += 1
        else:
            dates[key] = Date(scene, day, cells, known.rows, tree=tree, tuples=known.tuples)
    return list(dates.values())


def _felt(problem: Problem, groups: Sequence[Group]) -> dict[str, bytes]:
    """Return what each group feels in the horizon, by its first city; who attends one part comes first."""
    in_order = sorted(groups, key=lambda group: group.attends_all)
    return {group.names[0]: weights(group.city, *horizon(problem)) for group in in_order}


class _Known:
    """What windows of one shape share."""

    def __init__(self, problem: Problem, scene: Scene, shape: Shape) -> None:
        self.rows = Rows(shape.positions, _slot(problem), scene.work)
        self.tuples = _tuples(scene, shape)
        self._scene = scene
        self._shape = shape
        self._trees: dict[tuple[bytes, ...], Tree] = {}

    def tree(self, alls: tuple[bytes, ...]) -> Tree:
        """Return the tuples that the groups whose cities attend all, and feel *alls*, do not forbid."""
        if alls not in self._trees:
            rows = rows_of_alls(self._scene, alls, self.rows)
            self._trees[alls] = possible_tree(self._scene, self._shape, rows)
        return self._trees[alls]


def _tuples(scene: Scene, shape: Shape) -> int:
    """Count the tuples that keep gap and span, whether or not a city forbids them."""
    everywhere: list[Sequence[int]] = [range(len(shape.positions))] * (len(scene.lengths) - 1)
    return sum(tree_of(shape.positions, [shape.firsts, *everywhere], scene.steps).below[0])


def _bound(evaluation: Evaluation, objective: Objective) -> tuple[int, ...]:
    match objective:
        case Objective.MINIMAX:
            return (evaluation.unserved, evaluation.worst, evaluation.total)
        case Objective.LEXIMIN:
            return (evaluation.unserved, *evaluation.costs)
        case Objective.TOTAL:
            return (evaluation.unserved, evaluation.total, evaluation.worst)


def _proof(search: Search, number: int, bound: tuple[int, ...]) -> Proof:
    return Proof(
        candidates=number,
        tuples_covered=search.looked_at + sum(search.tally.values()),
        looked_at=search.looked_at,
        excluded=dict(search.tally),
        bound=bound,
        closed_by=search.closed_by,
    )


def _no_plan(search: Search, number: int) -> NoPlan:
    values: Mapping[str, object] = {}
    if not number:
        reason = N_("None of these dates has a time at which a part could start. Choose other dates.")
    elif not any(date.tuples for date in search.dates):
        reason = N_(
            "The parts and the gaps between them do not fit into the dates. Allow more days, or shorten them."
        )
    else:
        reason = N_(
            "No time suits every city that attends all parts. Let one of them attend one, or add dates."
        )
    return NoPlan(reason, values, number)
