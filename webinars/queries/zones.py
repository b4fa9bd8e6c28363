"""Zones: which coming parts and rehearsals another zone database confirmed, and whose clocks have changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain import timezones, zone_changes
from webinars.domain.planner.changes import CityChange, PartTime, reread
from webinars.domain.zone_changes import ClockChange, WallClock, ZoneRules
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState, Meeting
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Presenter
from webinars.models.zones import ZoneReading
from webinars.queries.plans import PlannedCity, planned_cities_of, talk_minutes

ALIVE = (SeminarState.DRAFT, SeminarState.PUBLISHED)
Rules = Mapping[tuple[str, str], ZoneRules]  # by zone and version
Identity = tuple[str, int]  # what tells a meeting from all others: its table, and its id there
Zones = Mapping[Identity, Sequence[tuple[str, int]]]  # of the invited people, each with how many they are

M = TypeVar("M", Session, Rehearsal)


@dataclass(frozen=True)
class CityClock:
    """A city (the host's too) whose clock says something else at the start of a part.

    *hours* says what that is to the city: the bands that the part enters or leaves, and its discomfort.
    """

    city: City
    change: ClockChange
    hours: CityChange


@dataclass(frozen=True)
class Coming:
    """Who may come to the parts, by seminar: its cities, and the length of a talk where they come for one."""

    cities: Mapping[int, Sequence[PlannedCity]]
    talk_minutes: Mapping[int, int]


@dataclass(frozen=True)
class PeopleClock:
    """How many invited people of a zone have another clock at the start of a part or a rehearsal."""

    count: int
    change: ClockChange


@dataclass(frozen=True)
class ZoneCheck:
    """A part or a rehearsal (seminar loaded) confirmed with another zone database, against the present one.

    *clock* is what its own clock says at its stored start, None when it says the same; *meaning* is what its
    wall clock means now. *held* counts the open invitations to it and its slots. No city comes to a
    rehearsal: it is about those who are asked.
    """

    meeting: Meeting
    meaning: WallClock
    is_moved: bool
    clock: ClockChange | None
    cities: tuple[CityClock, ...]
    people: tuple[PeopleClock, ...]
    held: int

    @property
    def has_news(self) -> bool:
        """Say whether somebody has to look at it."""
        return self.is_moved or bool(self.cities or self.people)

    @property
    def changed_zones(self) -> frozenset[str]:
        """Return the zones whose clock says something else, or perhaps does."""
        cities = {one.change.zone for one in self.cities}
        return frozenset(cities | {one.change.zone for one in self.people})


def identity(meeting: Meeting) -> Identity:
    """Return what tells a part or a rehearsal from every other."""
    return meeting.__tablename__, meeting.id


def zone_news(*, now: datetime) -> tuple[ZoneCheck, ...]:
    """Return what the present zone database has moved, for somebody at least, by start.

    Two statements when every part and rehearsal was confirmed with it, else ten.
    """
    return tuple(check for check in zone_checks(now=now) if check.has_news)


def zone_checks(*, now: datetime) -> tuple[ZoneCheck, ...]:
    """Check every coming part and rehearsal that was confirmed with another zone database; as above."""
    return _checks([*_outdated(Session, now), *_outdated(Rehearsal, now)])


def zone_check(meeting: Meeting, *, now: datetime) -> ZoneCheck | None:
    """Check this one; None when it is confirmed or over. One statement, else nine."""
    found: Sequence[Meeting] = (
        _outdated(Rehearsal, now, meeting.id)
        if isinstance(meeting, Rehearsal)
        else _outdated(Session, now, meeting.id)
    )
    return next(iter(_checks(found)), None)


def has_readings(version: str) -> bool:
    """Say whether the zones were read with the database *version*; one statement."""
    statement = select(ZoneReading.id).where(ZoneReading.version == version).limit(1)
    return db.session.scalar(statement) is not None


def _outdated(kind: type[M], now: datetime, meeting_id: int | None = None) -> Sequence[M]:
    other = or_(kind.zone_version.is_(None), kind.zone_version != timezones.DATABASE_VERSION)
    statement = (
        select(kind)
        .join(kind.seminar)
        .where(kind.starts_at > now, other, kind.state == SessionState.PLANNED)
        .where(Seminar.state.in_(ALIVE))
        .order_by(kind.starts_at, kind.id)
        .options(joinedload(kind.seminar).joinedload(Seminar.host_city))
    )
    if meeting_id is not None:
        statement = statement.where(kind.id == meeting_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _checks(meetings: Sequence[Meeting]) -> tuple[ZoneCheck, ...]:
    if not meetings:
        return ()
    # Rehearsals bring no seminar here: no city comes to one.
    seminar_ids = {one.seminar_id for one in meetings if isinstance(one, Session)}
    coming = Coming(planned_cities_of(seminar_ids), talk_minutes(seminar_ids))
    people = _people(meetings)
    rules = _rules({one.zone_version for one in meetings if one.zone_version})
    checks = [_check(one, coming, people.get(identity(one), ()), rules) for one in meetings]
    return tuple(sorted(checks, key=lambda check: _start(check.meeting)))


def _people(meetings: Iterable[Meeting]) -> Zones:
    """Return the zones of the people who are invited to each; one statement."""
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for table, ident in map(identity, meetings):
        kinds[table].append(ident)
    zone = func.coalesce(Registration.zone, Presenter.zone)
    to_part = Invitation.session_id.in_(kinds[Session.__tablename__])
    to_rehearsal = Invitation.rehearsal_id.in_(kinds[Rehearsal.__tablename__])
    statement = (
        select(Invitation.session_id, Invitation.rehearsal_id, zone, func.count(Invitation.id))
        .outerjoin(Registration, Registration.id == Invitation.registration_id)
        .outerjoin(Presenter, Presenter.id == Invitation.presenter_id)
        .where(or_(to_part, to_rehearsal), Invitation.state == InvitationState.OPEN)
        .group_by(Invitation.session_id, Invitation.rehearsal_id, zone)
        .order_by(zone)
    )
    found: defaultdict[Identity, list[tuple[str, int]]] = defaultdict(list)
    for session_id, rehearsal_id, name, count in db.session.execute(statement):
        table = Rehearsal.__tablename__ if session_id is None else Session.__tablename__
        found[table, session_id or rehearsal_id or 0].append((name, count))
    return found


def _rules(versions: Iterable[str]) -> Rules:
    statement = select(ZoneReading).where(ZoneReading.version.in_(set(versions)))
    return {
        (one.zone, one.version): ZoneRules.from_mapping(one.rules) for one in db.session.scalars(statement)
    }


def _check(meeting: Meeting, coming: Coming, people: Sequence[tuple[str, int]], rules: Rules) -> ZoneCheck:
    zone, starts_at = meeting.zone, _start(meeting)
    assert zone is not None, "what starts has a zone"
    meaning = zone_changes.meaning_of(meeting.local_start, zone)
    former = rules.get((zone, meeting.zone_version or ""))
    shown = timezones.to_local(starts_at, zone).replace(tzinfo=None)
    return ZoneCheck(
        meeting=meeting,
        meaning=meaning,
        is_moved=zone_changes.is_moved(meaning, starts_at, meeting.local_start, former),
        clock=ClockChange(zone, meeting.local_start, shown) if shown != meeting.local_start else None,
        cities=_cities(meeting, coming, rules) if isinstance(meeting, Session) else (),
        people=tuple(
            PeopleClock(count, change)
            for name, count in people
            if (change := _change(meeting, name, rules)) is not None
        ),
        held=sum(count for _, count in people),
    )


def _start(meeting: Meeting) -> datetime:
    assert meeting.starts_at is not None, "what is still to come has an instant"
    return meeting.starts_at


def _change(meeting: Meeting, zone: str, rules: Rules) -> ClockChange | None:
    return zone_changes.clock_change(_start(meeting), zone, rules.get((zone, meeting.zone_version or "")))


def _cities(session: Session, coming: Coming, rules: Rules) -> tuple[CityClock, ...]:
    return tuple(
        CityClock(planned.city, change, _hours(planned, session, coming, rules))
        for planned in coming.cities[session.seminar_id]
        if planned.comes_to(session.id) and (change := _change(session, planned.zone, rules)) is not None
    )


def _hours(planned: PlannedCity, session: Session, coming: Coming, rules: Rules) -> CityChange:
    part = PartTime(_start(session), session.minutes, coming.talk_minutes.get(session.seminar_id))
    former = rules.get((planned.zone, session.zone_version or ""))
    return reread(planned.as_plan_city(planned.city.slug), part, former)
