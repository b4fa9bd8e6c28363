"""Subscriptions: the address at which a person's own calendar follows all their seminars."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from webinars.models.database import Base, UTCDateTime, new_key


class Subscription(Base):
    """One person's feed: every invitation to their mail address, *attendee_key*, in all seminars.

    Its address is signed and good while it carries *link_revision*: raising that revokes it. *alarm_minutes*
    before each start, None for no alarm. *revision* rises with every choice that changes the bytes.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("alarm_minutes IS NULL OR alarm_minutes >= 0", name="alarm_not_negative"),
    )

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    attendee_key: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    alarm_minutes: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    link_revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
