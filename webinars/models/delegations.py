"""Delegations: a city at a seminar, its focal point, and what it answered."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.models.cities import City
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of, new_key
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session


class DelegationRole(StrEnum):
    """How a city takes part; *invited* has not answered yet."""

    INVITED = "invited"
    PRESENTING = "presenting"
    ATTENDING = "attending"
    ABSENT = "absent"


TAKING_PART = (DelegationRole.PRESENTING, DelegationRole.ATTENDING)


class Delegation(Versioned, Base):
    """A city at a seminar; without a city where the source names none. The host is no delegation.

    *places* is how many people it may send (None: no limit); *session* the part it attends (None: open).
    A link to its page is good while it carries *link_revision*. *undeliverable_at* is when a letter to
    *focal_email* last came back.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        UniqueConstraint("seminar_id", "city_id"),
        CheckConstraint("places IS NULL OR places > 0", name="places_positive"),
    )

    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"))
    role: Mapped[DelegationRole] = mapped_column(
        enum_of(DelegationRole, "delegation_role"), default=DelegationRole.INVITED
    )
    places: Mapped[int | None]
    focal_name: Mapped[str | None] = mapped_column(String(200))
    focal_email: Mapped[str | None] = mapped_column(String(254))
    undeliverable_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    focal_language: Mapped[str | None] = mapped_column(String(16))
    presenter_name: Mapped[str | None] = mapped_column(String(200))
    presenter_email: Mapped[str | None] = mapped_column(String(254))
    answer_by: Mapped[date | None]
    invited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    link_revision: Mapped[int] = mapped_column(default=1)

    seminar: Mapped[Seminar] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")
    session: Mapped[Session | None] = relationship(lazy="raise")

    @property
    def is_silent(self) -> bool:
        """Say whether the city was invited and has not answered."""
        return self.invited_at is not None and self.answered_at is None
