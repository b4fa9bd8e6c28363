"""Nominations: a city names its participants and presenters, and decides who comes for it."""

from webinars.services.nominations.deciding import approve, turn_away
from webinars.services.nominations.naming import MOST_NAMED, Nominee, nominate
from webinars.services.nominations.presenting import name_presenter, name_presenter_to_be, remove_presenter
from webinars.services.nominations.rows import why_nobody_is_named

__all__ = [
    "MOST_NAMED",
    "Nominee",
    "approve",
    "name_presenter",
    "name_presenter_to_be",
    "nominate",
    "remove_presenter",
    "turn_away",
    "why_nobody_is_named",
]
