"""CP-SAT on the planner's model, in a process of its own: problems in JSON on stdin, their answers on stdout.

It is given what the planner works out for itself: identical cities merged, and the cost of each part for each
group at each candidate (null: forbidden). Building the model and solving it are timed, reading is not.
"""

import json
import sys
import time
from typing import Any

from ortools.sat.python import cp_model


def main() -> None:
    """Answer the problems on stdin, in order."""
    json.dump([_answer(read) for read in json.load(sys.stdin)], sys.stdout)


def _answer(read: dict[str, Any]) -> dict[str, Any]:
    """Minimise one number after the other, each with those before it held; a weighted sum takes longer."""
    begin = time.perf_counter()
    model, numbers = _model(read)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = read["workers"]
    for name in ("unserved", *read["order"]):
        model.minimize(numbers[name])
        solver.parameters.max_time_in_seconds = max(read["seconds"] - (time.perf_counter() - begin), 1)
        status = solver.solve(model)
        if status != cp_model.OPTIMAL:
            return {"status": solver.status_name(status), "seconds": time.perf_counter() - begin}
        model.add(numbers[name] <= int(solver.objective_value))
        model.clear_hints()  # type: ignore[no-untyped-call,unused-ignore]  # OR-tools is half typed
        for place in range(len(model.proto.variables)):
            model.proto.solution_hint.vars.append(place)
            model.proto.solution_hint.values.append(solver.response_proto.solution[place])
    taken = time.perf_counter() - begin
    values = {name: solver.value(number) for name, number in numbers.items()}
    return {"status": "OPTIMAL", "seconds": taken, **values}


def _model(read: dict[str, Any]) -> tuple[cp_model.CpModel, dict[str, Any]]:
    model = cp_model.CpModel()
    parts, cells = range(len(read["lengths"])), read["cells"]
    chosen = [[model.new_bool_var("") for _ in cells] for _ in parts]
    for part in parts:
        model.add_exactly_one(chosen[part])
    start = [_sum(chosen[part], cells) for part in parts]
    day = [_sum(chosen[part], read["days"]) for part in parts]
    for part in parts[1:]:
        model.add(start[part] >= start[part - 1] + read["lengths"][part - 1] + read["gap"])
    model.add(day[-1] - day[0] <= read["span"] - 1)
    most = max(cost or 0 for group in read["groups"] for row in group["costs"] for cost in row)
    worst = model.new_int_var(0, most, "worst")
    unserved, total = [], []
    for group in read["groups"]:
        borne, missed = _group(model, chosen, group, most)
        unserved += [group["count"] * one for one in missed]
        total += [group["count"] * one for one in borne]
        for one in borne:
            model.add(worst >= one)
    numbers = {"unserved": sum(unserved), "worst": worst, "total": sum(total)}
    return model, numbers


def _group(model: Any, chosen: Any, group: dict[str, Any], most: int) -> tuple[list[Any], list[Any]]:
    """Add a group; return the costs that count, and whether it is unserved."""
    felt = [
        _sum(row, [cost or 0 for cost in costs]) for row, costs in zip(chosen, group["costs"], strict=True)
    ]
    barred = [
        sum(one for one, cost in zip(row, costs, strict=True) if cost is None)
        for row, costs in zip(chosen, group["costs"], strict=True)
    ]
    if group["attends_all"]:
        for one in barred:
            model.add(one == 0)
        return felt, []
    attends = [model.new_bool_var("") for _ in felt]
    missed = model.new_bool_var("")
    model.add_exactly_one([*attends, missed])
    borne = model.new_int_var(0, most, "")
    for attended, cost, bar in zip(attends, felt, barred, strict=True):
        model.add(bar == 0).only_enforce_if(attended)
        model.add(borne >= cost).only_enforce_if(attended)
    return [borne], [missed]


def _sum(variables: Any, factors: list[int]) -> Any:
    return cp_model.LinearExpr.weighted_sum(variables, factors)


if __name__ == "__main__":
    main()
