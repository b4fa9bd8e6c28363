"""Committees: criteria, reviewers and who may judge what, read for a whole call in a few statements."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink, Missing
from webinars.domain.zone_search import fold
from webinars.models.calls import Application, ApplicationState, Call
from webinars.models.cities import City
from webinars.models.committees import Criterion, Review, Reviewer, ReviewState, Score
from webinars.models.database import db

REPLACED = N_("This link was replaced by a newer one. Open the link in your last letter.")
REMOVED = N_("You are no longer a member of this committee.")
NO_APPLICATION = N_("There is no such application. Choose one from the list.")


@dataclass(frozen=True)
class Head:
    """What is known of an application without reading it; *city_name* as it was typed, "" for a member."""

    id: int
    call_id: int
    city_id: int | None
    city_name: str
    country: str | None


@dataclass(frozen=True)
class Mark:
    """A review without its words; *mean* is None where nothing is scored."""

    application_id: int
    reviewer_id: int
    state: ReviewState
    mean: Fraction | None


@dataclass(frozen=True)
class Progress:
    """How far one reviewer is: *conflicts* are not theirs to judge, and no part of *to_review*."""

    to_review: int
    submitted: int
    drafts: int
    conflicts: int

    @property
    def left(self) -> int:
        """Count the applications that wait for this reviewer."""
        return self.to_review - self.submitted


@dataclass(frozen=True)
class Board:
    """Everything of a call that its committee's numbers come from: *reviewers* are those of today."""

    call: Call
    criteria: tuple[Criterion, ...]
    reviewers: tuple[Reviewer, ...]
    heads: tuple[Head, ...]
    marks: tuple[Mark, ...]

    @cached_property
    def conflicts(self) -> frozenset[tuple[int, int]]:
        """Return the pairs of reviewer and application that must not meet: own cities, and declared ones."""
        declared = {
            (mark.reviewer_id, mark.application_id)
            for mark in self.marks
            if mark.state is ReviewState.CONFLICT
        }
        own = {
            (reviewer.id, head.id)
            for reviewer in self.reviewers
            for head in self.heads
            if is_own_city(reviewer.city, head)
        }
        return frozenset(declared | own)

    @cached_property
    def means(self) -> Mapping[int, Mapping[int, Fraction]]:
        """Return by application, then by reviewer, what the reviews that count come to."""
        found: dict[int, dict[int, Fraction]] = {}
        present = {reviewer.id for reviewer in self.reviewers}
        for mark in self.marks:
            counts = mark.state is ReviewState.SUBMITTED and mark.reviewer_id in present
            if counts and mark.mean is not None and self._may_meet(mark):
                found.setdefault(mark.application_id, {})[mark.reviewer_id] = mark.mean
        return found

    @cached_property
    def progress(self) -> Mapping[int, Progress]:
        """Return how far each reviewer is, by id."""
        heads = {head.id for head in self.heads}
        barred = Counter(reviewer for reviewer, application in self.conflicts if application in heads)
        states = Counter(
            (mark.reviewer_id, mark.state)
            for mark in self.marks
            if mark.application_id in heads and self._may_meet(mark)
        )
        return {
            one.id: Progress(
                to_review=len(heads) - barred[one.id],
                submitted=states[one.id, ReviewState.SUBMITTED],
                drafts=states[one.id, ReviewState.DRAFT],
                conflicts=barred[one.id],
            )
            for one in self.reviewers
        }

    def expected(self, application_id: int) -> int:
        """Count the reviewers who may judge an application."""
        return sum((one.id, application_id) not in self.conflicts for one in self.reviewers)

    def _may_meet(self, mark: Mark) -> bool:
        return (mark.reviewer_id, mark.application_id) not in self.conflicts


def board_of(call: Call) -> Board:
    """Return what a committee's numbers come from; four statements, however many applications."""
    return Board(
        call=call,
        criteria=criteria_of(call.id),
        reviewers=reviewers_of(call.id),
        heads=_heads([call.id]),
        marks=_marks(call.id),
    )


def criteria_of(call_id: int) -> tuple[Criterion, ...]:
    """Return the criteria of a call in their order; one statement."""
    statement = select(Criterion).where(Criterion.call_id == call_id, Criterion.removed_at.is_(None))
    return tuple(db.session.scalars(statement.order_by(Criterion.position, Criterion.id)))


def criterion_by_key(call_id: int, key: str) -> Criterion:
    """Return a criterion of the call; one statement. Raises Missing."""
    found = next((one for one in criteria_of(call_id) if one.key == key), None)
    if found is None:
        raise Missing(N_("There is no such criterion. Choose one from the list."))
    return found


def reviewers_of(call_id: int) -> tuple[Reviewer, ...]:
    """Return the members of a committee by name, with their cities; one statement."""
    statement = select(Reviewer).where(Reviewer.call_id == call_id, Reviewer.removed_at.is_(None))
    return tuple(db.session.scalars(_loaded(statement).order_by(func.lower(Reviewer.name), Reviewer.id)))


def reviewer_by_key(call_id: int, key: str) -> Reviewer:
    """Return a member of the call's committee, with city and call; one statement. Raises Missing."""
    statement = _loaded(select(Reviewer).where(Reviewer.call_id == call_id, Reviewer.key == key))
    reviewer = db.session.scalars(statement).one_or_none()
    if reviewer is None or reviewer.removed_at is not None:
        raise Missing(N_("There is no such member of this committee. Choose one from the list."))
    return reviewer


def reviewer_by_link(key: str, revision: int) -> Reviewer:
    """Return the reviewer that a link names, with city and call; one statement.

    Raises BadLink when they left the committee, or have newer links.
    """
    reviewer = db.session.scalars(_loaded(select(Reviewer).where(Reviewer.key == key))).one_or_none()
    if reviewer is not None and reviewer.removed_at is not None:
        raise BadLink(REMOVED)
    if reviewer is None or reviewer.link_revision != revision:
        raise BadLink(REPLACED)
    return reviewer


def left_of(reviewers: Collection[Reviewer]) -> Mapping[int, int]:
    """Count the applications that wait for each of the *reviewers*, by id; two statements for all."""
    if not reviewers:
        return {}
    heads = _heads({one.call_id for one in reviewers})
    statement = select(Review.reviewer_id, Review.application_id).where(
        Review.reviewer_id.in_([one.id for one in reviewers]), Review.state != ReviewState.DRAFT
    )
    done = {(row[0], row[1]) for row in db.session.execute(statement)}
    return {
        one.id: sum(
            head.call_id == one.call_id and not is_own_city(one.city, head) and (one.id, head.id) not in done
            for head in heads
        )
        for one in reviewers
    }


def is_own_city(city: City | None, head: Head | Application) -> bool:
    """Say whether an application is that of *city*, also where it only has the same name.

    An applicant who types a name which the directory has names that city, unless the country is another.
    """
    if city is None:
        return False
    if head.city_id is not None:
        return head.city_id == city.id
    names = {fold(name) for name in city.name.to_mapping().values()}
    is_same_country = head.country is None or city.country is None or head.country == city.country
    return is_same_country and fold(head.city_name) in names


def sent_applications(call_id: int) -> Select[Application]:
    """Return the statement of the applications that a committee reads, the first that was sent first."""
    is_sent = Application.state == ApplicationState.SENT
    statement = select(Application).where(Application.call_id == call_id, is_sent)
    return statement.order_by(Application.sent_at, Application.id)


def _heads(call_ids: Collection[int]) -> tuple[Head, ...]:
    columns = (
        Application.id,
        Application.call_id,
        Application.city_id,
        Application.city_name,
        Application.country,
    )
    is_sent = Application.state == ApplicationState.SENT
    statement = select(*columns).where(Application.call_id.in_(call_ids), is_sent)
    rows = db.session.execute(statement.order_by(Application.sent_at, Application.id))
    return tuple(Head(row[0], row[1], row[2], row[3], row[4]) for row in rows)


def _marks(call_id: int) -> tuple[Mark, ...]:
    """Return the reviews of a call, each with the mean of what it gives; weighed by the database."""
    statement = (
        select(
            Review.application_id,
            Review.reviewer_id,
            Review.state,
            func.sum(Score.points * Criterion.weight).filter(Criterion.removed_at.is_(None)),
            func.sum(Criterion.weight).filter(Criterion.removed_at.is_(None)),
        )
        .join(Application, Application.id == Review.application_id)
        .outerjoin(Score, Score.review_id == Review.id)
        .outerjoin(Criterion, Criterion.id == Score.criterion_id)
        .where(Application.call_id == call_id)
        .group_by(Review.id)
        .order_by(Review.id)
    )
    return tuple(
        Mark(row[0], row[1], row[2], Fraction(int(row[3]), int(row[4])) if row[4] else None)
        for row in db.session.execute(statement)
    )


def _loaded(statement: Select[Reviewer]) -> Select[Reviewer]:
    loaded = statement.options(joinedload(Reviewer.city), joinedload(Reviewer.call))
    return loaded.execution_options(populate_existing=True)
