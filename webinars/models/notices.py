"""Notices: letters that are owed, on their way, or sent; and the letters as they were sent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.models.accounts import Account
from webinars.models.calls import Application
from webinars.models.committees import Reviewer
from webinars.models.database import Base, UTCDateTime, enum_of, new_key
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter


class NoticeKind(StrEnum):
    """What a letter is about; *calendar* becomes REQUEST, update or CANCEL from the state at sending."""

    CALENDAR = "calendar"
    CONFIRM_REGISTRATION = "confirm registration"
    REGISTRATION_STATE = "registration state"
    CONFIRM_ADDRESS = "confirm address"
    HAND_OVER = "hand over"
    CITY_INVITATION = "city invitation"
    CITY_REMINDER = "city reminder"
    PRESENTER_REMINDER = "presenter reminder"
    CONFIRM_ANSWER = "confirm answer"  # to a reply that came without a token
    COUNTER_REFUSED = "counter refused"  # iTIP's DECLINECOUNTER
    GIVE_BACK = "give back"  # who declined is offered to give the seat back
    HOURS_POLL = "hours poll"  # a focal point is asked when its city can take part
    SWAP_PROPOSAL = "swap proposal"  # a presenter is asked to change places with another
    REMINDER = "reminder"  # of a part that is near
    MESSAGE = "message"  # the organiser's own words
    APPLICATION_DRAFT = "application draft"  # the way back to a draft
    APPLICATION_RECEIPT = "application receipt"
    CALL_EXTENDED = "call extended"  # to who has a draft
    CALL_CANCELLED = "call cancelled"  # to who has a draft or an application
    REVIEW_INVITATION = "review invitation"
    REVIEW_REMINDER = "review reminder"
    DECISION = "decision"  # on an application, when it is released
    ASSET_REMINDER = "asset reminder"  # a presenter's slides or video are due
    ACCOUNT = "account"


class NoticeState(StrEnum):
    """Where a letter stands.

    owed → claimed → sent; held waits for the organiser; dropped was no longer needed when its turn came;
    failed was given up, in the organiser's sight. One that is claimed has been begun as soon as its letter is
    kept in the name of who claimed it (see SentLetter).
    """

    OWED = "owed"
    HELD = "held"
    CLAIMED = "claimed"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


WAITING = (NoticeState.OWED, NoticeState.HELD)
# What a second cause can join; ON CONFLICT has to name the same words as the index.
JOINABLE = text("state IN ('owed', 'held') AND kind = 'calendar' AND NOT is_repeated")


def _index_where_set(name: str) -> Index:
    """Return an index of the rows that have a value: a bulk of letters has none, and pays for no entry."""
    is_set = text(f"{name} IS NOT NULL")
    return Index(f"ix_notice_{name}", name, sqlite_where=is_set, postgresql_where=is_set)


class Notice(Base):
    """One letter owed to one person for one cause, written from the present state when its turn comes.

    Of one invitation at most one calendar notice waits at a time (the partial index): a second cause joins
    it. *due_at* is the earliest moment to send; one that *is_settling* waits the settling time as well, so
    that quick changes become one letter. A failure sets *due_at* to the end of its pause. *is_repeated*
    marks a letter that a dead worker may have handed over already: it keeps its bytes and its Message-ID.
    *bounced_at* is when a mail server said that a letter which was sent did not arrive.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_state_due_at_id", "state", "due_at", "id"),
        # Both columns: whoever claims asks for each letter whether another of its invitation is before it.
        Index("ix_notice_invitation_id_state", "invitation_id", "state"),
        Index(
            "uq_notice_waiting_invitation",
            "invitation_id",
            unique=True,
            sqlite_where=JOINABLE,
            postgresql_where=JOINABLE,
        ),
        *map(
            _index_where_set,
            (
                "registration_id",
                "presenter_id",
                "delegation_id",
                "application_id",
                "reviewer_id",
                "account_id",
            ),
        ),
    )

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    kind: Mapped[NoticeKind] = mapped_column(enum_of(NoticeKind, "notice_kind"))
    state: Mapped[NoticeState] = mapped_column(enum_of(NoticeState, "notice_state"), default=NoticeState.OWED)
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("presenter.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("reviewer.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    posted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_settling: Mapped[bool] = mapped_column(default=False)
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    is_repeated: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    bounced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    bounce_reason: Mapped[str | None] = mapped_column(Text)

    seminar: Mapped[Seminar | None] = relationship(lazy="raise")
    invitation: Mapped[Invitation | None] = relationship(lazy="raise")
    registration: Mapped[Registration | None] = relationship(lazy="raise")
    presenter: Mapped[Presenter | None] = relationship(lazy="raise")
    delegation: Mapped[Delegation | None] = relationship(lazy="raise")
    application: Mapped[Application | None] = relationship(lazy="raise")
    reviewer: Mapped[Reviewer | None] = relationship(lazy="raise")
    account: Mapped[Account | None] = relationship(lazy="raise")


class Crowd(Base):
    """Settling calendar letters, owed to all registrants who hold a part, until a worker makes them.

    So whoever moves a part of thousands waits for one row. *posted_at* becomes that of the notices.
    """

    __tablename__ = "crowd"

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    posted_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SentLetter(Base):
    """The letter of a notice as it was handed over; account letters hold secrets and keep no *message*.

    Written just before: *begun_by* is the claim under which it was, *begun_until* when whoever did it and has
    said nothing is taken for dead (both None: by a version that kept that elsewhere). *dispatch* is what it
    tells a calendar (see outbox.dispatches).
    """

    __tablename__ = "sent_letter"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(Text)
    message: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(String(255))
    dispatch: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    begun_by: Mapped[str | None] = mapped_column(String(64))
    begun_until: Mapped[datetime | None] = mapped_column(UTCDateTime)

    notice: Mapped[Notice] = relationship(lazy="raise")
