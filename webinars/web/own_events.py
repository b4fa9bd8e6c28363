"""A person's own events, in their feed and as files: the same UID as in their letters, and no ORGANIZER."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import current_app
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from webinars.domain.calendar.events import Status
from webinars.domain.calendar.feeds import feed, feed_event
from webinars.letters.events import event_of, links_of, stretch_of, summary_of
from webinars.letters.readers import Reader, offered
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter
from webinars.queries.notices import Matter
from webinars.queries.programmes import Programme
from webinars.web.calendars.answers import PRIVATE, Validator, calendar_answer, kept, surroundings, tag_of

Placed = tuple[datetime, bytes]


def own_file(
    person: Registration | Presenter,
    invitation: Invitation,
    seminar: Seminar,
    *,
    filename: str,
    write: Callable[[], bytes],
) -> Response:
    """Answer with the calendar that *write* gives, as a file; 304, unwritten, when nothing changed."""
    state = own_revision(person, invitation, seminar)
    validator = Validator(tag_of(*state), max(invitation.changed_at, seminar.changed_at))
    identity = ("file", invitation.uid)
    return calendar_answer(
        validator, identity, cache=PRIVATE, filename=filename, write=write, disposition="attachment"
    )


def own_event(
    person: Registration | Presenter, invitation: Invitation, programme: Programme, *, source_url: str
) -> bytes:
    """Return the calendar with the one event of *invitation* (its person loaded) in *programme*.

    Its alarm is that of the letter: the file stands for the invitation that the person did not keep.
    """
    placed = own_vevent(person, invitation, programme, alarm_minutes=mailed_alarm())
    if placed is None:
        raise ValueError("who is invited has a part with an instant")
    language = offered(person.language)
    matter = _matter(invitation, programme)
    with force_locale(language.replace("-", "_")):
        name = summary_of(matter, invitation, language)
    zone = matter.meeting(invitation).zone or "UTC"
    about = programme.seminar.theme.best(language)
    return feed(name, about, zone, source_url=source_url, vevents=[placed[1]])


def own_vevent(
    person: Registration | Presenter,
    invitation: Invitation,
    programme: Programme,
    *,
    alarm_minutes: int | None,
) -> Placed | None:
    """Return the event of *invitation* in *programme* and its start, as the letters have it but for people.

    Called off, it says so. None where the part has no instant. What this revision had written is kept.
    """
    matter = _matter(invitation, programme)
    stretch = stretch_of(matter, invitation)
    if stretch is None:
        return None
    key = (*own_revision(person, invitation, programme.seminar), alarm_minutes, surroundings())
    content = kept().get(key)
    if content is None:
        content = kept().keep(key, _written(person, invitation, matter, alarm_minutes=alarm_minutes))
    return stretch.starts_at, content


def own_revision(
    person: Registration | Presenter, invitation: Invitation, seminar: Seminar
) -> tuple[object, ...]:
    """Return what is stored and decides on the bytes of a person's event."""
    own = invitation.uid, invitation.sequence, invitation.changed_at.isoformat(), invitation.state
    return (*own, person.key, person.link_revision, person.language, seminar.revision)


def mailed_alarm() -> int:
    """Return the alarm in letters: when the room opens, in minutes before the start."""
    return int(current_app.config["JOIN_OPENS_MINUTES"])


def _written(
    person: Registration | Presenter, invitation: Invitation, matter: Matter, *, alarm_minutes: int | None
) -> bytes:
    reader = Reader(person.name, person.email, offered(person.language), person.zone)
    meeting = matter.meeting(invitation)
    stretch = stretch_of(matter, invitation)
    assert stretch is not None, "who is invited has a part with an instant"
    with force_locale(reader.language.replace("-", "_")):
        whole = event_of(matter, invitation, reader, stretch, links_of(person, meeting))
        status = whole.status if meeting.takes_place(matter.seminar) else Status.CANCELLED
        event = replace(whole, organizer=None, attendee=None, status=status, alarm_minutes=alarm_minutes)
        return feed_event(event, cancelled_word=gettext("Cancelled"))


def _matter(invitation: Invitation, programme: Programme) -> Matter:
    # The writers of letters take the matter of a notice; here is one for a letter that nobody is owed.
    rehearsal = None if invitation.rehearsal_id is None else invitation.rehearsal
    return Matter(Notice(kind=NoticeKind.CALENDAR), programme, rehearsal=rehearsal)
