"""The public calendar of a seminar: all its parts or one, to subscribe to or to download.

The address alone decides what a calendar says, its language too (?language=): calendar programs carry no
choice of a person, and a cache must not mix two. Validators come from one stored row, read before all else.
"""

from hashlib import blake2b

from flask import Blueprint, current_app, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from webinars.domain.calendar.events import Event, Status
from webinars.domain.calendar.feeds import feed, feed_event
from webinars.domain.timezones import DATABASE_VERSION, to_local
from webinars.letters.addresses import address
from webinars.letters.names import event_name, host_name, part_name, seminar_name
from webinars.models.seminars import Seminar
from webinars.queries.calendars import Stamp, seminar_stamp, session_stamp
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot, programme
from webinars.web.permissions import Permission, allow
from webinars.web.programmes import slot_words, who_words

blueprint = Blueprint("calendars", __name__)

MAX_AGE_SECONDS = 300
# Part of every ETag: raise it with a change of this module that gives other bytes for the same seminar.
FORMAT = 1


@blueprint.get("/seminars/<slug>.ics")
@allow(Permission.PUBLIC)
def seminar(slug: str) -> Response:
    """Answer with all parts of a seminar."""
    return _answer(seminar_stamp(slug), slug)


@blueprint.get("/seminars/<slug>/<session_key>.ics")
@allow(Permission.PUBLIC)
def session(slug: str, session_key: str) -> Response:
    """Answer with one part of a seminar."""
    return _answer(session_stamp(slug, session_key), slug, session_key)


def calendar_address(slug: str, language: str, session_key: str | None = None) -> str:
    """Return the absolute address of a calendar in *language*."""
    named = None if language == _default_language() else language
    if session_key is None:
        return address("calendars.seminar", slug=slug, language=named)
    return address("calendars.session", slug=slug, session_key=session_key, language=named)


def _answer(stamp: Stamp, slug: str, session_key: str | None = None) -> Response:
    language = _language()
    etag = _etag(stamp, language)
    if is_resource_modified(request.environ, etag=etag, last_modified=stamp.changed_at):
        name = f"{slug}-{session_key}.ics" if session_key else f"{slug}.ics"
        content = _content(stamp, language, session_key)
        response = Response(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    else:
        response = Response(status=304)
    response.set_etag(etag)
    response.last_modified = stamp.changed_at
    # no-transform: Outlook cannot read a calendar that something on the way has compressed.
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}, must-revalidate, no-transform"
    return response


def _etag(stamp: Stamp, language: str) -> str:
    """Return a strong validator: the stored revision, and all else that decides on the bytes."""
    around = f"{current_app.config['PUBLIC_URL']} {DATABASE_VERSION} {FORMAT}"
    return f"{stamp.revision}-{language}-{blake2b(around.encode(), digest_size=6).hexdigest()}"


def _content(stamp: Stamp, language: str, session_key: str | None) -> bytes:
    with force_locale(language.replace("-", "_")):
        whole = programme(stamp.seminar_id)
        parts = [part for part in whole.sessions if session_key in (None, part.session.key)]
        name = seminar_name(whole.seminar, language)
        if session_key:
            name = event_name(whole.seminar, part_name(parts[0].session, language), language)
        return feed(
            name,
            whole.seminar.theme.best(language),
            whole.seminar.zone or str(current_app.config["OFFICE_ZONE"]),
            source_url=calendar_address(whole.seminar.slug, language, session_key),
            vevents=[
                feed_event(event, cancelled_word=_("Cancelled")) for event in _events(whole, parts, language)
            ],
        )


def _events(whole: Programme, parts: list[ProgrammeSession], language: str) -> list[Event]:
    """Return the event of each of *parts* that has an instant."""
    return [event for part in parts if (event := _event(whole.seminar, part, language))]


def _event(seminar: Seminar, part: ProgrammeSession, language: str) -> Event | None:
    session = part.session
    if session.starts_at is None or session.ends_at is None or session.zone is None:
        return None
    return Event(
        uid=session.uid,
        sequence=session.sequence,
        # The later of the two: the texts of the seminar and its slots are part of the event.
        changed_at=max(session.changed_at, seminar.changed_at),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        summary=event_name(seminar, part_name(session, language), language),
        description=_description(seminar, part, session.zone, language),
        location=_("Online"),
        url=address("seminars.show", slug=seminar.slug),
        status=Status.CONFIRMED if session.takes_place(seminar) else Status.CANCELLED,
        language=language,
    )


def _description(seminar: Seminar, part: ProgrammeSession, zone: str, language: str) -> str:
    host = host_name(seminar, language)
    page = address("seminars.show", slug=seminar.slug)
    about = [seminar.theme.best(language)]
    if host:
        about.append(_("Host: %(host)s", host=host))
    about.append(_("Programme and registration: %(address)s", address=page))
    slots = [_line(placed, zone, language) for placed in part.slots]
    if slots:
        about += ["", _("Programme, on the host’s clock:"), *slots]
    return "\n".join(about)


def _line(placed: ProgrammeSlot, zone: str, language: str) -> str:
    """Return a slot as one line: its start on the clock of *zone* where that is known, and what it is."""
    start = f"{to_local(placed.starts_at, zone):%H:%M} " if placed.starts_at else ""
    who = who_words(placed.slot, language)
    return start + slot_words(placed.slot, language) + (f" ({who})" if who else "")


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in current_app.config["LANGUAGES"] else _default_language()


def _default_language() -> str:
    return str(current_app.config["LANGUAGES"][0])
