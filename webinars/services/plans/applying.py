"""A plan applied to a draft: its parts made or moved, and each city put down for the part it attends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, count

from webinars.domain.errors import N_, Refusal, Stale
from webinars.domain.planner.placing import evaluate
from webinars.domain.planner.problems import Attend, Objective, Problem
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import reading_of, to_local
from webinars.models.database import Base, transaction
from webinars.models.plans import SeminarPlan
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.queries.plans import PlannedCity, planned_cities, problem_of
from webinars.queries.sessions import in_order
from webinars.services.edits import edit
from webinars.services.plans.rows import find
from webinars.services.plans.starts import check_starts
from webinars.services.records import Actor, Changes, record_each
from webinars.services.registrations import lock_sessions_of
from webinars.services.seminars import lock_editable, touch
from webinars.services.sessions import SessionFields, SessionTime, add_session, carry_to

Attended = Mapping[int, tuple[int, ...]]  # the parts (from 0) that a city attends, by its id
_LANGUAGE = "en"  # of the names by which the planner tells cities apart; nobody reads them here
_OTHER_PLAN = N_("Somebody changed the plan meanwhile. Look at what it is now, then apply.")
_OTHER_CITIES = N_("What the cities can attend has changed meanwhile. Look at what it is now, then apply.")


def apply_plan(
    seminar_id: int,
    starts: Sequence[datetime],
    objective: Objective | None,
    *,
    expected: int | None,
    agreed: Attended | None = None,
    by: Actor,
    now: datetime,
) -> Seminar:
    """Give the parts of a draft the *starts* (UTC) of its plan, and each city the part that it attends.

    The parts that take place follow in order of start; missing ones are made. A city that attends all parts,
    or none, is put down for no one of them. *objective* is the one whose proposal this is, None for starts
    chosen by hand; *expected* the version of the plan that they were shown with, *agreed* what each city was
    shown to attend. Applying the same again changes nothing.

    Raises Refusal at "starts" or "parts", BadProblem (see `problem_of`), or Stale.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        plan = _plan_to_apply(seminar)
        sessions = _planned(seminar_id)
        if expected not in (None, plan.version) and not _is_applied(plan, sessions, starts, objective):
            raise Stale(_OTHER_PLAN, theirs={}, version=plan.version)
        cities = planned_cities(seminar_id)
        problem = problem_of(plan, cities, language=_LANGUAGE)
        check_starts(starts, plan.parts, now=now)
        _check_count(len(sessions), len(starts))
        attended = attended_by(cities, problem, starts)
        if agreed not in (None, attended):
            raise Stale(_OTHER_CITIES, theirs={}, version=plan.version)
        applying = _Applying(seminar, problem, by=by, now=now)
        applying.attend(cities, applying.place(sessions, starts), attended)
        applying.note(plan, objective)
    return seminar


def attended_by(cities: Sequence[PlannedCity], problem: Problem, starts: Sequence[datetime]) -> Attended:
    """Return the parts that each of *cities* attends, which are those of *problem*; no statement."""
    attendance = evaluate(problem, starts).attendance
    return {one.city.id: attendance[city.name] for one, city in zip(cities, problem.cities, strict=True)}


class _Applying:
    """One application of a plan, in the caller's transaction, which holds the seminar and every part."""

    def __init__(self, seminar: Seminar, problem: Problem, *, by: Actor, now: datetime) -> None:
        self._seminar = seminar
        self._problem = problem
        self._by = by
        self._now = now
        self._has_changed = False

    def place(self, sessions: Sequence[Session], starts: Sequence[datetime]) -> list[Session]:
        """Move the parts in order to *starts*, and make those that are missing."""
        return [
            self._move(sessions[number], self._time(number, start))
            if number < len(sessions)
            else self._make(number, self._time(number, start))
            for number, start in enumerate(starts)
        ]

    def attend(self, cities: Sequence[PlannedCity], sessions: Sequence[Session], attended: Attended) -> None:
        """Put each city down for the part that it attends."""
        changed = list[tuple[PlannedCity, int | None]]()
        for planned in cities:
            parts = attended[planned.city.id] if planned.attend is Attend.ONE else ()
            session_id = sessions[parts[0]].id if parts else None
            if planned.delegation is not None and planned.delegation.session_id != session_id:
                changed.append((planned, session_id))
        self._put_down(changed)

    def note(self, plan: SeminarPlan, objective: Objective | None) -> None:
        """Write down that the plan was applied, if that is news."""
        if self._has_changed:
            touch(self._seminar.id, now=self._now)
        if self._has_changed or plan.applied_at is None or plan.objective is not objective:
            edit(
                plan,
                {"objective": objective, "applied_at": self._now},
                expected=None,
                by=self._by,
                now=self._now,
                seminar_id=self._seminar.id,
                verb="applied",
            )

    def _move(self, session: Session, time: SessionTime) -> Session:
        was = session.version
        carry_to(session, self._seminar, time, expected=None, by=self._by, now=self._now)
        self._has_changed |= session.version != was
        return session

    def _make(self, number: int, time: SessionTime) -> Session:
        name = LocalizedText.from_mapping({"en": f"Part {number + 1}", "ja": f"第{number + 1}部"})
        fields = SessionFields(key=self._free_key(number), name=name)
        self._has_changed = True
        return add_session(self._seminar.id, fields, time, by=self._by, now=self._now)

    def _time(self, number: int, start: datetime) -> SessionTime:
        # The reading keeps a clock that happens twice at the one instant that was meant.
        zone = self._problem.host_city.zone
        return SessionTime(
            local_start=to_local(start, zone).replace(tzinfo=None),
            zone=zone,
            minutes=self._problem.parts[number],
            reading=reading_of(start, zone),
        )

    def _free_key(self, number: int) -> str:
        """Return a short name that no part of the seminar has, a cancelled one neither."""
        base = f"part-{number + 1}"
        taken = {session.key for session in lock_sessions_of(self._seminar.id).values()}
        return next(key for key in chain([base], (f"{base}-{n}" for n in count(2))) if key not in taken)

    def _put_down(self, changed: Sequence[tuple[PlannedCity, int | None]]) -> None:
        records = list[tuple[Base, Changes]]()
        for planned, session_id in changed:
            delegation = planned.delegation
            if delegation is not None:
                records.append((delegation, {"session_id": (delegation.session_id, session_id)}))
                delegation.session_id = session_id
                delegation.version += 1
        record_each("edited", records, by=self._by, now=self._now, seminar_id=self._seminar.id)
        self._has_changed |= bool(records)


def _plan_to_apply(seminar: Seminar) -> SeminarPlan:
    if seminar.state is not SeminarState.DRAFT:
        raise Refusal(
            N_("A plan is applied to a draft only. This seminar is public: move its parts one by one.")
        )
    plan = find(SeminarPlan, {"seminar_id": seminar.id})
    if plan is None:
        raise Refusal(N_("Nothing is planned yet. Save the dates and the parts, then apply."))
    return plan


def _planned(seminar_id: int) -> tuple[Session, ...]:
    """Lock every part of the seminar, and return those that take place in order of start."""
    return in_order(session for session in lock_sessions_of(seminar_id).values() if not session.is_cancelled)


def _check_count(sessions: int, parts: int) -> None:
    """Raise Refusal where there are more parts than the plan has: none is called off in silence."""
    if sessions > parts:
        text = N_("There are %(sessions)d parts, and %(parts)d in the plan. Cancel a part, or plan more.")
        raise Refusal(text, field="parts", sessions=sessions, parts=parts)


def _is_applied(
    plan: SeminarPlan, sessions: Sequence[Session], starts: Sequence[datetime], objective: Objective | None
) -> bool:
    """Say whether the parts are where *starts* would put them: a button pressed twice is no conflict."""
    present = [(session.starts_at, session.minutes) for session in sessions]
    is_there = len(starts) == len(plan.parts) and present == list(zip(starts, plan.parts, strict=True))
    return is_there and plan.applied_at is not None and plan.objective is objective
