"""The lines of a calendar's history: letters and answers, one after the other, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.calendar.sent import SentEvent
from webinars.letters.sent import told_by
from webinars.letters.times import Clock, TimePair, clock_of, time_pair
from webinars.models.invitations import Invitation, Method
from webinars.models.replies import Reply, ReplyKind
from webinars.queries.histories import EventHistory, SentNotice
from webinars.web.organise.letter_words import KINDS
from webinars.web.registrations.replies_words import STANDINGS, WAYS, reply_words
from webinars.web.registrations.rows import State

METHODS = {
    "CANCEL": (_l("Cancellation sent"), "stop"),
    "DECLINECOUNTER": (_l("Proposed time refused"), "off"),
}


@dataclass(frozen=True)
class Zones:
    """The clocks of the page: that of the reader for moments, host's and person's for what was told."""

    reader: str
    host: str
    person: str


@dataclass(frozen=True)
class Line:
    """Something that went out or came back: *event* is what a letter told the calendar, *pair* its time.

    *sequence* and *stamp* are SEQUENCE and DTSTAMP, of the letter or of the version that was answered.
    """

    at: Clock
    state: State
    is_reply: bool
    sequence: int | None = None
    stamp: str = ""
    pair: TimePair | None = None
    summary: str = ""
    way: str = ""
    standing: str = ""
    comment: str = ""
    letter_key: str | None = None
    returned: str = ""


@dataclass(frozen=True)
class Shown:
    """What the calendar shows now: *pair* and *summary* of the last letter; *awaits* a newer one."""

    state: State
    pair: TimePair | None
    summary: str
    awaits: bool


def lines_of(history: EventHistory, zones: Zones) -> list[Line]:
    """Return what happened to an event, oldest first."""
    told = [(one, told_by(one.message) if one.message else None) for one in history.letters]
    timed = [*_letters(told, zones), *_replies(history.replies, zones)]
    return [line for _at, line in sorted(timed, key=lambda one: one[0])]


def shown_now(history: EventHistory, zones: Zones) -> Shown:
    """Return what the person's calendar shows after the last letter that reached it."""
    invitation = history.invitation
    if invitation.sent_method is None:
        return Shown(State(gettext("Nothing yet: no letter was sent"), "wait"), None, "", awaits=False)
    awaits = _is_newer(invitation)
    if invitation.sent_method is Method.CANCEL:
        return Shown(State(gettext("Nothing: the event was taken out"), "off"), None, "", awaits=awaits)
    pair = _pair(invitation.sent_starts_at, invitation.sent_ends_at, zones)
    return Shown(State(gettext("The event"), "ok"), pair, _last_summary(history), awaits=awaits)


def _is_newer(invitation: Invitation) -> bool:
    """Say whether the event has changed since the last letter (SEQUENCE, then DTSTAMP)."""
    sent_at = invitation.sent_changed_at or invitation.changed_at
    return (invitation.sequence, invitation.changed_at) > (invitation.sent_sequence or 0, sent_at)


def _last_summary(history: EventHistory) -> str:
    for one in reversed(history.letters):
        told = told_by(one.message) if one.message else None
        if told is not None and told.method == Method.REQUEST:
            return told.summary
    return ""


def _letters(
    told: Sequence[tuple[SentNotice, SentEvent | None]], zones: Zones
) -> Iterator[tuple[datetime, Line]]:
    is_first = True
    for one, event in told:
        sent_at = one.notice.sent_at or one.notice.posted_at
        state = _method_words(event, is_first=is_first) or State(str(KINDS[one.notice.kind]), "open")
        is_first = is_first and event is None
        yield sent_at, _letter(one, event, state, zones)


def _letter(one: SentNotice, event: SentEvent | None, state: State, zones: Zones) -> Line:
    notice = one.notice
    return Line(
        at=clock_of(notice.sent_at or notice.posted_at, None, zones.reader),
        state=state,
        is_reply=False,
        sequence=event.sequence if event else None,
        stamp=stamp_words(event.stamped_at) if event else "",
        pair=_pair(event.starts_at, event.ends_at, zones) if event else None,
        summary=event.summary if event else "",
        letter_key=notice.key,
        returned=_returned(one),
    )


def _method_words(event: SentEvent | None, *, is_first: bool) -> State | None:
    if event is None:
        return None
    if event.method == Method.REQUEST:
        return State(gettext("Invitation sent") if is_first else gettext("Update sent"), "ok")
    word, mark = METHODS.get(event.method, (event.method, "open"))
    return State(str(word), mark)


def _returned(one: SentNotice) -> str:
    if one.notice.bounced_at is None:
        return ""
    why = one.notice.bounce_reason or ""
    return str(gettext("Came back from %(email)s: %(reason)s", email=one.recipient, reason=why))


def _replies(replies: Sequence[Reply], zones: Zones) -> Iterator[tuple[datetime, Line]]:
    for reply in replies:
        if reply.kind is not ReplyKind.BOUNCE:
            yield reply.received_at, _reply(reply, zones)


def _reply(reply: Reply, zones: Zones) -> Line:
    return Line(
        at=clock_of(reply.received_at, None, zones.reader),
        state=reply_words(reply),
        is_reply=True,
        sequence=reply.sequence,
        stamp=stamp_words(reply.stamped_at) if reply.stamped_at else "",
        pair=_pair(reply.proposed_starts_at, reply.proposed_ends_at, zones),
        way=str(WAYS[reply.kind]),
        standing=str(STANDINGS[reply.standing]),
        comment=reply.comment,
    )


def stamp_words(instant: datetime) -> str:
    """Return DTSTAMP as calendars write it (RFC 5545 §3.3.5)."""
    return instant.strftime("%Y%m%dT%H%M%SZ")


def _pair(starts_at: datetime | None, ends_at: datetime | None, zones: Zones) -> TimePair | None:
    return time_pair(starts_at, ends_at, zones.host, zones.person) if starts_at else None
