"""Time zones as a former zone database knew them, to tell what its successor has moved."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webinars.models.database import Base, UTCDateTime


class ZoneReading(Base):
    """What *zone* is in the zone database *version*: *rules* as services/zones writes them."""

    __tablename__ = "zone_reading"
    __table_args__ = (UniqueConstraint("zone", "version"),)

    zone: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(16))
    rules: Mapped[dict[str, Any]]
    read_at: Mapped[datetime] = mapped_column(UTCDateTime)
