"""The letter that reminds of a rehearsal; the invitation to it is a calendar letter."""

from datetime import datetime

from flask_babel import gettext as _

from webinars.domain.reminders import REHEARSED, due
from webinars.letters.bodies import Block, Heading, Lead, Link, Words, render, times
from webinars.letters.drafts import Draft
from webinars.letters.events import page_of
from webinars.letters.names import event_name, rehearsal_name
from webinars.letters.readers import Reader
from webinars.letters.reminders import time_words
from webinars.letters.stops import stop_address, way_out
from webinars.models.invitations import InvitationState
from webinars.models.seminars import SeminarState
from webinars.models.slots import Answer, Presenter
from webinars.queries.notices import Matter


def remind(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Remind of a rehearsal: when it starts on the reader's clock, what to bring, and the way in.

    None once the person does not come, where it moved or is off, and once a later reminder tells of it.
    """
    rehearsal, person = matter.rehearsal, matter.notice.presenter
    if rehearsal is None or person is None or not _is_needed(matter, person, now=now):
        return None
    name, time = rehearsal_name(rehearsal, reader.language), time_words(rehearsal.starts_at - now)
    event = event_name(matter.seminar, name, reader.language)
    blocks: list[Block] = [
        Lead(_("%(part)s starts in %(time)s.", part=name, time=time)),
        Heading(event),
        times(
            rehearsal.starts_at,
            rehearsal.ends_at,
            rehearsal.zone,
            reader,
            second_zone=matter.seminar.second_zone,
        ),
        *([Words(rehearsal.notes)] if rehearsal.notes else []),
        *([Link(_("Join the room"), rehearsal.join_url, is_button=True)] if rehearsal.join_url else []),
        Link(_("Open your page"), page_of(person), is_button=not rehearsal.join_url),
        *way_out(person),
    ]
    subject = _("In %(time)s: %(event)s", time=time, event=event)
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email, stop_url=stop_address(person))


def _is_needed(matter: Matter, person: Presenter, *, now: datetime) -> bool:
    rehearsal, invitation, details = matter.rehearsal, matter.notice.invitation, matter.notice.details
    assert rehearsal is not None, "the letter is about a rehearsal"
    assert invitation is not None, "who is reminded is invited"
    is_last = due(REHEARSED, rehearsal.starts_at, now=now) == details["minutes"]
    is_as_it_was = rehearsal.starts_at == datetime.fromisoformat(details["starts_at"])
    is_coming = invitation.state is InvitationState.OPEN and invitation.answer is not Answer.DECLINED
    is_held = rehearsal.takes_place(matter.seminar) and matter.seminar.state is not SeminarState.ARCHIVED
    return is_last and is_as_it_was and is_coming and is_held and person.reminders_stopped_at is None
