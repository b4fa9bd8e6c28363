"""Seminars: the list, one at a glance with its checks, its texts, its state, and the next edition."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.running_order import blocks_publishing
from webinars.letters.addresses import address
from webinars.letters.times import Clock, clock_of
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.calls import calls_of_seminar
from webinars.queries.checks import checks
from webinars.queries.cities import directory
from webinars.queries.programmes import programme
from webinars.queries.rehearsals import held_to_rehearse
from webinars.queries.seminars import SeminarLine, seminar_by_slug, seminar_lines, series_list
from webinars.queries.sessions import held_invitations
from webinars.services import duplicates, seminars
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.calls_words import standing_of
from webinars.web.organise.seminars_forms import DuplicateForm, SeminarForm, SeriesForm
from webinars.web.organise.seminars_overview import finding_line, part_lines
from webinars.web.organise.shift_questions import answers, asked_about, readings, teaching
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import chosen_zone
from webinars.web.ribbons import office_ribbon_of
from webinars.web.seminars import render_seminar

blueprint = Blueprint("seminars", __name__, url_prefix="/seminars")


@dataclass(frozen=True)
class IndexLine:
    """A seminar in the list; *clock* is the start of its first part, None where that is not known."""

    line: SeminarLine
    clock: Clock | None


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> str:
    """List the seminars, the latest first."""
    asked = request.args.get("state", "")
    if asked and asked not in set(SeminarState):
        raise Missing(N_("There is no such state. Choose one from the list."))
    lines = seminar_lines(
        asked_page(), current_app.config["PAGE_SIZE"], state=SeminarState(asked) if asked else None
    )
    return render_template(
        "organise/seminars/index.html",
        page=Turned(lines),
        lines=[_index_line(line) for line in lines.items],
        states=list(SeminarState),
        asked=asked,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new() -> Response | tuple[str, int]:
    """Add a draft."""
    form = SeminarForm(languages=list(current_app.config["LANGUAGES"]))
    series, cities = series_list(), directory()
    form.offer(series, cities)
    if form.attempt(
        lambda: seminars.create_seminar(form.fields(series, cities), by=actor(), now=clock.now())
    ):
        flash(gettext("The draft is kept. Add its parts."), "ok")
        return see_other("organise.seminars.show", slug=form.slug.data)
    return page("organise/seminars/new.html", form=form, status=form.status)


@blueprint.route("/series/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new_series() -> Response | tuple[str, int]:
    """Add a series."""
    form = SeriesForm()
    if form.attempt(
        lambda: seminars.create_series(form.slug.data, form.name.data, by=actor(), now=clock.now())
    ):
        flash(gettext("The series is kept."), "ok")
        return see_other("organise.seminars.index")
    return page("organise/seminars/new_series.html", form=form, status=form.status)


@blueprint.get("/<slug>/")
@allow(Permission.VIEW)
def show(slug: str) -> tuple[str, int]:
    """Show a seminar at a glance: its state, what the checks find, its parts."""
    return _overview(slug)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str) -> Response | tuple[str, int]:
    """Change the texts and rules of a seminar."""
    seminar = seminar_by_slug(slug)
    seminar_id = seminar.id
    form = SeminarForm(obj=seminar)
    series, cities = series_list(), directory()
    form.offer(series, cities, seminar)
    if form.attempt(
        lambda: seminars.edit_seminar(
            seminar_id, form.fields(series, cities), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other("organise.seminars.show", slug=form.slug.data)
    return page("organise/seminars/edit.html", seminar=seminar_by_slug(slug), form=form, status=form.status)


@blueprint.get("/<slug>/preview")
@allow(Permission.VIEW)
def preview(slug: str) -> str:
    """Show the public page of a seminar in any state."""
    return render_seminar(seminar_by_slug(slug).id, is_preview=True)


@blueprint.post("/<slug>/publish")
@allow(Permission.ORGANISE)
def publish(slug: str) -> Response | tuple[str, int]:
    """Open a draft to the public, unless the checks forbid it."""
    return _step(slug, seminars.publish, gettext("The seminar is published."))


@blueprint.route("/<slug>/cancel", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def cancel(slug: str) -> Response | tuple[str, int] | str:
    """Say what calling the seminar off does, then do it."""
    seminar = seminar_by_slug(slug)
    if request.method == "POST":
        return _step(slug, seminars.cancel_seminar, gettext("The seminar is cancelled."))
    held = held_invitations([part.session.id for part in programme(seminar.id).planned])
    held += held_to_rehearse(seminar.id)
    return render_template("organise/seminars/cancel.html", seminar=seminar, held=held)


@blueprint.post("/<slug>/restore")
@allow(Permission.ORGANISE)
def restore(slug: str) -> Response | tuple[str, int]:
    """Hold a cancelled seminar after all."""
    return _step(slug, seminars.restore_seminar, gettext("The seminar takes place."))


@blueprint.post("/<slug>/archive")
@allow(Permission.ORGANISE)
def archive(slug: str) -> Response | tuple[str, int]:
    """Put a seminar that is over into the archive."""
    return _step(slug, seminars.archive, gettext("The seminar is in the archive."))


@blueprint.post("/<slug>/unarchive")
@allow(Permission.ORGANISE)
def unarchive(slug: str) -> Response | tuple[str, int]:
    """Take a seminar out of the archive."""
    return _step(slug, seminars.unarchive, gettext("The seminar can be changed again."))


@blueprint.route("/<slug>/duplicate", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def duplicate(slug: str) -> Response | tuple[str, int]:
    """Make the next edition from the structure and the cities of this one."""
    seminar = seminar_by_slug(slug)
    seminar_id = seminar.id
    form = DuplicateForm(edition=seminar.edition + 1 if seminar.edition else None)
    posted = answers()
    if form.attempt(lambda: _duplicate(seminar_id, form, posted)):
        flash(gettext("The draft of the next edition is kept. Check it, then publish."), "ok")
        return see_other("organise.seminars.show", slug=form.slug.data)
    asked = {"questions": asked_about(seminar_id, form.first_date.data), "answers": posted}
    seminar = seminar_by_slug(slug)
    return page("organise/seminars/duplicate.html", seminar=seminar, form=form, status=form.status, **asked)


def _duplicate(seminar_id: int, form: DuplicateForm, posted: dict[str, str]) -> None:
    wanted = form.edition_wanted(readings(posted))
    teaching(lambda: duplicates.duplicate_seminar(seminar_id, wanted, by=actor(), now=clock.now()))


def _step(slug: str, step: Callable[..., Seminar], done: str) -> Response | tuple[str, int]:
    """Take *step* with the seminar; say on its page why not, when it cannot be taken."""
    seminar = seminar_by_slug(slug)
    who: Actor = actor()
    try:
        step(seminar.id, by=who, now=clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        return _overview(slug, refused=sentence(refusal), status=422)
    flash(done, "ok")
    return see_other("organise.seminars.show", slug=slug)


def _overview(slug: str, *, refused: str = "", status: int = 200) -> tuple[str, int]:
    now = clock.now()
    whole = programme(seminar_by_slug(slug).id)
    found = checks(whole, now=now)
    return page(
        "organise/seminars/show.html",
        seminar=whole.seminar,
        programme=whole,
        parts_of=part_lines(whole),
        ribbon=office_ribbon_of(whole, chosen_zone()),
        calls=[(call, standing_of(call, now=now)) for call in calls_of_seminar(whole.seminar.id)],
        findings=[finding_line(whole, finding) for finding in found],
        is_blocked=blocks_publishing(found),
        is_over=whole.ends_at is None or whole.ends_at <= now,
        public_url=address("seminars.show", slug=slug),
        page_url=url_for("seminars.show" if whole.seminar.is_public else ".preview", slug=slug),
        refused=refused,
        status=status,
    )


def _index_line(line: SeminarLine) -> IndexLine:
    zone = line.seminar.zone
    if line.starts_at is None or zone is None:
        return IndexLine(line, None)
    return IndexLine(line, clock_of(line.starts_at, None, zone))
