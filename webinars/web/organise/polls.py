"""Polls of hours for the organiser: who is asked, who is silent, what came back; and the buttons."""

from collections.abc import Callable

from flask import Blueprint, flash
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing, Refusal
from webinars.queries.delegations import delegation_by_key
from webinars.queries.plans import plan_of, planned_cities
from webinars.queries.seminars import seminar_by_slug
from webinars.services import polls
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.polls_rows import overview_of
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("polls", __name__, url_prefix="/seminars/<slug>/poll")


@blueprint.get("/")
@allow(Permission.VIEW)
def show(slug: str) -> tuple[str, int]:
    """Show who will be asked and who was, before anything is sent."""
    seminar = seminar_by_slug(slug)
    plan, cities = plan_of(seminar.id), planned_cities(seminar.id)
    poll = overview_of(seminar, plan, cities, now=clock.now())
    return page("organise/polls/show.html", seminar=seminar, poll=poll)


@blueprint.post("/ask")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def ask_all(slug: str) -> Response:
    """Ask every city that has an address and was not asked."""
    return _send(slug, lambda seminar_id: polls.ask(seminar_id, None, by=actor(), now=clock.now()))


@blueprint.post("/<key>/ask")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def ask(slug: str, key: str) -> Response:
    """Ask one city."""
    return _send(
        slug, lambda seminar_id: polls.ask(seminar_id, _city_of(seminar_id, key), by=actor(), now=clock.now())
    )


@blueprint.post("/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind_all(slug: str) -> Response:
    """Remind every city that is silent and got no letter about its hours within a day."""
    return _send(slug, lambda seminar_id: polls.remind(seminar_id, None, by=actor(), now=clock.now()))


@blueprint.post("/<key>/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind(slug: str, key: str) -> Response:
    """Remind one silent city."""
    return _send(
        slug,
        lambda seminar_id: polls.remind(seminar_id, _city_of(seminar_id, key), by=actor(), now=clock.now()),
    )


def _send(slug: str, send: Callable[[int], int]) -> Response:
    """Owe the letters, say how many are on their way or why none is, and go back to the list."""
    seminar_id = seminar_by_slug(slug).id
    try:
        count = send(seminar_id)
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    else:
        _tell(count)
    return see_other(".show", slug=slug)


def _tell(count: int) -> None:
    if count:
        flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", count), "ok")
    else:
        flash(sentence(Refusal(N_("No letter was due. Every city has one, or has no address."))), "warn")


def _city_of(seminar_id: int, key: str) -> list[int]:
    """Return the city that a delegation stands for; none that can be asked where nobody named it."""
    city_id = delegation_by_key(seminar_id, key).city_id
    if city_id is None:
        raise Missing(N_("This delegation names no city. Choose one from the list."))
    return [city_id]
