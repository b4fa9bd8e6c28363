"""Sessions: the parts of a seminar in the order in which they start."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session, SessionState


def sessions_of(seminar_id: int) -> tuple[Session, ...]:
    """Return the parts of a seminar, cancelled ones too, in order of start; one statement."""
    statement = select(Session).where(Session.seminar_id == seminar_id)
    return in_order(db.session.scalars(statement.execution_options(populate_existing=True)))


def parts_beside(session: Session) -> tuple[Session, ...]:
    """Return the other parts of its seminar that take place, in order of start; one statement."""
    statement = select(Session).where(
        Session.seminar_id == session.seminar_id,
        Session.id != session.id,
        Session.state == SessionState.PLANNED,
    )
    return in_order(db.session.scalars(statement))


def session_by_key(slug: str, key: str) -> Session:
    """Return the part with theme, seminar, series and host cities; one statement. Raises Missing."""
    seminar = joinedload(Session.seminar)
    statement = (
        select(Session)
        .join(Session.seminar)
        .where(Seminar.slug == slug, Session.key == key)
        .options(
            seminar.joinedload(Seminar.series),
            seminar.joinedload(Seminar.host_city),
            seminar.joinedload(Seminar.second_host_city),
            joinedload(Session.theme),
        )
    )
    session = db.session.scalars(statement).one_or_none()
    if session is None:
        raise Missing(N_("This seminar has no part “%(key)s”. Choose one from its page."), key=key[:40])
    return session


def first_start(seminar_id: int) -> datetime | None:
    """Return when the first part that takes place starts (UTC); None when unknown. One statement."""
    planned = (Session.seminar_id == seminar_id, Session.state == SessionState.PLANNED)
    return db.session.scalar(select(func.min(Session.starts_at)).where(*planned))


def held_invitations(session_ids: Collection[int]) -> int:
    """Count the open invitations to the parts and to their slots; one statement."""
    statement = select(func.count(Invitation.id)).where(
        Invitation.session_id.in_(session_ids), Invitation.state == InvitationState.OPEN
    )
    return db.session.scalar(statement) or 0


def in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Sort by start; parts without a zone stand where their wall clock would be in UTC."""
    return tuple(sorted(sessions, key=_start))


def _start(session: Session) -> tuple[datetime, int]:
    return session.starts_at or session.local_start.replace(tzinfo=UTC), session.id
