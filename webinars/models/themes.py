"""Themes: what cities have to tell and want to hear, one directory for the whole office."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import Base, Versioned


class Theme(Versioned, Base):
    """A theme; *sort_key* is its name in lower-case ASCII."""

    __tablename__ = "theme"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[LocalizedText]
    sort_key: Mapped[str] = mapped_column(String(120), index=True)


class CityTheme(Base):
    """A theme that a city works on, whatever it presents."""

    __tablename__ = "city_theme"
    __table_args__ = (UniqueConstraint("city_id", "theme_id"),)

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)

    city: Mapped[City] = relationship(lazy="raise")
    theme: Mapped[Theme] = relationship(lazy="raise")
