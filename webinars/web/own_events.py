"""A person's own event as a file for a calendar: the same UID as in their letters, and no ORGANIZER."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Response, make_response, request
from flask_babel import force_locale, gettext

from webinars.domain.calendar.feeds import feed, feed_event
from webinars.letters.events import event_of, links_of, stretch_of, summary_of
from webinars.letters.readers import Reader, offered
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind
from webinars.models.registrations import Registration
from webinars.models.slots import Presenter
from webinars.queries.notices import Matter
from webinars.queries.programmes import Programme


def calendar_answer(revision: Sequence[object], filename: str, write: Callable[[], bytes]) -> Response:
    """Return the calendar that *write* gives; 304, unwritten, when the reader has *revision* already."""
    response = make_response()
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag("-".join(str(part) for part in revision))
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    response.data = write()
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def own_event(
    person: Registration | Presenter, invitation: Invitation, programme: Programme, *, source_url: str
) -> bytes:
    """Return the calendar with the one event of *invitation* (its person loaded) in *programme*."""
    reader = Reader(person.name, person.email, offered(person.language), person.zone)
    # The writers of letters take the matter of a notice; here is one for a letter that nobody is owed.
    matter = Matter(Notice(kind=NoticeKind.CALENDAR), programme)
    stretch = stretch_of(matter, invitation)
    if stretch is None:
        raise ValueError("who is invited has a part with an instant")
    session = matter.part(invitation.session_id).session
    with force_locale(reader.language):
        whole = event_of(matter, invitation, reader, stretch, links_of(person, session))
        event = replace(whole, organizer=None, attendee=None)
        name = summary_of(matter, invitation, reader.language)
        vevent = feed_event(event, cancelled_word=gettext("Cancelled"))
        return feed(name, event.description, session.zone or "UTC", source_url=source_url, vevents=[vevent])
