"""Cities: the directory of members."""

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webinars.domain.texts import LocalizedText
from webinars.models.database import Base, Versioned, enum_of


class CityKind(StrEnum):
    """What a member is."""

    CITY = "city"
    STATE = "state"
    GOVERNMENT = "government"
    ORGANISATION = "organisation"


class City(Versioned, Base):
    """A member: *sort_key* is its name in lower-case ASCII, *country* ISO 3166-1 alpha-2, *zone* IANA."""

    __tablename__ = "city"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[LocalizedText]
    sort_key: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[CityKind] = mapped_column(enum_of(CityKind, "city_kind"), default=CityKind.CITY)
    country: Mapped[str | None] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
