"""The confirmation of a proposal: what it makes, moves and puts down, and what of that is new by now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from webinars.domain.planner.placing import Evaluation, evaluate
from webinars.letters.times import Clock, clock_of, stated
from webinars.models.sessions import Session
from webinars.web.organise.editors import Difference
from webinars.web.organise.planning_cards import clocks_of
from webinars.web.organise.planning_reading import Planning
from webinars.web.organise.planning_words import attended_words, breach_words, listed, unserved_words

Line = tuple[str, str]


@dataclass(frozen=True)
class PartLine:
    """A part that is made (*was* is "") or moved; *is_kept* where it stays as it is."""

    name: str
    was: str
    will: str
    is_kept: bool


@dataclass(frozen=True)
class Confirmation:
    """What applying does, in words; *surplus* counts the parts that have no place in the plan.

    *cities* says what each city attends, *groups* who attends what, *attended* the same by id.
    """

    evaluation: Evaluation
    attended: Mapping[int, tuple[int, ...]]
    parts: tuple[PartLine, ...]
    cities: tuple[Line, ...]
    groups: tuple[Line, ...]
    breaches: tuple[str, ...]
    unserved: str
    surplus: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return everything that a person agrees to, as pairs of what and how."""
        return (*((part.name, part.will) for part in self.parts), *self.cities)

    @property
    def seen(self) -> str:
        """Return the lines as the form carries them."""
        return json.dumps(self.lines, ensure_ascii=False)

    def differences(self, seen: str) -> tuple[Difference, ...]:
        """Return what differs from what was *seen*: "before" is what the page showed."""
        shown, now = dict(_lines(seen)), dict(self.lines)
        return tuple(
            Difference(name, shown.get(name, ""), now.get(name, ""))
            for name in {**shown, **now}
            if shown.get(name) != now.get(name)
        )


def confirmation_of(planning: Planning, starts: tuple[datetime, ...]) -> Confirmation:
    """Return what applying *starts* (UTC) does."""
    evaluation = evaluate(planning.asked, starts)
    cities = tuple((name, attended_words(evaluation, name, planning.parts)) for name in evaluation.attendance)
    return Confirmation(
        evaluation=evaluation,
        attended={planning.by_name[name].city.id: own for name, own in evaluation.attendance.items()},
        parts=tuple(_parts(planning, starts)),
        cities=cities,
        groups=tuple(_groups(planning, cities)),
        breaches=tuple(breach_words(evaluation, planning.asked)),
        unserved=unserved_words(evaluation),
        surplus=max(0, len(planning.sessions) - len(planning.asked.parts)),
    )


def _parts(planning: Planning, starts: Sequence[datetime]) -> list[PartLine]:
    sessions: list[Session | None] = [*planning.sessions[: len(starts)]]
    sessions += [None] * (len(starts) - len(sessions))
    return [
        PartLine(name, was := _was(session), will := _moment(clock), is_kept=was == will)
        for session, (name, clock) in zip(sessions, clocks_of(planning, starts), strict=True)
    ]


def _groups(planning: Planning, cities: Sequence[Line]) -> list[Line]:
    """Return what is attended with the names of those who do; the parts first, in order."""
    attended = dict.fromkeys([*planning.parts, *(what for _, what in cities)])
    named = {what: [name for name, own in cities if own == what] for what in attended}
    return [(what, listed(names)) for what, names in named.items() if names]


def _was(session: Session | None) -> str:
    if session is None:
        return ""
    if session.starts_at is None or session.zone is None:
        return stated(session.local_start)
    return _moment(clock_of(session.starts_at, session.ends_at, session.zone))


def _moment(clock: Clock) -> str:
    return str(
        gettext(
            "%(date)s, %(start)s–%(end)s (%(zone)s)",
            date=clock.date_words, start=clock.clock, end=clock.end_clock, zone=clock.zone_words,
        )
    )  # fmt: skip


def _lines(seen: str) -> list[Line]:
    """Return the lines that a form carries; none where somebody wrote something else into it."""
    try:
        found = json.loads(seen)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    pairs = [one for one in found if isinstance(one, list) and len(one) == 2]
    return [(str(name), str(text)) for name, text in pairs]
