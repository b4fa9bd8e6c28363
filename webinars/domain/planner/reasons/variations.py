"""Problems that allow a little more than the one asked: another date, a wider spread, one more part."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from webinars.domain.planner.checks import FIRST_YEAR, MOST_DAYS, MOST_PARTS
from webinars.domain.planner.problems import Problem
from webinars.domain.timezones import LAST_YEAR

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wider:
    """A problem with one more *day* at either end, with more *span_days*, or with both."""

    problem: Problem
    day: date | None = None
    span_days: int | None = None


def with_date(problem: Problem) -> Iterator[Wider]:
    """Yield the problem with the date before the first, and with the date after the last."""
    if days_of(problem) < MOST_DAYS:
        before, after = problem.first_date - _DAY, problem.last_date + _DAY
        if before.year >= FIRST_YEAR:
            yield Wider(replace(problem, first_date=before), before)
        if after.year <= LAST_YEAR:
            yield Wider(replace(problem, last_date=after), after)


def with_spread(problem: Problem) -> Iterator[Wider]:
    """Yield the problem with its parts over one more date; with a date more where there are no more."""
    if len(problem.parts) == 1:
        return
    span = problem.span_days + 1
    if span <= days_of(problem):
        yield Wider(replace(problem, span_days=span), span_days=span)
    elif span == days_of(problem) + 1:
        for wider in with_date(problem):
            yield Wider(replace(wider.problem, span_days=span), wider.day, span)


def with_part(problem: Problem) -> Iterator[Problem]:
    """Yield the problem with one more part, as long as the last."""
    if len(problem.parts) < MOST_PARTS:
        yield replace(problem, parts=(*problem.parts, problem.parts[-1]))


def days_of(problem: Problem) -> int:
    """Return how many dates there are."""
    return (problem.last_date - problem.first_date).days + 1
