"""What a new zone database has moved, and the choice: keep the wall clock, or keep the instant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from webinars.domain import timezones
from webinars.domain.errors import N_, Missing
from webinars.domain.timezones import Reading
from webinars.domain.zone_changes import ClockChange
from webinars.letters.names import meeting_name
from webinars.letters.times import stated, zone_words
from webinars.models.cities import City
from webinars.models.invitations import Meeting
from webinars.models.rehearsals import Rehearsal
from webinars.queries.rehearsals import rehearsal_by_key
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import session_by_key
from webinars.queries.zones import CityClock, Identity, ZoneCheck, identity, zone_news
from webinars.services import zones
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.forms import options
from webinars.web.organise.editors import EditForm
from webinars.web.organise.moving_words import ChangeLine, change_line
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("zones", __name__, url_prefix="/zones")


class ZoneForm(EditForm):
    """A choice about something as it was shown: with its version and that of the zone database."""

    database = HiddenField()
    reading = RadioField(_l("Which of the two?"), [Optional()], choices=[], validate_choice=False)

    def show(self, check: ZoneCheck) -> None:
        """Fill in what the choice is about, and ask which of two instants is meant where there are two."""
        self.version.data = str(check.meeting.version)
        self.database.data = timezones.DATABASE_VERSION
        if check.meaning.is_doubled and check.meeting.zone:
            words = [zone_words(at, check.meeting.zone) for at in check.meaning.instants]
            self.reading.flags.required = True  # of keeping the clock; keeping the instant asks nothing
            self.reading.choices = options(zip(Reading, words, strict=True))

    def chosen(self) -> Reading | None:
        """Return which of the two was chosen, None for neither."""
        return Reading(self.reading.data) if self.reading.data in set(Reading) else None


@dataclass(frozen=True)
class ClockLine:
    """The clock of some people at the start, in words; *before* is "" where nobody knows."""

    who: str
    zone: str
    before: str
    now: str


@dataclass(frozen=True)
class Pages:
    """Where something to decide on is shown (a part: None), moved by hand, and decided on."""

    own: str | None
    move: str
    keep_clock: str
    keep_instant: str


@dataclass(frozen=True)
class MovedLine:
    """A part or a rehearsal to decide on, in words.

    *keeps_clock* are the moments (UTC) at which it starts when its wall clock is kept: one, two to choose
    from, or none; *new_clock* is the wall clock that it gets when its instant is kept, "" for the same.
    """

    meeting: Meeting
    name: str
    pages: Pages
    version: str
    is_moved: bool
    held: int
    stated: str
    instant: str
    keeps_clock: tuple[str, ...]
    new_clock: str
    cities: tuple[ChangeLine, ...]
    lines: tuple[ClockLine, ...]
    form: ZoneForm


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> tuple[str, int]:
    """List what the present zone database has moved for somebody."""
    return _list()


@blueprint.post("/<slug>/<session_key>/clock")
@allow(Permission.ORGANISE)
def keep_clock(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Keep the wall clock of a part: its instant moves."""
    return _keep_clock(session_by_key(slug, session_key), zones.keep_clock)


@blueprint.post("/<slug>/<session_key>/instant")
@allow(Permission.ORGANISE)
def keep_instant(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Keep the instant of a part: its wall clock follows, or only that of others has changed."""
    return _keep_instant(session_by_key(slug, session_key), zones.keep_instant)


@blueprint.post("/<slug>/rehearsals/<key>/clock")
@allow(Permission.ORGANISE)
def keep_rehearsal_clock(slug: str, key: str) -> Response | tuple[str, int]:
    """Keep the wall clock of a rehearsal."""
    return _keep_clock(_rehearsal(slug, key), zones.keep_rehearsal_clock)


@blueprint.post("/<slug>/rehearsals/<key>/instant")
@allow(Permission.ORGANISE)
def keep_rehearsal_instant(slug: str, key: str) -> Response | tuple[str, int]:
    """Keep the instant of a rehearsal."""
    return _keep_instant(_rehearsal(slug, key), zones.keep_rehearsal_instant)


def _rehearsal(slug: str, key: str) -> Rehearsal:
    return rehearsal_by_key(seminar_by_slug(slug).id, key)


def _keep_clock(meeting: Meeting, keep: Callable[..., object]) -> Response | tuple[str, int]:
    ident, about, form = meeting.id, identity(meeting), ZoneForm()
    if form.attempt(lambda: keep(ident, form.chosen(), **_shown(form), by=actor(), now=clock.now())):
        flash(gettext("The clock is kept. Who holds an invitation gets an update in a few minutes."), "ok")
        return see_other(".index")
    return _list((about, form))


def _keep_instant(meeting: Meeting, keep: Callable[..., object]) -> Response | tuple[str, int]:
    ident, about, form = meeting.id, identity(meeting), ZoneForm()
    if form.attempt(lambda: keep(ident, **_shown(form), by=actor(), now=clock.now())):
        flash(gettext("The instant is kept. Who was told another hour gets a letter in a few minutes."), "ok")
        return see_other(".index")
    return _list((about, form))


def _shown(form: ZoneForm) -> dict[str, Any]:
    return {"expected": form.expected, "database": form.database.data or ""}


def _list(refused: tuple[Identity, ZoneForm] | None = None) -> tuple[str, int]:
    """Return the page; *refused* is a form that was not accepted, with what it is about."""
    news = zone_news(now=clock.now())
    moved = [_line(check, refused) for check in news]
    if refused and refused[0] not in {identity(check.meeting) for check in news}:
        raise Missing(N_("This is decided on already, or is over."))
    return page(
        "organise/zones/index.html",
        moved=moved,
        version=timezones.DATABASE_VERSION,
        status=refused[1].status if refused else 200,
    )


def _line(check: ZoneCheck, refused: tuple[Identity, ZoneForm] | None) -> MovedLine:
    meeting = check.meeting
    form = refused[1] if refused and refused[0] == identity(meeting) else ZoneForm(formdata=None)
    form.show(check)
    assert meeting.starts_at is not None, "what the zone database moves has an instant"
    return MovedLine(
        meeting=meeting,
        name=meeting_name(meeting, language()),
        pages=_pages(meeting),
        version=meeting.zone_version or gettext("not known"),
        is_moved=check.is_moved,
        held=check.held,
        stated=stated(meeting.local_start),
        instant=_utc(meeting.starts_at),
        keeps_clock=tuple(_utc(instant) for instant in check.meaning.instants),
        new_clock=stated(check.clock.now) if check.clock else "",
        cities=tuple(_city_line(one) for one in sorted(check.cities, key=lambda one: one.hours.rank)),
        lines=tuple(_clock_line(_people(one.count), one.change) for one in check.people),
        form=form,
    )


def _pages(meeting: Meeting) -> Pages:
    slug, key = meeting.seminar.slug, meeting.key
    if isinstance(meeting, Rehearsal):
        return Pages(
            own=url_for("organise.rehearsals.show", slug=slug, key=key),
            move=url_for("organise.rehearsals.move", slug=slug, key=key),
            keep_clock=url_for(".keep_rehearsal_clock", slug=slug, key=key),
            keep_instant=url_for(".keep_rehearsal_instant", slug=slug, key=key),
        )
    return Pages(
        own=None,
        move=url_for("organise.sessions.move", slug=slug, session_key=key),
        keep_clock=url_for(".keep_clock", slug=slug, session_key=key),
        keep_instant=url_for(".keep_instant", slug=slug, session_key=key),
    )


def _city_line(one: CityClock) -> ChangeLine:
    return change_line(_name(one.city), one.hours, zone=one.change.zone, offsets=("", ""))


def _clock_line(who: str, change: ClockChange) -> ClockLine:
    return ClockLine(who, change.zone, stated(change.was) if change.was else "", stated(change.now))


def _name(city: City) -> str:
    return city.name.best(language())


def _people(count: int) -> str:
    return str(ngettext("%(num)s invited person", "%(num)s invited people", count))


def _utc(instant: datetime) -> str:
    """Return an instant that is nobody's clock: what moves, or stays, between two clocks."""
    return f"{stated(instant.astimezone(UTC).replace(tzinfo=None))} UTC"
