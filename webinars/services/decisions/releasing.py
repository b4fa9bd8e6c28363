"""Decisions are released: each applicant who was not told the present decision is owed one letter.

What was released is kept (`told_decision`), and an acceptance or a refusal that was told cannot be changed
any more. So two letters that contradict each other cannot be made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal, Stale
from webinars.models.calls import Application, Decision
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.seminars import Seminar
from webinars.queries.rankings import due
from webinars.services.calls import lock_call
from webinars.services.decisions.delegating import Made, make_each
from webinars.services.notices import post
from webinars.services.records import Actor, record_each


@dataclass(frozen=True)
class Selection:
    """Whose decisions are released: those of one cohort, of one kind, or (None) all."""

    cohort_id: int | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Released:
    """How many letters are owed, and what became of the accepted ones (None: the call has no seminar)."""

    letters: int
    made: Made | None


def sight_of(applications: Sequence[Application]) -> str:
    """Return a mark of who hears what, by which a later look shows whether it is still the same."""
    seen = sorted(f"{one.key}:{one.decision}:{one.cohort_id}" for one in applications)
    return sha256("\n".join(seen).encode()).hexdigest()[:32]


def release(call_id: int, wanted: Selection, *, expected: str | None, by: Actor, now: datetime) -> Released:
    """Owe a letter to each of the selected applicants who was not told the present decision.

    *expected* is the mark of what was previewed (None: whatever it is). Accepted cities become delegations of
    the call's seminar, where it has one. Raises Stale when somebody decided otherwise meanwhile, and Refusal
    when there is nothing to tell.
    """
    with transaction():
        call = lock_call(call_id)
        seminar = lock(Seminar, call.seminar_id) if call.seminar_id else None
        _hold(call_id)
        chosen = due(call_id, cohort_id=wanted.cohort_id, decision=wanted.decision)
        if expected is not None and sight_of(chosen) != expected:
            raise Stale(
                N_("Somebody decided otherwise meanwhile. See who hears what now, then release again."),
                theirs={},
            )
        if not chosen:
            raise Refusal(N_("Everybody was told what was decided. There is nothing to release."))
        _tell(chosen, seminar_id=call.seminar_id, by=by, now=now)
        accepted = [one for one in chosen if one.told_decision is Decision.ACCEPT]
        made = make_each(accepted, seminar, by=by, now=now) if seminar and accepted else None
    return Released(len(chosen), made)


def _hold(call_id: int) -> None:
    """Hold every decided application, so that none is withdrawn between the look and the letter."""
    decided = select(Application.id).where(Application.call_id == call_id, Application.decision.is_not(None))
    db.session.scalars(decided.order_by(Application.id).with_for_update(of=Application, key_share=True)).all()


def _tell(chosen: Sequence[Application], *, seminar_id: int | None, by: Actor, now: datetime) -> None:
    changes = []
    for application in chosen:
        changes.append((application, {"told_decision": (application.told_decision, application.decision)}))
        application.told_decision, application.released_at = application.decision, now
        application.version += 1
        details = {"decision": str(application.decision)}
        post(
            NoticeKind.DECISION,
            now=now,
            seminar_id=seminar_id,
            application_id=application.id,
            details=details,
        )
    record_each("released", changes, by=by, now=now, seminar_id=seminar_id)
