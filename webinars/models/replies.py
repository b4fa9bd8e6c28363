"""Replies: what came back about an event, from a calendar, a page or a mail server; kept as it came."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.calendar.replies import Said
from webinars.models.database import Base, UTCDateTime, enum_of, new_key
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice
from webinars.models.seminars import Seminar


class ReplyKind(StrEnum):
    """What it is: an iTIP method (RFC 5546 §1.4), an answer given on a page, or a letter that came back."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"
    REFRESH = "REFRESH"
    PAGE = "page"
    BOUNCE = "bounce"


class Standing(StrEnum):
    """What became of it."""

    KEPT = "kept"  # it was the person's answer from then on
    OUTDATED = "outdated"  # older than what was held: changes nothing
    OLD_TIME = "old time"  # an answer to a time that has changed since; the person is asked again
    CLOSED = "closed"  # the event is no longer in the person's calendar: changes nothing
    UNPROVEN = "unproven"  # came without the person's token: a letter asks whether it is theirs
    UNKNOWN = "unknown"  # nobody and nothing that we know: waits in the organiser's queue
    WAITING = "waiting"  # in the organiser's queue: a proposal to decide, a returned letter to see
    ACCEPTED = "accepted"  # a proposal that became a move
    REFUSED = "refused"  # a proposal that was declined
    SERVED = "served"  # a wish for the present event, answered with it
    SEEN = "seen"  # taken out of the queue by the organiser


class Reply(Base):
    """One message about one event, or one answer on a page; never edited but for *standing* and who decided.

    *message_key* is a digest of the Message-ID: the same message changes nothing twice. *stamped_at* is the
    reply's DTSTAMP, *sequence* the SEQUENCE that it answers. *attendee* and *sender* are addresses as they
    came. A proposal has *proposed_starts_at* and *proposed_ends_at* (UTC), a bounce the *notice* that came
    back.
    """

    __tablename__ = "reply"
    __table_args__ = (Index("ix_reply_standing_kind", "standing", "kind"),)

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    kind: Mapped[ReplyKind] = mapped_column(enum_of(ReplyKind, "reply_kind"))
    standing: Mapped[Standing] = mapped_column(enum_of(Standing, "reply_standing"))
    message_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), index=True)
    uid: Mapped[str | None] = mapped_column(String(255))
    sender: Mapped[str] = mapped_column(String(254), default="")
    attendee: Mapped[str] = mapped_column(String(254), default="")
    said: Mapped[Said | None] = mapped_column(enum_of(Said, "reply_said"))
    comment: Mapped[str] = mapped_column(Text, default="")
    delegated_to: Mapped[str | None] = mapped_column(String(254))
    sequence: Mapped[int | None]
    stamped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proposed_starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proposed_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(254))

    seminar: Mapped[Seminar | None] = relationship(lazy="raise")
    invitation: Mapped[Invitation | None] = relationship(lazy="raise")
    notice: Mapped[Notice | None] = relationship(lazy="raise")
