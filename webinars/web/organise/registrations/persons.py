"""One registration: where it stands, what happened to it, and what the organiser may decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import DataRequired

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.seating import SeatState
from webinars.letters.names import part_name
from webinars.letters.times import Clock, clock_of
from webinars.models.records import Record
from webinars.models.registrations import Registration, RegistrationState
from webinars.models.sessions import Session
from webinars.queries.answers import open_events
from webinars.queries.registrations import (
    letters_of,
    queue_positions,
    records_of,
    registration_by_key,
    seat_ids,
    seats_of,
)
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import sessions_of
from webinars.services import registrations
from webinars.services.registrations import HELD
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.context import show_times_for
from webinars.web.forms import Form, MailAddress, own_name
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.letter_words import KINDS, STATES
from webinars.web.organise.record_words import changed_lines, verb_words
from webinars.web.organise.registrations.blueprint import blueprint
from webinars.web.organise.registrations.filters import registration_words
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone
from webinars.web.registrations.answered import Answered, answered
from webinars.web.registrations.forms import ROLES
from webinars.web.registrations.rows import State, standing

DECISIONS: dict[str, tuple[Callable[..., int], frozenset[SeatState]]] = {
    "approve": (registrations.approve, frozenset({SeatState.PENDING, SeatState.REFUSED})),
    "refuse": (registrations.refuse, HELD),
}


class NewAddressForm(Form):
    """The person's new address, as an organiser writes it."""

    email = EmailField(
        _l("New e-mail address"),
        [DataRequired(_l("Write the new e-mail address.")), MailAddress()],
        description=_l("We send a link to the new address. Until the person opens it, nothing changes."),
    )


@dataclass(frozen=True)
class Event:
    """Something that happened: *changes* are field, before and after in words."""

    at: Clock
    actor: str
    verb: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class SeatRow:
    """One part of a registration, what the calendar said to it, and what the organiser may decide."""

    key: str
    label: str
    state: State
    answered: Answered | None
    may_approve: bool
    may_refuse: bool


@blueprint.get("/<key>")
@allow(Permission.VIEW)
def show(slug: str, key: str) -> ResponseReturnValue:
    """Show one registration: where it stands, its letters, and what happened to it."""
    return _person_page(slug, key, NewAddressForm(formdata=None))


@blueprint.post("/<key>/address")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def correct_address(slug: str, key: str) -> ResponseReturnValue:
    """Ask a new address whether it is the person's, because letters to the present one come back."""
    ident, form = registration_by_key(seminar_by_slug(slug).id, key).id, NewAddressForm()
    if form.attempt(
        lambda: registrations.correct_address(ident, form.email.data or "", by=actor(), now=clock.now())
    ):
        flash(gettext("A link is on its way to the new address. The person opens it to confirm."), "ok")
        return see_other("organise.registrations.show", slug=slug, key=key)
    return _person_page(slug, key, form)


def _person_page(slug: str, key: str, form: NewAddressForm) -> ResponseReturnValue:
    seminar = seminar_by_slug(slug)
    registration, sessions = registration_by_key(seminar.id, key), sessions_of(seminar.id)
    zone = reader_zone(current_app.config["OFFICE_ZONE"]) or "UTC"
    show_times_for(zone, at=clock.now())
    return page(
        "organise/registrations/show.html",
        status=form.status,
        address=form,
        is_confirmed=registration.state is RegistrationState.CONFIRMED,
        seminar=seminar,
        registration=registration,
        state=registration_words()[registration.state],
        role=ROLES[registration.role],
        seats=_seat_rows(registration, sessions),
        spoken=own_name(registration.language),
        letters=[(one, clock_of(one.posted_at, None, zone)) for one in letters_of(registration.id)],
        letter_kinds=KINDS,
        letter_states=STATES,
        history=_history(records_of(registration.id), sessions, zone),
        is_cancelled=registration.state is RegistrationState.CANCELLED,
    )


@blueprint.post("/<key>/seats/<session_key>/<decision>")
@allow(Permission.ORGANISE)
def decide_seat(slug: str, key: str, session_key: str, decision: str) -> ResponseReturnValue:
    """Approve or refuse one person in one part."""
    seminar = seminar_by_slug(slug)
    session = next((one for one in sessions_of(seminar.id) if one.key == session_key), None)
    if session is None:
        raise Missing(
            N_("This seminar has no part “%(key)s”. Choose one from its page."), key=session_key[:40]
        )
    if decision not in DECISIONS:
        raise Refusal(N_("Choose whether to approve or to refuse."))
    act, states = DECISIONS[decision]
    ids = seat_ids(seminar.id, [key], states, session_id=session.id)
    if ids and act(ids, by=actor(), now=clock.now()):
        flash(gettext("The request is decided."), "ok")
    else:
        flash(gettext("Nothing was decided: the registration has changed. See where it stands."), "warn")
    return see_other("organise.registrations.show", slug=slug, key=key)


@blueprint.post("/<key>/cancel")
@allow(Permission.ORGANISE)
def cancel(slug: str, key: str) -> ResponseReturnValue:
    """Cancel a registration for the person."""
    registration = registration_by_key(seminar_by_slug(slug).id, key)
    registrations.cancel(registration.id, by=actor(), now=clock.now())
    flash(gettext("The registration is cancelled. The person gets a letter."), "ok")
    return see_other("organise.registrations.show", slug=slug, key=key)


@blueprint.post("/<key>/link")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def send_link(slug: str, key: str) -> ResponseReturnValue:
    """Send the person the letter with their link once more."""
    registration = registration_by_key(seminar_by_slug(slug).id, key)
    registrations.send_link(registration.id, by=actor(), now=clock.now())
    flash(gettext("The letter with the link is on its way."), "ok")
    return see_other("organise.registrations.show", slug=slug, key=key)


def _history(records: Sequence[Record], sessions: Sequence[Session], zone: str) -> list[Event]:
    """Put records into words, parts by their names, on the clock of *zone*."""
    parts = {session.key: part_name(session, language()) for session in sessions}
    return [
        Event(
            at=clock_of(record.at, None, zone),
            actor=record.actor,
            verb=verb_words(record.verb),
            changes=tuple(
                (parts.get(name, name), before, after)
                for name, before, after in changed_lines(record.noun, record.changes)
            ),
        )
        for record in records
    ]


def _seat_rows(registration: Registration, sessions: Sequence[Session]) -> list[SeatRow]:
    seats = {seat.session_id: seat for seat in seats_of(registration.id)}
    positions = queue_positions(registration.id)
    events = {session_id: one for (_person, session_id), one in open_events([registration.id]).items()}
    zone = str(reader_zone(current_app.config["OFFICE_ZONE"]))
    is_confirmed = registration.state is RegistrationState.CONFIRMED
    return [
        SeatRow(
            key=session.key,
            label=part_name(session, language()),
            state=standing(
                seats[session.id],
                session,
                position=positions.get(session.id),
                seminar=registration.seminar,
                now=clock.now(),
            ),
            answered=answered(events[session.id], zone) if session.id in events else None,
            may_approve=is_confirmed and seats[session.id].state in DECISIONS["approve"][1],
            may_refuse=is_confirmed and seats[session.id].state in DECISIONS["refuse"][1],
        )
        for session in sessions
        if session.id in seats
    ]
