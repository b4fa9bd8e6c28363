"""What a person's calendar shows: every event as each letter left it, and the answers in between."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import Missing, Refusal
from webinars.letters.names import meeting_name, slot_name
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter
from webinars.queries.histories import (
    CalendarHistory,
    EventHistory,
    history_of_presenter,
    history_of_registrant,
    invitation_of,
)
from webinars.queries.presenters import presenter_by_key
from webinars.queries.registrations import registration_by_key
from webinars.queries.seminars import seminar_by_slug
from webinars.services.histories import can_send_again, send_again
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.context import show_times_for
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.histories_lines import Line, Shown, Zones, lines_of, shown_now, stamp_words
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone
from webinars.web.registrations.replies_words import invited_words
from webinars.web.registrations.rows import State

blueprint = Blueprint("histories", __name__, url_prefix="/seminars/<slug>")


@dataclass(frozen=True)
class EventView:
    """One event of a person: its marks as they are stored now, its lines, and what the calendar shows."""

    invitation: Invitation
    title: str
    part: str
    stamp: str
    state: State
    answer: State
    lines: list[Line]
    shown: Shown
    send_url: str | None


@blueprint.get("/registrations/<key>/calendar")
@allow(Permission.VIEW)
def registrant(slug: str, key: str) -> tuple[str, int]:
    """Show what a registrant's calendar shows."""
    seminar = seminar_by_slug(slug)
    person = registration_by_key(seminar.id, key)
    back = url_for("organise.registrations.show", slug=slug, key=key)
    return _page(seminar, person, history_of_registrant(person), back)


@blueprint.get("/presenters/<key>/calendar")
@allow(Permission.VIEW)
def presenter(slug: str, key: str) -> tuple[str, int]:
    """Show what a presenter's calendar shows."""
    seminar = seminar_by_slug(slug)
    person = presenter_by_key(seminar.id, key)
    back = url_for("organise.presenters.index", slug=slug)
    return _page(seminar, person, history_of_presenter(person), back)


@blueprint.post("/registrations/<key>/calendar/<event_key>/again")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def send_registrant(slug: str, key: str, event_key: str) -> Response:
    """Send a registrant's event once more."""
    person = registration_by_key(seminar_by_slug(slug).id, key)
    return _send(person, event_key, "organise.histories.registrant", slug)


@blueprint.post("/presenters/<key>/calendar/<event_key>/again")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def send_presenter(slug: str, key: str, event_key: str) -> Response:
    """Send a presenter's event once more."""
    person = presenter_by_key(seminar_by_slug(slug).id, key)
    return _send(person, event_key, "organise.histories.presenter", slug)


def _send(person: Registration | Presenter, event_key: str, endpoint: str, slug: str) -> Response:
    key, invitation_id = person.key, invitation_of(person, event_key).id
    try:
        send_again(invitation_id, by=actor(), now=clock.now())
        flash(gettext("The invitation is on its way again."), "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other(endpoint, slug=slug, key=key)


def _page(
    seminar: Seminar, person: Registration | Presenter, history: CalendarHistory, back: str
) -> tuple[str, int]:
    now = clock.now()
    reader = str(reader_zone(current_app.config["OFFICE_ZONE"]))
    show_times_for(reader, at=now)
    return page(
        "organise/histories/show.html",
        seminar=seminar,
        person=person,
        back=back,
        is_registrant=isinstance(person, Registration),
        events=[_event(seminar, person, one, reader=reader, now=now) for one in history.events],
        is_whole=history.is_whole,
    )


def _event(
    seminar: Seminar, person: Registration | Presenter, history: EventHistory, *, reader: str, now: datetime
) -> EventView:
    invitation, meeting = history.invitation, history.invitation.meeting
    zones = Zones(reader, meeting.zone or reader, person.zone)
    part = meeting_name(meeting, language())
    return EventView(
        invitation=invitation,
        title=slot_name(invitation.slot, language()) if invitation.slot else part,
        part=part if invitation.slot else "",
        stamp=stamp_words(invitation.changed_at),
        state=_state(invitation),
        answer=invited_words(invitation),
        lines=lines_of(history, zones),
        shown=shown_now(history, zones),
        send_url=_send_url(seminar, person, invitation, now=now),
    )


def _state(invitation: Invitation) -> State:
    if invitation.state is InvitationState.OPEN:
        return State(gettext("Belongs in the calendar"), "ok")
    return State(gettext("Taken out of the calendar"), "off")


def _send_url(
    seminar: Seminar, person: Registration | Presenter, invitation: Invitation, *, now: datetime
) -> str | None:
    if not can_send_again(invitation, invitation.meeting, seminar, now=now):
        return None
    kind = "registrant" if isinstance(person, Registration) else "presenter"
    endpoint = f"organise.histories.send_{kind}"
    return url_for(endpoint, slug=seminar.slug, key=person.key, event_key=invitation.key)
