"""The public calendars: of a seminar or one of its parts, of a series, of a city.

The address alone decides what a calendar says, its language too (?language=): calendar programs carry no
choice of a person, and a cache must not mix two. Validators come from one statement, before all else.
"""

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from webinars.domain.calendar.feeds import FEED_OCTETS, window_moved_at
from webinars.letters.addresses import address
from webinars.queries.calendars import (
    Gathering,
    Stamp,
    city_gathering,
    seminar_stamp,
    series_gathering,
    session_stamp,
)
from webinars.web import clock
from webinars.web.calendars import contents
from webinars.web.calendars.answers import PUBLIC, Validator, calendar_answer, surroundings, tag_of
from webinars.web.light import light
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/seminars/<slug>.ics")
@allow(Permission.PUBLIC)
@light
def seminar(slug: str) -> Response:
    """Answer with the parts of a seminar: as many as a feed can hold, or with ?extent=whole all of them."""
    return _of_seminar(seminar_stamp(slug), slug, None, octets=None if _is_whole() else FEED_OCTETS)


@blueprint.get("/seminars/<slug>/<session_key>.ics")
@allow(Permission.PUBLIC)
@light
def session(slug: str, session_key: str) -> Response:
    """Answer with one part of a seminar."""
    return _of_seminar(session_stamp(slug, session_key), slug, session_key, octets=None)


@blueprint.get("/series/<slug>.ics")
@allow(Permission.PUBLIC)
@light
def series(slug: str) -> Response:
    """Answer with the present and coming parts of all seminars of a series."""
    return _of_gathering(contents.of_series, series_gathering(slug), slug)


@blueprint.get("/cities/<slug>.ics")
@allow(Permission.PUBLIC)
@light
def city(slug: str) -> Response:
    """Answer with the present and coming parts that a city attends."""
    return _of_gathering(contents.of_city, city_gathering(slug), slug)


def calendar_address(slug: str, language: str, session_key: str | None = None) -> str:
    """Return the absolute address of the calendar of a seminar, or of one part, in *language*."""
    named = _named(language)
    if session_key is None:
        return address("calendars.seminar", slug=slug, language=named)
    return address("calendars.session", slug=slug, session_key=session_key, language=named)


def whole_address(slug: str, language: str) -> str:
    """Return the absolute address that gives all parts of a seminar, however many, for a download."""
    return address("calendars.seminar", slug=slug, extent="whole", language=_named(language))


def followed_address(endpoint: str, slug: str, language: str) -> str:
    """Return the absolute address of the calendar of a series or a city in *language*."""
    return address(endpoint, slug=slug, language=_named(language))


def _of_seminar(stamp: Stamp, slug: str, session_key: str | None, *, octets: int | None) -> Response:
    language = _language()
    extent = "whole" if octets is None and session_key is None else None
    return calendar_answer(
        Validator(f"{stamp.revision}-{language}-{surroundings()}", stamp.changed_at),
        (stamp.seminar_id, session_key, octets),
        cache=PUBLIC,
        filename=f"{slug}-{session_key}.ics" if session_key else f"{slug}.ics",
        write=lambda: contents.of_seminar(
            stamp.seminar_id, session_key, language, source_url=_source(extent), octets=octets
        ),
    )


def _of_gathering(write: contents.Writer, found: Gathering, slug: str) -> Response:
    language, now = _language(), clock.now()
    moved_at = window_moved_at(now)
    changed_at = max(moved_at, found.changed_at or moved_at)
    return calendar_answer(
        Validator(tag_of(language, moved_at, found.state), changed_at),
        (request.endpoint, found.ident),
        cache=PUBLIC,
        filename=f"{slug}.ics",
        write=lambda: write(found, language, source_url=_source(), now=now),
    )


def _source(extent: str | None = None) -> str:
    """Return the address of this calendar, without what somebody added to it: its bytes are kept for all."""
    return address(
        request.endpoint or "", **(request.view_args or {}), extent=extent, language=_named(_language())
    )


def _is_whole() -> bool:
    return bool(request.query_string) and request.args.get("extent") == "whole"


def _language() -> str:
    # An absent argument costs Werkzeug an exception, and most addresses have none.
    asked = request.args.get("language", "") if request.query_string else ""
    return asked if asked in current_app.config["LANGUAGES"] else _default_language()


def _named(language: str) -> str | None:
    return None if language == _default_language() else language


def _default_language() -> str:
    return str(current_app.config["LANGUAGES"][0])
