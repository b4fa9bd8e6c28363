"""Planning a draft: what is looked for, the proposals, starts chosen by hand, and taking them over."""

from functools import partial

from flask import Blueprint, flash, jsonify, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.planner.problems import Objective
from webinars.services import plans
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import see_other, sentence
from webinars.web.organise.planning_apply import confirmation_of
from webinars.web.organise.planning_forms import ApplyForm, PlanForm
from webinars.web.organise.planning_hand import live_answer
from webinars.web.organise.planning_pages import (
    confirmation_page,
    hand_page,
    overview_page,
    plan_form,
    reasons_page,
    usual_starts,
)
from webinars.web.organise.planning_reading import planning
from webinars.web.organise.planning_starts import instants, start_forms, utc_starts
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("plans", __name__, url_prefix="/seminars/<slug>/plan")


@blueprint.get("/")
@allow(Permission.VIEW)
def show(slug: str) -> tuple[str, int]:
    """Show the proposals side by side, and what is looked for."""
    found = planning(slug)
    return overview_page(found, plan_form(found))


@blueprint.post("/")
@allow(Permission.ORGANISE)
def save(slug: str) -> Response | tuple[str, int]:
    """Keep what is looked for."""
    seminar_id, form = planning(slug).seminar.id, PlanForm()
    if form.attempt(
        lambda: plans.save_plan(
            seminar_id, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("What you look for is kept."), "ok")
        return see_other(".show", slug=slug)
    return overview_page(planning(slug), form)


@blueprint.get("/reasons/<objective>")
@allow(Permission.VIEW)
def reasons(slug: str, objective: str) -> tuple[str, int]:
    """Say in words why a proposal is as it is."""
    if objective not in set(Objective):
        raise Missing(N_("There is no such proposal. Choose one from the page “Planning”."))
    return reasons_page(planning(slug), Objective(objective))


@blueprint.get("/starts")
@allow(Permission.VIEW)
def starts(slug: str) -> tuple[str, int]:
    """Show what starts chosen by hand bring; without any in the address, those there are."""
    found = planning(slug)
    is_given = any(name.endswith("-start") for name in request.args)
    forms = start_forms(request.args if is_given else usual_starts(found), found.parts)
    return hand_page(found, forms, is_given=is_given)


@blueprint.get("/starts.json")
@allow(Permission.VIEW)
def numbers(slug: str) -> tuple[Response, int]:
    """Say what starts bring while one of them is dragged."""
    found = planning(slug)
    count = len(found.asked.parts)
    try:
        chosen = utc_starts(request.args.getlist("start"), count)
    except Refusal as refusal:
        return jsonify(error=sentence(refusal)), 422
    return jsonify(live_answer(found, chosen)), 200


@blueprint.get("/apply")
@allow(Permission.ORGANISE)
def apply(slug: str) -> tuple[str, int]:
    """Say what taking the starts of the address over does."""
    found = planning(slug)
    forms = start_forms(request.args, found.parts)
    chosen = instants(forms, found.zone)
    if chosen is None:
        return hand_page(found, forms)
    objective = request.args.get("objective", "")
    best = found.best(Objective(objective)) if objective in set(Objective) else None
    is_proposal = best is not None and best.starts == chosen
    form = ApplyForm(formdata=None, objective=objective if is_proposal else "")
    return confirmation_page(found, form, chosen)


@blueprint.post("/apply")
@allow(Permission.ORGANISE)
def confirm(slug: str) -> Response | tuple[str, int]:
    """Take the starts over as they were shown; where that is something else by now, show that first."""
    found, form = planning(slug), ApplyForm()
    forms = start_forms(request.form, found.parts)
    chosen = instants(forms, found.zone)
    if chosen is None:
        return hand_page(found, forms)
    shown = confirmation_of(found, chosen)
    form.differences = shown.differences(form.seen.data or "")
    apply_to = partial(plans.apply_plan, found.seminar.id, chosen, agreed=shown.attended, by=actor())
    if not form.differences and form.attempt(
        lambda: apply_to(form.chosen(), expected=form.expected, now=clock.now())
    ):
        flash(gettext("The plan is applied. Look at the parts, then publish."), "ok")
        return see_other("organise.seminars.show", slug=slug)
    return confirmation_page(planning(slug), form, chosen)
