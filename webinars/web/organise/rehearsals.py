"""Rehearsals and technical checks: planned, edited, moved, called off and restored; who is asked to come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from webinars.domain.errors import Missing, Refusal
from webinars.domain.timezones import to_local, zone_names
from webinars.letters.names import rehearsal_name
from webinars.letters.times import TimePair, stated, time_pair
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar
from webinars.queries.programmes import programme
from webinars.queries.rehearsals import asked_to, rehearsal_by_key, rehearsal_lines
from webinars.queries.seminars import seminar_by_slug
from webinars.services import rehearsals
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.forms import Form
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.moving_parts import Step, asked_step
from webinars.web.organise.rehearsals_forms import (
    KINDS,
    NewRehearsalForm,
    PeopleForm,
    RehearsalForm,
    RehearsalTimeForm,
)
from webinars.web.organise.rehearsals_rows import moves_of, people_of
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone

blueprint = Blueprint("rehearsals", __name__, url_prefix="/seminars/<slug>/rehearsals")


@dataclass(frozen=True)
class About:
    """A rehearsal in words: what it is called, what it is, and when on the host's clock and the reader's.

    *moved* is the wall clock that was chosen, where new rules of its zone show another one; else "".
    """

    name: str
    kind: str
    pair: TimePair
    moved: str


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List the rehearsals of a seminar, the latest first."""
    seminar = seminar_by_slug(slug)
    found = rehearsal_lines(seminar.id, number=asked_page(), size=current_app.config["PAGE_SIZE"])
    return page(
        "organise/rehearsals/index.html",
        seminar=seminar,
        page=Turned(found),
        rows=[(line, _about(line.rehearsal, seminar)) for line in found.items],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> ResponseReturnValue:
    """Plan a rehearsal; who comes is chosen afterwards, when each person's clock can be seen."""
    seminar = seminar_by_slug(slug)
    seminar_id = seminar.id
    form, made = NewRehearsalForm(zone=seminar.zone), list[str]()

    def save() -> None:
        by, now = actor(), clock.now()
        made.append(rehearsals.create_rehearsal(seminar_id, form.fields(), form.time(), by=by, now=now).key)

    if form.attempt(save):
        flash(gettext("The rehearsal is kept. Now ask people to come."), "ok")
        return see_other(".show", slug=slug, key=made[0])
    return _page("new", seminar_by_slug(slug), form=form)


@blueprint.get("/<key>/")
@allow(Permission.VIEW)
def show(slug: str, key: str) -> ResponseReturnValue:
    """Show a rehearsal, who comes, and whom one could ask, each on their own clock."""
    return _show_page(slug, key, PeopleForm(formdata=None))


@blueprint.post("/<key>/")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def ask(slug: str, key: str) -> ResponseReturnValue:
    """Ask the chosen people to come."""
    form, asked = PeopleForm(), list[int]()
    rehearsal = _rehearsal(slug, key)
    ident = rehearsal.id
    _offer(form, rehearsal)
    if form.attempt(lambda: asked.append(rehearsals.ask(ident, form.chosen(), by=actor(), now=clock.now()))):
        words = ngettext("%(num)s person is asked to come.", "%(num)s people are asked to come.", asked[0])
        flash(words, "ok")
        return see_other(".show", slug=slug, key=key)
    return _show_page(slug, key, form)


@blueprint.post("/<key>/people/<invitation_key>/off")
@allow(Permission.ORGANISE)
def take_off(slug: str, key: str, invitation_key: str) -> Response:
    """Ask somebody no longer."""
    rehearsals.take_off(_rehearsal(slug, key).id, invitation_key, by=actor(), now=clock.now())
    flash(gettext("The person is no longer asked to come. Their calendar is told."), "ok")
    return see_other(".show", slug=slug, key=key)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> ResponseReturnValue:
    """Change what is written about a rehearsal."""
    rehearsal = _rehearsal(slug, key)
    ident, form = rehearsal.id, RehearsalForm(obj=rehearsal)
    if form.attempt(
        lambda: rehearsals.edit_rehearsal(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".show", slug=slug, key=key)
    return _page("edit", seminar_by_slug(slug), _rehearsal(slug, key), form=form)


@blueprint.route("/<key>/move", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def move(slug: str, key: str) -> ResponseReturnValue:
    """Say who is told of another time, and what it is for them; then give it to the rehearsal."""
    rehearsal = _rehearsal(slug, key)
    ident, form, step = rehearsal.id, RehearsalTimeForm(obj=rehearsal), asked_step()
    if not form.is_submitted():
        form.show(rehearsal)
    if step is Step.MOVE and form.attempt(
        lambda: rehearsals.move_rehearsal(
            ident, form.time(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The time is kept. Who is asked gets an update in a few minutes."), "ok")
        return see_other(".show", slug=slug, key=key)
    foreseen = list[datetime]()
    if step is Step.LOOK and form.attempt(lambda: foreseen.append(_foresee(rehearsal, form))):
        moves = moves_of(rehearsal, foreseen[0], form.time().minutes)
        return _page("moving", seminar_by_slug(slug), rehearsal, form=form, moves=moves)
    if step is Step.CHANGE:
        form.ask_again()
    return _page("move", seminar_by_slug(slug), _rehearsal(slug, key), form=form)


@blueprint.route("/<key>/cancel", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def cancel(slug: str, key: str) -> ResponseReturnValue:
    """Say what calling a rehearsal off does, then do it."""
    if request.method == "POST":
        return _change(rehearsals.cancel_rehearsal, slug, key, gettext("The rehearsal is cancelled."))
    return _page("cancel", seminar_by_slug(slug), _rehearsal(slug, key))


@blueprint.post("/<key>/restore")
@allow(Permission.ORGANISE)
def restore(slug: str, key: str) -> Response:
    """Hold a cancelled rehearsal after all."""
    return _change(rehearsals.restore_rehearsal, slug, key, gettext("The rehearsal takes place."))


def _foresee(rehearsal: Rehearsal, form: RehearsalTimeForm) -> datetime:
    return rehearsals.foresee_move(rehearsal, form.time(), expected=form.expected, now=clock.now())


def _change(service: Callable[..., object], slug: str, key: str, done: str) -> Response:
    try:
        service(_rehearsal(slug, key).id, by=actor(), now=clock.now())
        flash(done, "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other(".show", slug=slug, key=key)


def _rehearsal(slug: str, key: str) -> Rehearsal:
    return rehearsal_by_key(seminar_by_slug(slug).id, key)


def _offer(form: PeopleForm, rehearsal: Rehearsal) -> None:
    """Fill the choices of *form*: an answer to a form knows them before it is judged."""
    whole = programme(rehearsal.seminar_id)
    people = people_of(rehearsal, whole, asked_to(rehearsal.id))
    form.offer(whole.planned, [(one.person.key, one.words) for one in people.others])


def _show_page(slug: str, key: str, form: PeopleForm) -> ResponseReturnValue:
    rehearsal = _rehearsal(slug, key)
    whole = programme(rehearsal.seminar_id)
    people = people_of(rehearsal, whole, asked_to(rehearsal.id))
    form.offer(whole.planned, [(one.person.key, one.words) for one in people.others])
    return _page("show", whole.seminar, rehearsal, form=form, people=people, now=clock.now())


def _page(
    name: str,
    seminar: Seminar,
    rehearsal: Rehearsal | None = None,
    *,
    form: Form | None = None,
    **values: Any,
) -> ResponseReturnValue:
    """Return the page *name* of a rehearsal (None: a new one)."""
    return page(
        f"organise/rehearsals/{name}.html",
        status=form.status if form else 200,
        seminar=seminar,
        rehearsal=rehearsal,
        about=_about(rehearsal, seminar) if rehearsal else None,
        form=form,
        zones=zone_names(),
        **values,
    )


def _about(rehearsal: Rehearsal, seminar: Seminar) -> About:
    shown = to_local(rehearsal.starts_at, rehearsal.zone).replace(tzinfo=None)
    return About(
        name=rehearsal_name(rehearsal, language()),
        kind=str(KINDS[rehearsal.kind]),
        pair=time_pair(
            rehearsal.starts_at,
            rehearsal.ends_at,
            rehearsal.zone,
            reader_zone(rehearsal.zone),
            second_zone=seminar.second_zone,
        ),
        moved=stated(rehearsal.local_start) if shown != rehearsal.local_start else "",
    )
