"""Zones: which coming parts were confirmed with another zone database, and whose clocks it has changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain import timezones, zone_changes
from webinars.domain.planner.changes import CityChange, PartTime, reread
from webinars.domain.zone_changes import ClockChange, WallClock, ZoneRules
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Presenter
from webinars.models.zones import ZoneReading
from webinars.queries.plans import PlannedCity, planned_cities_of, talk_minutes

ALIVE = (SeminarState.DRAFT, SeminarState.PUBLISHED)
Rules = Mapping[tuple[str, str], ZoneRules]  # by zone and version


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
    """How many invited people of a zone have another clock at the start of a part."""

    count: int
    change: ClockChange


@dataclass(frozen=True)
class ZoneCheck:
    """A part (seminar loaded) that was confirmed with another zone database, against the present one.

    *clock* is what the part's own clock says at its stored start, None when it says the same; *meaning* is
    what its wall clock means now. *held* counts the open invitations to it and its slots.
    """

    session: Session
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


def zone_news(*, now: datetime) -> tuple[ZoneCheck, ...]:
    """Return the parts that the present zone database has moved, for somebody at least, by start.

    One statement when every part was confirmed with it, else nine.
    """
    return tuple(check for check in zone_checks(now=now) if check.has_news)


def zone_checks(*, now: datetime, session_id: int | None = None) -> tuple[ZoneCheck, ...]:
    """Check every coming part (or one) that was confirmed with another zone database; statements as above."""
    sessions = _outdated(now, session_id)
    if not sessions:
        return ()
    seminar_ids = {session.seminar_id for session in sessions}
    coming = Coming(planned_cities_of(seminar_ids), talk_minutes(seminar_ids))
    people = _people(sessions)
    rules = _rules({session.zone_version for session in sessions if session.zone_version})
    return tuple(_check(session, coming, people, rules) for session in sessions)


def has_readings(version: str) -> bool:
    """Say whether the zones were read with the database *version*; one statement."""
    statement = select(ZoneReading.id).where(ZoneReading.version == version).limit(1)
    return db.session.scalar(statement) is not None


def _outdated(now: datetime, session_id: int | None) -> Sequence[Session]:
    other = or_(Session.zone_version.is_(None), Session.zone_version != timezones.DATABASE_VERSION)
    statement = (
        select(Session)
        .join(Session.seminar)
        .where(Session.starts_at > now, other, Session.state == SessionState.PLANNED)
        .where(Seminar.state.in_(ALIVE))
        .order_by(Session.starts_at, Session.id)
        .options(joinedload(Session.seminar).joinedload(Seminar.host_city))
    )
    if session_id is not None:
        statement = statement.where(Session.id == session_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _people(sessions: Sequence[Session]) -> Mapping[int, list[tuple[str, int]]]:
    """Return the zones of the invited people of each part by its id, each with how many they are."""
    zone = func.coalesce(Registration.zone, Presenter.zone)
    statement = (
        select(Invitation.session_id, zone, func.count(Invitation.id))
        .outerjoin(Registration, Registration.id == Invitation.registration_id)
        .outerjoin(Presenter, Presenter.id == Invitation.presenter_id)
        .where(Invitation.session_id.in_([session.id for session in sessions]))
        .where(Invitation.state == InvitationState.OPEN)
        .group_by(Invitation.session_id, zone)
        .order_by(zone)
    )
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for session_id, name, count in db.session.execute(statement):
        found[session_id or 0].append((name, count))
    return found


def _rules(versions: Iterable[str]) -> Rules:
    statement = select(ZoneReading).where(ZoneReading.version.in_(set(versions)))
    return {
        (one.zone, one.version): ZoneRules.from_mapping(one.rules) for one in db.session.scalars(statement)
    }


def _check(
    session: Session, coming: Coming, people: Mapping[int, list[tuple[str, int]]], rules: Rules
) -> ZoneCheck:
    zone, starts_at, version = session.zone, session.starts_at, session.zone_version or ""
    assert zone is not None, "a part that starts has a zone"
    assert starts_at is not None, "a part that is still to come has an instant"

    def change_of(name: str) -> ClockChange | None:
        return zone_changes.clock_change(starts_at, name, rules.get((name, version)))

    meaning = zone_changes.meaning_of(session.local_start, zone)
    shown = timezones.to_local(starts_at, zone).replace(tzinfo=None)
    return ZoneCheck(
        session=session,
        meaning=meaning,
        is_moved=zone_changes.is_moved(meaning, starts_at, session.local_start, rules.get((zone, version))),
        clock=ClockChange(zone, session.local_start, shown) if shown != session.local_start else None,
        cities=tuple(
            CityClock(planned.city, change, _hours(planned, session, coming, rules))
            for planned in coming.cities[session.seminar_id]
            if planned.comes_to(session.id) and (change := change_of(planned.zone)) is not None
        ),
        people=tuple(
            PeopleClock(count, change)
            for name, count in people.get(session.id, ())
            if (change := change_of(name)) is not None
        ),
        held=sum(count for _, count in people.get(session.id, ())),
    )


def _hours(planned: PlannedCity, session: Session, coming: Coming, rules: Rules) -> CityChange:
    assert session.starts_at is not None, "a part that is still to come has an instant"
    part = PartTime(session.starts_at, session.minutes, coming.talk_minutes.get(session.seminar_id))
    former = rules.get((planned.zone, session.zone_version or ""))
    return reread(planned.as_plan_city(planned.city.slug), part, former)
