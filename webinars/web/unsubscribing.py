"""The way out of reminders and messages: a page with a button, and the one click of mail programs (RFC 8058).

Its link can do this and nothing else, so that whoever forwards a letter gives no seat away.
"""

from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.links import Purpose
from webinars.letters.addresses import token_for
from webinars.letters.events import page_of
from webinars.letters.names import seminar_name
from webinars.letters.stops import PRESENTER, reminders_link
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter
from webinars.queries.presenters import presenter_by_link
from webinars.queries.registrations import registration_by_link
from webinars.services import reminders
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.answers import page, see_other
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.reminder_words import rhythm_words

blueprint = Blueprint("unsubscribing", __name__, url_prefix="/reminders")


@dataclass(frozen=True)
class OwnReminders:
    """What a person's pages say of their reminders: *rhythm* in words, "" where the seminar sends none."""

    token: str
    is_stopped: bool
    rhythm: str


def own_reminders(person: Registration | Presenter, seminar: Seminar) -> OwnReminders:
    """Return what the section of a person's own page shows; no statement."""
    token = token_for(Purpose.REMINDERS, reminders_link(person))
    is_stopped = person.reminders_stopped_at is not None
    return OwnReminders(token, is_stopped, rhythm_words(seminar.reminder_minutes))


@blueprint.get("/<token>/")
@allow(Permission.LINK)
def show(token: str) -> ResponseReturnValue:
    """Show whether the person gets reminders, with one button: opening the page changes nothing."""
    return _page(token)


@blueprint.post("/<token>/")
@allow(Permission.LINK)
def stop(token: str) -> ResponseReturnValue:
    """Stop the person's reminders and messages; asks for no session and no CSRF token.

    A mail program that asks with one click gets a word for it: it follows no redirect (RFC 8058 §3.1), and a
    page would set a cookie.
    """
    person, seminar = _person(token)
    by = Actor(person.name)
    reminders.stop(person, seminar_id=seminar.id, by=by, now=clock.now())
    if request.form.get("List-Unsubscribe") == "One-Click":
        return Response(gettext("Reminders are stopped."), mimetype="text/plain")
    return see_other(".show", token=token)


@blueprint.post("/<token>/start")
@allow(Permission.LINK)
def start(token: str) -> ResponseReturnValue:
    """Send the person reminders and messages again."""
    person, seminar = _person(token)
    reminders.start(person, seminar_id=seminar.id, by=Actor(person.name), now=clock.now())
    return see_other(".show", token=token)


def _page(token: str) -> ResponseReturnValue:
    person, seminar = _person(token)
    return page(
        "unsubscribing/show.html",
        seminar=seminar,
        name=seminar_name(seminar, language()),
        reminders=own_reminders(person, seminar),
        page_url=page_of(person),
    )


def _person(token: str) -> tuple[Registration | Presenter, Seminar]:
    kind_and_key, revision = link_of(Purpose.REMINDERS, token)
    kind, _dot, key = kind_and_key.partition(".")
    if kind == PRESENTER:
        presenter = presenter_by_link(key, revision)
        return presenter, presenter.slot.session.seminar
    registration = registration_by_link(key, revision)
    return registration, registration.seminar
