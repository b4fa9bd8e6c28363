"""Swaps: two presenters who want to change places, and what came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.models.database import Base, UTCDateTime, enum_of, new_key
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter


class SwapState(StrEnum):
    """How far a proposal is; *outdated* ones were overtaken by a change of one of the two slots."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"


class SwapProposal(Base):
    """One presenter asks another to change places with them; they do when the other agrees.

    *proposer_version* and *asked_version* are the versions of their two slots when it was proposed, the
    *starts* (UTC) when those were then: a part that is moved moves its slots and changes none of them.
    """

    __tablename__ = "swap_proposal"
    __table_args__ = (CheckConstraint("proposer_id <> asked_id", name="two_people"),)

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("presenter.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("presenter.id"), index=True)
    proposer_version: Mapped[int]
    asked_version: Mapped[int]
    proposer_starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    comment: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SwapState] = mapped_column(enum_of(SwapState, "swap_state"), default=SwapState.WAITING)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    seminar: Mapped[Seminar] = relationship(lazy="raise")
    proposer: Mapped[Presenter] = relationship(lazy="raise", foreign_keys=proposer_id)
    asked: Mapped[Presenter] = relationship(lazy="raise", foreign_keys=asked_id)
