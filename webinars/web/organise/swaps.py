"""Two slots change places: choose the other one, see what breaks and who is told, do it, undo it."""

from flask import Blueprint, flash
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import HiddenField

from webinars.queries.programmes import Programme, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.slots import slot_by_key
from webinars.queries.swaps import last_change, preview, programme_changes
from webinars.services import swaps
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.forms import Form
from webinars.web.organise.editors import version_in
from webinars.web.organise.swaps_pages import choices, foreseen, standing
from webinars.web.organise.swaps_words import log_line
from webinars.web.permissions import Permission, allow
from webinars.web.programmes import slot_words
from webinars.web.reader import language

blueprint = Blueprint("swaps", __name__, url_prefix="/seminars/<slug>")


class SwapForm(Form):
    """What was seen of both slots, and of the log, when the page was shown."""

    first = HiddenField()
    second = HiddenField()
    since = HiddenField()


@blueprint.get("/slots/<key>/swap")
@allow(Permission.ORGANISE)
def choose(slug: str, key: str) -> tuple[str, int]:
    """Choose with which slot this one changes places."""
    whole = _whole(slug)
    own = standing(whole, key)
    return page(
        "organise/swaps/choose.html",
        seminar=whole.seminar,
        session=own.session,
        slot=own.placed.slot,
        title=slot_words(own.placed.slot, language()),
        parts_of=choices(whole, own),
    )


@blueprint.route("/slots/<key>/swap/<other_key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def swap(slug: str, key: str, other_key: str) -> Response | tuple[str, int]:
    """Show what changing places does, then do it; the same again undoes it."""
    first, second = slot_by_key(slug, key), slot_by_key(slug, other_key)
    ids, session_key, form = (first.id, second.id), first.session.key, SwapForm()
    expected = (form.first.data or "", form.second.data or "")
    if form.attempt(lambda: swaps.swap(*ids, expected=expected, by=actor(), now=clock.now())):
        flash(gettext("The slots changed places. Who has another time gets a letter in a few minutes."), "ok")
        return see_other("organise.slots.index", slug=slug, session_key=session_key)
    return _preview(slug, key, other_key, form)


def _preview(slug: str, key: str, other_key: str, form: SwapForm) -> tuple[str, int]:
    """Show what the swap does now, and what others changed since the form was opened."""
    whole = _whole(slug)
    shown = preview(whole, standing(whole, key), standing(whole, other_key), now=clock.now())
    is_stale = form.status == 409
    missed = programme_changes(whole.seminar.id, since=version_in(form.since)) if is_stale else ()
    form.first.data, form.second.data = shown.sights
    form.since.data = str(last_change(whole.seminar.id))
    return page(
        "organise/swaps/preview.html",
        seminar=whole.seminar,
        form=form,
        preview=foreseen(whole, shown),
        missed=[log_line(one) for one in missed],
        status=form.status,
    )


def _whole(slug: str) -> Programme:
    return programme(seminar_by_slug(slug).id)
