"""The first page of the office: what needs attention, what comes next, what is not published."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from webinars.domain.seating import SeatState
from webinars.letters.times import TimePair
from webinars.models.notices import NoticeKind
from webinars.models.presentations import AssetState
from webinars.models.sessions import Session
from webinars.models.slots import Answer
from webinars.queries.dashboard import Attention, Coming, Concern, dashboard
from webinars.web import clock
from webinars.web.organise.dashboard_words import COUNTED
from webinars.web.organise.navigation import call_nav, office_nav, seminar_nav
from webinars.web.organise.seminars_overview import pair_of
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("dashboard", __name__)

# Once for all pages of organisers, so that a template needs only to extend its frame.
blueprint.app_context_processor(
    lambda: {"office_nav": office_nav, "seminar_nav": seminar_nav, "call_nav": call_nav}
)

MARKS = {
    Concern.BLOCKED: "stop",
    Concern.SILENT_CITIES: "warn",
    Concern.SILENT_PRESENTERS: "warn",
    Concern.DECLINED_PRESENTERS: "stop",
    Concern.LATE_ASSETS: "warn",
    Concern.RECEIVED_ASSETS: "wait",
    Concern.PENDING: "wait",
    Concern.DECLINED_SEATED: "warn",
    Concern.NO_LINK: "warn",
    Concern.DECISIONS: "stop",
    Concern.FAILED: "stop",
    Concern.HELD: "wait",
    Concern.PROPOSALS: "wait",
    Concern.UNKNOWN: "warn",
    Concern.BOUNCES: "stop",
    Concern.ZONES: "warn",
    Concern.ZONES_REHEARSED: "warn",
}

QUEUES = (Concern.PROPOSALS, Concern.UNKNOWN, Concern.BOUNCES)
# Where a concern is seen to, with the filters that leave only it; the others are on the seminar's page.
LISTS: dict[Concern, tuple[str, dict[str, Any]]] = {
    Concern.SILENT_CITIES: ("organise.delegations.index", {"silent": "y"}),
    Concern.SILENT_PRESENTERS: ("organise.presenters.index", {"answer": Answer.NEEDS_ACTION.value}),
    Concern.DECLINED_PRESENTERS: ("organise.presenters.index", {"answer": Answer.DECLINED.value}),
    Concern.LATE_ASSETS: ("organise.assets.index", {}),
    Concern.RECEIVED_ASSETS: ("organise.assets.index", {"state": AssetState.RECEIVED.value}),
    Concern.PENDING: ("organise.registrations.index", {"seat": SeatState.PENDING.value}),
    Concern.DECLINED_SEATED: (
        "organise.registrations.index",
        {"seat": SeatState.SEATED.value, "answer": Answer.DECLINED.value},
    ),
}


@dataclass(frozen=True)
class AttentionLine:
    """What needs attention, in words, with the page where it is done."""

    text: str
    mark: str
    url: str


@dataclass(frozen=True)
class ComingLine:
    """A part that is to come."""

    session: Session
    pair: TimePair | None
    seated: int


@blueprint.get("/")
@allow(Permission.VIEW)
def show() -> str:
    """Show what needs somebody."""
    found = dashboard(now=clock.now())
    return render_template(
        "organise/dashboard/show.html",
        attention=[AttentionLine(_text(one), MARKS[one.concern], _url(one)) for one in found.attention],
        coming=[_coming(one) for one in found.coming],
        drafts=found.drafts,
    )


def _coming(one: Coming) -> ComingLine:
    session = one.session
    return ComingLine(session, pair_of(session.starts_at, session.ends_at, session.zone), one.seated)


def _text(one: Attention) -> str:
    where = one.seminar.theme if one.seminar else one.call.title if one.call else None
    return f"{where.best(language())}{gettext(': ')}{_sentence(one)}" if where else _sentence(one)


def _sentence(one: Attention) -> str:
    if one.concern is Concern.NO_LINK:
        name = one.session.name.best(language()) if one.session else ""
        return str(gettext("“%(part)s” starts soon and has no join link", part=name))
    return str(COUNTED[one.concern](one.count))


def _url(one: Attention) -> str:
    """Return the page where the concern is seen to."""
    if one.concern in (Concern.ZONES, Concern.ZONES_REHEARSED):
        return url_for("organise.zones.index")
    if one.concern in QUEUES:
        return url_for("organise.replies.index", what=one.concern.value)
    if one.concern is Concern.DECISIONS:
        return url_for("organise.letters.index", kind=NoticeKind.DECISION.value)
    if one.seminar is None:
        return url_for("organise.letters.index", state=one.concern.value)
    slug = one.seminar.slug
    if one.session is not None:
        return url_for("organise.sessions.edit", slug=slug, session_key=one.session.key)
    endpoint, filters = LISTS.get(one.concern, ("organise.seminars.show", {}))
    return url_for(endpoint, slug=slug, **filters)
