"""`webinars plan` and `webinars order`: the planner on a problem in a file, without database and settings."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import IO, NoReturn

import click

from webinars.domain.errors import N_, BadProblem
from webinars.domain.planner.ordering import NoOrder, Ordering, order
from webinars.domain.planner.placing import NoPlan, Plan, Proof, place
from webinars.domain.planner.problems import Objective, Presence, Problem
from webinars.domain.planner.reading import order_problem_of, problem_of
from webinars.domain.planner.reasons import ENGLISH, Sentence, explanation_of, reasons_of, say, why_nothing
from webinars.domain.timezones import to_local

BAD_PROBLEM = 2
INFEASIBLE = 3

_problem = click.argument("problem", metavar="PROBLEM.json", type=click.File("rb"))


@click.command("plan")
@_problem
@click.option(
    "--fairness",
    type=click.Choice([objective.value for objective in Objective]),
    default=Objective.MINIMAX.value,
    help="What is made small: the worst cost, the sorted costs, or the sum (default: minimax).",
)
@click.option(
    "--presence",
    type=click.Choice([presence.value for presence in Presence]),
    help="Whether a city is there through its part or for one talk (default: what the problem says).",
)
def plan(problem: IO[bytes], fairness: str, presence: str | None) -> None:
    """Place the parts of a seminar where its cities are awake.

    PROBLEM.json is a file, or - for standard input. The plan is printed as JSON. The exit code is 0, 2 when
    the problem makes no sense, and 3 when no plan is possible.
    """
    try:
        asked = problem_of(_json(problem))
        asked = replace(asked, presence=Presence(presence)) if presence else asked
    except BadProblem as refusal:
        _refuse(refusal)
    found = place(asked, Objective(fairness))
    _answer(_no_plan(found, asked) if isinstance(found, NoPlan) else _plan(found, asked))


@click.command("order")
@_problem
def order_talks(problem: IO[bytes]) -> None:
    """Put the talks of a seminar into the order that suits their cities best.

    PROBLEM.json is a file, or - for standard input. The order is printed as JSON. The exit code is 0, 2 when
    the problem makes no sense, and 3 when the talks do not fit.
    """
    try:
        asked = order_problem_of(_json(problem))
    except BadProblem as refusal:
        _refuse(refusal)
    found = order(asked)
    _answer(_no_order(found) if isinstance(found, NoOrder) else _order(found))


def _json(file: IO[bytes]) -> object:
    """Return what the file holds; what is no JSON is refused."""
    try:
        return json.loads(file.read())
    except json.JSONDecodeError as error:
        text = N_("This is no JSON at line %(line)s, column %(column)s. Correct it there.")
        raise BadProblem(text, line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        # No text in UTF-8, a number of thousands of digits, thousands of brackets.
        raise BadProblem(N_("This is no JSON that can be a problem. Write it anew.")) from None


def _refuse(refusal: BadProblem) -> NoReturn:
    where = f"{refusal.field}: " if refusal.field else ""
    click.echo(f"webinars: {where}{refusal}", err=True)
    sys.exit(BAD_PROBLEM)


def _answer(answer: Mapping[str, object]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    if not answer["feasible"]:
        sys.exit(INFEASIBLE)


def _plan(found: Plan, problem: Problem) -> Mapping[str, object]:
    is_leximin = found.objective is Objective.LEXIMIN
    objective = {"costs": found.costs} if is_leximin else {"worst": found.worst, "total": found.total}
    zone = problem.host_city.zone
    return {
        "feasible": True,
        "unserved": found.unserved,
        **objective,
        "starts_utc": [f"{start:%Y-%m-%dT%H:%M:%SZ}" for start in found.starts],
        "starts_host": list(_local(found.starts, zone)),
        "candidate_starts": found.candidate_starts,
        "attendance": dict(found.attendance),
        "explanation": _said((*explanation_of(found, problem), *reasons_of(found, problem))),
        "proof": _proof(found.proof),
    }


def _local(starts: Iterable[datetime], zone: str) -> Iterable[str]:
    return (to_local(start, zone).isoformat(timespec="minutes") for start in starts)


def _proof(proof: Proof) -> Mapping[str, object]:
    return {
        "candidates": proof.candidates,
        "tuples_covered": proof.tuples_covered,
        "looked_at": proof.looked_at,
        "excluded": {bound.value: number for bound, number in proof.excluded.items()},
        "bound": proof.bound,
        "closed_by": proof.closed_by and proof.closed_by.value,
    }


def _no_plan(found: NoPlan, problem: Problem) -> Mapping[str, object]:
    reason = " ".join(_said(why_nothing(problem)))
    return {"feasible": False, "reason": reason, "candidate_starts": found.candidate_starts}


def _said(sentences: Iterable[Sentence]) -> list[str]:
    return [say(sentence, ENGLISH) for sentence in sentences]


def _order(found: Ordering) -> Mapping[str, object]:
    return {
        "feasible": True,
        "worst": found.worst,
        "total": found.total,
        "theme_breaks": found.theme_breaks,
        "is_exact_in_themes": found.is_exact_in_themes,
        "order": found.parts,
    }


def _no_order(found: NoOrder) -> Mapping[str, object]:
    return {"feasible": False, "reason": found.reason % found.values}
