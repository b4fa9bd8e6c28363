"""A city's own desk, by the signed link of its focal point: its people, lists of them, and its presenters."""

from webinars.web.nominations import lists, people, presenters
from webinars.web.nominations.blueprint import blueprint

__all__ = ["blueprint", "lists", "people", "presenters"]
