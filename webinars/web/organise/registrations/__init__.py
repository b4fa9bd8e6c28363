"""The organiser's registrations: searched, filtered, decided many at once, and taken away as a table."""

from webinars.web.organise.registrations import lists, persons
from webinars.web.organise.registrations.blueprint import blueprint

__all__ = ["blueprint", "lists", "persons"]
