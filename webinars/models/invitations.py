"""Invitations: a person's event in their own calendar, as it was sent and answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.texts import email_key
from webinars.models.database import Base, UTCDateTime, enum_of, new_key
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.sessions import Session, new_uid
from webinars.models.slots import Answer, Presenter, Slot


class InvitationState(StrEnum):
    """What the person's calendar should show: the event, or nothing any more."""

    OPEN = "open"
    CLOSED = "closed"


# What somebody is invited to: both have a name, a zone, an instant, and may be called off.
Meeting = Session | Rehearsal
REHEARSED = text("rehearsal_id IS NOT NULL")


class Method(StrEnum):
    """The iTIP method of a message (RFC 5546 §1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def _attendee_key(context: DefaultExecutionContext) -> str:
    return email_key(context.get_current_parameters()["attendee_email"])  # type: ignore[no-untyped-call]


class Invitation(Base):
    """One person's UID, SEQUENCE, DTSTAMP, ORGANIZER and answer for one event.

    Only services/invitations writes it. The event is a registrant's part (*registration*, *session*), a
    presenter's slot (*presenter*, *slot*, its *session*) or a rehearsal (*presenter*, *rehearsal*). The
    address never changes in its life (another address is another invitation), nor does ORGANIZER once the
    first letter has set it. *changed_at* is DTSTAMP and LAST-MODIFIED. *sent_method*, *sent_sequence* and
    *sent_changed_at* (its DTSTAMP) are what the person last got; *answered_sequence* and *answered_stamp* are
    SEQUENCE and DTSTAMP of the reply that is held (RFC 5546 §2.1.5). *attendee_key* is the address as it is
    compared. *delegated_to* is only shown.
    *attendee_name* is the name at the invitation, which calendars go on showing.
    *asked_again_sequence* is the SEQUENCE that was sent again to who answered an older one: once for each.
    *taken_off_at* is when the person was taken off a rehearsal: they are not invited when it is restored.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(registration_id IS NULL) <> (presenter_id IS NULL)", name="one_person"),
        CheckConstraint("(session_id IS NULL) <> (rehearsal_id IS NULL)", name="one_event"),
        CheckConstraint(
            "(presenter_id IS NULL) = (slot_id IS NULL AND rehearsal_id IS NULL)", name="presenter_has_slot"
        ),
        CheckConstraint("slot_id IS NULL OR rehearsal_id IS NULL", name="slot_or_rehearsal"),
        Index(
            "ix_invitation_rehearsal_id", "rehearsal_id", sqlite_where=REHEARSED, postgresql_where=REHEARSED
        ),
        # A move raises thousands of rows at once: with room on its pages PostgreSQL touches no index for it.
        {"postgresql_with": {"fillfactor": 50}},
    )

    uid: Mapped[str] = mapped_column(String(64), unique=True, default=new_uid)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"), index=True)
    rehearsal_id: Mapped[int | None] = mapped_column(ForeignKey("rehearsal.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"), index=True)
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("presenter.id"), index=True)
    attendee_name: Mapped[str] = mapped_column(String(200))
    attendee_email: Mapped[str] = mapped_column(String(254))
    attendee_key: Mapped[str] = mapped_column(
        String(254), index=True, default=_attendee_key, server_default=""
    )
    organizer: Mapped[str | None] = mapped_column(String(254))
    is_answerable: Mapped[bool] = mapped_column(default=False)
    state: Mapped[InvitationState] = mapped_column(
        enum_of(InvitationState, "invitation_state"), default=InvitationState.OPEN
    )
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[Answer] = mapped_column(enum_of(Answer, "invitation_answer"), default=Answer.NEEDS_ACTION)
    answer_comment: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_sequence: Mapped[int | None]
    answered_stamp: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delegated_to: Mapped[str | None] = mapped_column(String(254))
    asked_again_sequence: Mapped[int | None]
    # Read only where a rehearsal is called off or restored: thousands of letters need not carry it.
    taken_off_at: Mapped[datetime | None] = mapped_column(UTCDateTime, deferred=True)
    sent_method: Mapped[Method | None] = mapped_column(enum_of(Method, "invitation_method"))
    sent_sequence: Mapped[int | None]
    sent_changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    session: Mapped[Session | None] = relationship(lazy="raise")
    rehearsal: Mapped[Rehearsal | None] = relationship(lazy="raise")
    registration: Mapped[Registration | None] = relationship(lazy="raise")
    slot: Mapped[Slot | None] = relationship(lazy="raise")
    presenter: Mapped[Presenter | None] = relationship(lazy="raise")

    @property
    def meeting(self) -> Meeting:
        """Return the part or the rehearsal that it invites to; whoever asks has loaded it."""
        meeting = self.rehearsal if self.session_id is None else self.session
        assert meeting is not None, "an invitation is to a part or a rehearsal"
        return meeting
