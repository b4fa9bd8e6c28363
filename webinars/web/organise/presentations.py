"""Presentations that wait for a slot: listed, added by hand, edited, given a slot, withdrawn."""

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from webinars.models.presentations import Presentation
from webinars.queries.orders import USUAL_MINUTES
from webinars.queries.pages import slice_of
from webinars.queries.presentations import presentation_by_key, waiting_presentations, without_anything
from webinars.queries.programmes import Programme, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.themes import every_theme
from webinars.services import orders, presentations
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.organise.presentations_forms import NewPresentationForm, PlaceForm, PresentationForm
from webinars.web.organise.presentations_rows import waiting_lines
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("presentations", __name__, url_prefix="/seminars/<slug>/presentations")


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> tuple[str, int]:
    """List what waits for a slot, and the cities that present and have nothing yet."""
    whole = _whole(slug)
    waiting = waiting_presentations(whole.seminar.id)
    found = slice_of(waiting_lines(waiting), asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "organise/presentations/index.html",
        seminar=whole.seminar,
        page=Turned(found),
        without=without_anything(whole, waiting),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> Response | tuple[str, int]:
    """Add a presentation of a city by hand."""
    whole = _whole(slug)
    seminar_id, form = whole.seminar.id, NewPresentationForm()
    form.offer_cities(whole.delegations)
    form.theme.offer(every_theme())
    if not form.is_submitted():
        form.delegation.data = request.args.get("city", "")
    if form.attempt(
        lambda: presentations.add_by_hand(
            seminar_id, form.delegation_id, form.fields(), by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The presentation waits for a slot."), "ok")
        return see_other(".index", slug=slug)
    seminar = seminar_by_slug(slug)
    return page("organise/presentations/new.html", seminar=seminar, form=form, status=form.status)


@blueprint.post("/all")
@allow(Permission.ORGANISE)
def add_all(slug: str) -> Response:
    """Let a presentation wait for each city that presents and has nothing yet."""
    count = presentations.add_missing(seminar_by_slug(slug).id, by=actor(), now=clock.now())
    flash(ngettext("%(num)s presentation is added.", "%(num)s presentations are added.", count), "ok")
    return see_other(".index", slug=slug)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> Response | tuple[str, int]:
    """Change a presentation that waits."""
    found = presentation_by_key(slug, key)
    ident, form = found.id, PresentationForm(obj=found)
    form.theme.offer(every_theme())
    if form.attempt(
        lambda: presentations.edit_presentation(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index", slug=slug)
    return _edit_page(slug, key, form, None)


@blueprint.post("/<key>/place")
@allow(Permission.ORGANISE)
def place(slug: str, key: str) -> Response | tuple[str, int]:
    """Give a presentation a slot at the end of a part."""
    found, whole, form = presentation_by_key(slug, key), _whole(slug), PlaceForm()
    ident, ids = found.id, {part.session.key: part.session.id for part in whole.planned}
    form.offer([part.session for part in whole.planned])
    if form.attempt(
        lambda: orders.place(ident, ids[form.session.data], form.minutes.data, by=actor(), now=clock.now())
    ):
        flash(gettext("The presentation has a slot at the end of the part."), "ok")
        return see_other("organise.slots.index", slug=slug, session_key=form.session.data)
    return _edit_page(slug, key, None, form)


@blueprint.post("/<key>/withdraw")
@allow(Permission.ORGANISE)
def withdraw(slug: str, key: str) -> Response:
    """Let a presentation wait no longer."""
    presentations.withdraw(presentation_by_key(slug, key).id, by=actor(), now=clock.now())
    flash(gettext("The presentation is withdrawn."), "ok")
    return see_other(".index", slug=slug)


def _edit_page(
    slug: str, key: str, form: PresentationForm | None, placing: PlaceForm | None
) -> tuple[str, int]:
    """Return the page of a presentation with the form that was refused; the other shows it as it is."""
    whole, found = _whole(slug), presentation_by_key(slug, key)
    if form is None:
        form = PresentationForm(formdata=None, obj=found)
        form.theme.offer(every_theme())
    if placing is None:
        placing = _placing(whole, found)
    return page(
        "organise/presentations/edit.html",
        seminar=whole.seminar,
        presentation=found,
        form=form,
        placing=placing,
        status=max(form.status, placing.status),
    )


def _placing(whole: Programme, found: Presentation) -> PlaceForm:
    form = PlaceForm(formdata=None, minutes=found.minutes or USUAL_MINUTES)
    form.offer([part.session for part in whole.planned])
    session = found.delegation.session
    form.session.data = session.key if session else None
    return form


def _whole(slug: str) -> Programme:
    return programme(seminar_by_slug(slug).id)
