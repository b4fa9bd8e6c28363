"""What strangers see of seminars: the list of what is coming and what was, and one seminar in full."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, case, func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.queries.pages import Page, check_number
from webinars.queries.programmes import Programme, programme
from webinars.queries.sessions import in_order


@dataclass(frozen=True)
class ListedSeminar:
    """A public seminar (series and host city loaded) with its parts in order; *is_over* at the time asked."""

    seminar: Seminar
    sessions: tuple[Session, ...]
    is_over: bool


def public_seminars(number: int, size: int, *, now: datetime) -> Page[ListedSeminar]:
    """Return a page of what is coming, the soonest first, then of what was, the latest first.

    Three statements. Raises Missing.
    """
    is_public = Seminar.state != SeminarState.DRAFT
    total = db.session.scalar(select(func.count(Seminar.id)).where(is_public)) or 0
    check_number(number, size=size, total=total)
    first, is_over = _first(), _is_over(now)
    statement = (
        select(Seminar, is_over)
        .where(is_public)
        # Where the one order does not speak, its column is the same for all: the databases disagree on NULL.
        .order_by(is_over, first.is_(None), case((is_over, None), else_=first), first.desc(), Seminar.id)
        .options(
            joinedload(Seminar.series), joinedload(Seminar.host_city), joinedload(Seminar.second_host_city)
        )
        .limit(size)
        .offset((number - 1) * size)
    )
    rows = db.session.execute(statement).all()
    sessions = _sessions(seminar.id for seminar, _ in rows)
    items = tuple(ListedSeminar(seminar, sessions.get(seminar.id, ()), over) for seminar, over in rows)
    return Page(items, number, size, total)


def public_programme(slug: str) -> Programme:
    """Return everything of a seminar that strangers may see; six statements. Raises Missing."""
    ident = db.session.scalar(
        select(Seminar.id).where(Seminar.slug == slug, Seminar.state != SeminarState.DRAFT)
    )
    if ident is None:
        raise Missing(N_("There is no seminar “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return programme(ident)


def _first() -> ScalarSelect[datetime | None]:
    """Return the start of the first part; a wall clock without a zone counts as if it were UTC."""
    start = func.coalesce(func.min(Session.starts_at), func.min(Session.local_start))
    return select(start).where(Session.seminar_id == Seminar.id).scalar_subquery()


def _is_over(now: datetime) -> ColumnElement[bool]:
    last = func.coalesce(func.max(Session.ends_at), func.max(Session.local_start))
    ended = select(last).where(Session.seminar_id == Seminar.id).scalar_subquery()
    is_over = or_(Seminar.state == SeminarState.ARCHIVED, ended <= now)
    return case((is_over, True), else_=False)


def _sessions(seminar_ids: Iterable[int]) -> Mapping[int, tuple[Session, ...]]:
    statement = select(Session).where(Session.seminar_id.in_(list(seminar_ids)))
    found: defaultdict[int, tuple[Session, ...]] = defaultdict(tuple)
    for session in in_order(db.session.scalars(statement)):
        found[session.seminar_id] += (session,)
    return found
