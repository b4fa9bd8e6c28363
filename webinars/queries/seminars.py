"""Seminars and their series, by slug and in lists."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.delegations import TAKING_PART, Delegation
from webinars.models.registrations import Registration, RegistrationState
from webinars.models.seminars import Seminar, SeminarState, Series
from webinars.models.sessions import Session
from webinars.queries.pages import Page, check_number


@dataclass(frozen=True)
class SeminarLine:
    """A seminar in a list: *starts_at* is the UTC start of its first part (None: not known)."""

    seminar: Seminar
    starts_at: datetime | None
    cities: int
    registrations: int


def seminar_by_slug(slug: str) -> Seminar:
    """Return the seminar with its series and host city; one statement. Raises Missing."""
    loaded = (joinedload(Seminar.series), joinedload(Seminar.host_city), joinedload(Seminar.second_host_city))
    seminar = db.session.scalars(select(Seminar).where(Seminar.slug == slug).options(*loaded)).one_or_none()
    if seminar is None:
        raise Missing(N_("There is no seminar “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return seminar


def series_list() -> tuple[Series, ...]:
    """Return every series by slug; one statement."""
    return tuple(db.session.scalars(select(Series).order_by(Series.slug)))


def seminar_lines(number: int, size: int, *, state: SeminarState | None = None) -> Page[SeminarLine]:
    """Return a page of seminars, the latest first; two statements. Raises Missing."""
    wanted = select(Seminar.id)
    if state is not None:
        wanted = wanted.where(Seminar.state == state)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    check_number(number, size=size, total=total)
    first = select(func.min(Session.starts_at)).where(Session.seminar_id == Seminar.id).scalar_subquery()
    statement = (
        select(Seminar, first, _cities(), _registrations())
        .where(Seminar.id.in_(wanted))
        .order_by(func.coalesce(first, Seminar.created_at).desc(), Seminar.id.desc())
        .options(joinedload(Seminar.series))
        .limit(size)
        .offset((number - 1) * size)
    )
    lines = (SeminarLine(*row) for row in db.session.execute(statement))
    return Page(tuple(lines), number, size, total)


def seminar_choices() -> tuple[Seminar, ...]:
    """Return every seminar with its series, the newest first, to choose one from; one statement."""
    statement = select(Seminar).options(joinedload(Seminar.series))
    return tuple(db.session.scalars(statement.order_by(Seminar.created_at.desc(), Seminar.id.desc())))


def _cities() -> ScalarSelect[int]:
    taking_part = Delegation.role.in_(TAKING_PART)
    return (
        select(func.count(Delegation.id))
        .where(Delegation.seminar_id == Seminar.id, taking_part)
        .scalar_subquery()
    )


def _registrations() -> ScalarSelect[int]:
    is_confirmed = Registration.state == RegistrationState.CONFIRMED
    return (
        select(func.count(Registration.id))
        .where(Registration.seminar_id == Seminar.id, is_confirmed)
        .scalar_subquery()
    )
