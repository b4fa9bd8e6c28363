"""The letter that reminds of a part: when it starts on the reader's clock, and the way in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from webinars.domain.reminders import due, sharing
from webinars.domain.seating import SeatState
from webinars.letters.bodies import Block, Heading, Lead, Link, Paragraph, render, times
from webinars.letters.drafts import Draft
from webinars.letters.events import links_of, page_of
from webinars.letters.invitations.presenters import question
from webinars.letters.names import event_name, part_name, slot_name
from webinars.letters.readers import Reader
from webinars.letters.stops import stop_address, way_out
from webinars.models.notices import Notice
from webinars.models.registrations import Registration, RegistrationState
from webinars.models.seminars import SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter
from webinars.queries.notices import Matter
from webinars.queries.programmes import ProgrammeSlot

HOUR, DAY = 60, 24 * 60  # minutes


@dataclass(frozen=True)
class Own:
    """A part of the reader's, and the slots that they present there; none for a registrant."""

    session: Session
    starts_at: datetime
    slots: tuple[ProgrammeSlot, ...] = ()


def write(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Remind of a part, and of what follows it closely.

    None where the reader is no longer at it or wants no reminders, where it moved or does not take place, and
    once a later reminder tells of it.
    """
    person = _person(matter.notice)
    if person.reminders_stopped_at is not None:
        return None
    told = [own for own in _own(matter, person) if own.session.id in _told(matter, person, now=now)]
    if not told:
        return None
    first = told[0]
    subject = _subject(matter, first, reader.language, now=now)
    blocks = [
        Lead(_lead(first, reader.language, now=now)),
        *(block for own in told for block in _part(matter, own, reader, is_first=own is first)),
        *_ways_on(matter, person, first, now=now),
        *way_out(person),
    ]
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email, stop_url=stop_address(person))


def _told(matter: Matter, person: Registration | Presenter, *, now: datetime) -> tuple[int, ...]:
    """Return the parts that the letter tells of, by id; none where it is no longer needed."""
    details = matter.notice.details
    starts = [(own.session.id, own.starts_at) for own in _own(matter, person)]
    starts_at = datetime.fromisoformat(details["starts_at"])
    is_last = due(matter.seminar.reminder_minutes, starts_at, now=now) == details["minutes"]
    is_held = matter.seminar.state is SeminarState.PUBLISHED
    if not is_last or not is_held or (details["session"], starts_at) not in starts:
        return ()
    return sharing(starts, details["session"])


def _own(matter: Matter, person: Registration | Presenter) -> list[Own]:
    """Return the parts that take place at which the person has a seat or presents, in order of start."""
    if isinstance(person, Registration):
        is_confirmed = person.state is RegistrationState.CONFIRMED
        held = {one.seat.session_id for one in matter.standings if one.seat.state is SeatState.SEATED}
        return [own for own in _parts(matter) if is_confirmed and own.session.id in held]
    return [own for own in _parts(matter, presenter=person) if own.slots]


def _parts(matter: Matter, presenter: Presenter | None = None) -> list[Own]:
    address = presenter.email.casefold() if presenter else ""
    return [
        Own(part.session, part.session.starts_at, tuple(_presented(part.slots, address)))
        for part in (matter.programme.planned if matter.programme else ())
        if part.session.starts_at is not None
    ]


def _presented(slots: Sequence[ProgrammeSlot], address: str) -> list[ProgrammeSlot]:
    return [slot for slot in slots if any(_is_at(one, address) for one in slot.presenters)]


def _is_at(presenter: Presenter, address: str) -> bool:
    return presenter.email.casefold() == address and presenter.answer is not Answer.DECLINED


def _subject(matter: Matter, first: Own, language: str, *, now: datetime) -> str:
    name = slot_name(first.slots[0].slot, language) if first.slots else part_name(first.session, language)
    event = event_name(matter.seminar, name, language)
    if first.starts_at <= now:
        return str(_("Starts now: %(event)s", event=event))
    return str(_("In %(time)s: %(event)s", time=time_words(first.starts_at - now), event=event))


def _lead(first: Own, language: str, *, now: datetime) -> str:
    part = part_name(first.session, language)
    if first.starts_at <= now:
        return str(_("%(part)s starts now.", part=part))
    time = time_words(first.starts_at - now)
    if first.slots:
        return str(_("The part in which you present starts in %(time)s.", time=time))
    return str(_("%(part)s starts in %(time)s.", part=part, time=time))


def time_words(ahead: timedelta) -> str:
    """Return how long it is until then, in the unit that people count in."""
    minutes = max(1, round(ahead.total_seconds() / 60))
    if minutes > 36 * HOUR:
        days = round(minutes / DAY)
        return str(ngettext("%(num)s day", "%(num)s days", days))
    if minutes > 100 or abs(minutes - HOUR) <= 5:
        hours = round(minutes / HOUR)
        return str(ngettext("%(num)s hour", "%(num)s hours", hours))
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))


def _part(matter: Matter, own: Own, reader: Reader, *, is_first: bool) -> list[Block]:
    session, zone, language = own.session, own.session.zone or "UTC", reader.language
    second = matter.seminar.second_zone
    blocks: list[Block] = [Heading(part_name(session, language))]
    for slot in own.slots:
        blocks.append(Heading(slot_name(slot.slot, language)))
        if slot.starts_at:
            blocks.append(times(slot.starts_at, slot.ends_at, zone, reader, second_zone=second))
    if not any(slot.starts_at for slot in own.slots):
        blocks.append(times(own.starts_at, session.ends_at, zone, reader, second_zone=second))
    room = links_of(_person(matter.notice), session).room
    return [*blocks, Link(_("Join the room"), room, is_button=is_first)] if room else blocks


def _ways_on(matter: Matter, person: Registration | Presenter, first: Own, *, now: datetime) -> list[Block]:
    if isinstance(person, Registration):
        yours = _("The link opens the room shortly before the start. It is yours alone: do not pass it on.")
        return [Paragraph(yours), Link(_("See or change your registration"), page_of(person))]
    # A presenter has no door of their own: once it starts, the way is straight into the room.
    if first.starts_at <= now and first.session.join_url:
        return [
            Link(_("Join the room"), first.session.join_url, is_button=True),
            Link(_("Open your page"), page_of(person)),
        ]
    return question(person, matter.seminar)


def _person(notice: Notice) -> Registration | Presenter:
    person = notice.registration or notice.presenter
    if person is None:
        raise ValueError("this letter is about somebody at a seminar")
    return person
