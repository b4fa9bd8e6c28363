"""Public pages: what is coming and what was, and one seminar."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template

from webinars.letters.names import host_name, part_name, seminar_name
from webinars.letters.times import TimePair
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.queries.programmes import Programme, programme
from webinars.queries.registrations import seat_counts
from webinars.queries.seminar_pages import ListedSeminar, public_programme, public_seminars
from webinars.web import clock
from webinars.web.context import show_times_for
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.programmes import dates_of
from webinars.web.reader import chosen_zone, language
from webinars.web.registrations.rows import pair_of
from webinars.web.seminar_pages import seminar_page
from webinars.web.seminar_parts import Reading

blueprint = Blueprint("seminars", __name__)


@dataclass(frozen=True)
class PartLine:
    """A part in the list, on both clocks; None for one without an instant."""

    name: str
    is_cancelled: bool
    pair: TimePair | None


@dataclass(frozen=True)
class SeminarEntry:
    """A seminar in the list; *parts* only while it is to come."""

    seminar: Seminar
    name: str
    host: str
    dates: str
    is_over: bool
    is_cancelled: bool
    parts: tuple[PartLine, ...]


@blueprint.get("/")
@allow(Permission.PUBLIC)
def home() -> str:
    """List what is coming, the soonest first, and what was, the latest first."""
    page = public_seminars(asked_page(), current_app.config["PAGE_SIZE"], now=clock.now())
    zone = chosen_zone()
    entries = [_entry(listed, zone) for listed in page.items]
    return render_template(
        "seminars/home.html",
        page=Turned(page),
        coming=[entry for entry in entries if not entry.is_over],
        past=[entry for entry in entries if entry.is_over],
    )


@blueprint.get("/seminars/<slug>/")
@allow(Permission.PUBLIC)
def show(slug: str) -> str:
    """Show a seminar to everybody."""
    return _rendered(public_programme(slug), is_preview=False)


def render_seminar(seminar_id: int, *, is_preview: bool) -> str:
    """Return the page of a seminar in any state; a preview says so, and its way to register is dead.

    Seven statements. Raises Missing.
    """
    return _rendered(programme(seminar_id), is_preview=is_preview)


def _rendered(whole: Programme, *, is_preview: bool) -> str:
    zone, now = chosen_zone(), clock.now()
    reading = Reading(zone or whole.seminar.zone, zone is not None, now)
    starts_at = next((part.session.starts_at for part in whole.sessions if part.session.starts_at), None)
    show_times_for(reading.zone if starts_at else None, at=starts_at)
    page = seminar_page(whole, seat_counts(whole.seminar.id), reading)
    return render_template("seminars/show.html", page=page, reading=reading, is_preview=is_preview)


def _entry(listed: ListedSeminar, zone: str | None) -> SeminarEntry:
    seminar = listed.seminar
    return SeminarEntry(
        seminar=seminar,
        name=seminar_name(seminar, language()) if seminar.series else "",
        host=host_name(seminar, language()),
        dates=dates_of(listed.sessions),
        is_over=listed.is_over,
        is_cancelled=seminar.state is SeminarState.CANCELLED,
        parts=() if listed.is_over else tuple(_line(seminar, one, zone) for one in listed.sessions),
    )


def _line(seminar: Seminar, session: Session, zone: str | None) -> PartLine:
    pair = pair_of(session, zone, seminar.second_zone) if session.starts_at else None
    return PartLine(part_name(session, language()), session.is_cancelled, pair)
