"""Filters in the address of a list: read, and refused when they are no choice."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext
from wtforms import Form as PlainForm

from webinars.domain.errors import N_, Refusal
from webinars.web.forms import options

LONGEST_WORDS = 100


def words_of(form: PlainForm) -> str:
    """Return what is searched for, from the field *q*."""
    return (form.q.data or "").strip()[:LONGEST_WORDS]


def offer(field: Any, choices: Iterable[tuple[str, Any]]) -> str:
    """Fill the choices of a filter after "All", and return the one of the address ("" for all).

    Raises Refusal for one that is not among them.
    """
    field.choices = options([("", gettext("All")), *choices])
    field.data = request.args.get(field.name, "")
    if field.data not in {choice.value for choice in field.choices}:
        raise Refusal(
            N_("“%(asked)s” is no choice of this filter. Choose from the list."), asked=field.data[:40]
        )
    return str(field.data)
