"""Reviews in words: how far one is, and what reviewers and the office said to each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from webinars.letters.times import Clock, clock_of
from webinars.models.committees import Criterion, Remark, ReviewState
from webinars.queries.reviews import Opinion, OwnLine
from webinars.web.registrations.rows import State
from webinars.web.spreads import number_words


@dataclass(frozen=True)
class OpinionRow:
    """A review as others read it: the mean, and the points under the names of the criteria."""

    name: str
    organisation: str
    mean: str
    points: tuple[str, ...]
    comment: str


@dataclass(frozen=True)
class RemarkRow:
    """A word of the discussion; *is_office* where no reviewer said it."""

    author: str
    is_office: bool
    text: str
    at: Clock


def review_state(state: ReviewState | None) -> State:
    """Return how far a review is; None before the first word."""
    if state is None:
        return State(gettext("Not begun"), "open")
    return {
        ReviewState.DRAFT: State(gettext("Draft, not submitted"), "wait"),
        ReviewState.SUBMITTED: State(gettext("Submitted"), "ok"),
        ReviewState.CONFLICT: State(gettext("Conflict of interest"), "off"),
    }[state]


def line_state(line: OwnLine) -> State:
    """Return how far a reviewer is with an application, or why they stand back."""
    if line.is_own_city:
        return State(gettext("Your own city"), "off")
    if line.is_outdated:
        return State(gettext("Changed after your review"), "warn")
    return review_state(line.state)


def opinion_rows(opinions: Iterable[Opinion], criteria: Sequence[Criterion]) -> tuple[OpinionRow, ...]:
    """Return reviews as a table shows them, one column for each criterion."""
    return tuple(
        OpinionRow(
            name=one.reviewer.name,
            organisation=one.reviewer.organisation,
            mean=number_words(one.mean),
            points=tuple(str(one.points.get(criterion.id, "–")) for criterion in criteria),
            comment=one.review.comment,
        )
        for one in opinions
    )


def remark_rows(remarks: Iterable[Remark], zone: str) -> tuple[RemarkRow, ...]:
    """Return the discussion with times on the clocks of *zone*."""
    return tuple(
        RemarkRow(one.author, one.reviewer_id is None, one.text, clock_of(one.written_at, None, zone))
        for one in remarks
    )
