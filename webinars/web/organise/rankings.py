"""The ranking of a call: what the committee thinks of each application, and what is decided of them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import SelectField

from webinars.domain.errors import N_, Refusal
from webinars.models.calls import Cohort, Decision
from webinars.queries.calls import call_by_slug
from webinars.queries.committees import board_of
from webinars.queries.rankings import RankFilter, RankLine, cohorts_of, decision_counts, ranking
from webinars.services import decisions
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page
from webinars.web.applications_lines import city_words
from webinars.web.filters import offer
from webinars.web.forms import options
from webinars.web.organise.decisions_words import (
    DECISIONS,
    STEPS,
    Decided,
    cohort_words,
    decided,
    decision_state,
)
from webinars.web.organise.editors import EditForm
from webinars.web.pages import Turned, asked_page, see_onward
from webinars.web.permissions import Permission, allow
from webinars.web.spreads import Spread, number_words, spread_of

blueprint = Blueprint("rankings", __name__, url_prefix="/calls/<slug>/ranking")

OPEN = "open"
UNDO = "none"


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the ranking."""

    decision = SelectField(_l("Decision"), validate_choice=False)
    group = SelectField(_l("Group"), validate_choice=False)


class DecideForm(EditForm):
    """In which group those chosen are decided; the buttons carry the decision."""

    group = SelectField(_l("Group"), id="decide-group")  # the filter above has a group too

    def offer(self, cohorts: tuple[Cohort, ...]) -> None:
        """Fill the choice of groups."""
        self.group.choices = options([("", gettext("No group")), *_named(cohorts)])
        self._ids = {one.key: one.id for one in cohorts}

    @property
    def cohort_id(self) -> int | None:
        """Return the id of the chosen group."""
        return self._ids.get(self.group.data or "")


@dataclass(frozen=True)
class Row:
    """An application in the ranking, in words, with its reviews drawn."""

    key: str
    place: str
    city: str
    country: str
    mean: str
    spread: Spread | None
    reviews: int
    expected: int
    decided: Decided


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """Rank the applications that fit the filters, the best first."""
    form = DecideForm(formdata=None)
    return _list(slug, form)


@blueprint.post("/")
@allow(Permission.ORGANISE)
def decide(slug: str) -> ResponseReturnValue:
    """Decide about the chosen applications; nobody hears of it yet."""
    call_id, form = call_by_slug(slug).id, DecideForm()
    form.offer(cohorts_of(call_id))
    changed: list[int] = []
    keys, decision = request.form.getlist("key"), _decision(request.form.get("decision", ""))

    def save() -> None:
        now = clock.now()
        cohort_id = form.cohort_id
        changed.append(decisions.decide(call_id, keys, decision, cohort_id=cohort_id, by=actor(), now=now))

    if not form.attempt(save):
        return _list(slug, form, chosen=frozenset(keys), refused=_refused(form))
    words = ngettext(
        "%(num)s application is decided. Nobody has heard of it.",
        "%(num)s applications are decided. Nobody has heard of it.",
        changed[0],
    )
    flash(words if changed[0] else gettext("This was decided before. Nothing changed."), "ok")
    return see_onward(".index", slug=slug)


def _list(
    slug: str, form: DecideForm, *, chosen: frozenset[str] = frozenset(), refused: str = ""
) -> ResponseReturnValue:
    call = call_by_slug(slug)
    cohorts, filters = cohorts_of(call.id), FilterForm(request.args)
    wanted = _asked_for(filters, cohorts)
    form.offer(cohorts)
    board = board_of(call)
    found = ranking(board, wanted, number=asked_page(), size=current_app.config["PAGE_SIZE"])
    counts = decision_counts(call.id)
    return page(
        "organise/rankings/index.html",
        status=form.status,
        call=call,
        page=Turned(found),
        rows=[_row(line, call.most_points) for line in found.items],
        filters=filters,
        is_filtered=wanted != RankFilter(),
        counts=[(decision_state(one), counts[one]) for one in (*Decision, None) if counts[one]],
        is_closed=call.closes_at <= clock.now(),
        form=form,
        chosen=chosen,
        refused=refused,
        buttons=[(one.value, words) for one, words in STEPS.items()],
    )


def _refused(form: DecideForm) -> str:
    """Return why nothing was decided; the boxes of the list are no field of the form."""
    errors = [*form.form_errors, *(error for field in form for error in field.errors)]
    return " ".join(str(error) for error in errors)


def _asked_for(form: FilterForm, cohorts: tuple[Cohort, ...]) -> RankFilter:
    decided_so = ((one.value, words) for one, (words, _mark) in DECISIONS.items())
    decision = offer(form.decision, [(OPEN, gettext("Not decided")), *decided_so])
    group = offer(form.group, _named(cohorts))
    return RankFilter(
        decision=Decision(decision) if decision not in ("", OPEN) else None,
        is_open=decision == OPEN,
        cohort_id=next((one.id for one in cohorts if one.key == group), None),
    )


def _named(cohorts: tuple[Cohort, ...]) -> list[tuple[str, Any]]:
    return [(one.key, cohort_words(one)) for one in cohorts]


def _decision(posted: str) -> Decision | None:
    if posted in set(Decision):
        return Decision(posted)
    if posted != UNDO:
        raise Refusal(N_("Choose one of the decisions."))
    return None


def _row(line: RankLine, most: int) -> Row:
    application, verdict = line.application, line.verdict
    return Row(
        key=application.key,
        place=str(line.place or "–"),
        city=city_words(application),
        country=(application.city.country if application.city else application.country) or "",
        mean=number_words(verdict.mean) if verdict.means else "–",
        spread=spread_of(line.means, most),
        reviews=len(verdict.means),
        expected=line.expected,
        decided=decided(application),
    )
