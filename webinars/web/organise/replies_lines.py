"""The lines of the queue of replies: who, about what, and what can be done, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from webinars.letters.names import event_name, meeting_name, part_name, slot_name
from webinars.letters.times import Clock, TimePair, clock_of, time_pair
from webinars.models.calls import Application
from webinars.models.committees import Reviewer
from webinars.models.delegations import Delegation
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.replies import Reply
from webinars.models.sessions import Session
from webinars.models.slots import Presenter
from webinars.queries.proposals import Impact
from webinars.queries.replies import Queue, WaitingReply
from webinars.web.delegations_words import city_words
from webinars.web.reader import language
from webinars.web.registrations.replies_words import reply_words, returned_words
from webinars.web.registrations.rows import State


@dataclass(frozen=True)
class Move:
    """What accepting would do: what moves from when to when, who is told, what it would overlap."""

    part: str
    was: TimePair
    becomes: TimePair
    registrants: int
    presenters: int
    overlaps: tuple[str, ...]
    version: int
    is_rehearsal: bool


@dataclass(frozen=True)
class Line:
    """A reply in the queue. *times* are the present and *proposed* the proposed one, each on several clocks.

    *why* is a mail server's reason in plain words; *fix_url* is where the address is corrected, *person_url*
    what the person's calendar shows. *error* is why the last wish was refused.
    """

    reply: Reply
    queue: Queue
    who: str
    event: str
    seminar: str
    subject: str
    letter_key: str | None
    said: State
    received: Clock
    times: tuple[Clock, ...]
    proposed: tuple[Clock, ...]
    move: Move | None
    why: str
    is_corrected: bool
    fix_url: str | None
    person_url: str | None
    error: str


def line_of(one: WaitingReply, impacts: Mapping[str, Impact], zone: str, errors: Mapping[str, str]) -> Line:
    """Return one reply of the queue in words; *zone* is the organiser's."""
    reply = one.reply
    proposed_ends = reply.proposed_ends_at
    return Line(
        reply=reply,
        queue=one.queue or Queue.UNKNOWN,
        who=_who(one),
        event=_event(one),
        seminar=one.seminar.theme.best(language()) or one.seminar.slug if one.seminar else "",
        subject=one.subject,
        letter_key=one.notice.key if one.notice else None,
        said=reply_words(reply),
        received=clock_of(reply.received_at, None, zone),
        times=_clocks(one, one.starts_at, one.ends_at, zone),
        proposed=_clocks(one, reply.proposed_starts_at, proposed_ends, zone),
        move=_move(one, impacts.get(reply.key)),
        why=returned_words(reply.comment) if one.queue is Queue.BOUNCES else "",
        is_corrected=_is_corrected(one),
        fix_url=_fix_url(one),
        person_url=_person_url(one),
        error=errors.get(reply.key, ""),
    )


def _who(one: WaitingReply) -> str:
    """Return the name of the person; of somebody unknown the address as it came."""
    if one.queue is Queue.UNKNOWN:
        return one.reply.attendee or one.reply.sender or gettext("Nobody")
    person = one.person
    if isinstance(person, Delegation):
        return person.focal_name or city_words(person)
    if isinstance(person, Application):
        return person.contact_name
    return person.name if person else one.reply.attendee


def _event(one: WaitingReply) -> str:
    if one.invitation is None or one.seminar is None:
        return ""
    reader, slot = language(), one.invitation.slot
    name = slot_name(slot, reader) if slot else meeting_name(one.invitation.meeting, reader)
    return event_name(one.seminar, name, reader)


def _clocks(
    one: WaitingReply, starts_at: datetime | None, ends_at: datetime | None, zone: str
) -> tuple[Clock, ...]:
    """Return a stretch on the clocks of the organiser, the host and the person, each zone once."""
    host = one.invitation.meeting.zone if one.invitation else None
    if starts_at is None or host is None:
        return ()
    person = one.person
    own = person.zone if isinstance(person, Registration | Presenter) else host
    zones = dict.fromkeys((host, own, zone))
    return tuple(clock_of(starts_at, ends_at, each, against=host) for each in zones)


def _move(one: WaitingReply, impact: Impact | None) -> Move | None:
    meeting = one.invitation.meeting if one.invitation else None
    if impact is None or meeting is None or meeting.starts_at is None or meeting.zone is None:
        return None
    return Move(
        part=meeting_name(meeting, language()),
        was=time_pair(meeting.starts_at, meeting.ends_at, meeting.zone, None),
        becomes=time_pair(impact.starts_at, impact.ends_at, meeting.zone, None),
        registrants=impact.registrants,
        presenters=impact.presenters,
        overlaps=tuple(_part(other) for other in impact.overlaps),
        version=meeting.version,
        is_rehearsal=isinstance(meeting, Rehearsal),
    )


def _part(session: Session) -> str:
    return part_name(session, language())


def _is_corrected(one: WaitingReply) -> bool:
    """Say whether the address is no longer marked: it was corrected, or its owner has answered since."""
    return one.queue is Queue.BOUNCES and one.person is not None and one.person.undeliverable_at is None


def _fix_url(one: WaitingReply) -> str | None:
    """Return where the address of a letter that came back is corrected."""
    person = one.person
    if one.queue is not Queue.BOUNCES:
        return None
    if isinstance(person, Application):
        return url_for("organise.applications.show", slug=person.call.slug, key=person.key)
    if isinstance(person, Reviewer):
        url = url_for("organise.committees.edit", slug=person.call.slug, key=person.key, _anchor="email")
        return url if person.removed_at is None else None
    return _guest_url(one.seminar.slug, person) if one.seminar else None


def _guest_url(slug: str, person: Registration | Presenter | Delegation | None) -> str | None:
    """Return where the address of somebody who is invited to a seminar is corrected."""
    if isinstance(person, Registration):
        return url_for("organise.registrations.show", slug=slug, key=person.key, _anchor="address")
    if isinstance(person, Presenter) and person.removed_at is None:
        return url_for("organise.presenters.edit", slug=slug, key=person.key, _anchor="email")
    if isinstance(person, Delegation):
        return url_for("organise.delegations.edit", slug=slug, key=person.key, _anchor="focal_email")
    return None


def _person_url(one: WaitingReply) -> str | None:
    """Return the page that shows what the calendar of who was invited shows."""
    if one.invitation is None or one.seminar is None:
        return None
    slug, invitation = one.seminar.slug, one.invitation
    if invitation.registration is not None:
        return url_for("organise.histories.registrant", slug=slug, key=invitation.registration.key)
    presenter = invitation.presenter
    if presenter is None or presenter.removed_at is not None:
        return None
    return url_for("organise.histories.presenter", slug=slug, key=presenter.key)
