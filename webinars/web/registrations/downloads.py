"""A person's event of one part, to add to a calendar: the same UID as in their letters."""

from flask.typing import ResponseReturnValue

from webinars.domain.links import Purpose
from webinars.letters.addresses import address
from webinars.queries.programmes import programme
from webinars.queries.registrations import open_invitation, registration_by_link
from webinars.queries.sessions import session_by_key
from webinars.web.links import link_of
from webinars.web.own_events import own_event, own_file
from webinars.web.permissions import Permission, allow
from webinars.web.registrations.blueprint import blueprint


@blueprint.get("/registrations/<token>/<session_key>.ics")
@allow(Permission.LINK)
def calendar(token: str, session_key: str) -> ResponseReturnValue:
    """Give the person's event of a part; 304 when the reader has it already."""
    person = registration_by_link(*link_of(Purpose.REGISTRATION, token))
    session = session_by_key(person.seminar.slug, session_key)
    invitation = open_invitation(person.id, session.id)

    def write() -> bytes:
        source_url = address("registrations.calendar", token=token, session_key=session_key)
        return own_event(person, invitation, programme(person.seminar_id), source_url=source_url)

    return own_file(person, invitation, person.seminar, filename=f"{session_key}.ics", write=write)
