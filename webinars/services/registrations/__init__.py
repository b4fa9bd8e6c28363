"""Registrations: taken without an account, confirmed by a mailed link, seated under their parts' locks."""

from webinars.services.registrations.addresses import confirm_address, correct_address
from webinars.services.registrations.approvals import approve, approve_seats, refuse, refuse_seats
from webinars.services.registrations.changes import Change, cancel, cancel_held, change, send_link
from webinars.services.registrations.confirm import confirm
from webinars.services.registrations.handovers import hand_over
from webinars.services.registrations.links import LinkedPart, address_link, join_link
from webinars.services.registrations.openings import closes_at, has_open_part, is_open
from webinars.services.registrations.people import tell_waiting
from webinars.services.registrations.register import Application, check_open, register
from webinars.services.registrations.seats import HELD, hold, lock_sessions_of, promote_waiting

__all__ = [
    "HELD",
    "Application",
    "Change",
    "LinkedPart",
    "address_link",
    "approve",
    "approve_seats",
    "cancel",
    "cancel_held",
    "change",
    "check_open",
    "closes_at",
    "confirm",
    "confirm_address",
    "correct_address",
    "hand_over",
    "has_open_part",
    "hold",
    "is_open",
    "join_link",
    "lock_sessions_of",
    "promote_waiting",
    "refuse",
    "refuse_seats",
    "register",
    "send_link",
    "tell_waiting",
]
