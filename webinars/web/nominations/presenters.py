"""Who presents for a city: its slots and what waits for one, each with its people, and one more name."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import Missing, Refusal
from webinars.letters.times import TimePair, time_pair
from webinars.models.presentations import Presentation
from webinars.models.slots import Presenter
from webinars.queries.delegations import slots_of_delegation
from webinars.queries.presentations import waiting_presentations
from webinars.queries.programmes import ProgrammeSlot, programme
from webinars.services import nominations
from webinars.services.moves import is_ahead
from webinars.web import clock
from webinars.web.answers import see_other, sentence
from webinars.web.limits import NOMINATION_LIMIT, limiter
from webinars.web.nominations.blueprint import blueprint
from webinars.web.nominations.desk import Desk, desk_of, desk_page
from webinars.web.nominations.forms import PresenterForm
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_words import answer_words
from webinars.web.programmes import slot_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State

SLOT, TALK = "slot:", "talk:"


@dataclass(frozen=True)
class PersonLine:
    """Who presents: the key with which they can be taken off (None: not any more), and what they said."""

    name: str
    email: str
    key: str | None
    state: State


@dataclass(frozen=True)
class Thing:
    """A slot of the city, or a talk that waits for one (no time yet); *value* is its choice in the form."""

    value: str
    title: str
    pair: TimePair | None
    people: tuple[PersonLine, ...]
    is_open: bool


@blueprint.route("/presenters/", methods=["GET", "POST"])
@allow(Permission.LINK)
@limiter.limit(NOMINATION_LIMIT, methods=["POST"])
def presenters(token: str) -> ResponseReturnValue:
    """Show who presents what; name one more."""
    desk, form = desk_of(token), PresenterForm()
    things = list(_things(desk))
    form.offer((one.value, one.title) for one in things if one.is_open)
    if form.attempt(lambda: _save(desk, form)):
        is_invited = form.what.data.startswith(SLOT)
        text = gettext("%(name)s is invited by mail.") if is_invited else gettext("%(name)s is written down.")
        flash(text % {"name": form.name.data}, "ok")
        return see_other("nominations.presenters", token=token)
    if form.is_submitted():
        desk = desk_of(token)
        things = list(_things(desk))
    else:
        form.language.data = desk.letters_in
    return desk_page(desk, "presenters.html", status=form.status, form=form, things=things)


@blueprint.post("/presenters/remove")
@allow(Permission.LINK)
def remove_presenter(token: str) -> ResponseReturnValue:
    """Ask a person no longer to present."""
    desk, key = desk_of(token), request.form.get("presenter", "")
    try:
        gone = nominations.remove_presenter(desk.delegation.id, key, by=desk.actor, now=clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    else:
        flash(gettext("%(name)s is no longer asked, and hears it by mail.", name=gone.name), "ok")
    return see_other("nominations.presenters", token=token)


def _save(desk: Desk, form: PresenterForm) -> None:
    kind, _colon, key = form.what.data.partition(":")
    delegation_id, by, now = desk.delegation.id, desk.actor, clock.now()
    name, email = form.name.data, form.email.data
    if f"{kind}:" == SLOT:
        said = form.language.data
        nominations.name_presenter(delegation_id, key, name=name, email=email, language=said, by=by, now=now)
    else:
        nominations.name_presenter_to_be(delegation_id, key, name=name, email=email, by=by, now=now)


def _things(desk: Desk) -> Iterator[Thing]:
    """Yield the slots of the city in their order, then what waits for one."""
    whole = programme(desk.delegation.seminar_id)
    for placed in slots_of_delegation(whole, desk.delegation):
        yield _slot_thing(desk, placed)
    for presentation in waiting_presentations(desk.delegation.seminar_id):
        if presentation.delegation_id == desk.delegation.id:
            yield _talk_thing(presentation)


def _slot_thing(desk: Desk, placed: ProgrammeSlot) -> Thing:
    session = next(one for one in desk.sessions if one.id == placed.slot.session_id)
    is_open = is_ahead(session, now=clock.now())
    pair = None
    if placed.starts_at is not None and session.zone is not None:
        pair = time_pair(placed.starts_at, placed.ends_at, session.zone, desk.zone)
    people = tuple(_invited(one, is_open=is_open) for one in placed.presenters)
    return Thing(f"{SLOT}{placed.slot.key}", slot_words(placed.slot, language()), pair, people, is_open)


def _invited(presenter: Presenter, *, is_open: bool) -> PersonLine:
    key = presenter.key if is_open else None
    return PersonLine(presenter.name, presenter.email, key, answer_words(presenter.answer))


def _talk_thing(presentation: Presentation) -> Thing:
    title = presentation.title.best(language()) or gettext("Your presentation")
    people: tuple[PersonLine, ...] = ()
    if presentation.presenter_email:
        state = State(gettext("Is invited once the talk has a slot"), "open")
        name = presentation.presenter_name or presentation.presenter_email
        people = (PersonLine(name, presentation.presenter_email, None, state),)
    return Thing(f"{TALK}{presentation.key}", title, None, people, is_open=True)
