"""The pages of planning, put together for their templates."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from werkzeug.datastructures import MultiDict

from webinars.domain.planner.placing import NoPlan
from webinars.domain.planner.problems import Objective
from webinars.domain.planner.reasons import explanation_of, reasons_of, why_nothing
from webinars.letters.times import zone_words
from webinars.web import clock
from webinars.web.answers import page, sentence
from webinars.web.organise.planning_apply import confirmation_of
from webinars.web.organise.planning_cards import cards_of
from webinars.web.organise.planning_forms import ApplyForm, PlanForm, proposed
from webinars.web.organise.planning_hand import hand_of
from webinars.web.organise.planning_reading import Planning
from webinars.web.organise.planning_starts import StartForm, instants, start_values
from webinars.web.organise.planning_words import AIMS, NAMES, asked_words
from webinars.web.organise.polls_rows import overview_of
from webinars.web.plan_words import said


def plan_form(planning: Planning) -> PlanForm:
    """Return the form with what is looked for, or with what a new plan begins with."""
    if planning.plan is not None:
        return PlanForm(formdata=None, obj=planning.plan)
    return PlanForm(formdata=None, data=proposed(planning.seminar, planning.sessions, now=clock.now()))


def overview_page(planning: Planning, form: PlanForm) -> tuple[str, int]:
    """Return the page with the proposals, and the form with what is looked for."""
    found, refusal = planning.proposals if planning.problem else {}, planning.refusal
    return page(
        "organise/plans/show.html",
        seminar=planning.seminar,
        planning=planning,
        asked=asked_words(planning.problem) if planning.problem else "",
        cards=cards_of(planning, found) if isinstance(found, dict) else (),
        impossible=said(why_nothing(planning.asked)) if isinstance(found, NoPlan) else [],
        refused=sentence(refusal) if refusal else "",
        refused_field=refusal.field if refusal else "",
        form=form,
        poll=overview_of(planning.seminar, planning.plan, planning.cities, now=clock.now()),
        status=form.status,
    )


def reasons_page(planning: Planning, objective: Objective) -> tuple[str, int]:
    """Return the page that says why the proposal of *objective* is as it is."""
    plan = planning.best(objective)
    if plan is None:
        return overview_page(planning, plan_form(planning))
    return page(
        "organise/plans/reasons.html",
        seminar=planning.seminar,
        title=NAMES[objective],
        aim=AIMS[objective],
        reasons=said(reasons_of(plan, planning.asked)),
        times=said(explanation_of(plan, planning.asked)),
    )


def hand_page(planning: Planning, forms: Sequence[StartForm], *, is_given: bool = True) -> tuple[str, int]:
    """Return the page with the starts of *forms*, and what they bring; 422 where one of them is refused."""
    chosen = instants(forms, planning.zone) if is_given or forms[0].start.data else None
    first_noon = datetime.combine(planning.asked.first_date, time(12), UTC)
    return page(
        "organise/plans/starts.html",
        seminar=planning.seminar,
        planning=planning,
        forms_of_parts=forms,
        zone=zone_words(chosen[0] if chosen else first_noon, planning.zone),
        hand=hand_of(planning, chosen) if chosen else None,
        parts_of=planning.parts,
        status=200 if chosen or not is_given else 422,
    )


def confirmation_page(planning: Planning, form: ApplyForm, starts: tuple[datetime, ...]) -> tuple[str, int]:
    """Return the page that says what applying *starts* does; 409 where that differs from what was shown."""
    confirmation = confirmation_of(planning, starts)
    form.version.data = str(planning.plan.version if planning.plan else 0)
    form.seen.data = confirmation.seen
    return page(
        "organise/plans/apply.html",
        seminar=planning.seminar,
        planning=planning,
        form=form,
        starts=start_values(starts, planning.zone),
        confirmation=confirmation,
        status=409 if form.differences else form.status,
    )


def usual_starts(planning: Planning) -> MultiDict[str, str]:
    """Return what the form begins with: the parts as they are, else the first proposal."""
    present = [session.starts_at for session in planning.sessions if session.starts_at]
    if len(present) == len(planning.asked.parts):
        return MultiDict(start_values(present, planning.zone))
    plan = planning.best()
    return MultiDict(start_values(plan.starts, planning.zone) if plan else {})
