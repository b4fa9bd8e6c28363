"""The presenters of a seminar: the list, one more in a slot, one of them, and reminding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from webinars.domain.answering import next_day
from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import day_words
from webinars.letters.names import part_name
from webinars.letters.times import TimePair
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar
from webinars.queries.pages import slice_of
from webinars.queries.presenters import Line, lines, presenter_by_key
from webinars.queries.programmes import Programme, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.slots import slot_by_key
from webinars.services import presenters
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.presenters_forms import CityForm, PresenterForm, asked_for
from webinars.web.organise.seminars_overview import pair_of
from webinars.web.pages import Turned, asked_page, see_onward
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_words import answer_words
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State
from webinars.web.reminder_words import day_words as day_before_words

blueprint = Blueprint("presenters", __name__, url_prefix="/seminars/<slug>/presenters")


@dataclass(frozen=True)
class Row:
    """A presenter in the list, in words; *next_reminder* is its day while they are silent."""

    line: Line
    title: str
    who: str
    part: str
    pair: TimePair | None
    state: State
    next_reminder: str
    instead_of: str


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> tuple[str, int]:
    """List the presenters that fit the filters, in running order."""
    whole = programme(seminar_by_slug(slug).id)
    form, wanted = asked_for([part.session for part in whole.sessions])
    every = lines(whole, type(wanted)())
    found = slice_of(lines(whole, wanted), asked_page(), current_app.config["PAGE_SIZE"])
    names = {line.presenter.id: line.presenter.name for line in every}
    return page(
        "organise/presenters/index.html",
        seminar=whole.seminar,
        page=Turned(found),
        rows=[_row(line, whole, names) for line in found.items],
        filters=form,
        is_filtered=wanted != type(wanted)(),
        count=len(every),
        rhythm=[day_before_words(days) for days in whole.seminar.answer_reminder_days],
        silent=sum(line.presenter.is_silent for line in every if not line.session.is_cancelled),
        sessions=[part.session for part in whole.sessions],
    )


@blueprint.route("/new/<slot_key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT, methods=["POST"])
def new(slug: str, slot_key: str) -> Response | tuple[str, int]:
    """Give a slot to a city, and ask a person to present in it."""
    slot = slot_by_key(slug, slot_key)
    slot_id, session_key, host_zone = slot.id, slot.session.key, slot.session.zone
    delegations = programme(slot.session.seminar_id).delegations
    city = _chosen(delegations, request.args.get("city", slot.delegation.key if slot.delegation else ""))
    city_id = city.id if city else None
    form = PresenterForm()
    form.offer()
    if not form.is_submitted():
        form.propose(city, host_zone)
    if form.attempt(lambda: presenters.assign(slot_id, city_id, form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The presenter is asked. The invitation is on its way."), "ok")
        return see_other("organise.slots.index", slug=slug, session_key=session_key)
    return _new_page(slug, slot_key, form, delegations, city)


@blueprint.route("/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT, methods=["POST"])
def edit(slug: str, key: str) -> Response | tuple[str, int]:
    """Change what is written about a presenter."""
    presenter = presenter_by_key(seminar_by_slug(slug).id, key)
    ident = presenter.id
    form = PresenterForm(obj=presenter)
    form.offer(presenter.zone)
    if not form.is_submitted():
        form.show(presenter)
    if form.attempt(
        lambda: presenters.edit_presenter(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".edit", slug=slug, key=key)
    return _edit_page(slug, key, form)


@blueprint.post("/<key>/remove")
@allow(Permission.ORGANISE)
def remove(slug: str, key: str) -> Response:
    """Ask somebody no longer."""
    presenter = presenter_by_key(seminar_by_slug(slug).id, key)
    presenters.remove(presenter.id, by=actor(), now=clock.now())
    flash(gettext("The presenter is no longer asked. Their calendar is told."), "ok")
    return see_other(".index", slug=slug)


@blueprint.post("/<key>/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind(slug: str, key: str) -> Response:
    """Remind one silent presenter."""
    presenter_id = presenter_by_key(seminar_by_slug(slug).id, key).id
    try:
        presenters.remind(presenter_id, by=actor(), now=clock.now())
        flash(gettext("The reminder is on its way."), "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_onward(".index", slug=slug)


@blueprint.post("/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind_all(slug: str) -> Response:
    """Remind every silent presenter."""
    count = presenters.remind_all(seminar_by_slug(slug).id, by=actor(), now=clock.now())
    if count:
        flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", count), "ok")
    else:
        flash(gettext("Every silent presenter got a letter within the last day."), "warn")
    return see_other(".index", slug=slug)


def _new_page(
    slug: str,
    slot_key: str,
    form: PresenterForm,
    delegations: Sequence[Delegation],
    city: Delegation | None,
) -> tuple[str, int]:
    slot = slot_by_key(slug, slot_key)
    cities = CityForm()
    cities.offer(delegations)
    cities.city.data = city.key if city else ""
    return page(
        "organise/presenters/new.html",
        status=form.status,
        seminar=slot.session.seminar,
        session=slot.session,
        slot=slot,
        title=slot_words(slot, language()),
        cities=cities,
        city=city,
        form=form,
    )


def _edit_page(slug: str, key: str, form: PresenterForm) -> tuple[str, int]:
    presenter = presenter_by_key(seminar_by_slug(slug).id, key)
    slot = presenter.slot
    return page(
        "organise/presenters/edit.html",
        status=form.status,
        seminar=slot.session.seminar,
        presenter=presenter,
        slot=slot,
        title=slot_words(slot, language()),
        who=who_words(slot, language()),
        part=part_name(slot.session, language()),
        state=answer_words(presenter.answer),
        instead_of=presenter.substitute_for,
        form=form,
        page_url=personal_address(Purpose.PRESENTER, "presenters.show", presenter),
    )


def _chosen(delegations: Sequence[Delegation], key: str) -> Delegation | None:
    """Return the delegation with *key*, None for ""; raise Missing when the seminar has none such."""
    found = next((one for one in delegations if one.key == key), None)
    if key and found is None:
        raise Missing(N_("There is no such delegation. Choose one from the list."))
    return found


def _row(line: Line, whole: Programme, names: Mapping[int, str]) -> Row:
    placed, slot, reader = line.placed, line.placed.slot, language()
    return Row(
        line=line,
        title=slot_words(slot, reader),
        who=who_words(slot, reader),
        part=part_name(line.session, reader),
        pair=pair_of(placed.starts_at, placed.ends_at, line.session.zone, whole.seminar.second_zone),
        state=answer_words(line.presenter.answer),
        next_reminder=_next_reminder(line, whole.seminar),
        instead_of=names.get(line.presenter.substitute_for_id or 0, ""),
    )


def _next_reminder(line: Line, seminar: Seminar) -> str:
    """Return when a silent presenter is reminded next, in words; "" for never."""
    one, session = line.presenter, line.session
    if not one.is_silent or one.undeliverable_at or not session.takes_place(seminar):
        return ""
    day = next_day(
        seminar.answer_reminder_days,
        one.answer_by or seminar.answer_by,
        written_at=one.reminded_at or one.created_at,
        now=clock.now(),
        zone=seminar.zone or session.zone,
    )
    return day_words(day) if day else ""
