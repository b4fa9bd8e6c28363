"""Why nothing is possible, and what would make it so."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from webinars.domain.errors import N_
from webinars.domain.hours import CELL_MINUTES, DAY_MINUTES, Hours
from webinars.domain.planner.placing import Plan
from webinars.domain.planner.problems import Attend, PlanCity, Problem
from webinars.domain.planner.reasons.few import few_for_none
from webinars.domain.planner.reasons.sentences import Clock, Day, Either, Minutes, Sentence, Value
from webinars.domain.planner.reasons.trials import (
    ANY_HOURS,
    OutOfTrials,
    Trials,
    changed,
    only,
)
from webinars.domain.planner.reasons.variations import Wider, days_of, with_date, with_spread

_NO_START = N_("None of these dates has a time at which a part could start. Choose other dates.")
_LONG = N_("The parts, of %(lengths)s with %(gap)s between them, cannot all begin on one date.")
_LONG_SPREAD = N_(
    "The parts, of %(lengths)s with %(gap)s between them, cannot all begin within %(days)s dates."
)
_DAYS_OFF = N_("The days off of %(city)s leave no time for the whole seminar on these dates.")
_HOLIDAYS = N_("The holidays of %(city)s leave no time for the whole seminar on these dates.")
_BOTH = N_("The days off and holidays of %(city)s leave no time for the whole seminar on these dates.")
_HOURS = N_(
    "The possible hours of %(city)s, from %(begin)s to %(end)s, leave no time for the whole seminar"
    " on these dates."
)
_ABSENT = N_("%(city)s is away at every time at which the whole seminar could be.")
_TOGETHER = N_("The hours and free days of %(city)s leave no time for the whole seminar on these dates.")
_SEVERAL = N_("%(cities)s have to attend every part, and no time on these dates suits all of them.")
_SEVERAL_ONE_PART = N_("%(cities)s have to attend, and no time on these dates suits all of them.")
_UNKNOWN = N_("No time suits every city that attends all parts.")
_POSSIBLE_IF = N_("It would be possible if %(ways)s.")
_NO_WAY = N_("No single change helps: let several cities attend one part only, or choose other dates.")
_ONE_PART_ONLY = N_("%(city)s attended one part only")
_NOT_THERE = N_("%(city)s watched the recording")
_DATES = N_("%(dates)s were possible too")
_SPREAD = N_("the parts could spread over %(days)s days")
_DATE_AND_SPREAD = N_("the parts could spread over %(days)s days, %(date)s included")
_GAP = N_("%(gap)s between the parts were enough")
_NO_GAP = N_("one part could follow the other at once")

_WORK = 150
_MIDNIGHT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def why_nothing(problem: Problem) -> tuple[Sentence, ...]:
    """Return why a problem has no plan, and which single change would give it one.

    Cities that attend one part never forbid a plan: only the others are spoken of.
    """
    trials = Trials(_WORK)
    binding = {city.name for city in problem.cities if city.attend is Attend.ALL}
    bound = only(problem, binding)
    try:
        why, names = _why(bound, trials)
    except OutOfTrials:
        return (Sentence(_UNKNOWN),)
    return (why, _what_helps(bound, names, trials))


def _why(problem: Problem, trials: Trials) -> tuple[Sentence, tuple[str, ...]]:
    """Return why there is no plan, and the few cities that alone forbid any."""
    alone = trials.place(only(problem, ()))
    if not alone.candidate_starts:
        return Sentence(_NO_START), ()
    if not isinstance(alone, Plan):
        return _too_long(problem), ()
    few = few_for_none(problem, trials)
    if few is None:
        return Sentence(_UNKNOWN), ()
    if len(few.names) == 1:
        city = next(city for city in problem.cities if city.name == few.names[0])
        return _alone(city, problem, trials), few.names
    text = _SEVERAL if len(problem.parts) > 1 else _SEVERAL_ONE_PART
    return Sentence(text, {"cities": few.names}), few.names


def _too_long(problem: Problem) -> Sentence:
    days = min(problem.span_days, days_of(problem))
    values: dict[str, Value] = {
        "lengths": tuple(map(Minutes, problem.parts)),
        "gap": Minutes(problem.gap),
        "days": days,
    }
    return Sentence(_LONG if days == 1 else _LONG_SPREAD, values)


# --- one city -----------------------------------------------------------------------------------------------


def _alone(city: PlanCity, problem: Problem, trials: Trials) -> Sentence:
    """Return which rules of a city alone forbid every plan."""

    def forbids(**freed: object) -> bool:
        freer = changed(problem, replace(city, **freed))  # type: ignore[arg-type] # mypy sees one type for all
        return not isinstance(trials.place(only(freer, {city.name})), Plan)

    values: dict[str, Value] = {"city": city.name}
    no_days, no_dates = frozenset[int](), frozenset[object]()
    if forbids(hours=ANY_HOURS, unavailable=()):
        if forbids(hours=ANY_HOURS, unavailable=(), holidays=no_dates):
            return Sentence(_DAYS_OFF, values)
        is_holidays = forbids(hours=ANY_HOURS, unavailable=(), days_off=no_days)
        return Sentence(_HOLIDAYS if is_holidays else _BOTH, values)
    if forbids(days_off=no_days, holidays=no_dates, unavailable=()):
        return Sentence(_HOURS, {**values, **_clocks(city.hours)})
    if forbids(hours=ANY_HOURS, days_off=no_days, holidays=no_dates):
        return Sentence(_ABSENT, values)
    return Sentence(_TOGETHER, values)


def _clocks(hours: Hours) -> dict[str, Value]:
    band = hours.possible
    minutes = {"begin": band.from_minute, "end": band.to_minute % DAY_MINUTES}
    return {name: Clock(_MIDNIGHT + timedelta(minutes=at)) for name, at in minutes.items()}


# --- what helps ---------------------------------------------------------------------------------------------


def _what_helps(problem: Problem, names: tuple[str, ...], trials: Trials) -> Sentence:
    """Return the single changes with which there is a plan, or that none is enough."""
    ways = list[Sentence]()
    try:
        ways += _fewer_parts(problem, names, trials)
        ways += _wider(problem, trials)
        ways += _shorter_gap(problem, trials)
    except OutOfTrials:
        pass
    if not ways:
        return Sentence(_NO_WAY)
    return Sentence(_POSSIBLE_IF, {"ways": Either(tuple(ways))})


def _fewer_parts(problem: Problem, names: tuple[str, ...], trials: Trials) -> Iterator[Sentence]:
    text = _ONE_PART_ONLY if len(problem.parts) > 1 else _NOT_THERE
    for city in problem.cities:
        if city.name in names and city.name != problem.host:
            freer = changed(problem, replace(city, attend=Attend.ONE))
            if isinstance(trials.place(freer), Plan):
                yield Sentence(text, {"city": city.name})


def _wider(problem: Problem, trials: Trials) -> Iterator[Sentence]:
    """Tell which dates help, and whether a wider spread does; with a date only where no date alone helps."""
    dates = tuple(Day(wider.day) for wider in _helping(with_date(problem), trials) if wider.day)
    if dates:
        yield Sentence(_DATES, {"dates": Either(dates)})
    for wider in _helping((wider for wider in with_spread(problem) if not (dates and wider.day)), trials):
        values: dict[str, Value] = {"days": wider.problem.span_days}
        if wider.day:
            values["date"] = Day(wider.day)
        yield Sentence(_DATE_AND_SPREAD if wider.day else _SPREAD, values)


def _helping(wider: Iterable[Wider], trials: Trials) -> Iterator[Wider]:
    return (one for one in wider if isinstance(trials.place(one.problem), Plan))


def _shorter_gap(problem: Problem, trials: Trials) -> Iterator[Sentence]:
    """Tell the longest shorter gap with which there is a plan."""

    def fits(steps: int) -> bool:
        return isinstance(trials.place(replace(problem, gap=steps * CELL_MINUTES)), Plan)

    if len(problem.parts) == 1 or not problem.gap or not fits(0):
        return
    fitting, too_long = 0, problem.gap // CELL_MINUTES
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        fitting, too_long = (middle, too_long) if fits(middle) else (fitting, middle)
    if fitting:
        yield Sentence(_GAP, {"gap": Minutes(fitting * CELL_MINUTES)})
    else:
        yield Sentence(_NO_GAP)
