"""The organiser's own message as one person reads it: their words in the places, the rest as written."""

import re
from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from webinars.domain.placeholders import filled
from webinars.domain.seating import SeatState
from webinars.letters.bodies import Block, Link, Words, render
from webinars.letters.drafts import Draft
from webinars.letters.events import page_of
from webinars.letters.names import city_name, part_name
from webinars.letters.readers import Reader
from webinars.letters.stops import stop_address, way_out
from webinars.letters.times import clock_of, on_day
from webinars.models.registrations import Registration, RegistrationState
from webinars.models.sessions import Session
from webinars.models.slots import Presenter
from webinars.queries.messages import audience_of
from webinars.queries.notices import Matter

_PARAGRAPHS = re.compile(r"\n\s*\n")


def write(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Return the message in the reader's language; None for who left, or wants no messages."""
    person, message = matter.notice.registration or matter.notice.presenter, matter.message
    if person is None or message is None:
        raise ValueError("this letter is a message to somebody at a seminar")
    if not _is_reached(matter, person):
        return None
    values = _values(matter, person, reader, now=now)
    # The address of a page stands in the letter's end anyway, and in a subject nobody can follow it.
    subject = filled(message.subject.best(reader.language), values)
    text = filled(message.text.best(reader.language), values)
    paragraphs: list[Block] = [Words(one.strip()) for one in _PARAGRAPHS.split(text) if one.strip()]
    blocks = [*paragraphs, Link(_("Open your page"), values["page"]), *way_out(person)]
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email, stop_url=stop_address(person))


def _is_reached(matter: Matter, person: Registration | Presenter) -> bool:
    if person.reminders_stopped_at is not None:
        return False
    if isinstance(person, Registration):
        return person.state is RegistrationState.CONFIRMED
    return person.removed_at is None and matter.slot(person.slot_id) is not None


def _values(
    matter: Matter, person: Registration | Presenter, reader: Reader, *, now: datetime
) -> dict[str, str]:
    part = _part(matter, person, now=now)
    return {
        "name": reader.name,
        "city": _city(matter, person, reader.language),
        "part": part_name(part, reader.language) if part else "",
        "start": _start(part, reader) if part else "",
        "page": page_of(person),
    }


def _part(matter: Matter, person: Registration | Presenter, *, now: datetime) -> Session | None:
    """Return the part that the message is about: the audience's, else the person's next, else their last."""
    chosen = audience_of(matter.message).session_id if matter.message else None
    own = list(_own_parts(matter, person))
    ahead = [part for part in own if part.ends_at is not None and part.ends_at > now]
    return next((part for part in own if part.id == chosen), None) or next(iter([*ahead, *own[-1:]]), None)


def _own_parts(matter: Matter, person: Registration | Presenter) -> Iterator[Session]:
    """Yield the parts at which the person has a seat or presents, in order."""
    parts = matter.programme.sessions if matter.programme else ()
    if isinstance(person, Presenter):
        yield from (
            part.session for part in parts if any(one.slot.id == person.slot_id for one in part.slots)
        )
        return
    held = {one.seat.session_id for one in matter.standings if one.seat.state is SeatState.SEATED}
    yield from (part.session for part in parts if part.session.id in held)


def _city(matter: Matter, person: Registration | Presenter, language: str) -> str:
    if isinstance(person, Registration):
        return person.city.name.best(language) if person.city else ""
    slot = matter.slot(person.slot_id)
    return city_name(slot.delegation, language) if slot and slot.delegation else ""


def _start(part: Session, reader: Reader) -> str:
    if part.starts_at is None:
        return ""
    clock = clock_of(part.starts_at, None, reader.zone)
    return f"{on_day(clock.date_words, clock.clock)} ({clock.zone_words})"
