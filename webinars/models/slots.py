"""Slots of a session's running order, and the people who present in them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of, new_key
from webinars.models.delegations import Delegation
from webinars.models.sessions import Session
from webinars.models.themes import Theme
from webinars.models.uploads import Upload


class SlotKind(StrEnum):
    """What happens in a slot."""

    VIDEO_MESSAGE = "video message"
    REPORT = "report"
    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    BREAK = "break"


class Answer(StrEnum):
    """What an invited person said; the values are iCalendar's PARTSTAT (RFC 5545 §3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


class Slot(Versioned, Base):
    """A stretch of a session; slots fill it in order of *position* (0, 1, …), so no start is stored.

    *minutes* may be unknown for what is past. *speaker* says who, where no delegation does ("Governor …").
    *language* is what is spoken, *interpretation* the languages it is interpreted into (None, []: not said).
    *source_uid* is the UID in the calendar that it was imported from.
    """

    __tablename__ = "slot"
    __table_args__ = (CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes_positive"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), index=True)
    position: Mapped[int]
    kind: Mapped[SlotKind] = mapped_column(enum_of(SlotKind, "slot_kind"))
    minutes: Mapped[int | None]
    title: Mapped[LocalizedText]
    speaker: Mapped[LocalizedText]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    abstract: Mapped[LocalizedText]
    language: Mapped[str | None] = mapped_column(String(16))
    interpretation: Mapped[list[str]] = mapped_column(JSON, default=list)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    source_uid: Mapped[str | None] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)

    session: Mapped[Session] = relationship(lazy="raise")
    delegation: Mapped[Delegation | None] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")


class Presenter(Versioned, Base):
    """A person asked to present in a slot, and their answer; removed ones stay with *removed_at*.

    One of several may manage for all (*is_manager*). Who was named by a presenter that declined is the
    substitute of *substitute_for*. *checked_at* is when the technique was found to work.
    """

    __tablename__ = "presenter"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    undeliverable_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    biography: Mapped[str] = mapped_column(Text, default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    is_manager: Mapped[bool] = mapped_column(default=False)
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("presenter.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[Answer] = mapped_column(enum_of(Answer, "presenter_answer"), default=Answer.NEEDS_ACTION)
    answer_comment: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminders_stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    link_revision: Mapped[int] = mapped_column(default=1)

    slot: Mapped[Slot] = relationship(lazy="raise")
    picture: Mapped[Upload | None] = relationship(lazy="raise")
    substitute_for: Mapped["Presenter | None"] = relationship(lazy="raise", remote_side="Presenter.id")

    @property
    def is_silent(self) -> bool:
        """Say whether the person is still asked and has not answered."""
        return self.removed_at is None and self.answer is Answer.NEEDS_ACTION
