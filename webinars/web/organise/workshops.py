"""A part filled with a workshop of pairs: the form, what it would make, and the slots."""

from flask import Blueprint, flash, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing, Refusal
from webinars.queries.programmes import Programme, ProgrammeSession, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.services import workshops
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.organise.workshops_forms import WorkshopForm, WorkshopLine, lines_of
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("workshops", __name__, url_prefix="/seminars/<slug>/sessions/<session_key>/workshop")


@blueprint.route("", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Fill the template; what it makes is shown first, and made when that was seen."""
    whole, part = _read(slug, session_key)
    session_id, form = part.session.id, WorkshopForm()
    form.offer(whole)

    def make() -> None:
        count = workshops.make_workshop(session_id, form.wanted(), by=actor(), now=clock.now())
        flash(ngettext("%(num)s slot was added.", "%(num)s slots were added.", count), "ok")

    if request.form.get("step") == "make" and form.attempt(make):
        return see_other("organise.slots.index", slug=slug, session_key=session_key)
    return _page(slug, session_key, form)


def _page(slug: str, session_key: str, form: WorkshopForm) -> tuple[str, int]:
    whole, part = _read(slug, session_key)
    lines = _seen(part, form)
    return page(
        "organise/workshops/new.html",
        seminar=whole.seminar,
        session=part.session,
        form=form,
        lines=lines,
        cities=form.cities,
        has_pair=len(form.first.choices) > 1,
        status=form.status,
    )


def _seen(part: ProgrammeSession, form: WorkshopForm) -> list[WorkshopLine]:
    """Return what the form would make; nothing while it is empty or wrong."""
    if not form.is_submitted() or form.status != 200 or not form.validate():
        form.status = max(form.status, 422 if form.errors else 200)
        return []
    try:
        wanted = form.wanted()
        workshops.check_workshop(wanted, part.session, [one.slot for one in part.slots])
    except Refusal as refusal:
        form.status = 422
        form.refuse(refusal)
        return []
    return lines_of(part, wanted)


def _read(slug: str, session_key: str) -> tuple[Programme, ProgrammeSession]:
    whole = programme(seminar_by_slug(slug).id)
    part = next((one for one in whole.sessions if one.session.key == session_key), None)
    if part is None:
        raise Missing(
            N_("This seminar has no part “%(key)s”. Choose one from its page."), key=session_key[:40]
        )
    return whole, part
