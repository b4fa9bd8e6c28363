"""The mailed links: one shows a button, and only its POST confirms, because mail scanners open links."""

from dataclasses import dataclass

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import BadLink
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.letters.addresses import token_for
from webinars.letters.names import part_name
from webinars.letters.times import TimePair
from webinars.models.registrations import Registration, RegistrationState
from webinars.queries.registrations import REPLACED, registration_by_link, seats_of
from webinars.queries.sessions import sessions_of
from webinars.services import registrations
from webinars.web import clock
from webinars.web.answers import page, see_other
from webinars.web.context import show_times_for
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.registrations.blueprint import blueprint
from webinars.web.registrations.forms import AgreeForm, ConfirmForm, consent_number, show_consent
from webinars.web.registrations.rows import pair_of


@dataclass(frozen=True)
class Wanted:
    """A part that somebody asked for."""

    label: str
    pair: TimePair


@blueprint.route("/registrations/<token>/confirm", methods=["GET", "POST"])
@allow(Permission.LINK)
def confirm(token: str) -> ResponseReturnValue:
    """Show what is to be confirmed; confirm it by POST."""
    person = registration_by_link(*link_of(Purpose.CONFIRM, token))
    if person.takes_over_id is not None:
        return _take_over(token)
    if person.state is RegistrationState.CONFIRMED:
        return see_other("registrations.show", token=personal_token(person))
    form = ConfirmForm() if person.nominated_by is None else AgreeForm()
    agreed = consent_number(form.consent_number) if isinstance(form, AgreeForm) else None
    if form.attempt(lambda: registrations.confirm(person.id, consent_number=agreed, now=clock.now())):
        flash(gettext("Your registration is confirmed."), "ok")
        return see_other("registrations.show", token=personal_token(person))
    return _confirm_page(form, registration_by_link(*link_of(Purpose.CONFIRM, token)))


@blueprint.route("/registrations/<token>/confirm-address", methods=["GET", "POST"])
@allow(Permission.LINK)
def confirm_address(token: str) -> ResponseReturnValue:
    """Show the new address; take it over by POST."""
    person, digest = _asked_address(token)
    form = ConfirmForm()
    if form.attempt(lambda: registrations.confirm_address(person.id, digest, now=clock.now())):
        flash(gettext("Your new address is confirmed. The links in older letters no longer work."), "ok")
        return see_other("registrations.show", token=personal_token(person))
    person, _digest = _asked_address(token)
    return page("registrations/confirm_address.html", status=form.status, form=form, registration=person)


def personal_token(registration: Registration) -> str:
    """Return the token of the person's own page."""
    return token_for(Purpose.REGISTRATION, registration)


def _asked_address(token: str) -> tuple[Registration, str]:
    """Return whose address it is to be, and the mark of that address; raise BadLink when it is no more."""
    key, revision = link_of(Purpose.CONFIRM_ADDRESS, token)
    key, _dot, digest = key.partition(".")
    person = registration_by_link(key, revision)
    if registrations.address_link(person).key != f"{key}.{digest}" or not person.pending_email:
        raise BadLink(REPLACED)
    return person, digest


def _take_over(token: str) -> ResponseReturnValue:
    person = registration_by_link(*link_of(Purpose.CONFIRM, token))
    form = AgreeForm()

    def save() -> None:
        agreed = consent_number(form.consent_number)
        registrations.confirm(person.id, consent_number=agreed, now=clock.now())

    if form.attempt(save):
        flash(gettext("The seats are yours now."), "ok")
        return see_other("registrations.show", token=personal_token(person))
    show_consent(form)
    person = registration_by_link(*link_of(Purpose.CONFIRM, token))
    return page("registrations/take_over.html", status=form.status, form=form, registration=person)


def _confirm_page(form: ConfirmForm | AgreeForm, registration: Registration) -> ResponseReturnValue:
    show_times_for(registration.zone)
    if isinstance(form, AgreeForm):
        show_consent(form)
    return page(
        "registrations/confirm.html",
        status=form.status,
        zone_url=None,  # The times are in the zone that the person registered with.
        form=form,
        registration=registration,
        wanted=_wanted(registration),
        register_url=url_for("registrations.register", slug=registration.seminar.slug),
    )


def _wanted(registration: Registration) -> list[Wanted]:
    asked = {seat.session_id for seat in seats_of(registration.id) if seat.state is SeatState.REQUESTED}
    second = registration.seminar.second_zone
    return [
        Wanted(part_name(session, language()), pair_of(session, registration.zone, second))
        for session in sessions_of(registration.seminar_id)
        if session.id in asked and session.starts_at is not None
    ]
