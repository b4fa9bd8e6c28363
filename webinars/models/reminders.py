"""Reminders that were owed, and messages that an organiser writes to a chosen audience."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.database import Base, UTCDateTime, Versioned, new_key
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session


class ReminderRound(Base):
    """The reminders *minutes* before a part that starts at *starts_at* were owed at *owed_at*.

    A part that moves has rounds of its new start.
    """

    __tablename__ = "reminder_round"
    __table_args__ = (UniqueConstraint("session_id", "starts_at", "minutes"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    minutes: Mapped[int]
    owed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    session: Mapped[Session] = relationship(lazy="raise")


class Message(Versioned, Base):
    """A message to people of a seminar: plain texts with places from a fixed list, sent once.

    *audience* is as services/messages writes it: parts, cities, roles, answers. *recipients* is how many
    letters were owed at *sent_at*.
    """

    __tablename__ = "message"

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    subject: Mapped[LocalizedText]
    text: Mapped[LocalizedText]
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    recipients: Mapped[int | None]

    seminar: Mapped[Seminar] = relationship(lazy="raise")
