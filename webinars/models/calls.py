"""Calls for expressions of interest, what they ask, and the applications of cities."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import Base, UTCDateTime, Versioned, WallClock, enum_of, new_key
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar, Series
from webinars.models.themes import Theme
from webinars.models.uploads import Upload


class CallState(StrEnum):
    """Whether a call is shown; when it is open its two times say."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class QuestionKind(StrEnum):
    """What is given as an answer."""

    TEXT = "text"
    CHOICE = "choice"
    FILE = "file"
    LINK = "link"


class ApplicationState(StrEnum):
    """How far an application is; only *sent* ones are read by the committee."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What the committee decided; an applicant hears of it when it is released."""

    ACCEPT = "accept"
    RESERVE = "reserve"
    DECLINE = "decline"


class Call(Versioned, Base):
    """A call for a seminar, for a series, or for a programme that is only a name.

    *local_opens* and *local_closes* are wall clocks in *zone*, that of the host; *opens_at* and *closes_at*
    the UTC instants that followed: open from the one on, closed from the other on. *most_points* is the top
    of the scale of every criterion, the bottom is 0. *asks_presentation* lets applicants wish for a slot.
    """

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("seminar_id IS NULL OR series_id IS NULL", name="one_purpose"),
        CheckConstraint("opens_at < closes_at", name="opens_first"),
        CheckConstraint("most_points > 0", name="points_positive"),
    )

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[LocalizedText]
    introduction: Mapped[LocalizedText]
    run_by: Mapped[LocalizedText]
    programme: Mapped[LocalizedText]
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    contact_email: Mapped[str | None] = mapped_column(String(254))
    languages: Mapped[list[str]]
    zone: Mapped[str] = mapped_column(String(64))
    local_opens: Mapped[datetime] = mapped_column(WallClock)
    local_closes: Mapped[datetime] = mapped_column(WallClock)
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    asks_presentation: Mapped[bool] = mapped_column(default=True)
    most_points: Mapped[int] = mapped_column(default=5)
    state: Mapped[CallState] = mapped_column(enum_of(CallState, "call_state"), default=CallState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    seminar: Mapped[Seminar | None] = relationship(lazy="raise")
    series: Mapped[Series | None] = relationship(lazy="raise")


class CallTheme(Base):
    """A theme that a call offers."""

    __tablename__ = "call_theme"
    __table_args__ = (UniqueConstraint("call_id", "theme_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)

    theme: Mapped[Theme] = relationship(lazy="raise")


class Question(Versioned, Base):
    """A question of a call, in order of *position*; one that has answers is removed, never deleted.

    *choices* are those of a choice, as JSON objects of language tag and text; an answer keeps the number.
    """

    __tablename__ = "question"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_of(QuestionKind, "question_kind"))
    label: Mapped[LocalizedText]
    explanation: Mapped[LocalizedText]
    is_required: Mapped[bool] = mapped_column(default=False)
    choices: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Cohort(Versioned, Base):
    """Applications that were decided together: "first batch"."""

    __tablename__ = "cohort"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    position: Mapped[int]
    name: Mapped[LocalizedText]


class Application(Versioned, Base):
    """A city's application: who answers for it, its themes and answers, and what was decided.

    A city of the directory is *city*; another is named in *city_name*, with *country* and *zone*. A link to
    it is good while it carries *link_revision*. *wants_slot* asks for a presentation, *presentation_title*
    names it. *released_at* is when the applicant was told *told_decision*; an acceptance or a refusal that
    was told stays. *delegation* is what became of it.
    """

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_call_id_state", "call_id", "state"),
        CheckConstraint("state = 'withdrawn' OR (state = 'draft') = (sent_at IS NULL)", name="sent_when"),
        CheckConstraint("(released_at IS NULL) = (told_decision IS NULL)", name="told_when"),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    link_revision: Mapped[int] = mapped_column(default=1)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    city_name: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str | None] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254), index=True)
    undeliverable_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(String(16))
    other_themes: Mapped[str] = mapped_column(Text, default="")
    wants_slot: Mapped[bool] = mapped_column(default=False)
    presentation_title: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[ApplicationState] = mapped_column(
        enum_of(ApplicationState, "application_state"), default=ApplicationState.DRAFT
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision: Mapped[Decision | None] = mapped_column(enum_of(Decision, "application_decision"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    told_decision: Mapped[Decision | None] = mapped_column(enum_of(Decision, "application_told"))
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)

    call: Mapped[Call] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")
    cohort: Mapped[Cohort | None] = relationship(lazy="raise")
    delegation: Mapped[Delegation | None] = relationship(lazy="raise")


class ApplicationTheme(Base):
    """A theme of an application."""

    __tablename__ = "application_theme"
    __table_args__ = (UniqueConstraint("application_id", "theme_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)

    theme: Mapped[Theme] = relationship(lazy="raise")


class ApplicationAnswer(Base):
    """An answer: *text* (the number of a choice, from 0; an address of a link), or a file."""

    __tablename__ = "application_answer"
    __table_args__ = (UniqueConstraint("application_id", "question_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))

    question: Mapped[Question] = relationship(lazy="raise")
    upload: Mapped[Upload | None] = relationship(lazy="raise")
