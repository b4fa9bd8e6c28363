"""Series and seminars: what is held, by whom, in which state."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.seating import Mode
from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of

REMINDER_MINUTES = (7 * 24 * 60, 24 * 60, 60, 0)
ANSWER_REMINDER_DAYS = (7, 3, 1)


class SeminarState(StrEnum):
    """Where a seminar stands; an archived one is public and read-only, a cancelled one public and over."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class Series(Versioned, Base):
    """Seminars that belong together, numbered by edition."""

    __tablename__ = "series"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[LocalizedText]


class Seminar(Versioned, Base):
    """One edition: its theme, host, zone and rules of registration; its parts are sessions.

    *revision* rises with everything that the public page or calendar shows; *changed_at* is when.
    *reminder_minutes* before a part its people are reminded, the longest first; 0 is "starts now".
    *answer_reminder_days* before the date for answers, who is asked to present and silent is reminded.
    A second host, whose clock stands beside the first, is *second_host_city*.
    """

    __tablename__ = "seminar"
    __table_args__ = (UniqueConstraint("series_id", "edition"),)

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    edition: Mapped[int | None]
    theme: Mapped[LocalizedText]
    introduction: Mapped[LocalizedText]
    split_reason: Mapped[LocalizedText]
    audience: Mapped[LocalizedText]
    host_city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    second_host_city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    host_name: Mapped[LocalizedText]
    contact_office: Mapped[LocalizedText]
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    zone: Mapped[str | None] = mapped_column(String(64))
    languages: Mapped[list[str]]
    state: Mapped[SeminarState] = mapped_column(enum_of(SeminarState, "seminar_state"), index=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    registration_mode: Mapped[Mode] = mapped_column(enum_of(Mode, "registration_mode"), default=Mode.OPEN)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_by: Mapped[date | None]
    presenters_edit_until: Mapped[date | None]
    reminder_minutes: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(REMINDER_MINUTES))
    answer_reminder_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(ANSWER_REMINDER_DAYS))
    duplicated_from_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    series: Mapped[Series | None] = relationship(lazy="raise")
    host_city: Mapped[City | None] = relationship(lazy="raise", foreign_keys=host_city_id)
    second_host_city: Mapped[City | None] = relationship(lazy="raise", foreign_keys=second_host_city_id)

    @property
    def second_zone(self) -> str | None:
        """Return the zone of the second host's clock; None without one. The second host is loaded."""
        return self.second_host_city.zone if self.second_host_city else None

    @property
    def is_public(self) -> bool:
        """Say whether strangers may see it."""
        return self.state is not SeminarState.DRAFT

    @property
    def is_read_only(self) -> bool:
        """Say whether it can no longer be edited."""
        return self.state is SeminarState.ARCHIVED
