"""What the public calendars say: their events, joined under a name and a description."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from webinars.domain.calendar.feeds import FEED_OCTETS, feed, window_start
from webinars.letters.names import event_name, seminar_name
from webinars.letters.times import date_words
from webinars.queries.calendars import (
    Gathering,
    city_by_id,
    parts_of,
    seminars_of,
    series_by_id,
)
from webinars.web.calendars.events import part_label, public_events


class Writer(Protocol):
    """What writes the calendar of a series or of a city."""

    def __call__(self, found: Gathering, language: str, *, source_url: str, now: datetime) -> bytes:
        """Return the bytes."""


def of_seminar(
    seminar_id: int, key: str | None, language: str, *, source_url: str, octets: int | None
) -> bytes:
    """Return the calendar of a seminar, or of its part *key*; at most three statements."""
    with force_locale(language.replace("-", "_")):
        seminars, parts = seminars_of([seminar_id]), parts_of([seminar_id], key=key)  # revisions first
        seminar = seminars[seminar_id]
        name = seminar_name(seminar, language)
        if key and parts:
            name = event_name(seminar, part_label(parts[0], language), language)
        return feed(
            name,
            described(seminar.theme.best(language), octets=octets),
            seminar.zone or str(current_app.config["OFFICE_ZONE"]),
            source_url=source_url,
            vevents=public_events(parts, seminars, language),
            octets=octets,
        )


def of_series(found: Gathering, language: str, *, source_url: str, now: datetime) -> bytes:
    """Return the calendar of a series; at most four statements."""
    series = series_by_id(found.ident)
    with force_locale(language.replace("-", "_")):
        name = series.name.best(language) or series.slug
        zone = str(current_app.config["OFFICE_ZONE"])
        return _gathered(found, language, (name, name, zone), source_url=source_url, now=now)


def of_city(found: Gathering, language: str, *, source_url: str, now: datetime) -> bytes:
    """Return the calendar of a city; at most four statements."""
    city = city_by_id(found.ident)
    with force_locale(language.replace("-", "_")):
        name = city.name.best(language) or city.slug
        about = _("The parts of seminars that %(city)s attends.", city=name)
        head = _("Seminars with %(city)s", city=name), about, city.zone
        return _gathered(found, language, head, source_url=source_url, now=now)


def described(about: str, *, since: datetime | None = None, octets: int | None = FEED_OCTETS) -> str:
    """Return the description of a feed: what it is about, and what it leaves out."""
    return "\n".join((about, *_left_out(since, octets)))


def _left_out(since: datetime | None, octets: int | None) -> Iterator[str]:
    if since is not None:
        yield _("Events that ended before %(date)s are left out.", date=date_words(since))
    if octets is not None:
        yield _("Calendar programs read no more than 1 MB: beyond that, the oldest events are left out.")


def _gathered(
    found: Gathering, language: str, head: tuple[str, str, str], *, source_url: str, now: datetime
) -> bytes:
    name, about, zone = head
    since = window_start(now)
    # Revisions first: an event is kept by its revision, and must never be older than that.
    seminars = seminars_of(tuple(found.parts))
    parts = [part for part in parts_of(tuple(found.parts), since=since) if found.has(part)]
    return feed(
        name,
        described(about, since=since),
        zone,
        source_url=source_url,
        vevents=public_events(parts, seminars, language),
        octets=FEED_OCTETS,
    )
