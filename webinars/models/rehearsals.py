"""Rehearsals and technical checks: their own times, and the presenters who are asked to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.database import Base, UTCDateTime, Versioned, WallClock, enum_of, new_key
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import SessionState


class RehearsalKind(StrEnum):
    """What it is for."""

    REHEARSAL = "rehearsal"
    TECHNICAL_CHECK = "technical check"


class Rehearsal(Versioned, Base):
    """A meeting before the seminar, which the public never sees; times as those of a Session.

    Who is asked holds an invitation to it: there is no other list. They were reminded last *reminded_minutes*
    before the start.
    """

    __tablename__ = "rehearsal"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    kind: Mapped[RehearsalKind] = mapped_column(enum_of(RehearsalKind, "rehearsal_kind"))
    name: Mapped[LocalizedText]
    notes: Mapped[str] = mapped_column(Text, default="")
    local_start: Mapped[datetime] = mapped_column(WallClock)
    zone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    zone_version: Mapped[str] = mapped_column(String(16))
    join_url: Mapped[str | None] = mapped_column(String(2000))
    reminded_minutes: Mapped[int | None]
    state: Mapped[SessionState] = mapped_column(
        enum_of(SessionState, "rehearsal_state"), default=SessionState.PLANNED
    )

    seminar: Mapped[Seminar] = relationship(lazy="raise")

    @property
    def is_cancelled(self) -> bool:
        """Say whether this meeting was called off."""
        return self.state is SessionState.CANCELLED

    def takes_place(self, seminar: Seminar) -> bool:
        """Say whether neither this meeting nor its *seminar* was called off."""
        return not self.is_cancelled and seminar.state is not SeminarState.CANCELLED
