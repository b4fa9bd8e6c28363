"""What a committee judges by: the criteria of a call and their weights.

Which criteria there are stays once a review is submitted: reviews that answered different questions could not
be ranked together. Words and weights may change, and the ranking follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.domain.scoring import MOST_WEIGHT
from webinars.domain.texts import LocalizedText
from webinars.models.calls import Application, Call
from webinars.models.committees import Criterion, Review, ReviewState
from webinars.models.database import db, lock, transaction
from webinars.queries.committees import criteria_of
from webinars.services.calls import lock_call
from webinars.services.edits import edit
from webinars.services.records import Actor, record

MOST_CRITERIA = 20


@dataclass(frozen=True, kw_only=True)
class CriterionFields:
    """What an organiser writes about a criterion."""

    name: LocalizedText
    explanation: LocalizedText
    weight: int = 1


def add_criterion(call_id: int, wanted: CriterionFields, *, by: Actor, now: datetime) -> Criterion:
    """Add a criterion after the others. Raises Refusal at a field, and once a review is submitted."""
    with transaction():
        call = _lock_open(call_id)
        _check(wanted)
        present = criteria_of(call.id)
        if len(present) >= MOST_CRITERIA:
            raise Refusal(N_("A call has at most %(limit)d criteria."), limit=MOST_CRITERIA)
        position = max((one.position for one in present), default=-1) + 1
        criterion = Criterion(call_id=call.id, position=position, **vars(wanted))
        db.session.add(criterion)
        record("added", criterion, by=by, now=now, seminar_id=call.seminar_id)
    return criterion


def edit_criterion(
    criterion_id: int, wanted: CriterionFields, *, expected: int | None, by: Actor, now: datetime
) -> None:
    """Change the words or the weight of a criterion. Raises Refusal at a field, or Stale."""
    with transaction():
        call = lock_call(_call_of(criterion_id))
        _check(wanted)
        criterion = lock(Criterion, criterion_id)
        edit(criterion, vars(wanted), expected=expected, by=by, now=now, seminar_id=call.seminar_id)


def remove_criterion(criterion_id: int, *, by: Actor, now: datetime) -> None:
    """Take a criterion away. Raises Refusal once a review is submitted."""
    with transaction():
        call = _lock_open(_call_of(criterion_id))
        criterion = lock(Criterion, criterion_id)
        if criterion.removed_at is None:
            criterion.removed_at = now
            record("removed", criterion, by=by, now=now, seminar_id=call.seminar_id)


def reorder_criteria(call_id: int, keys: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Put the criteria into the order of *keys*. Raises Refusal when these are not all of them, once each."""
    with transaction():
        call = lock_call(call_id)
        present = {one.key: one for one in criteria_of(call.id)}
        if sorted(keys) != sorted(present):
            raise Refusal(N_("The criteria changed meanwhile. Reload the page, then put them in order."))
        before = tuple(present)
        for position, key in enumerate(keys):
            present[key].position = position
        if tuple(keys) != before:
            names = [", ".join(str(present[key].name) for key in order) for order in (before, keys)]
            changes = {"order": (names[0], names[1])}
            record("reordered", call, by=by, now=now, seminar_id=call.seminar_id, changes=changes)


def has_submitted(call_id: int) -> bool:
    """Say whether a review of the call is submitted: its criteria stay from then on; one statement."""
    of_call = select(Review.id).join(Application, Application.id == Review.application_id)
    submitted = of_call.where(Application.call_id == call_id, Review.state == ReviewState.SUBMITTED)
    return db.session.scalars(submitted.limit(1)).first() is not None


def _lock_open(call_id: int) -> Call:
    call = lock_call(call_id)
    if has_submitted(call_id):
        raise Refusal(
            N_("A review is submitted: the criteria stay. You may still change their words and weights.")
        )
    return call


def _call_of(criterion_id: int) -> int:
    return db.session.get_one(Criterion, criterion_id).call_id


def _check(wanted: CriterionFields) -> None:
    if not wanted.name:
        raise Refusal(N_("Write this in at least one language."), field="name")
    if not 1 <= wanted.weight <= MOST_WEIGHT:
        raise Refusal(N_("Enter a number from 1 to %(limit)d."), field="weight", limit=MOST_WEIGHT)
