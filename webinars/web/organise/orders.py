"""The running order that the planner proposes: looked at with its reasons, then put in place."""

from dataclasses import dataclass

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import BadProblem
from webinars.domain.planner.ordering import NoOrder
from webinars.queries.orders import Asked, Proposal, asked, proposed, sight_of
from webinars.queries.plans import planned_cities
from webinars.queries.presentations import waiting_presentations, without_anything
from webinars.queries.programmes import programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.swaps import held_by
from webinars.services import orders
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.organise.orders_forms import ApplyForm, WishForm, written
from webinars.web.organise.orders_rows import left_out_sentence, part_rows, worst_sentences
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("orders", __name__, url_prefix="/seminars/<slug>/order")


@dataclass(frozen=True)
class Answer:
    """What the planner says: a proposal, or why there is none."""

    asked: Asked | None
    proposal: Proposal | None
    refused: str


@blueprint.route("/", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def show(slug: str) -> Response | tuple[str, int]:
    """Show a proposed order with its reasons; put in place the one that was shown."""
    seminar_id, form = seminar_by_slug(slug).id, ApplyForm()
    if form.attempt(
        lambda: orders.apply_order(
            seminar_id,
            form.chosen(),
            form.minutes.data,
            expected=form.seen.data or "",
            by=actor(),
            now=clock.now(),
        )
    ):
        flash(gettext("The order is in place. Who presents is invited, and who moves gets a letter."), "ok")
        return see_other("organise.slots.index", slug=slug, session_key=next(iter(form.chosen())))
    return _page(slug, form)


def _page(slug: str, form: ApplyForm) -> tuple[str, int]:
    whole = programme(seminar_by_slug(slug).id)
    waiting = waiting_presentations(whole.seminar.id)
    wishes = WishForm(request.args)
    wish = wishes.wish()
    try:
        found = asked(
            whole, waiting, planned_cities(whole.seminar.id), wish, language=language(), now=clock.now()
        )
        answer = _answer(found)
    except BadProblem as problem:
        answer = Answer(None, None, sentence(problem))
    proposal = answer.proposal
    if proposal is not None and answer.asked is not None:
        form.order.data = written(
            {part.session.key: [one.key for one in part.lines] for part in proposal.parts}
        )
        form.minutes.data, form.seen.data = answer.asked.minutes, sight_of(whole, waiting)
    return page(
        "organise/orders/show.html",
        seminar=whole.seminar,
        form=form,
        wishes=wishes,
        answer=answer,
        parts_of=part_rows(proposal) if proposal else (),
        worst=worst_sentences(proposal) if proposal else (),
        left_out=[left_out_sentence(one) for one in answer.asked.waiting if one.why] if answer.asked else (),
        without=without_anything(whole, waiting),
        held=held_by([one.slot.id for one in proposal.lines if one.slot and one.has_moved])
        if proposal
        else 0,
        status=form.status,
    )


def _answer(found: Asked) -> Answer:
    """Return what the planner says to what it was asked."""
    talks = [item for part in found.programmes for item in part.talks]
    if not talks and not found.items:
        return Answer(found, None, gettext("No talk is there to put in order. Add a presentation first."))
    best = proposed(found)
    if isinstance(best, NoOrder):
        return Answer(found, None, gettext(best.reason, **best.values))
    return Answer(found, best, "")
