"""Moves: who follows when a part has another time, or its slots have."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from webinars.domain import timezones
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.queries.slots import Span, spans
from webinars.services import invitations


def follow(session: Session, was: tuple[datetime | None, datetime | None], *, now: datetime) -> None:
    """Let the public event and the registrants follow a part that has another time than it *was* at."""
    if session.starts_at is None:
        return
    if was == (session.starts_at, session.ends_at):
        session.zone_version = timezones.DATABASE_VERSION
        invitations.correct_session(session.id, now=now)
        return
    session.move_to(session.starts_at, session.minutes, now=now)
    session.moved_from = was[0]  # edit() had set the new start before move_to() looked
    invitations.raise_session(session.id, now=now)


def raise_changed(
    session: Session, slots: Sequence[Slot], before: Mapping[int, Span], *, now: datetime
) -> None:
    """Owe an update to the presenters of those *slots* that no longer are when *before* says they were.

    They are asked again, unless only the zone is another.
    """
    after = spans(session, slots)
    changed = [ident for ident, span in after.items() if before.get(ident, span) != span]
    moved = [ident for ident in changed if before[ident][:2] != after[ident][:2]]
    if moved:
        invitations.raise_slots(moved, now=now)
    if len(moved) < len(changed):
        invitations.correct_slots([ident for ident in changed if ident not in moved], now=now)


def is_ahead(session: Session, *, now: datetime) -> bool:
    """Say whether the part is still to come; of one without an instant nobody knows."""
    return session.ends_at is not None and session.ends_at > now
