"""The list on the left of the organisers' pages: the office, and one seminar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webinars.models.calls import Call
from webinars.models.seminars import Seminar, SeminarState
from webinars.web.permissions import Permission, may

Page = tuple[str, LazyString, Permission]

OFFICE: tuple[Page, ...] = (
    ("organise.dashboard.show", _l("What needs attention"), Permission.VIEW),
    ("organise.seminars.index", _l("Seminars"), Permission.VIEW),
    ("organise.calls.index", _l("Calls"), Permission.VIEW),
    ("organise.cities.index", _l("Directory"), Permission.VIEW),
    ("organise.knowledge.index", _l("Knowledge"), Permission.VIEW),
    ("organise.letters.index", _l("Letters"), Permission.VIEW),
    ("organise.replies.index", _l("Replies"), Permission.VIEW),
    ("organise.records.index", _l("Log"), Permission.VIEW),
    ("organise.accounts.index", _l("Accounts"), Permission.ADMINISTER),
    ("organise.parts.show", _l("Parts of pages"), Permission.ADMINISTER),
)
OF_A_SEMINAR: tuple[Page, ...] = (
    ("organise.seminars.show", _l("Overview"), Permission.VIEW),
    ("organise.seminars.edit", _l("Texts and rules"), Permission.ORGANISE),
    ("organise.delegations.index", _l("Cities"), Permission.VIEW),
    ("organise.presentations.index", _l("Presentations that wait"), Permission.VIEW),
    ("organise.presenters.index", _l("Presenters"), Permission.VIEW),
    ("organise.assets.index", _l("Slides and videos"), Permission.VIEW),
    ("organise.rehearsals.index", _l("Rehearsals"), Permission.VIEW),
    ("organise.registrations.index", _l("Registrations"), Permission.VIEW),
    ("organise.answers.index", _l("Answers"), Permission.VIEW),
    ("organise.messages.index", _l("Messages"), Permission.VIEW),
)
OF_A_DRAFT: tuple[Page, ...] = (("organise.plans.show", _l("Planning"), Permission.VIEW),)
ONCE_PUBLISHED: tuple[Page, ...] = (("organise.hours.index", _l("Hours of the cities"), Permission.VIEW),)
OF_A_CALL: tuple[Page, ...] = (
    ("organise.calls.show", _l("Overview"), Permission.VIEW),
    ("organise.calls.edit", _l("Texts and themes"), Permission.ORGANISE),
    ("organise.questions.index", _l("Questions"), Permission.VIEW),
    ("organise.applications.index", _l("Applications"), Permission.VIEW),
    ("organise.committees.show", _l("Committee"), Permission.VIEW),
    ("organise.rankings.index", _l("Ranking"), Permission.VIEW),
    ("organise.decisions.index", _l("Decisions"), Permission.VIEW),
)
# The pages behind an entry, by the names of their blueprints.
BEHIND: Mapping[str, tuple[str, ...]] = {
    "organise.knowledge.index": ("organise.knowledge",),
    "organise.seminars.show": (
        "organise.sessions",
        "organise.slots",
        "organise.workshops",
        "organise.swaps",
        "organise.moving",
        "organise.imports",
    ),
    "organise.delegations.index": ("organise.delegations",),
    "organise.registrations.index": ("organise.registrations",),
    "organise.hours.index": ("organise.hours",),
    "organise.plans.show": ("organise.plans", "organise.hours", "organise.polls"),
    "organise.messages.index": ("organise.messages",),
    "organise.presentations.index": ("organise.presentations", "organise.orders"),
    "organise.presenters.index": ("organise.presenters", "organise.talks"),
    "organise.assets.index": ("organise.assets",),
    "organise.rehearsals.index": ("organise.rehearsals",),
    "organise.calls.show": ("organise.calls",),
    "organise.questions.index": ("organise.questions",),
    "organise.applications.index": ("organise.applications",),
    "organise.committees.show": ("organise.committees", "organise.criteria"),
    "organise.decisions.index": ("organise.decisions",),
    "organise.cities.index": (
        "organise.city_hours",
        "organise.city_knowledge",
        "organise.holidays",
        "organise.themes",
    ),
}


@dataclass(frozen=True)
class Entry:
    """An entry of a list of pages; *is_above* where the page that is shown stands behind this one."""

    label: str
    url: str
    current: bool
    count: int | None = None
    is_above: bool = False


def office_nav() -> list[Entry]:
    """Return the pages of the whole office that the reader may open."""
    return _entries(OFFICE)


def seminar_nav(seminar: Seminar) -> list[Entry]:
    """Return the way back to all seminars, and the pages of this one that the reader may open."""
    return [
        Entry(str(_l("All seminars")), url_for("organise.seminars.index"), current=False),
        *_entries(OF_A_SEMINAR, slug=seminar.slug),
        *_entries(OF_A_DRAFT if seminar.state is SeminarState.DRAFT else ONCE_PUBLISHED, slug=seminar.slug),
        Entry(str(_l("Letters")), url_for("organise.letters.index", seminar=seminar.slug), current=False),
        Entry(str(_l("Replies")), url_for("organise.replies.index", seminar=seminar.slug), current=False),
        Entry(str(_l("Log")), url_for("organise.records.index", seminar=seminar.slug), current=False),
    ]


def call_nav(call: Call) -> list[Entry]:
    """Return the way back to all calls, and the pages of this one that the reader may open."""
    return [
        Entry(str(_l("All calls")), url_for("organise.calls.index"), current=False),
        *_entries(OF_A_CALL, slug=call.slug),
    ]


def _entries(pages: tuple[Page, ...], **values: Any) -> list[Entry]:
    # A page with an entry of its own stands behind no other.
    is_listed = any(request.endpoint == endpoint for endpoint, _label, _permission in pages)
    return [
        Entry(
            str(label),
            url_for(endpoint, **values),
            current=request.endpoint == endpoint,
            is_above=not is_listed and request.blueprint in BEHIND.get(endpoint, ()),
        )
        for endpoint, label, permission in pages
        if may(permission)
    ]
