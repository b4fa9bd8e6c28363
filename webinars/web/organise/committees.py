"""The committee of a call: its members with their progress, added, changed, asked and reminded."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from webinars.domain.errors import Missing, Refusal
from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.times import Clock, clock_of
from webinars.models.committees import Reviewer
from webinars.queries.applications import application_by_key
from webinars.queries.calls import call_by_slug
from webinars.queries.cities import directory
from webinars.queries.committees import Board, Progress, board_of, reviewer_by_key
from webinars.queries.pages import slice_of
from webinars.services import committees, reviews
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.committees_forms import ReviewerForm
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone
from webinars.web.registrations.rows import State
from webinars.web.reviews_forms import RemarkForm

blueprint = Blueprint("committees", __name__, url_prefix="/calls/<slug>/committee")


@dataclass(frozen=True)
class Row:
    """A member in the list, with how far they are and when they were last written to (None: never)."""

    reviewer: Reviewer
    city: str
    progress: Progress
    state: State
    written: Clock | None
    is_late: bool


@blueprint.get("/")
@allow(Permission.VIEW)
def show(slug: str) -> ResponseReturnValue:
    """Show who judges, how far everybody is, and who is late."""
    call = call_by_slug(slug)
    board, is_closed = board_of(call), call.closes_at <= clock.now()
    rows = [_row(board, one, is_closed=is_closed) for one in board.reviewers]
    found = slice_of(rows, asked_page(), current_app.config["PAGE_SIZE"])
    every = board.progress.values()
    return page(
        "organise/committees/show.html",
        call=call,
        page=Turned(found),
        is_closed=is_closed,
        submitted=sum(one.submitted for one in every),
        to_review=sum(one.to_review for one in every),
        to_invite=sum(row.reviewer.invited_at is None for row in rows),
        late=sum(row.is_late for row in rows),
        criteria=len(board.criteria),
        applications=len(board.heads),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> ResponseReturnValue:
    """Add a member; nobody is written to yet."""
    call = call_by_slug(slug)
    call_id, form = call.id, ReviewerForm(zone=call.zone, language=current_app.config["LANGUAGES"][0])
    form.offer(directory())
    if form.attempt(lambda: committees.add_reviewer(call_id, form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The member is added. Send the invitations when the committee is complete."), "ok")
        return see_other(".show", slug=slug)
    call = call_by_slug(slug)
    return page("organise/committees/new.html", call=call, form=form, status=form.status)


@blueprint.route("/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> ResponseReturnValue:
    """Change what is known of a member."""
    reviewer = _reviewer(slug, key)
    ident, form = reviewer.id, ReviewerForm(obj=reviewer)
    form.offer(directory(), reviewer.zone)
    if not form.is_submitted():
        form.show(reviewer)
    if form.attempt(
        lambda: committees.edit_reviewer(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".edit", slug=slug, key=key)
    reviewer = _reviewer(slug, key)
    return page(
        "organise/committees/edit.html",
        call=call_by_slug(slug),
        reviewer=reviewer,
        form=form,
        page_url=personal_address(Purpose.REVIEW, "reviews.index", reviewer),
        status=form.status,
    )


@blueprint.post("/<key>/remove")
@allow(Permission.ORGANISE)
def remove(slug: str, key: str) -> Response:
    """Take a member off the committee."""
    ident = _reviewer(slug, key).id
    if _is_done(lambda: committees.remove_reviewer(ident, by=actor(), now=clock.now())):
        flash(gettext("The member is off the committee. Their reviews count no longer."), "ok")
    return see_other(".show", slug=slug)


@blueprint.post("/<key>/invite")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def invite(slug: str, key: str) -> Response:
    """Send one member the letter with their link."""
    ident = _reviewer(slug, key).id
    if _is_done(lambda: committees.invite(ident, by=actor(), now=clock.now())):
        flash(gettext("The invitation is on its way."), "ok")
    return see_other(".show", slug=slug)


@blueprint.post("/<key>/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind(slug: str, key: str) -> Response:
    """Remind one member of what is left."""
    ident = _reviewer(slug, key).id
    if _is_done(lambda: committees.remind(ident, by=actor(), now=clock.now())):
        flash(gettext("The reminder is on its way."), "ok")
    return see_other(".show", slug=slug)


@blueprint.post("/invite")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def invite_all(slug: str) -> Response:
    """Send every member who was not asked yet the letter with their link."""
    return _send(slug, committees.invite_all, gettext("Every member was asked already."))


@blueprint.post("/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind_all(slug: str) -> Response:
    """Remind every member with applications left."""
    nothing = gettext("Everybody has reviewed everything, or got a letter within the last day.")
    return _send(slug, committees.remind_all, nothing)


@blueprint.post("/applications/<application_key>/remarks")
@allow(Permission.ORGANISE)
def remark(slug: str, application_key: str) -> Response:
    """Say a word for the office in the discussion of an application."""
    ident, form = application_by_key(call_by_slug(slug).id, application_key).id, RemarkForm()
    words = form.text.data or ""
    if form.validate():
        _is_done(lambda: reviews.remark_of_office(ident, words, by=actor(), now=clock.now()))
    else:
        flash(" ".join(map(str, form.text.errors)), "warn")
    return see_other("organise.applications.show", slug=slug, key=application_key, _anchor="discussion")


def _send(slug: str, send: Callable[..., int], nothing: str) -> Response:
    """Owe letters to the committee, and say how many are on their way, or *nothing* when none is."""
    call_id, counts = call_by_slug(slug).id, list[int]()
    if _is_done(lambda: counts.append(send(call_id, by=actor(), now=clock.now()))):
        words = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", counts[0])
        flash(words if counts[0] else nothing, "ok" if counts[0] else "warn")
    return see_other(".show", slug=slug)


def _is_done(act: Callable[[], object]) -> bool:
    """Do what a form of one button asks; tell a refusal on the page that it returns to."""
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
        return False
    return True


def _reviewer(slug: str, key: str) -> Reviewer:
    return reviewer_by_key(call_by_slug(slug).id, key)


def _row(board: Board, reviewer: Reviewer, *, is_closed: bool) -> Row:
    progress = board.progress[reviewer.id]
    letters = [at for at in (reviewer.invited_at, reviewer.reminded_at) if at is not None]
    zone = reader_zone(board.call.zone) or board.call.zone
    is_late = is_closed and reviewer.invited_at is not None and progress.left > 0
    return Row(
        reviewer=reviewer,
        city=reviewer.city.name.best(language()) if reviewer.city else "",
        progress=progress,
        state=_state(reviewer, progress, is_late=is_late),
        written=clock_of(max(letters), None, zone) if letters else None,
        is_late=is_late,
    )


def _state(reviewer: Reviewer, progress: Progress, *, is_late: bool) -> State:
    if reviewer.undeliverable_at is not None:
        return State(gettext("Letters come back"), "stop")
    if reviewer.invited_at is None:
        return State(gettext("Not asked yet"), "open")
    if is_late:
        return State(
            ngettext("%(num)s review is missing", "%(num)s reviews are missing", progress.left), "warn"
        )
    if progress.to_review and not progress.left:
        return State(gettext("Has reviewed everything"), "ok")
    return State(gettext("Asked"), "wait")
