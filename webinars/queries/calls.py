"""Calls for expressions of interest, what they ask, and how many applied."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.calls import Application, ApplicationState, Call, CallState, CallTheme, Question
from webinars.models.database import db
from webinars.models.seminars import Seminar
from webinars.models.themes import Theme
from webinars.queries.pages import Page, page_of

_LOADED = (joinedload(Call.seminar).joinedload(Seminar.series), joinedload(Call.series))


def call_by_slug(slug: str) -> Call:
    """Return the call with its seminar or series; one statement. Raises Missing."""
    statement = select(Call).where(Call.slug == slug).options(*_LOADED)
    call = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if call is None:
        raise Missing(N_("There is no call “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return call


def call_page(number: int, size: int, *, state: CallState | None = None) -> Page[Call]:
    """Return a page of the calls, the latest close first; two statements. Raises Missing."""
    statement = select(Call).options(*_LOADED).order_by(Call.closes_at.desc(), Call.id.desc())
    return page_of(statement.where(Call.state == state) if state else statement, number, size)


def calls_of_seminar(seminar_id: int) -> tuple[Call, ...]:
    """Return the calls that are for a seminar, the latest close first; one statement."""
    statement = select(Call).where(Call.seminar_id == seminar_id)
    return tuple(db.session.scalars(statement.order_by(Call.closes_at.desc(), Call.id.desc())))


def announced_calls(number: int, size: int, *, now: datetime) -> Page[Call]:
    """Return a page of the calls that are open or will open, the next close first; two statements."""
    is_ahead = Call.state == CallState.PUBLISHED, Call.closes_at > now
    return page_of(
        select(Call).where(*is_ahead).options(*_LOADED).order_by(Call.closes_at, Call.id), number, size
    )


def past_calls(size: int, *, now: datetime) -> tuple[Call, ...]:
    """Return the *size* calls that closed or were called off last, the latest first; one statement."""
    is_past = or_(Call.state == CallState.CANCELLED, Call.closes_at <= now)
    statement = select(Call).where(Call.state != CallState.DRAFT, is_past).options(*_LOADED)
    return tuple(db.session.scalars(statement.order_by(Call.closes_at.desc(), Call.id.desc()).limit(size)))


def questions_of(call_id: int) -> tuple[Question, ...]:
    """Return what a call asks, in order; one statement."""
    asked = select(Question).where(Question.call_id == call_id, Question.removed_at.is_(None))
    return tuple(db.session.scalars(asked.order_by(Question.position, Question.id)))


def question_by_key(call_id: int, key: str) -> Question:
    """Return a question of the call; one statement. Raises Missing."""
    asked = select(Question).where(Question.call_id == call_id, Question.key == key)
    question = db.session.scalars(asked.where(Question.removed_at.is_(None))).one_or_none()
    if question is None:
        raise Missing(N_("This question is no longer asked. Go back and reload the page."))
    return question


def themes_of_call(call_id: int) -> tuple[Theme, ...]:
    """Return the themes that a call offers, in the order of the directory; one statement."""
    offered = select(Theme).join(CallTheme, CallTheme.theme_id == Theme.id)
    return tuple(
        db.session.scalars(offered.where(CallTheme.call_id == call_id).order_by(Theme.sort_key, Theme.id))
    )


def application_counts(call_ids: Collection[int]) -> Mapping[int, Mapping[ApplicationState, int]]:
    """Count the applications of each call by state; one statement."""
    statement = (
        select(Application.call_id, Application.state, func.count())
        .where(Application.call_id.in_(call_ids))
        .group_by(Application.call_id, Application.state)
    )
    found: defaultdict[int, dict[ApplicationState, int]] = defaultdict(dict)
    for call_id, state, count in db.session.execute(statement):
        found[call_id][state] = count
    return found
