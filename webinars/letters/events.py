"""A person's event as calendars get it: the same in the mail, the feed and the download (RFC 5545)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from webinars.domain.addresses import tagged
from webinars.domain.calendar.events import Attendee, Event, PartStat, Party, Status
from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.names import event_name, host_name, meeting_name, slot_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.invitations import Invitation, Meeting
from webinars.models.registrations import Registration
from webinars.models.slots import Presenter
from webinars.queries.notices import Matter
from webinars.services.registrations.links import join_link


@dataclass(frozen=True)
class Organizer:
    """The address that invites, and whether somebody reads the answers there."""

    email: str
    is_answerable: bool


@dataclass(frozen=True)
class Stretch:
    """From when to when (UTC)."""

    starts_at: datetime
    ends_at: datetime


def stretch_of(matter: Matter, invitation: Invitation) -> Stretch | None:
    """Return when the person's part, slot or rehearsal is; None when it has no instant.

    A slot whose start hangs on an unknown length stands for its whole part until the length is known.
    """
    meeting = matter.meeting(invitation)
    slot = matter.slot(invitation.slot_id)
    if slot and slot.starts_at and slot.ends_at:
        return Stretch(slot.starts_at, slot.ends_at)
    if meeting.starts_at and meeting.ends_at:
        return Stretch(meeting.starts_at, meeting.ends_at)
    return None


def organizer_of(invitation: Invitation) -> Organizer:
    """Return ORGANIZER: the stored one, or the one that the first letter will store.

    Where an inbox receives answers, each invitation has an address of its own in it. ORGANIZER is never the
    recipient's own address: clients take such an event for one that the reader holds.
    """
    if invitation.organizer:
        return Organizer(invitation.organizer, invitation.is_answerable)
    inbox = current_app.config["RSVP_ADDRESS"]
    if inbox:
        return Organizer(tagged(str(inbox), invitation.key), True)
    office = str(current_app.config["MAIL_FROM"])
    is_own = office.casefold() == invitation.attendee_email.casefold()
    return Organizer(tagged(office, "invitations") if is_own else office, False)


@dataclass(frozen=True)
class Links:
    """A person's own addresses: their page, and the way into the room (None for who goes by the page)."""

    page: str
    room: str | None


def links_of(person: Registration | Presenter, meeting: Meeting) -> Links:
    """Return the signed links of a person for one part, or for a rehearsal."""
    if isinstance(person, Registration):
        room = personal_address(Purpose.JOIN, "joins.join", join_link(person, meeting.key))
        return Links(page_of(person), room)
    return Links(page_of(person), None)


def event_of(matter: Matter, invitation: Invitation, reader: Reader, stretch: Stretch, links: Links) -> Event:
    """Return the open event of *invitation*, with the personal links."""
    return _event(
        matter,
        invitation,
        reader,
        stretch,
        description=_description(matter, reader.language, has_door=invitation.rehearsal_id is None),
        location="" if links.room else links.page,
        url=links.page,
        conference_url=links.room,
        status=Status.CONFIRMED,
        alarm_minutes=int(current_app.config["JOIN_OPENS_MINUTES"]),
        allows_counter=invitation.presenter_id is not None,
    )


def withdrawn_event(matter: Matter, invitation: Invitation, reader: Reader, stretch: Stretch) -> Event:
    """Return the event of a CANCEL: what identifies it, and no link, for the address may be old."""
    return _event(matter, invitation, reader, stretch, status=None)


def _event(matter: Matter, invitation: Invitation, reader: Reader, stretch: Stretch, **more: Any) -> Event:
    organizer = organizer_of(invitation)
    return Event(
        uid=invitation.uid,
        sequence=invitation.sequence,
        changed_at=invitation.changed_at,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        zone=matter.meeting(invitation).zone or "UTC",
        summary=summary_of(matter, invitation, reader.language),
        organizer=Party(str(current_app.config["OFFICE_NAME"]), organizer.email),
        attendee=_attendee(invitation, rsvp=organizer.is_answerable),
        language=reader.language,
        **more,
    )


def summary_of(matter: Matter, invitation: Invitation, language: str) -> str:
    """Return the name of the event: the seminar and the part, the slot for a presenter, or the rehearsal."""
    if invitation.slot_id is None:
        name = meeting_name(matter.meeting(invitation), language)
    else:
        name = title_of(matter, invitation, language)
    return event_name(matter.seminar, name, language)


def title_of(matter: Matter, invitation: Invitation, language: str) -> str:
    """Return the title of a presenter's slot, one that was removed too: its CANCEL names the same event."""
    placed = matter.slot(invitation.slot_id)
    slot = placed.slot if placed else invitation.slot
    assert slot is not None, "a presenter is invited to a slot"
    return slot_name(slot, language)


def page_of(person: Registration | Presenter) -> str:
    """Return the address of a person's own page."""
    if isinstance(person, Registration):
        return personal_address(Purpose.REGISTRATION, "registrations.show", person)
    return personal_address(Purpose.PRESENTER, "presenters.show", person)


def _description(matter: Matter, language: str, *, has_door: bool) -> str:
    """Return what the event is about; a rehearsal's room has no door of ours that opens."""
    seminar = matter.seminar
    host = host_name(seminar, language)
    lines = [
        seminar.theme.best(language),
        _("Host: %(host)s", host=host) if host else "",
        _(
            "The room opens %(minutes)d minutes before the start.",
            minutes=current_app.config["JOIN_OPENS_MINUTES"],
        )
        if has_door
        else "",
    ]
    return "\n".join(line for line in lines if line)


def _attendee(invitation: Invitation, *, rsvp: bool) -> Attendee:
    return Attendee(
        invitation.attendee_name,
        invitation.attendee_email,
        partstat=PartStat(invitation.answer.value),
        rsvp=rsvp,
    )
