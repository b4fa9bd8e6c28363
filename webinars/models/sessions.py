"""Sessions: the parts of a seminar, each a wall clock in a zone and the instant that follows from it."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain import timezones
from webinars.domain.texts import LocalizedText
from webinars.models.database import Base, UTCDateTime, Versioned, WallClock, enum_of
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.themes import Theme


class SessionState(StrEnum):
    """Whether a part takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


def new_uid() -> str:
    """Return an iCalendar UID that is never made twice (RFC 7986 §5.3)."""
    return str(uuid4())


class Session(Versioned, Base):
    """A part of a seminar.

    *local_start* (wall clock) and *zone* are what the organiser said; *starts_at* and *ends_at* are the UTC
    instants that followed with the zone database *zone_version*. A past part may have no zone: then it
    has no instant and is shown as stated. *sequence* and *changed_at* are those of the public event (RFC 5545
    §3.8.7.4); what a person holds has its own (see Invitation). *source_uid* is the UID in the calendar that
    the part was imported from.
    """

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("seminar_id", "key"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        CheckConstraint("(zone IS NULL) = (starts_at IS NULL)", name="zone_gives_instant"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="start_and_end"),
    )

    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[LocalizedText]
    local_start: Mapped[datetime] = mapped_column(WallClock)
    zone: Mapped[str | None] = mapped_column(String(64))
    minutes: Mapped[int]
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    zone_version: Mapped[str | None] = mapped_column(String(16))
    capacity: Mapped[int | None]
    join_url: Mapped[str | None] = mapped_column(String(2000))
    state: Mapped[SessionState] = mapped_column(
        enum_of(SessionState, "session_state"), default=SessionState.PLANNED
    )
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    source_uid: Mapped[str | None] = mapped_column(String(255))
    uid: Mapped[str] = mapped_column(String(64), unique=True, default=new_uid)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moved_from: Mapped[datetime | None] = mapped_column(UTCDateTime)

    seminar: Mapped[Seminar] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")

    @property
    def is_cancelled(self) -> bool:
        """Say whether this part was called off."""
        return self.state is SessionState.CANCELLED

    def takes_place(self, seminar: Seminar) -> bool:
        """Say whether neither this part nor the whole of its *seminar* was called off."""
        return not self.is_cancelled and seminar.state is not SeminarState.CANCELLED

    def set_time(self, starts_at: datetime, minutes: int) -> None:
        """Set start (UTC) and length (minutes) in the session's own zone; the wall clock follows."""
        if self.zone is None:
            raise ValueError("a session without a zone has no instant")
        self.starts_at = starts_at.astimezone(UTC)
        self.minutes = minutes
        self.ends_at = self.starts_at + timedelta(minutes=minutes)
        self.local_start = timezones.to_local(starts_at, self.zone).replace(tzinfo=None)
        self.zone_version = timezones.DATABASE_VERSION

    def move_to(self, starts_at: datetime, minutes: int, *, now: datetime) -> None:
        """Set a new time, remember the old start, and raise the public event's SEQUENCE."""
        self.moved_from, self.moved_at = self.starts_at, now
        self.set_time(starts_at, minutes)
        self.raise_sequence(now=now)

    def raise_sequence(self, *, now: datetime) -> None:
        """Raise SEQUENCE and DTSTAMP of the public event; DTSTAMP never repeats (RFC 5546 §2.1.5)."""
        self.sequence += 1
        self.changed_at = max(now, self.changed_at + timedelta(seconds=1)).replace(microsecond=0)
