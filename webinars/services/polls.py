"""Polls of hours: focal points are asked when their cities can, reminded while silent, and answer by link."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.planner.problems import Attend
from webinars.domain.polls import check_hours
from webinars.models.database import db, lock, transaction
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.notices import NoticeKind
from webinars.models.plans import Availability, SeminarPlan
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.plans import availability_of, plan_of, planned_cities
from webinars.queries.polls import PlanMoments, Poll, Standing, moments_of, polls_of
from webinars.services.notices import post_once
from webinars.services.plans import AvailabilityFields, write_availability
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable

REMIND_AGAIN_AFTER = timedelta(days=1)


def ask(seminar_id: int, city_ids: Collection[int] | None, *, by: Actor, now: datetime) -> int:
    """Owe the focal points of the cities the question when they can, and return how many letters that is.

    None is every city that has an address and was not asked about the present dates. Raises Refusal when
    nobody is asked about this seminar, and for a named city that was asked already or has no address.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        plan = plan_of(seminar.id)
        moments = moments_of(plan)
        asked = _chosen(
            _open_polls(seminar, plan, now=now),
            city_ids,
            is_due=lambda poll: is_askable(poll, moments),
            otherwise=N_("%(city)s was asked already, or has no address to write to."),
        )
        for poll in asked:
            _ask(poll, by=by, now=now)
    return len(asked)


def remind(seminar_id: int, city_ids: Collection[int] | None, *, by: Actor, now: datetime) -> int:
    """Owe silent cities the question again, and return how many letters that is.

    None is every silent city that got no letter about it within a day. Raises Refusal as `ask` does, and for
    a named city that is not silent or got one within a day.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        reminded = _chosen(
            _open_polls(seminar, plan_of(seminar.id), now=now),
            city_ids,
            is_due=lambda poll: is_remindable(poll, now=now),
            otherwise=N_("%(city)s is not silent, or got a letter within the last day. Wait a day."),
        )
        for poll in reminded:
            _kept_of(poll.delegation, poll.availability).reminded_at = now
            _owe(poll.delegation, "reminded of hours", by=by, now=now)
    return len(reminded)


def answer(delegation_id: int, wanted: AvailabilityFields, *, by: Actor, now: datetime) -> Availability:
    """Keep what the focal point of a city says; the same answer twice changes nothing.

    Which parts the city attends stays as the organiser has it. Raises Refusal at a field ("preferred",
    "absences[0]"), or when it is too late.
    """
    with transaction():
        delegation, seminar, city_id = _lock(delegation_id)
        if reason := why_closed(delegation, seminar, plan_of(seminar.id)):
            raise Refusal(reason)
        if wanted.hours is not None:
            check_hours(wanted.hours)
        kept = _availability_of(delegation)
        attend = kept.attend if kept else Attend.ONE
        told = kept.version if kept and kept.has_answered else None
        kept = write_availability(
            seminar, city_id, replace(wanted, attend=attend), expected=None, by=by, now=now, verb="answered"
        )
        if kept.version != told:
            kept.answered_at = now
    return kept


def why_closed(delegation: Delegation, seminar: Seminar, plan: SeminarPlan | None) -> str | None:
    """Say why a city can no longer answer, in an untranslated sentence; None when it can."""
    if delegation.role is DelegationRole.ABSENT:
        return N_("Your city does not take part in this seminar, so nothing is asked of you.")
    if seminar.state is not SeminarState.DRAFT or (plan is not None and plan.applied_at is not None):
        return N_("The times of this seminar are chosen. Write to the host if something changes.")
    if plan is None:
        return N_("The host looks for no dates at the moment. Write to the host if you have questions.")
    return None


def why_nobody_is_asked(seminar: Seminar, plan: SeminarPlan | None, *, now: datetime) -> str | None:
    """Say why no city can be asked about *seminar*, in an untranslated sentence; None when cities can be."""
    if seminar.state is not SeminarState.DRAFT:
        return N_("Cities are asked for their hours before a seminar is published. This one is no draft.")
    if plan is None:
        return N_("Save the dates of the plan first: the letter names them.")
    if plan.applied_at is not None:
        return N_("The times are chosen. Nobody is asked any more.")
    if is_past(plan.last_date, now=now, zone=seminar.zone):
        return N_("The dates of the plan are past. Choose later ones, then ask.")
    return None


def is_askable(poll: Poll, moments: PlanMoments) -> bool:
    """Say whether a city has an address and was not asked, or answered when the plan had other dates."""
    if poll.standing is Standing.ANSWERED:
        return bool(poll.delegation.focal_email) and not poll.is_answer_to(moments)
    return poll.standing is Standing.NEW


def is_remindable(poll: Poll, *, now: datetime) -> bool:
    """Say whether a city is silent and got no letter about its hours within a day."""
    last = poll.last_letter_at
    return poll.standing is Standing.SILENT and last is not None and now - last >= REMIND_AGAIN_AFTER


def ask_at_new_address(delegation: Delegation, *, now: datetime) -> None:
    """Owe a city that was asked and is silent the question at its new address; in the caller's transaction.

    The link in the letter to the old one is no longer good.
    """
    kept = _availability_of(delegation)
    is_silent = kept is not None and kept.asked_at is not None and not kept.has_answered
    if is_silent and delegation.focal_email:
        _post(delegation, now=now)


def _lock(delegation_id: int) -> tuple[Delegation, Seminar, int]:
    """Lock a delegation and before it its seminar, as every change of one does; give the city's id too."""
    of = select(Delegation.seminar_id, Delegation.city_id).where(Delegation.id == delegation_id)
    found = db.session.execute(of).one_or_none()
    if found is None or found.city_id is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    seminar = lock_editable(found.seminar_id)
    return lock(Delegation, delegation_id), seminar, found.city_id


def _open_polls(seminar: Seminar, plan: SeminarPlan | None, *, now: datetime) -> tuple[Poll, ...]:
    """Return the cities that can be asked. Raises Refusal when none is."""
    if reason := why_nobody_is_asked(seminar, plan, now=now):
        raise Refusal(reason)
    return polls_of(seminar, plan, planned_cities(seminar.id))


def _chosen(
    polls: Sequence[Poll],
    city_ids: Collection[int] | None,
    *,
    is_due: Callable[[Poll], bool],
    otherwise: str,
) -> list[Poll]:
    """Return the polls that are due; a city that is named and is not due is refused with *otherwise*."""
    if city_ids is None:
        return [poll for poll in polls if is_due(poll)]
    named = [poll for poll in polls if poll.city.id in city_ids]
    if len(named) != len(set(city_ids)):
        raise Missing(N_("There is no such city in this seminar. Choose one from the list."))
    for poll in named:
        if not is_due(poll):
            raise Refusal(otherwise, city=poll.city.name)
    return named


def _availability_of(delegation: Delegation) -> Availability | None:
    city_id = delegation.city_id
    return None if city_id is None else availability_of(delegation.seminar_id, city_id)


def _kept_of(delegation: Delegation, kept: Availability | None) -> Availability:
    """Return what is *kept* of the city, a new row where nothing is; the seminar is locked."""
    if kept is None:
        kept = Availability(seminar_id=delegation.seminar_id, city_id=delegation.city_id)
        db.session.add(kept)
        db.session.flush()
    return kept


def _ask(poll: Poll, *, by: Actor, now: datetime) -> None:
    kept = _kept_of(poll.delegation, poll.availability)
    kept.asked_at, kept.reminded_at = now, None
    _owe(poll.delegation, "asked for hours", by=by, now=now)


def _owe(delegation: Delegation, verb: str, *, by: Actor, now: datetime) -> None:
    _post(delegation, now=now)
    record(verb, delegation, by=by, now=now, seminar_id=delegation.seminar_id)


def _post(delegation: Delegation, *, now: datetime) -> None:
    kind, seminar_id = NoticeKind.HOURS_POLL, delegation.seminar_id
    post_once(kind, now=now, seminar_id=seminar_id, delegation_id=delegation.id)
