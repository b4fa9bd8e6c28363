"""Reviews as members of a committee and the office read them: lists, one application, what was said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import Missing
from webinars.domain.scoring import review_mean
from webinars.models.calls import Application
from webinars.models.committees import Criterion, Remark, Review, Reviewer, ReviewState, Score
from webinars.models.database import db
from webinars.queries.applications import application_by_key
from webinars.queries.committees import NO_APPLICATION, Progress, criteria_of, is_own_city, sent_applications
from webinars.queries.pages import Page, slice_of


@dataclass(frozen=True)
class OwnLine:
    """An application in a reviewer's list; *review* is the reviewer's own, None before the first word."""

    application: Application
    review: Review | None
    is_own_city: bool
    mean: Fraction | None

    @property
    def is_conflict(self) -> bool:
        """Say whether the reviewer must stand back."""
        return self.is_own_city or self.state is ReviewState.CONFLICT

    @property
    def state(self) -> ReviewState | None:
        """Return how far the review is; None before the first word."""
        return self.review.state if self.review else None

    @property
    def is_outdated(self) -> bool:
        """Say whether the application changed after it was reviewed, as when the call was extended."""
        return is_outdated(self.application, self.review)


@dataclass(frozen=True)
class OwnList:
    """The applications of a reviewer's call, and how far the reviewer is with all of them."""

    page: Page[OwnLine]
    progress: Progress


@dataclass(frozen=True)
class Opinion:
    """What one reviewer said: *points* by the id of the criterion, and what they come to."""

    reviewer: Reviewer
    review: Review
    points: Mapping[int, int]
    mean: Fraction | None


@dataclass(frozen=True)
class Reading:
    """A reviewer before an application: the criteria, and the reviewer's own review (None before it)."""

    reviewer: Reviewer
    application: Application
    criteria: tuple[Criterion, ...]
    own: Opinion | None

    @property
    def ids(self) -> tuple[int, int]:
        """Return the ids of reviewer and application, which outlive a refusal."""
        return self.reviewer.id, self.application.id

    @property
    def review(self) -> Review | None:
        """Return the reviewer's own review without its points."""
        return self.own.review if self.own else None


def own_list(reviewer: Reviewer, *, number: int, size: int) -> OwnList:
    """Return what a reviewer has to judge, the first that was sent first; four statements.

    *reviewer* is loaded with its city. Raises Missing for a page that is not there.
    """
    weights = {one.id: one.weight for one in criteria_of(reviewer.call_id)}
    statement = sent_applications(reviewer.call_id).options(joinedload(Application.city))
    found = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    own = {one.review.application_id: one for one in _opinions(Review.reviewer_id == reviewer.id, weights)}
    lines = [_own_line(reviewer, application, own.get(application.id)) for application in found]
    return OwnList(slice_of(lines, number, size), _progress_of(lines))


def application_for(reviewer: Reviewer, key: str) -> Application:
    """Return an application that the reviewer's committee reads, with call and city; one statement.

    Raises Missing, for what was never sent too: nobody but the applicant has seen that.
    """
    found = application_by_key(reviewer.call_id, key)
    if found.sent_at is None:
        raise Missing(NO_APPLICATION)
    return found


def reading_of(reviewer: Reviewer, key: str) -> Reading:
    """Return the application that a reviewer opens; four statements. Raises Missing."""
    application, criteria = application_for(reviewer, key), criteria_of(reviewer.call_id)
    return Reading(reviewer, application, criteria, review_of(reviewer, application, criteria))


def review_of(reviewer: Reviewer, application: Application, criteria: Sequence[Criterion]) -> Opinion | None:
    """Return a reviewer's own review of an application; two statements, None before the first word."""
    weights = {one.id: one.weight for one in criteria}
    of = (Review.reviewer_id == reviewer.id) & (Review.application_id == application.id)
    return next(iter(_opinions(of, weights)), None)


def opinions_on(application: Application, criteria: Sequence[Criterion]) -> tuple[Opinion, ...]:
    """Return the submitted reviews of an application that count, by the names of the reviewers.

    Two statements. Who left the committee, or must not judge this city, is left out.
    """
    of = (Review.application_id == application.id) & (Review.state == ReviewState.SUBMITTED)
    found = _opinions(of, {one.id: one.weight for one in criteria})
    return tuple(
        one
        for one in found
        if one.reviewer.removed_at is None and not is_own_city(one.reviewer.city, application)
    )


def is_outdated(application: Application, review: Review | None) -> bool:
    """Say whether an application changed after a review of it was submitted."""
    if review is None or review.state is not ReviewState.SUBMITTED:
        return False
    return application.changed_at > review.changed_at


def conflicts_on(application: Application) -> tuple[Review, ...]:
    """Return the conflicts of interest declared on an application, with their reviewers; one statement."""
    statement = select(Review).where(
        Review.application_id == application.id, Review.state == ReviewState.CONFLICT
    )
    found = statement.options(joinedload(Review.reviewer)).order_by(Review.id)
    return tuple(db.session.scalars(found))


def remarks_on(application: Application) -> tuple[Remark, ...]:
    """Return the discussion of an application, the oldest first; one statement."""
    statement = select(Remark).where(Remark.application_id == application.id).order_by(Remark.id)
    return tuple(db.session.scalars(statement))


def _own_line(reviewer: Reviewer, application: Application, own: Opinion | None) -> OwnLine:
    return OwnLine(
        application,
        own.review if own else None,
        is_own_city(reviewer.city, application),
        own.mean if own else None,
    )


def _progress_of(lines: Sequence[OwnLine]) -> Progress:
    mine = [one for one in lines if not one.is_conflict]
    return Progress(
        to_review=len(mine),
        submitted=sum(one.state is ReviewState.SUBMITTED for one in mine),
        drafts=sum(one.state is ReviewState.DRAFT for one in mine),
        conflicts=len(lines) - len(mine),
    )


def _opinions(which: ColumnElement[bool], weights: Mapping[int, int]) -> list[Opinion]:
    """Return the reviews that *which* selects, with their points and reviewers; two statements."""
    loaded = joinedload(Review.reviewer).joinedload(Reviewer.city)
    statement = select(Review).join(Review.reviewer).where(which).options(loaded)
    ordered = statement.order_by(func.lower(Reviewer.name), Review.id)
    # Not populate_existing: that would let go of what is loaded around a reviewer who looks.
    reviews = db.session.scalars(ordered).all()
    points: dict[int, dict[int, int]] = {}
    scores = select(Score.review_id, Score.criterion_id, Score.points)
    of = scores.join(Review, Review.id == Score.review_id).where(which)
    for row in db.session.execute(of):
        points.setdefault(row[0], {})[row[1]] = row[2]
    return [
        Opinion(one.reviewer, one, given, review_mean(given, weights))
        for one in reviews
        for given in [points.get(one.id, {})]
    ]
