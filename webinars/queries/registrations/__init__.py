"""Registrations: one person's, the seats of a part, and the organiser's lists."""

from webinars.queries.registrations.lists import (
    Filter,
    Row,
    matching_rows,
    records_of,
    registrations_page,
    seat_ids,
)
from webinars.queries.registrations.people import (
    REPLACED,
    letters_of,
    open_invitation,
    registration_by_address,
    registration_by_key,
    registration_by_link,
    seats_of,
)
from webinars.queries.registrations.seats import (
    SeatCount,
    are_places_filled,
    queue_positions,
    seat_count,
    seat_counts,
    takes_place,
    waiting_seats,
)

__all__ = [
    "REPLACED",
    "Filter",
    "Row",
    "SeatCount",
    "are_places_filled",
    "letters_of",
    "matching_rows",
    "open_invitation",
    "queue_positions",
    "records_of",
    "registration_by_address",
    "registration_by_key",
    "registration_by_link",
    "registrations_page",
    "seat_count",
    "seat_counts",
    "seat_ids",
    "seats_of",
    "takes_place",
    "waiting_seats",
]
