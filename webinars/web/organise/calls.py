"""Calls as the office runs them: listed, written, published, extended, called off."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinars.domain.errors import Missing, Refusal
from webinars.domain.timezones import zone_names
from webinars.letters.addresses import address
from webinars.models.calls import ApplicationState, Call, CallState
from webinars.queries.calls import application_counts, call_by_slug, call_page, questions_of, themes_of_call
from webinars.queries.seminars import seminar_choices, series_list
from webinars.queries.themes import every_theme
from webinars.services import calls
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.calls import shown
from webinars.web.calls_words import closes, opens, purpose_words, standing_of
from webinars.web.organise.calls_forms import CallForm, CloseForm, NewCallForm, TimesForm
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import chosen_zone

blueprint = Blueprint("calls", __name__, url_prefix="/calls")


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> ResponseReturnValue:
    """List the calls, the latest close first."""
    asked = request.args.get("state", "")
    state = CallState(asked) if asked in set(CallState) else None
    found = call_page(asked_page(), current_app.config["PAGE_SIZE"], state=state)
    counts = application_counts([call.id for call in found.items])
    return page(
        "organise/calls/index.html",
        page=Turned(found),
        lines=[_line(call, counts.get(call.id, {})) for call in found.items],
        asked=asked,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new() -> ResponseReturnValue:
    """Add a draft of a call."""
    office_zone = current_app.config["OFFICE_ZONE"]
    form = NewCallForm(
        # UTC is the clock of no host: where the office has no other, it is asked.
        zone=office_zone if office_zone in zone_names() else "",
        languages=list(current_app.config["LANGUAGES"]),
    )
    form.offer(seminar_choices(), series_list(), every_theme())
    if form.attempt(lambda: calls.create_call(form.fields(), form.times(), by=actor(), now=clock.now())):
        flash(gettext("The draft is kept. Write the questions, then publish it."), "ok")
        return see_other("organise.calls.show", slug=form.slug.data)
    if form.is_submitted():
        form.ask_again()
    return page("organise/calls/new.html", form=form, zones=zone_names(), status=form.status)


@blueprint.get("/<slug>/")
@allow(Permission.VIEW)
def show(slug: str) -> ResponseReturnValue:
    """Show a call at a glance: where it stands, its times, how many applied, what is missing."""
    return _overview(slug)


@blueprint.get("/<slug>/preview")
@allow(Permission.VIEW)
def preview(slug: str) -> ResponseReturnValue:
    """Show the public page of a call in any state."""
    return shown(call_by_slug(slug), is_preview=True)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str) -> ResponseReturnValue:
    """Change what is written about a call."""
    call = call_by_slug(slug)
    call_id, form = call.id, CallForm(obj=call)
    form.offer(seminar_choices(), series_list(), every_theme(), call, themes_of_call(call.id))
    if form.attempt(
        lambda: calls.edit_call(call_id, form.fields(), expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other("organise.calls.show", slug=form.slug.data)
    return page("organise/calls/edit.html", call=call_by_slug(slug), form=form, status=form.status)


@blueprint.route("/<slug>/times", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def times(slug: str) -> ResponseReturnValue:
    """Give a draft other times."""
    call = call_by_slug(slug)
    call_id, form = call.id, TimesForm(obj=call)
    if not form.is_submitted():
        form.version.data = str(call.version)
        form.show(call)
    if form.attempt(
        lambda: calls.set_times(call_id, form.times(), expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The times are kept."), "ok")
        return see_other("organise.calls.show", slug=slug)
    form.ask_again()
    return page(
        "organise/calls/times.html",
        call=call_by_slug(slug),
        form=form,
        zones=zone_names(),
        status=form.status,
    )


@blueprint.route("/<slug>/extend", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def extend(slug: str) -> ResponseReturnValue:
    """Put off the close, which is told to everybody who has a draft."""
    call = call_by_slug(slug)
    call_id, form, told = call.id, CloseForm(obj=call), list[int]()
    if not form.is_submitted():
        form.version.data = str(call.version)
    if form.attempt(lambda: told.append(_extend(call_id, form))):
        flash(
            ngettext(
                "The call is open longer. %(num)s draft is told.",
                "The call is open longer. %(num)s drafts are told.",
                told[0],
            ),
            "ok",
        )
        return see_other("organise.calls.show", slug=slug)
    form.ask(call.zone)
    call = call_by_slug(slug)
    drafts = application_counts([call.id]).get(call.id, {}).get(ApplicationState.DRAFT, 0)
    return page(
        "organise/calls/extend.html",
        call=call,
        closes=closes(call, chosen_zone()),
        drafts=drafts,
        form=form,
        status=form.status,
    )


@blueprint.post("/<slug>/publish")
@allow(Permission.ORGANISE)
def publish(slug: str) -> ResponseReturnValue:
    """Show a draft to everybody."""
    return _step(slug, calls.publish, gettext("The call is published."))


@blueprint.route("/<slug>/cancel", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def cancel(slug: str) -> ResponseReturnValue:
    """Say what calling it off does, then do it."""
    call = call_by_slug(slug)
    if request.method == "POST":
        return _step(slug, calls.cancel, gettext("The call is cancelled."))
    counts = application_counts([call.id]).get(call.id, {})
    applied = sum(count for state, count in counts.items() if state is not ApplicationState.WITHDRAWN)
    return page("organise/calls/cancel.html", call=call, applied=applied)


def _extend(call_id: int, form: CloseForm) -> int:
    return calls.extend(
        call_id,
        form.local_closes.data,
        form.reading(),
        expected=form.expected,
        by=actor(),
        now=clock.now(),
    )


def _step(slug: str, step: Callable[..., Call], done: str) -> ResponseReturnValue:
    """Take *step* with the call; say on its page why not, when it cannot be taken."""
    try:
        step(call_by_slug(slug).id, by=actor(), now=clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        return _overview(slug, refused=sentence(refusal), status=422)
    flash(done, "ok")
    return see_other("organise.calls.show", slug=slug)


def _overview(slug: str, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    call = call_by_slug(slug)
    counts = application_counts([call.id]).get(call.id, {})
    is_draft = call.state is CallState.DRAFT
    return page(
        "organise/calls/show.html",
        questions=questions_of(call.id),
        themes=themes_of_call(call.id),
        is_draft=is_draft,
        public_url=address("calls.show", slug=slug),
        page_url=url_for("organise.calls.preview" if is_draft else "calls.show", slug=slug),
        refused=refused,
        status=status,
        **_line(call, counts),
    )


def _line(call: Call, counts: Mapping[ApplicationState, int]) -> dict[str, Any]:
    zone = chosen_zone()
    return {
        "call": call,
        "purpose": purpose_words(call),
        "standing": standing_of(call, now=clock.now()),
        "opens": opens(call, zone),
        "closes": closes(call, zone),
        "drafts": counts.get(ApplicationState.DRAFT, 0),
        "sent": counts.get(ApplicationState.SENT, 0),
        "withdrawn": counts.get(ApplicationState.WITHDRAWN, 0),
    }
