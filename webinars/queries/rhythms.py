"""Who has to be reminded of an answer or of what is to be sent, by the rhythm of each seminar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from webinars.domain.answering import AGAIN_AFTER, OFFERED, is_due
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.presentations import Asset
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.assets import MISSING

ASKING_STATES = (SeminarState.DRAFT, SeminarState.PUBLISHED)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Awaited:
    """What is awaited *by* a date, in whose zone, and when the last letter about it was owed."""

    ident: int
    seminar_id: int
    by: date
    written_at: datetime | None
    rhythm: list[int]
    zone: str | None

    def is_due(self, *, now: datetime) -> bool:
        """Say whether a reminder is to be owed now."""
        return is_due(self.rhythm, self.by, written_at=self.written_at, now=now, zone=self.zone)


def due_presenters(*, now: datetime, seminar_id: int | None = None) -> list[Awaited]:
    """Return the silent presenters (of one seminar) to remind now, by their ids; one statement."""
    by = func.coalesce(Presenter.answer_by, Seminar.answer_by)
    written_at = func.coalesce(Presenter.reminded_at, Presenter.created_at)
    statement = (
        _columns(Presenter.id, by, written_at, func.coalesce(Seminar.zone, Session.zone))
        .select_from(Presenter)
        .join(Presenter.slot)
        .join(Slot.session)
        .join(Session.seminar)
        .where(*_in_parts(now), Presenter.removed_at.is_(None), Presenter.answer == Answer.NEEDS_ACTION)
        .where(Presenter.undeliverable_at.is_(None), _is_near(by, written_at, now))
    )
    return _due(statement.order_by(Presenter.id), now, seminar_id)


def due_cities(*, now: datetime, seminar_id: int | None = None) -> list[Awaited]:
    """Return the silent delegations (of one seminar) to remind now, by their ids; one statement."""
    by = func.coalesce(Delegation.answer_by, Seminar.answer_by)
    written_at = func.coalesce(Delegation.reminded_at, Delegation.invited_at)
    statement = (
        _columns(Delegation.id, by, written_at, Seminar.zone)
        .select_from(Delegation)
        .join(Delegation.seminar)
        .where(Delegation.invited_at.is_not(None), Delegation.answered_at.is_(None))
        .where(Delegation.focal_email.is_not(None), Delegation.undeliverable_at.is_(None))
        .where(~_has_started(now), _is_near(by, written_at, now))
    )
    return _due(statement.order_by(Delegation.id), now, seminar_id)


def due_assets(*, now: datetime, seminar_id: int | None = None) -> list[Awaited]:
    """Return what is missing (in one seminar) and to be asked for now, by their ids; one statement.

    Only where somebody has said that they present: who is silent is asked for that first.
    """
    presents = exists().where(
        Presenter.slot_id == Slot.id, Presenter.removed_at.is_(None), Presenter.answer == Answer.ACCEPTED
    )
    statement = (
        _columns(Asset.id, Asset.due_on, Asset.reminded_at, func.coalesce(Seminar.zone, Session.zone))
        .select_from(Asset)
        .join(Asset.slot)
        .join(Slot.session)
        .join(Session.seminar)
        .where(*_in_parts(now), Asset.removed_at.is_(None), Asset.state.in_(MISSING), presents)
        .where(_is_near(Asset.due_on, Asset.reminded_at, now))
    )
    return _due(statement.order_by(Asset.id), now, seminar_id)


def _columns(ident: Any, by: Any, written_at: Any, zone: Any) -> Select[Any]:
    return select(ident, Seminar.id, by, written_at, Seminar.answer_reminder_days, zone)


def _due(statement: Select[Any], now: datetime, seminar_id: int | None) -> list[Awaited]:
    statement = statement.where(Seminar.state.in_(ASKING_STATES))
    if seminar_id is not None:
        statement = statement.where(Seminar.id == seminar_id)
    rows: Sequence[Any] = db.session.execute(statement).all()
    return [awaited for awaited in (Awaited(*row) for row in rows) if awaited.is_due(now=now)]


def _in_parts(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Slot.removed_at.is_(None), Session.state == SessionState.PLANNED, Session.starts_at > now


def _has_started(now: datetime) -> ColumnElement[bool]:
    begun = and_(
        Session.seminar_id == Delegation.seminar_id,
        Session.state == SessionState.PLANNED,
        Session.starts_at <= now,
    )
    return exists().where(begun)


def _is_near(by: Any, written_at: Any, now: datetime) -> ColumnElement[bool]:
    """Leave out what is surely not due, whatever the zone: the rest is decided by the host's clock."""
    today = now.date()
    is_old = or_(written_at.is_(None), written_at <= now - AGAIN_AFTER)
    return and_(by.between(today - DAY, today + (OFFERED[0] + 2) * DAY), is_old)
