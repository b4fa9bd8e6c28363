"""What a city answers: it presents, attends or cannot, in which part, and who presents."""

from dataclasses import dataclass
from datetime import datetime

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Refusal
from webinars.models.database import transaction
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.seminars import Seminar
from webinars.queries.sessions import first_start
from webinars.services.delegations.asking import OPEN_STATES
from webinars.services.delegations.rows import check_part, check_presenter, lock_delegation
from webinars.services.edits import edit
from webinars.services.records import Actor
from webinars.services.seminars import touch

ANSWERS = (DelegationRole.PRESENTING, DelegationRole.ATTENDING, DelegationRole.ABSENT)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a city answers; who presents may be named later, but then with name and address."""

    role: DelegationRole
    session_id: int | None = None
    presenter_name: str | None = None
    presenter_email: str | None = None


def answer(delegation_id: int, reply: Reply, *, by: Actor, now: datetime) -> Delegation:
    """Keep what a city says; the same answer twice changes nothing.

    Raises Refusal at a field, or when it is too late.
    """
    with transaction():
        delegation, seminar = lock_delegation(delegation_id)
        if reason := why_closed(delegation, seminar, first_start(seminar.id), now=now):
            raise Refusal(reason)
        _check(reply, seminar.id)
        diff = edit(
            delegation, _told(reply), expected=None, by=by, now=now, seminar_id=seminar.id, verb="answered"
        )
        if diff or delegation.answered_at is None:
            delegation.answered_at = now
            touch(seminar.id, now=now)
    return delegation


def why_closed(
    delegation: Delegation, seminar: Seminar, starts_at: datetime | None, *, now: datetime
) -> str | None:
    """Say why a city can no longer answer, in an untranslated sentence; None when it can.

    A first answer is welcome until the seminar starts (*starts_at*, UTC; None: not known), a given one may be
    changed until the date that was asked for.
    """
    if seminar.state not in OPEN_STATES:
        return N_("This seminar takes no answers any more.")
    if starts_at is not None and starts_at <= now:
        return N_("The seminar has started. Write to the host if something changes.")
    by = delegation.answer_by or seminar.answer_by
    if delegation.answered_at is not None and by and is_past(by, now=now, zone=seminar.zone):
        return N_("The date for answers is past. Write to the host if something changes.")
    return None


def _check(reply: Reply, seminar_id: int) -> None:
    if reply.role not in ANSWERS:
        raise Refusal(N_("Choose one of the answers."), field="role")
    check_part(reply.session_id, seminar_id)
    check_presenter(reply.presenter_name, reply.presenter_email)


def _told(reply: Reply) -> dict[str, object]:
    """Return the columns of a reply; who does not present names no presenter, who is absent no part."""
    presents = reply.role is DelegationRole.PRESENTING
    return {
        "role": reply.role,
        "session_id": None if reply.role is DelegationRole.ABSENT else reply.session_id,
        "presenter_name": (reply.presenter_name or None) if presents else None,
        "presenter_email": (reply.presenter_email or None) if presents else None,
    }
