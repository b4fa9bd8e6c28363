"""The filters of the list of registrations, as they stand in its address."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import SearchField, SelectField

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.letters.names import part_name
from webinars.models.registrations import RegistrationState
from webinars.models.sessions import Session
from webinars.queries.cities import directory
from webinars.queries.registrations import (
    Filter,
)
from webinars.web.reader import language
from webinars.web.registrations.rows import State, state_words

STATES = {
    RegistrationState.UNCONFIRMED: (_l("Not confirmed"), "warn"),
    RegistrationState.CONFIRMED: (_l("Confirmed"), "ok"),
    RegistrationState.CANCELLED: (_l("Cancelled"), "off"),
}


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    q = SearchField(_l("Name, address, organisation or city"))
    part = SelectField(_l("Part"))
    seat = SelectField(_l("Seat"))
    state = SelectField(_l("Registration"))
    city = SelectField(_l("City"))

    def offer(self, sessions: Sequence[Session]) -> dict[str, int]:
        """Fill the choices, and return the ids of the cities by slug."""
        everything = ("", gettext("All"))
        cities, reader = directory(), language()
        self.part.choices = [everything, *((one.key, part_name(one, reader)) for one in sessions)]
        self.seat.choices = [everything, *((state.value, state_words(state).word) for state in SeatState)]
        self.state.choices = [everything, *((state.value, words) for state, (words, _) in STATES.items())]
        self.city.choices = [everything, *((city.slug, city.name.best(reader)) for city in cities)]
        return {city.slug: city.id for city in cities}


def asked_for(sessions: Sequence[Session]) -> tuple[FilterForm, Filter]:
    """Read the filters of the address; refuse what is no choice of theirs."""
    form = FilterForm(request.args)
    cities = form.offer(sessions)
    for field in (form.part, form.seat, form.state, form.city):
        field.data = request.args.get(field.name, "")
        if field.data not in {value for value, _label in field.choices}:
            raise Refusal(
                N_("“%(asked)s” is no choice of this filter. Choose from the list."), asked=field.data[:40]
            )
    return form, Filter(
        words=(form.q.data or "").strip()[:100],
        session_id=next((one.id for one in sessions if one.key == form.part.data), None),
        seat_state=SeatState(form.seat.data) if form.seat.data else None,
        state=RegistrationState(form.state.data) if form.state.data else None,
        city_id=cities.get(form.city.data),
    )


def registration_words() -> dict[RegistrationState, State]:
    return {state: State(str(words), mark) for state, (words, mark) in STATES.items()}
