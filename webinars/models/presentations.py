"""Presentations that wait for a slot, and the assets that a slot needs."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.calls import Application
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of, new_key
from webinars.models.delegations import Delegation
from webinars.models.slots import Slot
from webinars.models.themes import Theme
from webinars.models.uploads import Upload


class AssetKind(StrEnum):
    """What is needed."""

    SLIDES = "slides"
    VIDEO_MESSAGE = "video message"
    DOCUMENT = "document"


class AssetState(StrEnum):
    """Where it stands; one that is *to improve* is wanted again, with a comment."""

    WANTED = "wanted"
    RECEIVED = "received"
    TO_IMPROVE = "to improve"
    ACCEPTED = "accepted"


class DelegationTheme(Base):
    """A theme of a delegation."""

    __tablename__ = "delegation_theme"
    __table_args__ = (UniqueConstraint("delegation_id", "theme_id"),)

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)

    theme: Mapped[Theme] = relationship(lazy="raise")


class Presentation(Versioned, Base):
    """What a delegation wants to present; it waits until *slot* is its place, and after that one is removed.

    *minutes* None is what the running order gives. *presenter_name* and *presenter_email* are invited once
    it has a slot.
    """

    __tablename__ = "presentation"

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    title: Mapped[LocalizedText]
    minutes: Mapped[int | None]
    presenter_name: Mapped[str | None] = mapped_column(String(200))
    presenter_email: Mapped[str | None] = mapped_column(String(254))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    delegation: Mapped[Delegation] = relationship(lazy="raise")
    application: Mapped[Application | None] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")
    slot: Mapped[Slot | None] = relationship(lazy="raise")


class Asset(Versioned, Base):
    """Something that a slot needs by *due_on* (in the host's zone): a file, or an address.

    *comment* is the office's when it is to improve.
    """

    __tablename__ = "asset"

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    kind: Mapped[AssetKind] = mapped_column(enum_of(AssetKind, "asset_kind"))
    state: Mapped[AssetState] = mapped_column(enum_of(AssetState, "asset_state"), default=AssetState.WANTED)
    due_on: Mapped[date | None]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    url: Mapped[str | None] = mapped_column(String(2000))
    comment: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    slot: Mapped[Slot] = relationship(lazy="raise")
    upload: Mapped[Upload | None] = relationship(lazy="raise")
