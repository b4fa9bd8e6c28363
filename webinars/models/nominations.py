"""Nominations: the people whom the focal point of a city named as participants."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.models.database import Base, UTCDateTime, new_key
from webinars.models.delegations import Delegation


class Nomination(Base):
    """A person whom a city named, as it wrote them; *email_key* is the address in the form that is compared.

    No registration is pointed to: it is the one of that address, and only one of this city's is shown to it.
    Whether somebody takes part for another city, or for none, is not told to whoever can type an address.
    """

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("delegation_id", "email_key"),)

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    nominated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    delegation: Mapped[Delegation] = relationship(lazy="raise")
