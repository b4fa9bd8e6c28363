"""Committees: the reviewers of a call, its criteria, and what they said of each application."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.calls import Application, Call
from webinars.models.cities import City
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of, new_key


class ReviewState(StrEnum):
    """How far a review is; a *conflict* was declared by the reviewer, who then reads and says nothing."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFLICT = "conflict"


class Criterion(Versioned, Base):
    """What is judged, from 0 to the call's *most_points*, and what it weighs; in order of *position*."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight > 0", name="weight_positive"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    position: Mapped[int]
    name: Mapped[LocalizedText]
    explanation: Mapped[LocalizedText]
    weight: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Reviewer(Versioned, Base):
    """A member of the committee, reached by a signed link that carries *link_revision*.

    An application of the reviewer's own *city* is a conflict without being declared.
    """

    __tablename__ = "reviewer"
    __table_args__ = (UniqueConstraint("call_id", "email_key"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    link_revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    undeliverable_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    language: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    invited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    call: Mapped[Call] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")


class Review(Versioned, Base):
    """What one reviewer says of one application; of a conflict *comment* is the reason."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    state: Mapped[ReviewState] = mapped_column(
        enum_of(ReviewState, "review_state"), default=ReviewState.DRAFT
    )
    comment: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    application: Mapped[Application] = relationship(lazy="raise")
    reviewer: Mapped[Reviewer] = relationship(lazy="raise")


class Score(Base):
    """The points that a review gives for one criterion."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion_id"),
        CheckConstraint("points >= 0", name="points_not_negative"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    points: Mapped[int]


class Remark(Base):
    """A word in the committee's discussion of an application; *reviewer* None: the office, by *author*."""

    __tablename__ = "remark"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("reviewer.id"))
    author: Mapped[str] = mapped_column(String(254))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    reviewer: Mapped[Reviewer | None] = relationship(lazy="raise")
