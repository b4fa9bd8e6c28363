"""Who is on a committee: reviewers added, changed and taken off, asked by letter and reminded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import email_key
from webinars.domain.timezones import check_zone
from webinars.models.calls import Call
from webinars.models.committees import Reviewer
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.queries.committees import left_of, reviewers_of
from webinars.services.calls import lock_call
from webinars.services.edits import edit
from webinars.services.notices import post
from webinars.services.records import Actor, record

REMIND_AGAIN_AFTER = timedelta(days=1)
MOST_REVIEWERS = 100


@dataclass(frozen=True, kw_only=True)
class ReviewerFields:
    """What an organiser writes about a reviewer; applications of *city_id* are a conflict of theirs."""

    name: str
    email: str
    language: str
    zone: str
    organisation: str = ""
    city_id: int | None = None


def add_reviewer(call_id: int, wanted: ReviewerFields, *, by: Actor, now: datetime) -> Reviewer:
    """Add a member to the committee; nobody is written to yet.

    Who was taken off and comes back has new links; what they said before counts again. Raises Refusal at a
    field.
    """
    with transaction():
        call = lock_call(call_id)
        values = _values(wanted)
        reviewer = _of_address(call.id, str(values["email_key"]))
        if reviewer is not None and reviewer.removed_at is None:
            raise Refusal(N_("This address is on the committee already."), field="email")
        if len(reviewers_of(call.id)) >= MOST_REVIEWERS:
            raise Refusal(N_("A committee has at most %(limit)d members."), limit=MOST_REVIEWERS)
        if reviewer is None:
            reviewer = Reviewer(call_id=call.id, **values)
            db.session.add(reviewer)
        else:
            edit(reviewer, values, expected=None, by=by, now=now, seminar_id=call.seminar_id)
            reviewer.removed_at = reviewer.invited_at = reviewer.reminded_at = None
        record("added", reviewer, by=by, now=now, seminar_id=call.seminar_id)
    return reviewer


def edit_reviewer(
    reviewer_id: int, wanted: ReviewerFields, *, expected: int | None, by: Actor, now: datetime
) -> None:
    """Change what is known of a reviewer. Raises Refusal at a field, or Stale.

    Another address ends the links of the old one, and who was asked is asked again there.
    """
    with transaction():
        reviewer, call = _lock(reviewer_id)
        values = _values(wanted)
        other = _of_address(call.id, str(values["email_key"]))
        if other is not None and other.id != reviewer.id:
            raise Refusal(
                N_("This address is, or was, another member’s. Write a different one."), field="email"
            )
        diff = edit(reviewer, values, expected=expected, by=by, now=now, seminar_id=call.seminar_id)
        if "email_key" in diff:
            reviewer.link_revision += 1
            reviewer.undeliverable_at = None
            if reviewer.invited_at is not None:
                _invite(reviewer, call, by=by, now=now)


def remove_reviewer(reviewer_id: int, *, by: Actor, now: datetime) -> None:
    """Take a member off the committee: their links end, and their reviews count no longer."""
    with transaction():
        reviewer, call = _lock(reviewer_id)
        reviewer.removed_at = now
        reviewer.link_revision += 1
        reviewer.version += 1
        record("removed", reviewer, by=by, now=now, seminar_id=call.seminar_id)


def invite(reviewer_id: int, *, by: Actor, now: datetime) -> None:
    """Owe a reviewer the letter with their link, also again. Raises Refusal within a day of another."""
    with transaction():
        reviewer, call = _lock(reviewer_id)
        if _is_fresh(reviewer, now=now):
            raise Refusal(N_("%(name)s got a letter within the last day. Wait a day."), name=reviewer.name)
        _invite(reviewer, call, by=by, now=now)


def invite_all(call_id: int, *, by: Actor, now: datetime) -> int:
    """Owe the letter to every member who was not asked yet, and return how many."""
    with transaction():
        call = lock_call(call_id)
        asked = [one for one in reviewers_of(call.id) if one.invited_at is None]
        for reviewer in asked:
            _invite(reviewer, call, by=by, now=now)
    return len(asked)


def remind(reviewer_id: int, *, by: Actor, now: datetime) -> None:
    """Owe a reviewer who was asked a reminder of what is left.

    Raises Refusal while the call is open, when nothing is left, and within a day of another letter.
    """
    with transaction():
        reviewer, call = _lock(reviewer_id)
        _check_closed(call, now=now)
        if not _waits_for(reviewer):
            raise Refusal(N_("%(name)s has reviewed everything, or was not asked yet."), name=reviewer.name)
        if _is_fresh(reviewer, now=now):
            raise Refusal(N_("%(name)s got a letter within the last day. Wait a day."), name=reviewer.name)
        _remind(reviewer, call, by=by, now=now)


def remind_all(call_id: int, *, by: Actor, now: datetime) -> int:
    """Owe a reminder to every asked reviewer with applications left and no letter within a day."""
    with transaction():
        call = lock_call(call_id)
        _check_closed(call, now=now)
        members = [one for one in reviewers_of(call.id) if one.invited_at is not None]
        left = left_of(members)
        late = [one for one in members if left[one.id] and not _is_fresh(one, now=now)]
        for reviewer in late:
            _remind(reviewer, call, by=by, now=now)
    return len(late)


def _lock(reviewer_id: int) -> tuple[Reviewer, Call]:
    """Lock a member and before them the call. Raises Refusal for one who was taken off."""
    call = lock_call(db.session.get_one(Reviewer, reviewer_id).call_id)
    reviewer = lock(Reviewer, reviewer_id)
    if reviewer.removed_at is not None:
        raise Refusal(N_("%(name)s is no longer on this committee."), name=reviewer.name)
    return reviewer, call


def _values(wanted: ReviewerFields) -> dict[str, object]:
    if not wanted.name:
        raise Refusal(N_("Write the name."), field="name")
    if not wanted.email:
        raise Refusal(N_("Write the e-mail address."), field="email")
    return vars(wanted) | {"zone": check_zone(wanted.zone), "email_key": email_key(wanted.email)}


def _of_address(call_id: int, key: str) -> Reviewer | None:
    statement = select(Reviewer).where(Reviewer.call_id == call_id, Reviewer.email_key == key)
    return db.session.scalars(statement).one_or_none()


def _waits_for(reviewer: Reviewer) -> bool:
    members = {one.id: one for one in reviewers_of(reviewer.call_id)}
    return reviewer.invited_at is not None and left_of([members[reviewer.id]])[reviewer.id] > 0


def _is_fresh(reviewer: Reviewer, *, now: datetime) -> bool:
    letters = (reviewer.invited_at, reviewer.reminded_at)
    return any(at is not None and now - at < REMIND_AGAIN_AFTER for at in letters)


def _check_closed(call: Call, *, now: datetime) -> None:
    if call.closes_at > now:
        raise Refusal(N_("Applications may change until the call closes. Remind reviewers after that."))


def _invite(reviewer: Reviewer, call: Call, *, by: Actor, now: datetime) -> None:
    reviewer.invited_at = now
    _owe(NoticeKind.REVIEW_INVITATION, reviewer, call, "invited", by=by, now=now)


def _remind(reviewer: Reviewer, call: Call, *, by: Actor, now: datetime) -> None:
    reviewer.reminded_at = now
    _owe(NoticeKind.REVIEW_REMINDER, reviewer, call, "reminded", by=by, now=now)


def _owe(kind: NoticeKind, reviewer: Reviewer, call: Call, verb: str, *, by: Actor, now: datetime) -> None:
    post(kind, now=now, seminar_id=call.seminar_id, reviewer_id=reviewer.id)
    record(verb, reviewer, by=by, now=now, seminar_id=call.seminar_id)
