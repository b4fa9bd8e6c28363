"""Records: who changed what, from what, to what; written once and never edited."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.models.database import Base, UTCDateTime
from webinars.models.seminars import Seminar


class Record(Base):
    """One change: *changes* maps each field to [before, after]; *actor* is a name as it was then."""

    __tablename__ = "record"
    __table_args__ = (Index("ix_record_at", "at"), Index("ix_record_noun", "noun", "noun_id"))

    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verb: Mapped[str] = mapped_column(String(40))
    noun: Mapped[str] = mapped_column(String(40))
    noun_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(400))
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"), index=True)
    changes: Mapped[dict[str, Any]]

    seminar: Mapped[Seminar | None] = relationship(lazy="raise")
