"""A person's own page by signed link: where they stand, and everything they may change."""

from collections.abc import Callable

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import BadLink, Missing, Refusal
from webinars.domain.links import Purpose
from webinars.queries.registrations import registration_by_link
from webinars.services import registrations, replies
from webinars.services.records import Actor
from webinars.services.registrations import Change
from webinars.web import clock
from webinars.web.answers import see_other, sentence
from webinars.web.forms import Form
from webinars.web.limits import MAIL_LIMIT, limiter
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.registrations.blueprint import blueprint
from webinars.web.registrations.own_page import Forms, Holding, forms_of, holding_of, own_page


@blueprint.get("/registrations/<token>/")
@allow(Permission.LINK)
def show(token: str) -> ResponseReturnValue:
    """Show the person's own page."""
    holding, forms = _opened(token)
    return own_page(holding, forms)


@blueprint.post("/registrations/<token>/change")
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT)
def change(token: str) -> ResponseReturnValue:
    """Change parts, name, language and zone."""
    holding, forms = _opened(token)
    form, person = forms.change, holding.registration

    def save() -> None:
        wish = Change(
            name=form.name.data or "",
            language=form.language.data,
            zone=form.zone.data or "",
            session_keys=frozenset(form.parts.data or ()),
        )
        registrations.change(person.id, wish, by=Actor(person.name), now=clock.now())

    return _answer(forms, form, token, save, gettext("Your changes are saved."))


@blueprint.post("/registrations/<token>/address")
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT)
def correct_address(token: str) -> ResponseReturnValue:
    """Ask a new address whether it is the person's."""
    holding, forms = _opened(token)
    form, ident = forms.address, holding.registration.id

    def save() -> None:
        registrations.correct_address(ident, form.email.data or "", now=clock.now())

    said = gettext("We sent a link to the new address. Open it to confirm.")
    return _answer(forms, form, token, save, said)


@blueprint.post("/registrations/<token>/hand-over")
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT)
def hand_over(token: str) -> ResponseReturnValue:
    """Offer the person's seats to a colleague."""
    holding, forms = _opened(token)
    form, ident = forms.colleague, holding.registration.id

    def save() -> None:
        name, email = form.name.data or "", form.email.data or ""
        registrations.hand_over(ident, name=name, email=email, now=clock.now())

    said = gettext("We sent a link to your colleague. Until your colleague confirms, the seats are yours.")
    return _answer(forms, form, token, save, said)


@blueprint.post("/registrations/<token>/give-back")
@allow(Permission.LINK)
def give_back(token: str) -> ResponseReturnValue:
    """Give up the seat in a part that the person declined in their calendar."""
    person = registration_by_link(*link_of(Purpose.REGISTRATION, token))
    try:
        replies.give_back(person.id, request.form.get("part", ""), by=Actor(person.name), now=clock.now())
        flash(gettext("Your seat is given back. Thank you: somebody else can have it now."), "ok")
    except (Missing, BadLink):
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other("registrations.show", token=token)


@blueprint.post("/registrations/<token>/cancel")
@allow(Permission.LINK)
def cancel(token: str) -> ResponseReturnValue:
    """Cancel the registration and give up every seat."""
    person = registration_by_link(*link_of(Purpose.REGISTRATION, token))
    registrations.cancel(person.id, by=Actor(person.name), now=clock.now())
    flash(gettext("Your registration is cancelled."), "ok")
    return see_other("registrations.show", token=token)


def _opened(token: str) -> tuple[Holding, Forms]:
    person = registration_by_link(*link_of(Purpose.REGISTRATION, token))
    holding = holding_of(person, token)
    return holding, forms_of(holding)


def _answer(forms: Forms, form: Form, token: str, save: Callable[[], None], said: str) -> ResponseReturnValue:
    """Save what *form* asks for and say so, or show the page again with what is wrong and all typed."""
    if form.attempt(save):
        flash(said, "ok")
        return see_other("registrations.show", token=token)
    person = registration_by_link(*link_of(Purpose.REGISTRATION, token))
    return own_page(holding_of(person, token), forms, status=form.status)
