"""What the network knows: agreements between cities and others, and knowledge products."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import Base, Versioned, enum_of, new_key
from webinars.models.seminars import Seminar
from webinars.models.themes import Theme
from webinars.models.uploads import Upload


class ProductKind(StrEnum):
    """What a knowledge product is."""

    KNOWLEDGE_NOTE = "knowledge note"
    CASE_STUDY = "case study"
    TOOLKIT = "toolkit"
    GOOD_PRACTICE_GUIDE = "good practice guide"
    VIDEO = "video"
    PUBLICATION = "publication"
    WORKSHOP_OUTCOME = "workshop outcome"
    TRAINING_PROGRAMME = "training programme"
    LINK = "link"
    PHOTOGRAPH = "photograph"
    OTHER = "knowledge product"


class Agreement(Versioned, Base):
    """What a city agreed with *partner*: its steps are dates, each None until it was taken."""

    __tablename__ = "agreement"

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    partner: Mapped[LocalizedText]
    title: Mapped[LocalizedText]
    modality_discussed_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    removed_on: Mapped[date | None]

    city: Mapped[City] = relationship(lazy="raise")


class KnowledgeProduct(Versioned, Base):
    """Something to read, see or use; a file, an address, or still in progress; public when *published_on*."""

    __tablename__ = "knowledge_product"

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    kind: Mapped[ProductKind] = mapped_column(enum_of(ProductKind, "product_kind"))
    title: Mapped[LocalizedText]
    summary: Mapped[LocalizedText]
    progress: Mapped[str] = mapped_column(Text, default="")
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"), index=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    url: Mapped[str | None] = mapped_column(String(2000))
    published_on: Mapped[date | None]
    removed_on: Mapped[date | None]

    theme: Mapped[Theme | None] = relationship(lazy="raise")
    seminar: Mapped[Seminar | None] = relationship(lazy="raise")
    upload: Mapped[Upload | None] = relationship(lazy="raise")


class ProductCity(Base):
    """A city that a knowledge product comes from."""

    __tablename__ = "product_city"
    __table_args__ = (UniqueConstraint("product_id", "city_id"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("knowledge_product.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)

    city: Mapped[City] = relationship(lazy="raise")
