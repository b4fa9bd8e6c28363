"""What is seldom meant and still allowed: a coming part that moves into the past, or over another one."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext

from webinars.models.sessions import Session
from webinars.web.organise.moving_parts import PartChange
from webinars.web.reader import language


def past_warnings(changes: Iterable[PartChange], *, now: datetime) -> list[str]:
    """Say which coming parts would start before *now*; a past part that is corrected needs no word."""
    return [
        gettext("“%(part)s” would start in the past.", part=change.session.name.best(language()))
        for change in changes
        if _is_ahead(change.session, now) and change.starts_at is not None and change.starts_at <= now
    ]


def overlap_warnings(change: PartChange, others: Iterable[Session]) -> list[str]:
    """Say which of *others*, the parts beside it, the moved one would overlap."""
    if change.is_same:
        return []
    return [
        gettext("The part would overlap “%(part)s”.", part=other.name.best(language()))
        for other in others
        if _meet(change, other)
    ]


def _is_ahead(session: Session, now: datetime) -> bool:
    return session.starts_at is None or session.starts_at > now


def _meet(change: PartChange, other: Session) -> bool:
    if change.starts_at is None or change.ends_at is None:
        return False
    if other.starts_at is None or other.ends_at is None:
        return False
    return other.starts_at < change.ends_at and change.starts_at < other.ends_at
