"""Joining: the personal link into the room of a part, which opens shortly before the start."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, request
from flask.typing import ResponseReturnValue

from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models.registrations import Registration, RegistrationState
from webinars.models.sessions import Session
from webinars.queries.registrations import registration_by_link, seats_of
from webinars.queries.sessions import session_by_key
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.context import show_times_for
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.registrations.rows import pair_of

blueprint = Blueprint("joins", __name__)


class Door(StrEnum):
    """Whether the room lets the person in, and why not."""

    OPEN = "open"
    EARLY = "early"
    OVER = "over"
    CANCELLED = "cancelled"
    NO_SEAT = "no seat"
    NO_ROOM = "no room"  # the organiser has not entered its address


@dataclass(frozen=True)
class Entrance:
    """A person before the room of a part; *opens_at* is a UTC instant."""

    registration: Registration
    session: Session
    opens_at: datetime
    door: Door


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@allow(Permission.LINK)
def join(token: str) -> ResponseReturnValue:
    """Show when the room opens, or a button; the button leads to the room's present address."""
    entrance = _entrance(token)
    is_open = entrance.door is Door.OPEN
    if is_open:
        _allow_redirect(entrance.session.join_url or "")
    if is_open and request.method == "POST":
        return redirect(entrance.session.join_url or "", code=303)
    return _door_page(entrance)


def _door_page(entrance: Entrance) -> ResponseReturnValue:
    show_times_for(entrance.registration.zone)
    return page(
        "joins/join.html",
        zone_url=None,  # The times are in the zone that the person registered with.
        status=409 if request.method == "POST" else 200,
        door=entrance.door.value,
        registration=entrance.registration,
        session=entrance.session,
        pair=pair_of(entrance.session, entrance.registration.zone),
        opens_at=entrance.opens_at,
        minutes=current_app.config["JOIN_OPENS_MINUTES"],
    )


def _entrance(token: str) -> Entrance:
    key, revision = link_of(Purpose.JOIN, token)
    key, _dot, session_key = key.partition(".")
    registration = registration_by_link(key, revision)
    session = session_by_key(registration.seminar.slug, session_key)
    starts_at = session.starts_at or clock.now()
    opens_at = starts_at - timedelta(minutes=int(current_app.config["JOIN_OPENS_MINUTES"]))
    door = _door(registration, session, opens_at=opens_at, now=clock.now())
    return Entrance(registration, session, opens_at, door)


def _door(registration: Registration, session: Session, *, opens_at: datetime, now: datetime) -> Door:
    if not session.takes_place(registration.seminar):
        return Door.CANCELLED
    if registration.state is not RegistrationState.CONFIRMED or not _is_seated(registration, session):
        return Door.NO_SEAT
    if session.ends_at is None or session.ends_at <= now:
        return Door.OVER
    if now < opens_at:
        return Door.EARLY
    return Door.OPEN if session.join_url else Door.NO_ROOM


def _is_seated(registration: Registration, session: Session) -> bool:
    seats = seats_of(registration.id)
    return any(seat.session_id == session.id and seat.state is SeatState.SEATED for seat in seats)


def _allow_redirect(url: str) -> None:
    """Let the page's form lead to the room: browsers hold form-action against the redirect as well."""
    parts = urlsplit(url)
    g.form_action = (f"{parts.scheme}://{parts.netloc}",)
