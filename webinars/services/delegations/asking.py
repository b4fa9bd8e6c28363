"""What cities are asked: invited once, reminded while they are silent, never twice within a day."""

from datetime import date, datetime

from webinars.domain.answering import is_fresh
from webinars.domain.deadlines import day_of, is_past
from webinars.domain.errors import N_, Refusal
from webinars.models.database import transaction
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.notices import NoticeKind
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.delegations import delegations_of
from webinars.queries.sessions import first_start
from webinars.services.delegations.rows import lock_delegation
from webinars.services.notices import post
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable

OPEN_STATES = (SeminarState.DRAFT, SeminarState.PUBLISHED)


def invite(delegation_id: int, answer_by: date | None, *, by: Actor, now: datetime) -> None:
    """Owe the focal point of a city the invitation; *answer_by* None is the date of the seminar.

    Raises Refusal when there is no address, when the city was invited or has answered; at "answer_by" for a
    date that is past or after the start.
    """
    with transaction():
        delegation, seminar = lock_delegation(delegation_id)
        day = _check_day(answer_by, seminar, now=now)
        if not delegation.focal_email:
            raise Refusal(N_("Write the e-mail address of the focal point first."), field="focal_email")
        if not _is_invitable(delegation):
            raise Refusal(N_("This city is invited already, or has answered."))
        _invite(delegation, day, by=by, now=now)


def invite_all(seminar_id: int, answer_by: date | None, *, by: Actor, now: datetime) -> int:
    """Owe the invitation to every city that is not invited yet and has an address; return how many."""
    with transaction():
        seminar = lock_editable(seminar_id)
        day = _check_day(answer_by, seminar, now=now)
        asked = [one for one in delegations_of(seminar_id) if _is_invitable(one)]
        for delegation in asked:
            _invite(delegation, day, by=by, now=now)
    return len(asked)


def remind(delegation_id: int, *, by: Actor, now: datetime) -> None:
    """Owe a silent city a reminder. Raises Refusal when it is not silent, or got a letter within a day."""
    with transaction():
        delegation, seminar = lock_delegation(delegation_id)
        _check_open(seminar, now=now)
        if not _is_remindable(delegation):
            raise Refusal(N_("This city was not asked, or has answered. There is nothing to remind it of."))
        if _is_fresh(delegation, now=now):
            raise Refusal(N_("This city got a letter within the last day. Wait a day before you remind it."))
        owe_reminder(delegation, by=by, now=now)


def remind_all(seminar_id: int, *, by: Actor, now: datetime) -> int:
    """Owe a reminder to every silent city that got no letter within a day, and return how many."""
    with transaction():
        _check_open(lock_editable(seminar_id), now=now)
        every = delegations_of(seminar_id)
        silent = [one for one in every if _is_remindable(one) and not _is_fresh(one, now=now)]
        for delegation in silent:
            owe_reminder(delegation, by=by, now=now)
    return len(silent)


def owe_reminder(delegation: Delegation, *, by: Actor, now: datetime) -> None:
    """Owe a silent city, whose row the caller holds, a reminder."""
    delegation.reminded_at = now
    _owe(NoticeKind.CITY_REMINDER, delegation, "reminded", by=by, now=now)


def _check_day(answer_by: date | None, seminar: Seminar, *, now: datetime) -> date | None:
    starts_at = _check_open(seminar, now=now)
    day = answer_by or seminar.answer_by
    if day is not None and is_past(day, now=now, zone=seminar.zone):
        raise Refusal(N_("This date is past. Choose a later one."), field="answer_by")
    if day is not None and starts_at is not None and day > day_of(starts_at, seminar.zone):
        raise Refusal(N_("The seminar starts before this date. Choose an earlier one."), field="answer_by")
    return day


def _check_open(seminar: Seminar, *, now: datetime) -> datetime | None:
    """Return when the seminar starts; raise Refusal when nobody is asked about it any more."""
    starts_at = first_start(seminar.id)
    if seminar.state not in OPEN_STATES or (starts_at is not None and starts_at <= now):
        raise Refusal(N_("This seminar is over or called off. Nobody is asked any more."))
    return starts_at


def _is_invitable(delegation: Delegation) -> bool:
    is_new = delegation.invited_at is None and delegation.role is DelegationRole.INVITED
    return is_new and bool(delegation.focal_email)


def _is_remindable(delegation: Delegation) -> bool:
    return delegation.is_silent and bool(delegation.focal_email)


def _is_fresh(delegation: Delegation, *, now: datetime) -> bool:
    return is_fresh(delegation.reminded_at or delegation.invited_at, now=now)


def _invite(delegation: Delegation, answer_by: date | None, *, by: Actor, now: datetime) -> None:
    delegation.invited_at, delegation.answer_by = now, answer_by
    delegation.version += 1
    _owe(NoticeKind.CITY_INVITATION, delegation, "invited", by=by, now=now)


def _owe(kind: NoticeKind, delegation: Delegation, verb: str, *, by: Actor, now: datetime) -> None:
    seminar_id = delegation.seminar_id
    post(kind, now=now, seminar_id=seminar_id, delegation_id=delegation.id)
    record(verb, delegation, by=by, now=now, seminar_id=seminar_id)
