"""Decisions of a call: who will hear what, released by one button; groups, delegations, and the log."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from webinars.domain.errors import Missing, Refusal
from webinars.models.calls import Application, Call, Cohort, Decision
from webinars.queries.calls import call_by_slug
from webinars.queries.pages import Page, slice_of
from webinars.queries.rankings import cohort_by_key, cohorts_of, decision_log, due, without_delegation
from webinars.queries.seminars import seminar_by_slug, seminar_choices
from webinars.services import decisions
from webinars.services.decisions import Made, Selection, sight_of
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence, status_of
from webinars.web.applications_lines import city_words
from webinars.web.filters import offer
from webinars.web.forms import Form, options
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.decisions_words import (
    DECISIONS,
    cohort_words,
    decision_state,
    refused_words,
)
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.organise.swaps_words import log_line
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.registrations.rows import State

blueprint = Blueprint("decisions", __name__, url_prefix="/calls/<slug>/decisions")


class SelectionForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """Whose decisions are released."""

    decision = SelectField(_l("Decision"), validate_choice=False)
    group = SelectField(_l("Group"), validate_choice=False)


class ReleaseForm(Form):
    """The mark of who heard what when the page was opened."""

    sight = HiddenField()


class GroupForm(EditForm):
    """The name of a group of applications that are decided together."""

    name = OfficeText(_l("Name of the group"), limit=120, is_required=True, description=_l("As: first batch"))


class SeminarForm(Form):
    """The seminar whose delegations the accepted cities become."""

    seminar = SelectField(_l("Seminar"), [InputRequired(_l("Choose a seminar."))])

    def offer(self, call: Call) -> None:
        """Fill the choice; a call for a seminar proposes its own."""
        every = seminar_choices()
        self.seminar.choices = options((one.slug, one.theme.best(language()) or one.slug) for one in every)
        if call.seminar is not None and not self.is_submitted():
            self.seminar.data = call.seminar.slug


@dataclass(frozen=True)
class Row:
    """An applicant, and what they will hear."""

    key: str
    city: str
    contact: str
    email: str
    state: State
    group: str
    was: str


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """Show who will hear what before anything is sent."""
    return _overview(slug)


@blueprint.post("/release")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def release(slug: str) -> ResponseReturnValue:
    """Tell each of the selected applicants the decision."""
    call = call_by_slug(slug)
    _filters, wanted = _asked_for(cohorts_of(call.id))
    expected = ReleaseForm().sight.data or ""
    try:
        done = decisions.release(call.id, wanted, expected=expected, by=actor(), now=clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        return _overview(slug, refused=sentence(refusal), status=status_of(refusal))
    flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", done.letters), "ok")
    if done.made is not None:
        _tell(done.made)
    return see_other(".index", slug=slug)


@blueprint.post("/delegations")
@allow(Permission.ORGANISE)
def delegate(slug: str) -> ResponseReturnValue:
    """Let the accepted cities that were told become delegations of a seminar."""
    call = call_by_slug(slug)
    call_id, form, made = call.id, SeminarForm(), list[Made]()
    form.offer(call)

    def save() -> None:
        seminar_id = seminar_by_slug(form.seminar.data).id
        made.append(decisions.make_delegations(call_id, seminar_id, by=actor(), now=clock.now()))

    if not form.attempt(save):
        return _overview(slug, seminar=form, status=form.status)
    _tell(made[0])
    return see_other(".index", slug=slug)


@blueprint.post("/groups")
@allow(Permission.ORGANISE)
def add_group(slug: str) -> ResponseReturnValue:
    """Add a group."""
    call_id, form = call_by_slug(slug).id, GroupForm()
    if form.attempt(lambda: decisions.add_cohort(call_id, form.name.data, by=actor(), now=clock.now())):
        flash(gettext("The group is kept. Choose it when you decide."), "ok")
        return see_other(".index", slug=slug, _anchor="groups")
    return _overview(slug, group=form, status=form.status)


@blueprint.route("/groups/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def rename_group(slug: str, key: str) -> ResponseReturnValue:
    """Give a group another name."""
    cohort = cohort_by_key(call_by_slug(slug).id, key)
    ident, form = cohort.id, GroupForm(obj=cohort)
    if form.attempt(
        lambda: decisions.rename_cohort(
            ident, form.name.data, expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index", slug=slug, _anchor="groups")
    return page("organise/decisions/group.html", call=call_by_slug(slug), form=form, status=form.status)


@blueprint.get("/log")
@allow(Permission.VIEW)
def log(slug: str) -> ResponseReturnValue:
    """Show who decided what, and when it was released, the latest first."""
    call = call_by_slug(slug)
    found = decision_log(call.id, number=asked_page(), size=current_app.config["PAGE_SIZE"])
    return page(
        "organise/decisions/log.html",
        call=call,
        page=Turned(found),
        lines=[log_line(one) for one in found.items],
    )


def _overview(
    slug: str,
    *,
    group: GroupForm | None = None,
    seminar: SeminarForm | None = None,
    refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    call = call_by_slug(slug)
    cohorts = cohorts_of(call.id)
    filters, wanted = _asked_for(cohorts)
    waiting = due(call.id, cohort_id=wanted.cohort_id, decision=wanted.decision)
    found: Page[Application] = slice_of(waiting, asked_page(), current_app.config["PAGE_SIZE"])
    seminar = seminar or SeminarForm(formdata=None)
    seminar.offer(call)
    return page(
        "organise/decisions/index.html",
        status=status,
        call=call,
        page=Turned(found),
        rows=[_row(one) for one in found.items],
        counts=_counts(waiting),
        sight=sight_of(waiting),
        filters=filters,
        is_filtered=wanted != Selection(),
        accepted=len(without_delegation(call.id)),
        groups=[(one.key, cohort_words(one)) for one in cohorts],
        group=group or GroupForm(formdata=None),
        seminar=seminar,
        refused=refused,
    )


def _asked_for(cohorts: tuple[Cohort, ...]) -> tuple[SelectionForm, Selection]:
    """Read whose decisions are meant from the address, of the page and of its button alike."""
    form = SelectionForm(request.args)
    decision = offer(form.decision, [(one.value, words) for one, (words, _mark) in DECISIONS.items()])
    group = offer(form.group, [(one.key, cohort_words(one)) for one in cohorts])
    return form, Selection(
        cohort_id=next((one.id for one in cohorts if one.key == group), None),
        decision=Decision(decision) if decision else None,
    )


def _row(application: Application) -> Row:
    told = application.told_decision
    return Row(
        key=application.key,
        city=city_words(application),
        contact=application.contact_name,
        email=application.contact_email,
        state=decision_state(application.decision),
        group=cohort_words(application.cohort),
        was=decision_state(told).word if told else "",
    )


def _counts(waiting: tuple[Application, ...]) -> list[tuple[State, int]]:
    """Count who hears what, in the order of the decisions; nobody is left out."""
    counts = Counter(one.decision for one in waiting)
    return [(decision_state(one), counts[one]) for one in Decision if counts[one]]


def _tell(made: Made) -> None:
    """Say how many cities became delegations, and why the others did not."""
    if made.delegations:
        words = ngettext(
            "%(num)s city is a delegation now.", "%(num)s cities are delegations now.", made.delegations
        )
        flash(words, "ok")
    for words in refused_words(made.refusals):
        flash(words, "warn")
