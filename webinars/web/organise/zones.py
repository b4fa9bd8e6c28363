"""Parts that a new zone database has moved, and the choice: keep the wall clock, or keep the instant."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from webinars.domain import timezones
from webinars.domain.errors import N_, Missing
from webinars.domain.timezones import Reading
from webinars.domain.zone_changes import ClockChange
from webinars.letters.times import stated, zone_words
from webinars.models.cities import City
from webinars.models.sessions import Session
from webinars.queries.sessions import session_by_key
from webinars.queries.zones import CityClock, ZoneCheck, zone_news
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
    """A choice about a part as it was shown: with its version and that of the zone database."""

    database = HiddenField()
    reading = RadioField(_l("Which of the two?"), [Optional()], choices=[], validate_choice=False)

    def show(self, check: ZoneCheck) -> None:
        """Fill in what the choice is about, and ask which of two instants is meant where there are two."""
        self.version.data = str(check.session.version)
        self.database.data = timezones.DATABASE_VERSION
        if check.meaning.is_doubled and check.session.zone:
            words = [zone_words(at, check.session.zone) for at in check.meaning.instants]
            self.reading.flags.required = True  # of keeping the clock; keeping the instant asks nothing
            self.reading.choices = options(zip(Reading, words, strict=True))

    def chosen(self) -> Reading | None:
        """Return which of the two was chosen, None for neither."""
        return Reading(self.reading.data) if self.reading.data in set(Reading) else None


@dataclass(frozen=True)
class ClockLine:
    """The clock of some people at the start of a part, in words; *before* is "" where nobody knows."""

    who: str
    zone: str
    before: str
    now: str


@dataclass(frozen=True)
class PartLine:
    """A part to decide on, in words.

    *keeps_clock* are the moments (UTC) at which it starts when its wall clock is kept: one, two to choose
    from, or none; *new_clock* is the wall clock that it gets when its instant is kept, "" for the same.
    """

    session: Session
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
    """List the parts that the present zone database has moved for somebody."""
    return _list()


@blueprint.post("/<slug>/<session_key>/clock")
@allow(Permission.ORGANISE)
def keep_clock(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Keep the wall clock of a part: its instant moves."""
    session_id, form = session_by_key(slug, session_key).id, ZoneForm()
    if form.attempt(
        lambda: zones.keep_clock(session_id, form.chosen(), **_shown(form), by=actor(), now=clock.now())
    ):
        flash(gettext("The clock is kept. Who holds an invitation gets an update in a few minutes."), "ok")
        return see_other(".index")
    return _list((session_id, form))


@blueprint.post("/<slug>/<session_key>/instant")
@allow(Permission.ORGANISE)
def keep_instant(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Keep the instant of a part: its wall clock follows, or only that of others has changed."""
    session_id, form = session_by_key(slug, session_key).id, ZoneForm()
    if form.attempt(lambda: zones.keep_instant(session_id, **_shown(form), by=actor(), now=clock.now())):
        flash(gettext("The instant is kept. Who was told another hour gets a letter in a few minutes."), "ok")
        return see_other(".index")
    return _list((session_id, form))


def _shown(form: ZoneForm) -> dict[str, Any]:
    return {"expected": form.expected, "database": form.database.data or ""}


def _list(refused: tuple[int, ZoneForm] | None = None) -> tuple[str, int]:
    """Return the page; *refused* is a form that was not accepted, with the id of the part it is about."""
    news = zone_news(now=clock.now())
    shown = [_part(check, refused) for check in news]
    if refused and refused[0] not in {check.session.id for check in news}:
        raise Missing(N_("This part is decided on already, or is over."))
    return page(
        "organise/zones/index.html",
        parts_moved=shown,
        version=timezones.DATABASE_VERSION,
        status=refused[1].status if refused else 200,
    )


def _part(check: ZoneCheck, refused: tuple[int, ZoneForm] | None) -> PartLine:
    session = check.session
    form = refused[1] if refused and refused[0] == session.id else ZoneForm(formdata=None)
    form.show(check)
    assert session.starts_at is not None, "what the zone database moves has an instant"
    return PartLine(
        session=session,
        version=session.zone_version or gettext("not known"),
        is_moved=check.is_moved,
        held=check.held,
        stated=stated(session.local_start),
        instant=_utc(session.starts_at),
        keeps_clock=tuple(_utc(instant) for instant in check.meaning.instants),
        new_clock=stated(check.clock.now) if check.clock else "",
        cities=tuple(_city_line(one) for one in sorted(check.cities, key=lambda one: one.hours.rank)),
        lines=tuple(_clock_line(_people(one.count), one.change) for one in check.people),
        form=form,
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
