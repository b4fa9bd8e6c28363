"""The list, its table to take away, and decisions on many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.letters.names import part_name
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.registrations import (
    Row,
    matching_rows,
    registrations_page,
    seat_counts,
    seat_ids,
)
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import sessions_of
from webinars.services import registrations
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page
from webinars.web.organise.registrations.blueprint import blueprint
from webinars.web.organise.registrations.filters import asked_for, registration_words
from webinars.web.pages import Turned, asked_page, see_onward
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.registrations.replies_words import invited_words
from webinars.web.registrations.rows import state_words
from webinars.web.sheets import csv_answer

DECISIONS: dict[str, tuple[Callable[..., int], frozenset[SeatState]]] = {
    "approve": (registrations.approve, frozenset({SeatState.PENDING})),
    "refuse": (registrations.refuse, frozenset({SeatState.PENDING, SeatState.WAITING})),
}

# The heads of the table; between the two stand the keys of the parts.
ABOUT = ("name", "email", "city", "organisation", "role", "language", "zone", "state")
MOMENTS = ("registered_at", "confirmed_at")


@dataclass(frozen=True)
class PartCount:
    """The seats of a part at a glance; *capacity* None is without limit."""

    label: str
    capacity: int | None
    seated: int
    waiting: int
    pending: int
    unconfirmed: int


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List the registrations that fit the filters, with the seats of each part on top."""
    seminar = seminar_by_slug(slug)
    sessions = sessions_of(seminar.id)
    form, wanted = asked_for(sessions)
    found = registrations_page(seminar.id, wanted, asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "organise/registrations/index.html",
        seminar=seminar,
        sessions=sessions,
        counts=_counts(seminar, sessions),
        filters=form,
        page=Turned(found),
        words=state_words,
        said=invited_words,
        states=registration_words(),
    )


@blueprint.get("/table.csv")
@allow(Permission.VIEW)
def table(slug: str) -> ResponseReturnValue:
    """Give the registrations that fit the filters as a table."""
    seminar = seminar_by_slug(slug)
    sessions = sessions_of(seminar.id)
    _form, wanted = asked_for(sessions)
    heads = [*ABOUT, *(session.key for session in sessions), *MOMENTS, "consent_version"]
    rows = [_cells(row, sessions) for row in matching_rows(seminar.id, wanted)]
    return csv_answer(f"{seminar.slug}-registrations.csv", heads, rows)


@blueprint.post("/decide")
@allow(Permission.ORGANISE)
def decide(slug: str) -> ResponseReturnValue:
    """Approve or refuse the chosen registrations, in the part that the list is filtered by or in all."""
    seminar = seminar_by_slug(slug)
    _form, wanted = asked_for(sessions_of(seminar.id))
    decision = request.form.get("decision", "")
    if decision not in DECISIONS:
        raise Refusal(N_("Choose whether to approve or to refuse."))
    act, states = DECISIONS[decision]
    ids = seat_ids(seminar.id, request.form.getlist("key"), states, session_id=wanted.session_id)
    number = act(ids, by=actor(), now=clock.now()) if ids else 0
    if number:
        flash(ngettext("%(num)s request is decided.", "%(num)s requests are decided.", number), "ok")
    else:
        flash(gettext("Nothing was decided. Choose people whose requests are open."), "warn")
    return see_onward("organise.registrations.index", slug=slug)


def _counts(seminar: Seminar, sessions: Sequence[Session]) -> list[PartCount]:
    counts = seat_counts(seminar.id)
    return [
        PartCount(
            label=part_name(session, language()),
            capacity=session.capacity,
            seated=counts.get(session.id, {}).get(SeatState.SEATED, 0),
            waiting=counts.get(session.id, {}).get(SeatState.WAITING, 0),
            pending=counts.get(session.id, {}).get(SeatState.PENDING, 0),
            unconfirmed=counts.get(session.id, {}).get(SeatState.REQUESTED, 0),
        )
        for session in sessions
    ]


def _cells(row: Row, sessions: Sequence[Session]) -> list[object]:
    """Return a registration as a row of the table: ABOUT, the seat in each part, MOMENTS, the consent."""
    person = row.registration
    city = person.city.name.best(language()) if person.city else ""
    about = (person.role.value, person.language, person.zone, person.state.value)
    seats = [row.seats[one.id].state.value if one.id in row.seats else "" for one in sessions]
    moments = [moment.isoformat() if moment else "" for moment in (person.created_at, person.confirmed_at)]
    return [
        person.name,
        person.email,
        city,
        person.organisation,
        *about,
        *seats,
        *moments,
        row.consent_number,
    ]
