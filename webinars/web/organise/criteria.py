"""The criteria of a call: added, changed, put in order, removed."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from webinars.domain.errors import Missing, Refusal
from webinars.domain.scoring import MOST_WEIGHT
from webinars.models.calls import Call
from webinars.models.committees import Criterion
from webinars.queries.calls import call_by_slug
from webinars.queries.committees import criteria_of, criterion_by_key
from webinars.services import committees
from webinars.services.committees import CriterionFields
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence, status_of
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("criteria", __name__, url_prefix="/calls/<slug>/criteria")

BAR = 100  # the width of the drawing of all weights


@dataclass(frozen=True)
class Line:
    """A criterion in the list; *id* is its key, *x* and *width* its share in the drawing of the weights."""

    id: str
    title: str
    explanation: str
    weight: int
    share: int
    x: float
    width: float


class CriterionForm(EditForm):
    """What is written about a criterion; fields are named like its columns."""

    name = OfficeText(_l("Criterion"), limit=120, is_required=True)
    explanation = OfficeText(
        _l("Explanation"), limit=1000, is_long=True, description=_l("What the points stand for.")
    )
    weight = IntegerField(
        _l("Weight"),
        [InputRequired(_l("Enter a number."))],
        default=1,
        description=_l("A criterion of weight 3 counts as much as three of weight 1."),
    )

    def fields(self) -> CriterionFields:
        """Return what was posted."""
        return CriterionFields(
            name=self.name.data, explanation=self.explanation.data, weight=self.weight.data
        )


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List what the committee judges by, in order, with what each weighs."""
    return _list(slug)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> ResponseReturnValue:
    """Add a criterion at the end."""
    call_id, form = call_by_slug(slug).id, CriterionForm()
    if form.attempt(lambda: committees.add_criterion(call_id, form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The criterion is kept."), "ok")
        return see_other(".index", slug=slug)
    return _form_page(slug, form, None)


@blueprint.route("/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> ResponseReturnValue:
    """Change the words or the weight of a criterion."""
    criterion = criterion_by_key(call_by_slug(slug).id, key)
    ident, form = criterion.id, CriterionForm(obj=criterion)
    if form.attempt(
        lambda: committees.edit_criterion(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index", slug=slug)
    return _form_page(slug, form, key)


@blueprint.post("/<key>/remove")
@allow(Permission.ORGANISE)
def remove(slug: str, key: str) -> ResponseReturnValue:
    """Take a criterion away."""
    ident = criterion_by_key(call_by_slug(slug).id, key).id
    return _step(slug, lambda: committees.remove_criterion(ident, by=actor(), now=clock.now()))


@blueprint.post("/order")
@allow(Permission.ORGANISE)
def order(slug: str) -> ResponseReturnValue:
    """Put the criteria into the posted order, or one of them one place up or down."""
    call_id = call_by_slug(slug).id
    keys = _wanted([one.key for one in criteria_of(call_id)])
    return _step(slug, lambda: committees.reorder_criteria(call_id, keys, by=actor(), now=clock.now()))


def _wanted(present: list[str]) -> list[str]:
    """Return the keys in the order that was asked for; who is at the end already stays there."""
    for name, step in (("up", -1), ("down", 1)):
        key = request.form.get(name)
        if key in present:
            place = present.index(key)
            other = min(max(place + step, 0), len(present) - 1)
            present[place], present[other] = present[other], present[place]
            return present
    return request.form.getlist("order")


def _step(slug: str, step: Callable[[], object]) -> ResponseReturnValue:
    """Take *step*, or say on the list why it cannot be taken."""
    try:
        step()
    except Missing:
        raise
    except Refusal as refusal:
        return _list(slug, refused=sentence(refusal), status=status_of(refusal))
    return see_other(".index", slug=slug)


def _list(slug: str, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    call = call_by_slug(slug)
    return page(
        "organise/criteria/index.html",
        call=call,
        lines=_lines(criteria_of(call.id)),
        is_fixed=committees.has_submitted(call.id),
        refused=refused,
        status=status,
    )


def _form_page(slug: str, form: CriterionForm, key: str | None) -> ResponseReturnValue:
    call: Call = call_by_slug(slug)
    is_fixed = committees.has_submitted(call.id)
    return page(
        "organise/criteria/edit.html",
        call=call,
        form=form,
        key=key,
        is_fixed=is_fixed,
        most_weight=MOST_WEIGHT,
        status=form.status,
    )


def _lines(criteria: tuple[Criterion, ...]) -> list[Line]:
    total = sum(one.weight for one in criteria)
    lines, x = [], 0.0
    for one in criteria:
        width = BAR * one.weight / total
        lines.append(
            Line(
                id=one.key,
                title=one.name.best(language()),
                explanation=one.explanation.best(language()),
                weight=one.weight,
                share=round(width),
                x=round(x, 2),
                width=round(width, 2),
            )
        )
        x += width
    return lines
