"""A person's event of one part, to add to a calendar: the same UID as in their letters."""

from dataclasses import replace

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from webinars.domain.calendar.feeds import feed, feed_event
from webinars.domain.links import Purpose
from webinars.letters.addresses import address
from webinars.letters.events import Stretch, event_of, links_of, summary_of
from webinars.letters.readers import Reader, offered
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind
from webinars.models.registrations import Registration
from webinars.models.sessions import Session
from webinars.queries.notices import Matter
from webinars.queries.programmes import programme
from webinars.queries.registrations import open_invitation, registration_by_link
from webinars.queries.sessions import session_by_key
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.registrations.blueprint import blueprint


@blueprint.get("/registrations/<token>/<session_key>.ics")
@allow(Permission.LINK)
def calendar(token: str, session_key: str) -> ResponseReturnValue:
    """Give the person's event of a part; 304 when the reader has it already."""
    person = registration_by_link(*link_of(Purpose.REGISTRATION, token))
    session = session_by_key(person.seminar.slug, session_key)
    invitation = open_invitation(person.id, session.id)
    response = make_response()
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(_revision(person, session, invitation))
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    response.data = _calendar(
        person,
        session,
        invitation,
        source_url=address("registrations.calendar", token=token, session_key=session_key),
    )
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{session_key}.ics"'
    return response


def _revision(person: Registration, session: Session, invitation: Invitation) -> str:
    """Name the state that the bytes follow from, before anything is rendered."""
    stored = (invitation.key, invitation.sequence, int(invitation.changed_at.timestamp()), invitation.answer)
    return "-".join(str(part) for part in (*stored, session.version, person.version, person.seminar.version))


def _calendar(person: Registration, session: Session, invitation: Invitation, *, source_url: str) -> bytes:
    reader = Reader(person.name, person.email, offered(person.language), person.zone)
    if session.starts_at is None or session.ends_at is None:
        raise ValueError("who is invited has a part with an instant")
    stretch = Stretch(session.starts_at, session.ends_at)
    with force_locale(reader.language):
        # The writers of letters take the matter of a notice; here is one for a letter that nobody is owed.
        matter = Matter(Notice(kind=NoticeKind.CALENDAR), programme(person.seminar_id))
        event = replace(event_of(matter, invitation, reader, stretch, links_of(person, session)), organizer=None, attendee=None)
        name = summary_of(matter, invitation, reader.language)
        vevent = feed_event(event, cancelled_word=gettext("Cancelled"))
        return feed(name, event.description, session.zone or "UTC", source_url=source_url, vevents=[vevent])
