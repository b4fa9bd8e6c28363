"""The people of a rehearsal in words: each on their own clock, with what the hour is for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from webinars.domain.planner.changes import Condition, Lived, PartTime, lived
from webinars.domain.planner.problems import PlanCity
from webinars.domain.ribbon import Ribbon, RibbonCity, RibbonPart, draw
from webinars.domain.texts import email_key
from webinars.domain.timezones import offset_words, zone_city
from webinars.letters.names import rehearsal_name
from webinars.letters.times import Clock
from webinars.models.invitations import Invitation
from webinars.models.rehearsals import Rehearsal
from webinars.models.slots import Presenter
from webinars.queries.plans import PlannedCity, planned_cities
from webinars.queries.programmes import Programme
from webinars.queries.rehearsals import asked_to
from webinars.web.organise.moving_words import clock_of_lived
from webinars.web.organise.planning_words import listed
from webinars.web.reader import language
from webinars.web.registrations.replies_words import invited_words
from webinars.web.registrations.rows import State

MARKS = {Condition.GOOD: "ok", Condition.ACCEPTABLE: "open", Condition.AWKWARD: "warn"}


@dataclass(frozen=True)
class PersonRow:
    """A presenter on their own clock: *hours* is what the time is for them, *answer* None where not asked."""

    person: Presenter
    city: str
    clock: Clock
    hours: State
    answer: State | None = None
    invitation: Invitation | None = None

    @property
    def words(self) -> str:
        """Return the person in a line of text, for a choice."""
        who = f"{self.person.name} ({self.city})" if self.city else self.person.name
        when = f"{self.clock.weekday} {self.clock.clock}–{self.clock.end_clock}"
        return str(gettext("%(who)s: %(when)s, %(hours)s", who=who, when=when, hours=self.hours.word))


@dataclass(frozen=True)
class People:
    """Who is asked to a rehearsal, who else could be, and the days of all of them around it."""

    asked: tuple[PersonRow, ...]
    others: tuple[PersonRow, ...]
    ribbon: Ribbon | None


@dataclass(frozen=True)
class MoveRow:
    """A person who is told of another time: *before* and *after* on their clock, *hours* what it becomes."""

    person: Presenter
    before: Clock
    after: Clock
    hours: State


def moves_of(rehearsal: Rehearsal, starts_at: datetime, minutes: int) -> list[MoveRow]:
    """Return what another time (UTC) means for everybody who is asked; three statements."""
    cities = _cities(rehearsal.seminar_id)
    was, then = PartTime(rehearsal.starts_at, rehearsal.minutes), PartTime(starts_at, minutes)
    rows = []
    for one in asked_to(rehearsal.id):
        assert one.presenter is not None, "a rehearsal is a presenter's"
        city = cities.get(one.presenter.slot.delegation_id or 0)
        before, _ = _seen(one.presenter, city, was)
        after, hours = _seen(one.presenter, city, then)
        rows.append(MoveRow(one.presenter, before, after, hours))
    return rows


def people_of(rehearsal: Rehearsal, whole: Programme, asked: Sequence[Invitation]) -> People:
    """Return the people of a rehearsal, asked or not; five statements.

    Who presents twice stands once among those who can be asked.
    """
    cities = _cities(whole.seminar.id)
    rows = tuple(_asked(rehearsal, asked, cities))
    others = tuple(_others(rehearsal, whole, asked, cities))
    return People(rows, others, _ribbon(rehearsal, rows or others))


def _cities(seminar_id: int) -> Mapping[int, PlannedCity]:
    return {one.delegation.id: one for one in planned_cities(seminar_id) if one.delegation}


def _asked(
    rehearsal: Rehearsal, asked: Sequence[Invitation], cities: Mapping[int, PlannedCity]
) -> Iterator[PersonRow]:
    for one in asked:
        assert one.presenter is not None, "a rehearsal is a presenter's"
        person = one.presenter
        city = cities.get(person.slot.delegation_id or 0)
        yield _row(rehearsal, person, city, answer=invited_words(one), invitation=one)


def _others(
    rehearsal: Rehearsal, whole: Programme, asked: Sequence[Invitation], cities: Mapping[int, PlannedCity]
) -> Iterator[PersonRow]:
    known = {one.attendee_key for one in asked}
    for part in whole.sessions:
        for placed in part.slots:
            for person in placed.coming:
                if email_key(person.email) not in known:
                    known.add(email_key(person.email))
                    yield _row(rehearsal, person, cities.get(placed.slot.delegation_id or 0))


def _row(
    rehearsal: Rehearsal,
    person: Presenter,
    city: PlannedCity | None,
    *,
    answer: State | None = None,
    invitation: Invitation | None = None,
) -> PersonRow:
    clock, hours = _seen(person, city, PartTime(rehearsal.starts_at, rehearsal.minutes))
    return PersonRow(
        person=person,
        city=city.city.name.best(language()) if city else "",
        clock=clock,
        hours=hours,
        answer=answer,
        invitation=invitation,
    )


def _seen(person: Presenter, city: PlannedCity | None, time: PartTime) -> tuple[Clock, State]:
    """Return a time on a person's clock, and what the hour is for them."""
    # Who lives on another clock than their city is measured by the hours that are assumed of everybody.
    is_at_home = city is not None and city.zone == person.zone
    plan_city = city.as_plan_city(person.key) if city and is_at_home else PlanCity(person.key, person.zone)
    found = lived(plan_city, time)
    assert found is not None, "the present rules reach to what is planned"
    offset = offset_words(time.starts_at, person.zone)
    return clock_of_lived(found, person.zone, f"{zone_city(person.zone)}, {offset}"), _hours(found)


def _hours(found: Lived) -> State:
    words = listed(gettext(one.words) for one in found.conditions)
    return State(words, MARKS.get(found.conditions[-1], "stop"))


def _ribbon(rehearsal: Rehearsal, rows: Sequence[PersonRow]) -> Ribbon | None:
    """Draw the days of all zones of *rows* around the rehearsal; None without anybody."""
    zones = {row.person.zone: row.city or zone_city(row.person.zone) for row in reversed(rows)}
    if not zones:
        return None
    host = RibbonCity(zone_city(rehearsal.zone), rehearsal.zone, is_host=True)
    guests = [RibbonCity(name, zone) for zone, name in zones.items() if zone != rehearsal.zone]
    name = rehearsal_name(rehearsal, language())
    part = RibbonPart(rehearsal.key, name, rehearsal.starts_at, rehearsal.minutes)
    return draw((host, *guests), [part], rehearsal.zone)
