"""The people of a city: its list with where everybody stands, one more name, and decisions."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.letters.names import part_name
from webinars.models.registrations import ParticipantRole, RegistrationState
from webinars.queries.nominations import Person, people_page, places_of
from webinars.services import nominations
from webinars.web import clock
from webinars.web.answers import see_other, sentence
from webinars.web.limits import NOMINATION_LIMIT, limiter
from webinars.web.nominations.blueprint import blueprint
from webinars.web.nominations.desk import Desk, desk_of, desk_page
from webinars.web.nominations.forms import PersonForm
from webinars.web.pages import Turned, asked_page, see_onward
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.registrations.rows import State, state_words

DECISIONS: dict[str, Callable[..., object]] = {
    "approve": nominations.approve,
    "away": nominations.turn_away,
}


@dataclass(frozen=True)
class PersonRow:
    """A person in the list: *standings* are pairs of a part ("" for the whole) and where they stand."""

    person: Person
    standings: tuple[tuple[str, State], ...]
    may_approve: bool
    away: str  # what the button says that takes the person off, "" without one


@blueprint.route("/people/", methods=["GET", "POST"])
@allow(Permission.LINK)
@limiter.limit(NOMINATION_LIMIT, methods=["POST"])
def people(token: str) -> ResponseReturnValue:
    """Show the people of a city; name one more."""
    desk, form = desk_of(token), PersonForm()
    form.offer(desk.open_sessions(clock.now()))
    delegation_id, by = desk.delegation.id, desk.actor
    named: list[int] = []

    def save() -> None:
        named.append(nominations.nominate(delegation_id, [form.nominee()], by=by, now=clock.now()))

    if not form.attempt(save):
        return _people_page(desk_of(token) if form.is_submitted() else desk, form)
    if named[0]:
        flash(gettext("%(name)s is asked by mail.", name=form.name.data), "ok")
    else:
        flash(gettext("This address is in your list already. Nothing was changed."), "warn")
    return see_other("nominations.people", token=token)


@blueprint.post("/people/decide")
@allow(Permission.LINK)
@limiter.limit(NOMINATION_LIMIT)
def decide(token: str) -> ResponseReturnValue:
    """Approve a person of the city, or take them off its list and out of its parts."""
    desk, decision = desk_of(token), request.form.get("decision", "")
    if decision not in DECISIONS:
        raise Refusal(N_("Choose whether to approve or to turn away."))
    delegation_id, key, by = desk.delegation.id, request.form.get("person", ""), desk.actor
    try:
        DECISIONS[decision](delegation_id, key, by=by, now=clock.now())
    except Refusal as refusal:
        if type(refusal) is not Refusal:
            raise
        flash(sentence(refusal), "warn")
    else:
        flash(gettext("Your decision is kept."), "ok")
    return see_onward("nominations.people", token=token)


def _people_page(desk: Desk, form: PersonForm) -> ResponseReturnValue:
    now = clock.now()
    if not form.is_submitted():
        form.language.data, form.parts.data = desk.letters_in, desk.proposed_parts(now)
        form.role.data = ParticipantRole.OFFICIAL.value
    number = asked_page() if request.method == "GET" else 1
    found = people_page(desk.delegation, number, current_app.config["PAGE_SIZE"])
    return desk_page(
        desk,
        "people.html",
        status=form.status,
        form=form,
        page=Turned(found),
        rows=[_row(desk, person) for person in found.items],
        places=places_of(desk.delegation),
        is_open=bool(desk.open_sessions(now)),
    )


def _row(desk: Desk, person: Person) -> PersonRow:
    states = {seat.state for seat in person.seats.values()}
    row = person.registration
    is_asked = row is None or row.state is not RegistrationState.CONFIRMED
    held = {SeatState.PENDING, SeatState.WAITING, SeatState.SEATED} & states
    off = gettext("Take off the list") if is_asked else gettext("Turn away")
    return PersonRow(
        person=person,
        standings=((("", _asked_words(person)),) if is_asked else _standings(desk, person)),
        may_approve=SeatState.PENDING in states and not is_asked,
        away=off if is_asked or held or person.nomination else "",
    )


def _asked_words(person: Person) -> State:
    """Say where somebody stands who has not confirmed here; nothing else is told of who is elsewhere."""
    row = person.registration
    if row is not None and row.state is RegistrationState.CANCELLED:
        return State(gettext("Does not take part"), "off")
    return State(gettext("Asked, has not agreed yet"), "warn")


def _standings(desk: Desk, person: Person) -> tuple[tuple[str, State], ...]:
    return tuple(
        (part_name(one, language()), _seat_words(person.seats[one.id].state))
        for one in desk.sessions
        if one.id in person.seats
    )


def _seat_words(state: SeatState) -> State:
    """Say where a person stands with a part; here both the organiser and the city may have refused."""
    if state is SeatState.REFUSED:
        return State(gettext("Not accepted"), "stop")
    return state_words(state)
