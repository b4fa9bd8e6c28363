"""A programme from a calendar file of another system: uploaded, shown, and taken over when confirmed.

Nothing is kept between the steps: the file travels in the form.
"""

from flask import Blueprint, flash, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webinars.domain.errors import Refusal
from webinars.queries.programmes import Programme, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.services import imports
from webinars.services.edits import check_editable
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import see_other
from webinars.web.organise.imports_forms import PlanForm, UploadForm
from webinars.web.organise.imports_pages import plan_page, upload_page
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("imports", __name__, url_prefix="/seminars/<slug>/import")
MOST_FORM_BYTES = 2_000_000  # a file of 1 MB in base 64, and the choices


@blueprint.url_value_preprocessor
def expect_file(_endpoint: str | None, _values: object) -> None:
    """Let the form hold the file, before anything looks into it: other forms are smaller."""
    request.max_form_memory_size = MOST_FORM_BYTES


@blueprint.get("/")
@allow(Permission.ORGANISE)
def show(slug: str) -> tuple[str, int]:
    """Ask for a file."""
    whole = programme(seminar_by_slug(slug).id)
    form = UploadForm(formdata=None)
    form.offer(whole)
    return upload_page(whole, form)


@blueprint.post("/")
@allow(Permission.ORGANISE)
def upload(slug: str) -> tuple[str, int]:
    """Show what a file would do; nothing is stored."""
    whole = programme(seminar_by_slug(slug).id)
    form, shown = UploadForm(), PlanForm(formdata=None)
    form.offer(whole)
    pages: list[tuple[str, int]] = []

    def read() -> None:
        check_editable(whole.seminar)
        content, language = form.content(), form.language.data
        reading = imports.read_file(content, whole)
        choices = shown.propose(content, language, reading, whole)
        planned = imports.plan(reading, choices, (), whole, language)
        pages.append(plan_page(whole, shown, reading, choices, planned))

    return pages[0] if form.attempt(read) else upload_page(whole, form)


@blueprint.post("/confirm")
@allow(Permission.ORGANISE)
def confirm(slug: str) -> Response | tuple[str, int]:
    """Take the file over as it was shown; where something was chosen anew, show that first."""
    whole = programme(seminar_by_slug(slug).id)
    form = PlanForm()
    try:
        reading = imports.read_file(form.file(), whole)
    except Refusal as refusal:
        return _refused(whole, refusal)
    return _decide(whole, form, reading, slug)


def _decide(
    whole: Programme, form: PlanForm, reading: imports.Reading, slug: str
) -> Response | tuple[str, int]:
    choices = form.read_choices(reading, whole)
    is_other = form.seen.data != form.digest(choices)
    seminar_id, language, removed = whole.seminar.id, form.language.data, form.removed.data or []
    changed: list[int] = []

    def take_over() -> None:
        changed.append(
            imports.take_over(
                seminar_id, reading, choices, removed,
                language=language, expected=form.expected, by=actor(), now=clock.now(),
            )
        )  # fmt: skip

    if not is_other and "again" not in request.form and form.attempt(take_over):
        flash(ngettext("%(num)s change is taken over.", "%(num)s changes are taken over.", changed[0]), "ok")
        return see_other("organise.seminars.show", slug=slug)
    whole = programme(seminar_id)  # a refused service lets go of what was read before
    planned = imports.plan(reading, choices, removed, whole, language)
    return plan_page(whole, form, reading, choices, planned, is_other=is_other)


def _refused(whole: Programme, refusal: Refusal) -> tuple[str, int]:
    form = UploadForm(formdata=None)
    form.offer(whole)
    form.refuse(refusal)
    form.status = 422
    return upload_page(whole, form)
