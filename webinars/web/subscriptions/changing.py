"""What a person does with their calendar: make its address, replace it, choose the reminder."""

from flask import flash
from flask_babel import gettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.links import Purpose
from webinars.queries.presenters import presenter_by_link
from webinars.queries.registrations import registration_by_link
from webinars.services import subscriptions
from webinars.web import clock
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.subscriptions.blueprint import blueprint
from webinars.web.subscriptions.section import AlarmForm, Owner


@blueprint.post("/calendars/<purpose>/<token>/subscribe")
@allow(Permission.LINK)
def subscribe(purpose: str, token: str) -> Response:
    """Make the address of the person's calendar."""
    owner = _owner(purpose, token)
    subscriptions.subscribe(owner.subscriber, now=clock.now())
    return redirect(owner.page, code=303)


@blueprint.post("/calendars/<purpose>/<token>/replace")
@allow(Permission.LINK)
def replace(purpose: str, token: str) -> Response:
    """Revoke the address and make another."""
    owner = _owner(purpose, token)
    subscriptions.replace_address(owner.subscriber, now=clock.now())
    flash(gettext("The old address is dead. Add the new one to your calendar."), "ok")
    return redirect(owner.page, code=303)


@blueprint.post("/calendars/<purpose>/<token>/alarm")
@allow(Permission.LINK)
def alarm(purpose: str, token: str) -> Response:
    """Keep when the person's calendar reminds them."""
    owner, form = _owner(purpose, token), AlarmForm(prefix="calendar")
    if not form.attempt(lambda: subscriptions.choose_alarm(owner.subscriber, form.minutes, now=clock.now())):
        raise Refusal(N_("This reminder is not on offer. Choose one of the list."))
    flash(gettext("Your reminder is kept. Calendars follow within some hours."), "ok")
    return redirect(owner.page, code=303)


def _owner(purpose: str, token: str) -> Owner:
    if purpose == Purpose.REGISTRATION:
        return Owner(registration_by_link(*link_of(Purpose.REGISTRATION, token)), Purpose.REGISTRATION, token)
    if purpose == Purpose.PRESENTER:
        return Owner(presenter_by_link(*link_of(Purpose.PRESENTER, token)), Purpose.PRESENTER, token)
    raise Missing(N_("There is no calendar of this kind. Open the link in your letter again."))
