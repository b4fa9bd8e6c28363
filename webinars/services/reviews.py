"""Reviews: what a member of the committee says of an application, and what the committee says to each other.

A reviewer who has a conflict of interest, because they declared one or because the city is their own, neither
scores nor reads. What the others say is read only after one's own review: nobody leans on another's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, BadLink, Forbidden, Missing, Refusal
from webinars.domain.scoring import check_points
from webinars.domain.texts import one_line
from webinars.models.calls import Application, ApplicationState, Call, Decision
from webinars.models.committees import Criterion, Remark, Review, Reviewer, ReviewState, Score
from webinars.models.database import db, lock, transaction
from webinars.queries.committees import NO_APPLICATION, REMOVED, criteria_of, is_own_city, reviewer_by_key
from webinars.services.calls import lock_call
from webinars.services.records import Actor, record

COMMENT_LIMIT = 4000
REASON_LIMIT = 500
OWN_CITY = N_("This application is from your own city. Others of the committee judge it.")
DECLARED = N_("You declared a conflict of interest. Others of the committee judge this application.")
NOT_YET = N_("The committee’s reviews and its discussion open when you have submitted your own review.")
FINAL = (Decision.ACCEPT, Decision.DECLINE)


@dataclass(frozen=True)
class ReviewFields:
    """What a reviewer writes: *points* by the key of the criterion, None where there are none yet."""

    points: Mapping[str, int | None] = field(default_factory=dict)
    comment: str = ""


def field_of(criterion: Criterion) -> str:
    """Return the name of the form's field in which the points of a criterion stand."""
    return f"points_{criterion.key}"


def save_draft(reviewer_id: int, application_id: int, wanted: ReviewFields, *, now: datetime) -> Review:
    """Keep what is written so far; one that was submitted is a draft again, and counts no longer.

    Raises Refusal at a field and where nobody reviews now, Forbidden for a conflict of interest.
    """
    with transaction():
        return _write(reviewer_id, application_id, wanted, ReviewState.DRAFT, now=now)


def submit(reviewer_id: int, application_id: int, wanted: ReviewFields, *, now: datetime) -> Review:
    """Hand in a review; it counts from now on, and can be changed until the decision is released.

    Raises Refusal as `save_draft` does, and at each criterion that has no points.
    """
    with transaction():
        for criterion in criteria_of(_lock(reviewer_id, application_id, now=now)[1].id):
            if wanted.points.get(criterion.key) is None:
                raise Refusal(N_("Give points for every criterion."), field=field_of(criterion))
        return _write(reviewer_id, application_id, wanted, ReviewState.SUBMITTED, now=now)


def declare_conflict(reviewer_id: int, application_id: int, reason: str, *, now: datetime) -> None:
    """Let a reviewer stand back from an application: their points and comment are forgotten.

    Raises Refusal at "reason" when none is given, and where nobody reviews now.
    """
    words = one_line(reason, field="reason", limit=REASON_LIMIT)
    if not words:
        raise Refusal(N_("Say in a few words what the conflict is."), field="reason")
    with transaction():
        reviewer, call, application = _lock(reviewer_id, application_id, now=now)
        review = _review(reviewer_id, application_id) or _new_review(reviewer_id, application_id, now=now)
        _put_points(review, {})
        review.state, review.comment, review.changed_at = ReviewState.CONFLICT, words, now
        review.version += 1
        _record("declared conflict", application, reviewer, call, now=now)


def take_back_conflict(reviewer_id: int, application_id: int, *, now: datetime) -> None:
    """Let a reviewer judge after all; without a declared conflict nothing changes."""
    with transaction():
        reviewer, call, application = _lock(reviewer_id, application_id, now=now)
        review = _review(reviewer_id, application_id)
        if review is not None and review.state is ReviewState.CONFLICT:
            review.state, review.comment, review.changed_at = ReviewState.DRAFT, "", now
            review.version += 1
            _record("took back conflict", application, reviewer, call, now=now)


def remark(reviewer_id: int, application_id: int, text: str, *, now: datetime) -> Remark:
    """Let a reviewer say a word in the discussion of an application.

    Raises Refusal at "text", Forbidden for a conflict of interest and before one's own review.
    """
    with transaction():
        reviewer, _call, application = _lock(reviewer_id, application_id, now=now)
        check_reads_others(reviewer, application, _review(reviewer_id, application_id))
        return _say(application_id, reviewer.name, text, reviewer_id=reviewer_id, now=now)


def remark_of_office(application_id: int, text: str, *, by: Actor, now: datetime) -> Remark:
    """Let somebody of the office say a word in the discussion. Raises Refusal at "text"."""
    with transaction():
        lock(Application, application_id)
        return _say(application_id, by.name, text, reviewer_id=None, now=now)


def check_judges(reviewer: Reviewer, application: Application, review: Review | None) -> None:
    """Raise Forbidden for who has a conflict of interest; the *reviewer*'s city is loaded."""
    if is_own_city(reviewer.city, application):
        raise Forbidden(OWN_CITY)
    if review is not None and review.state is ReviewState.CONFLICT:
        raise Forbidden(DECLARED)


def check_reads_others(reviewer: Reviewer, application: Application, review: Review | None) -> None:
    """Raise Forbidden for who must not read what the others say, or not yet."""
    check_judges(reviewer, application, review)
    if review is None or review.state is not ReviewState.SUBMITTED:
        raise Forbidden(NOT_YET)


def why_closed(call: Call, application: Application, *, now: datetime) -> str | None:
    """Say why an application cannot be reviewed now, in an untranslated sentence; None when it can."""
    if application.state is not ApplicationState.SENT:
        return N_("This application was withdrawn. Nobody reviews it any more.")
    if call.closes_at > now:
        return N_("The call has not closed yet, and applications may change. Review them after that.")
    if application.told_decision in FINAL:
        return N_("The city was told the decision. Reviews can no longer change.")
    return None


def _lock(reviewer_id: int, application_id: int, *, now: datetime) -> tuple[Reviewer, Call, Application]:
    """Lock what a review is about, the call first. Raises BadLink for who left, Refusal when closed."""
    member = db.session.get_one(Reviewer, reviewer_id)
    call, application = lock_call(member.call_id), lock(Application, application_id)
    member = lock(Reviewer, reviewer_id)
    if member.removed_at is not None:
        raise BadLink(REMOVED)
    if application.call_id != call.id:
        raise Missing(NO_APPLICATION)
    if reason := why_closed(call, application, now=now):
        raise Refusal(reason)
    return reviewer_by_key(call.id, member.key), call, application


def _write(
    reviewer_id: int, application_id: int, wanted: ReviewFields, state: ReviewState, *, now: datetime
) -> Review:
    reviewer, call, application = _lock(reviewer_id, application_id, now=now)
    review = _review(reviewer_id, application_id)
    check_judges(reviewer, application, review)
    points = _checked(call, wanted)
    review = review or _new_review(reviewer_id, application_id, now=now)
    is_new_state = review.state is not state
    review.state, review.comment, review.changed_at = state, wanted.comment.strip(), now
    review.version = (review.version or 0) + 1
    _put_points(review, points)
    if is_new_state and state is ReviewState.SUBMITTED:
        _record("reviewed", application, reviewer, call, now=now)
    return review


def _checked(call: Call, wanted: ReviewFields) -> dict[int, int]:
    """Return the points by the id of their criterion. Raises Refusal at the one that is off the scale."""
    if len(wanted.comment) > COMMENT_LIMIT:
        raise Refusal(N_("Write at most %(limit)d characters."), field="comment", limit=COMMENT_LIMIT)
    points: dict[int, int] = {}
    for criterion in criteria_of(call.id):
        given = wanted.points.get(criterion.key)
        if given is not None:
            check_points(given, most=call.most_points, field=field_of(criterion), criterion=criterion.name)
            points[criterion.id] = given
    return points


def _put_points(review: Review, points: Mapping[int, int]) -> None:
    kept = {
        one.criterion_id: one for one in db.session.scalars(select(Score).where(Score.review_id == review.id))
    }
    for criterion_id, score in kept.items():
        if criterion_id not in points:
            db.session.delete(score)
    for criterion_id, given in points.items():
        if criterion_id in kept:
            kept[criterion_id].points = given
        else:
            db.session.add(Score(review_id=review.id, criterion_id=criterion_id, points=given))


def _review(reviewer_id: int, application_id: int) -> Review | None:
    of = (Review.reviewer_id == reviewer_id, Review.application_id == application_id)
    return db.session.scalars(select(Review).where(*of)).one_or_none()


def _new_review(reviewer_id: int, application_id: int, *, now: datetime) -> Review:
    review = Review(reviewer_id=reviewer_id, application_id=application_id, changed_at=now)
    db.session.add(review)
    db.session.flush()
    return review


def _say(application_id: int, author: str, text: str, *, reviewer_id: int | None, now: datetime) -> Remark:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Refusal(N_("Write something first."), field="text")
    if len(words) > COMMENT_LIMIT:
        raise Refusal(N_("Write at most %(limit)d characters."), field="text", limit=COMMENT_LIMIT)
    said = Remark(
        application_id=application_id, reviewer_id=reviewer_id, author=author, text=words, written_at=now
    )
    db.session.add(said)
    return said


def _record(verb: str, application: Application, reviewer: Reviewer, call: Call, *, now: datetime) -> None:
    """Write down that a reviewer did it; the log says nothing of points and words."""
    record(verb, application, by=Actor(reviewer.name), now=now, seminar_id=call.seminar_id)
