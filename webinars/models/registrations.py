"""Registrations of people, their seats in the parts, and the text they consented to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.seating import SeatState
from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of, new_key
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session


class RegistrationState(StrEnum):
    """How far a registration is; the seats say the rest."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class ParticipantRole(StrEnum):
    """In which role a person comes."""

    OFFICIAL = "city official"
    ELECTED = "elected representative"
    EXPERT = "expert"
    STUDENT = "student"
    OTHER = "other"


class ConsentText(Base):
    """A version of the text that people consent to; never edited, only followed by the next."""

    __tablename__ = "consent_text"

    number: Mapped[int] = mapped_column(unique=True)
    text: Mapped[LocalizedText]
    since: Mapped[datetime] = mapped_column(UTCDateTime)


class Registration(Versioned, Base):
    """A person at a seminar, one for each address; *email_key* is the address in the form that is compared.

    A person's links are good while they carry *link_revision*. *pending_email* waits for its own
    confirmation; *takes_over_id* names the registration that is handed over once this one is confirmed.
    *nominated_by* is the focal point who named the person for *city*; None for who registered themselves.
    Nobody agrees for another: with either of them the consent is the person's own once it is confirmed.
    *undeliverable_at* is when a letter to *email* last came back; a corrected address takes it away.
    """

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("seminar_id", "email_key"),)

    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    pending_email: Mapped[str | None] = mapped_column(String(254))
    undeliverable_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[ParticipantRole] = mapped_column(enum_of(ParticipantRole, "participant_role"))
    language: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    state: Mapped[RegistrationState] = mapped_column(
        enum_of(RegistrationState, "registration_state"), default=RegistrationState.UNCONFIRMED
    )
    consent_text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    consented_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    takes_over_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    reminders_stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    nominated_by: Mapped[str | None] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    link_revision: Mapped[int] = mapped_column(default=1)

    seminar: Mapped[Seminar] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")


class Seat(Base):
    """A person's wish for a part and what became of it; *queue_number* orders those who wait for it."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("registration_id", "session_id"),
        Index("ix_seat_session_state", "session_id", "state", "queue_number"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    state: Mapped[SeatState] = mapped_column(enum_of(SeatState, "seat_state"))
    queue_number: Mapped[int | None]
    is_approved: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    registration: Mapped[Registration] = relationship(lazy="raise")
    session: Mapped[Session] = relationship(lazy="raise")
