"""The filters of the list of registrations, as they stand in its address."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import SearchField, SelectField

from webinars.domain.seating import SeatState
from webinars.letters.names import part_name
from webinars.models.registrations import RegistrationState
from webinars.models.sessions import Session
from webinars.models.slots import Answer
from webinars.queries.cities import directory
from webinars.queries.registrations import Filter
from webinars.web.filters import offer, words_of
from webinars.web.reader import language
from webinars.web.registrations.replies_words import ANSWERS
from webinars.web.registrations.rows import State, state_words

STATES = {
    RegistrationState.UNCONFIRMED: (_l("Not confirmed"), "warn"),
    RegistrationState.CONFIRMED: (_l("Confirmed"), "ok"),
    RegistrationState.CANCELLED: (_l("Registration cancelled"), "off"),
}


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    q = SearchField(_l("City or person"))
    part = SelectField(_l("Part"))
    seat = SelectField(_l("Seat"))
    answer = SelectField(_l("Answer"))
    state = SelectField(_l("Registration"))
    city = SelectField(_l("City"))


def asked_for(sessions: Sequence[Session]) -> tuple[FilterForm, Filter]:
    """Read the filters of the address; refuse what is no choice of theirs."""
    form, cities, reader = FilterForm(request.args), directory(), language()
    part = offer(form.part, [(one.key, part_name(one, reader)) for one in sessions])
    seat = offer(form.seat, [(state.value, state_words(state).word) for state in SeatState])
    answer = offer(form.answer, [(one.value, words) for one, (words, _mark) in ANSWERS.items()])
    state = offer(form.state, [(state.value, words) for state, (words, _mark) in STATES.items()])
    city = offer(form.city, [(one.slug, one.name.best(reader)) for one in cities])
    return form, Filter(
        words=words_of(form),
        session_id=next((one.id for one in sessions if one.key == part), None),
        seat_state=SeatState(seat) if seat else None,
        answer=Answer(answer) if answer else None,
        state=RegistrationState(state) if state else None,
        city_id=next((one.id for one in cities if one.slug == city), None),
    )


def registration_words() -> dict[RegistrationState, State]:
    """Return the word and mark of each state of a registration."""
    return {state: State(str(words), mark) for state, (words, mark) in STATES.items()}
