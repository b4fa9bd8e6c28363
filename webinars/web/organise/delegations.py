"""The cities of a seminar: the list, adding to it, one city, and asking them."""

from collections.abc import Callable

from flask import Blueprint, flash
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from webinars.domain.errors import Missing, Refusal
from webinars.models.delegations import DelegationRole
from webinars.queries.delegations import delegation_by_key, lines
from webinars.queries.programmes import programme
from webinars.queries.seminars import seminar_by_slug
from webinars.services import delegations
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import see_other, sentence
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.delegations_forms import AddForm, AskForm, DelegationForm, UnnamedForm, asked_for
from webinars.web.organise.delegations_pages import HEADS, add_page, cells_of, edit_page, list_page
from webinars.web.pages import see_onward
from webinars.web.permissions import Permission, allow
from webinars.web.sheets import csv_answer

blueprint = Blueprint("delegations", __name__, url_prefix="/seminars/<slug>/delegations")


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> tuple[str, int]:
    """List the cities that fit the filters, with how many stand where on top."""
    return list_page(slug, AskForm(formdata=None))


@blueprint.get("/table.csv")
@allow(Permission.VIEW)
def table(slug: str) -> Response:
    """Give the cities that fit the filters as a table."""
    whole = programme(seminar_by_slug(slug).id)
    _form, wanted = asked_for([part.session for part in whole.sessions])
    return csv_answer(f"{slug}-cities.csv", HEADS, [cells_of(line) for line in lines(whole, wanted)])


@blueprint.route("/add", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def add(slug: str) -> Response | tuple[str, int]:
    """Add members of the directory."""
    seminar_id = seminar_by_slug(slug).id
    form = AddForm()
    added: list[int] = []

    def save() -> None:
        slugs = form.cities.data
        added.append(delegations.add_cities(seminar_id, slugs, by=actor(), now=clock.now()))

    if form.attempt(save):
        flash(ngettext("%(num)s city is added.", "%(num)s cities are added.", added[0]), "ok")
        return see_other(".index", slug=slug)
    return add_page(slug, form, UnnamedForm(formdata=None))


@blueprint.post("/unnamed")
@allow(Permission.ORGANISE)
def add_unnamed(slug: str) -> Response | tuple[str, int]:
    """Add cities of which only the number is known."""
    seminar_id = seminar_by_slug(slug).id
    form = UnnamedForm()

    def save() -> None:
        role = DelegationRole(form.role.data)
        delegations.add_unnamed(seminar_id, form.count.data, role, by=actor(), now=clock.now())

    if form.attempt(save):
        flash(ngettext("%(num)s city is added.", "%(num)s cities are added.", form.count.data), "ok")
        return see_other(".index", slug=slug)
    return add_page(slug, AddForm(formdata=None), form)


@blueprint.route("/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> Response | tuple[str, int]:
    """Change one delegation."""
    whole = programme(seminar_by_slug(slug).id)
    delegation = delegation_by_key(whole.seminar.id, key)
    delegation_id = delegation.id
    form = DelegationForm(obj=delegation)
    sessions = [part.session for part in whole.sessions]
    form.offer(sessions, delegation) if form.is_submitted() else form.show(sessions, delegation)
    if form.attempt(
        lambda: delegations.edit_delegation(
            delegation_id, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".edit", slug=slug, key=key)
    return edit_page(slug, key, form, AskForm(formdata=None))


@blueprint.post("/<key>/invite")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def invite(slug: str, key: str) -> Response | tuple[str, int]:
    """Send one city its invitation."""
    whole = programme(seminar_by_slug(slug).id)
    delegation_id = delegation_by_key(whole.seminar.id, key).id
    form = AskForm()
    if form.attempt(
        lambda: delegations.invite(delegation_id, form.answer_by.data, by=actor(), now=clock.now())
    ):
        flash(gettext("The invitation is on its way."), "ok")
        return see_other(".edit", slug=slug, key=key)
    return edit_page(slug, key, None, form)


@blueprint.post("/invite")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def invite_all(slug: str) -> Response | tuple[str, int]:
    """Send the invitation to every city that has an address and was not invited."""
    seminar_id = seminar_by_slug(slug).id
    count: list[int] = []
    form = AskForm()

    def save() -> None:
        day = form.answer_by.data
        count.append(delegations.invite_all(seminar_id, day, by=actor(), now=clock.now()))

    if form.attempt(save):
        _tell(count[0], gettext("Every city with an address is invited already."))
        return see_other(".index", slug=slug)
    return list_page(slug, form)


@blueprint.post("/<key>/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind(slug: str, key: str) -> Response:
    """Remind one silent city."""
    delegation_id = delegation_by_key(seminar_by_slug(slug).id, key).id
    if _is_done(lambda: delegations.remind(delegation_id, by=actor(), now=clock.now())):
        flash(gettext("The reminder is on its way."), "ok")
    return see_onward(".index", slug=slug)


@blueprint.post("/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind_all(slug: str) -> Response:
    """Remind every silent city."""
    seminar_id = seminar_by_slug(slug).id
    count: list[int] = []

    def act() -> None:
        count.append(delegations.remind_all(seminar_id, by=actor(), now=clock.now()))

    if _is_done(act):
        _tell(count[0], gettext("Every silent city got a letter within the last day."))
    return see_onward(".index", slug=slug)


def _is_done(act: Callable[[], None]) -> bool:
    """Do what a form of one button asks; tell a refusal on the page that it returns to."""
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
        return False
    return True


def _tell(count: int, nothing: str) -> None:
    """Say how many letters are on their way, or *nothing* when none is."""
    if count:
        flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", count), "ok")
    else:
        flash(nothing, "warn")
