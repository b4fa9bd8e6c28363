"""The list on the left of the organisers' pages: the office, and one seminar."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from webinars.models.seminars import Seminar

OFFICE = (
    ("organise.dashboard.show", _l("What needs attention")),
    ("organise.seminars.index", _l("Seminars")),
    ("organise.letters.index", _l("Letters")),
    ("organise.records.index", _l("Log")),
)
OF_A_SEMINAR = (
    ("organise.seminars.show", _l("Overview")),
    ("organise.seminars.edit", _l("Texts and rules")),
    ("organise.registrations.index", _l("Registrations")),
)


@dataclass(frozen=True)
class Entry:
    """An entry of a list of pages."""

    label: str
    url: str
    current: bool
    count: int | None = None


def office_nav() -> list[Entry]:
    """Return the pages of the whole office."""
    return [_entry(endpoint, label) for endpoint, label in OFFICE]


def seminar_nav(seminar: Seminar) -> list[Entry]:
    """Return the pages of one seminar."""
    return [
        *(_entry(endpoint, label, slug=seminar.slug) for endpoint, label in OF_A_SEMINAR),
        Entry(str(_l("Log")), url_for("organise.records.index", seminar=seminar.slug), current=False),
    ]


def _entry(endpoint: str, label: str, **values: Any) -> Entry:
    return Entry(str(label), url_for(endpoint, **values), current=request.endpoint == endpoint)
