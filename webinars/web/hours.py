"""The page of a focal point, by signed link, that asks when its city can take part; and its answer."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.links import Purpose
from webinars.letters.names import city_name
from webinars.queries.polls import Poll, poll_by_link
from webinars.services import polls
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.hours_forms import MORE, AnswerForm
from webinars.web.hours_page import own_page
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("hours", __name__)


@blueprint.route("/hours/<token>/", methods=["GET", "POST"])
@allow(Permission.LINK)
def answer(token: str) -> ResponseReturnValue:
    """Show the dates and what is assumed of the city's day; keep what is corrected."""
    poll = _poll(token)
    delegation_id, by = poll.delegation.id, _actor(poll)
    form = AnswerForm()
    form.show(poll)
    if MORE in request.form:
        return own_page(poll, form)
    if form.attempt(lambda: polls.answer(delegation_id, form.fields(), by=by, now=clock.now())):
        flash(gettext("Your answer is kept."), "ok")
        return see_other("hours.answer", token=token)
    return own_page(_poll(token) if form.is_submitted() else poll, form)


def _poll(token: str) -> Poll:
    return poll_by_link(*link_of(Purpose.HOURS, token))


def _actor(poll: Poll) -> Actor:
    who = poll.delegation
    return Actor(who.focal_name or who.focal_email or city_name(who, "en"))
