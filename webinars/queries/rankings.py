"""Rankings: the applications of a call by what its committee thinks of them, and what was decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.domain.scoring import Verdict, ranks, verdict_of
from webinars.models.calls import Application, Call, Cohort, Decision
from webinars.models.database import db
from webinars.models.notices import Notice, NoticeKind, NoticeState
from webinars.models.records import Record
from webinars.models.replies import Reply, Standing
from webinars.queries.committees import Board, sent_applications
from webinars.queries.pages import Page, page_of, slice_of

DECIDING = ("decided", "released")


@dataclass(frozen=True)
class RankFilter:
    """Which applications; None leaves out nothing, and *is_open* keeps those without a decision."""

    decision: Decision | None = None
    is_open: bool = False
    cohort_id: int | None = None


@dataclass(frozen=True)
class RankLine:
    """An application in the ranking, with city and cohort; *place* is None before the first review.

    *means* are the reviews that count, by reviewer; *expected* is how many reviewers may judge it.
    """

    place: int | None
    application: Application
    verdict: Verdict
    means: Mapping[int, Fraction]
    expected: int


def ranking(board: Board, wanted: RankFilter, *, number: int, size: int) -> Page[RankLine]:
    """Return a page of the ranking, the best first; two statements, however many applications.

    Places are those among all applications of the call, whatever is left out.
    """
    kept = {row[0] for row in db.session.execute(_matching(board.call.id, wanted))}
    verdicts = [(head.id, verdict_of(board.means.get(head.id, {}).values())) for head in board.heads]
    ranked = [one for one in ranks(verdicts) if one[1] in kept]
    found = slice_of(ranked, number, size)
    rows = _applications([ident for _, ident, _ in found.items])
    lines = tuple(
        RankLine(place, rows[ident], verdict, board.means.get(ident, {}), board.expected(ident))
        for place, ident, verdict in found.items
    )
    return Page(lines, found.number, found.size, found.total)


def decision_counts(call_id: int) -> Mapping[Decision | None, int]:
    """Count the applications by what was decided, None for nothing yet; one statement."""
    statement = sent_applications(call_id).with_only_columns(Application.decision).order_by(None)
    return Counter(db.session.scalars(statement))


def applications_by_keys(call_id: int, keys: Sequence[str]) -> tuple[Application, ...]:
    """Return those applications of a call that were sent and have one of the keys; one statement."""
    statement = sent_applications(call_id).where(Application.key.in_(keys))
    return tuple(db.session.scalars(_loaded(statement)))


def due(
    call_id: int, *, cohort_id: int | None = None, decision: Decision | None = None
) -> tuple[Application, ...]:
    """Return the applications whose applicants were not told their decision, with city and cohort.

    None stands for every cohort and every decision. One statement.
    """
    is_new = or_(Application.told_decision.is_(None), Application.told_decision != Application.decision)
    statement = sent_applications(call_id).where(Application.decision.is_not(None), is_new)
    if cohort_id is not None:
        statement = statement.where(Application.cohort_id == cohort_id)
    if decision is not None:
        statement = statement.where(Application.decision == decision)
    return tuple(db.session.scalars(_loaded(statement)))


def without_delegation(call_id: int) -> tuple[Application, ...]:
    """Return the accepted applications that were told and are no delegation yet; one statement."""
    is_told = Application.told_decision == Decision.ACCEPT
    statement = sent_applications(call_id).where(is_told, Application.delegation_id.is_(None))
    return tuple(db.session.scalars(_loaded(statement)))


def undelivered_decisions() -> list[tuple[Call, int]]:
    """Return the calls of which released decisions did not arrive, with how many; one statement.

    A letter that was given up counts until it is sent again, one that came back until somebody saw to it.
    """
    came_back = exists().where(Reply.notice_id == Notice.id, Reply.standing == Standing.WAITING)
    statement = (
        select(Call, func.count(Notice.id))
        .select_from(Notice)
        .join(Notice.application)
        .join(Application.call)
        .where(Notice.application_id.is_not(None))  # What its index knows: few letters are about one.
        .where(Notice.kind == NoticeKind.DECISION, or_(Notice.state == NoticeState.FAILED, came_back))
        .group_by(Call.id)
        .order_by(Call.id)
    )
    return [(call, number) for call, number in db.session.execute(statement)]


def cohorts_of(call_id: int) -> tuple[Cohort, ...]:
    """Return the cohorts of a call in their order; one statement."""
    statement = select(Cohort).where(Cohort.call_id == call_id).order_by(Cohort.position, Cohort.id)
    return tuple(db.session.scalars(statement))


def cohort_by_key(call_id: int, key: str) -> Cohort:
    """Return a cohort of the call; one statement. Raises Missing."""
    found = next((one for one in cohorts_of(call_id) if one.key == key), None)
    if found is None:
        raise Missing(N_("There is no such group. Choose one from the list."))
    return found


def decision_log(call_id: int, *, number: int, size: int) -> Page[Record]:
    """Return what was decided and released in a call, the latest first; two statements."""
    ids = select(Application.id).where(Application.call_id == call_id)
    statement = select(Record).where(
        Record.noun == Application.__tablename__, Record.noun_id.in_(ids), Record.verb.in_(DECIDING)
    )
    return page_of(statement.order_by(Record.at.desc(), Record.id.desc()), number, size)


def _matching(call_id: int, wanted: RankFilter) -> Select[int]:
    statement = sent_applications(call_id).with_only_columns(Application.id)
    if wanted.is_open:
        statement = statement.where(Application.decision.is_(None))
    if wanted.decision is not None:
        statement = statement.where(Application.decision == wanted.decision)
    if wanted.cohort_id is not None:
        statement = statement.where(Application.cohort_id == wanted.cohort_id)
    return statement


def _applications(ids: Sequence[int]) -> Mapping[int, Application]:
    found = db.session.scalars(_loaded(select(Application).where(Application.id.in_(ids))))
    return {one.id: one for one in found}


def _loaded(statement: Select[Application]) -> Select[Application]:
    loaded = statement.options(joinedload(Application.city), joinedload(Application.cohort))
    return loaded.execution_options(populate_existing=True)
