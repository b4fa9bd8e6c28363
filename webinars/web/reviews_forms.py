"""The forms of a reviewer: points for each criterion, a conflict of interest, a word in the discussion."""

from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, StopValidation

from webinars.domain.errors import Refusal
from webinars.models.calls import Call
from webinars.models.committees import Criterion
from webinars.queries.reviews import Reading
from webinars.services.reviews import COMMENT_LIMIT, REASON_LIMIT, ReviewFields, field_of
from webinars.web.answers import sentence
from webinars.web.forms import Form, ManyLines, OneLine, options
from webinars.web.reader import language

MOST_BUTTONS = 10  # a longer scale is typed


class Points:
    """A whole number, needed to submit a review; what is off the scale is refused where it is kept."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms reads it so)

    def __call__(self, _form: object, field: Any) -> None:
        """Refuse what is no whole number; a draft may leave it open."""
        if not field.raw_data or not field.raw_data[0].strip():
            field.errors = []
            raise StopValidation
        try:
            field.data = str(int(field.raw_data[0][:12]))
        except ValueError:
            raise StopValidation(gettext("Give the points as a whole number.")) from None


class ReviewForm(Form):
    """What a reviewer says of an application; the fields of the criteria are added to a class of its own."""

    comment = TextAreaField(
        _l("Comment"),
        [ManyLines(COMMENT_LIMIT)],
        description=_l("The office reads it, and the committee after their own reviews. The city does not."),
    )

    def fields(self) -> ReviewFields:
        """Return what was posted."""
        points = {name.removeprefix("points_"): self[name].data for name in self.point_names}
        return ReviewFields(
            {key: None if given in (None, "") else int(given) for key, given in points.items()},
            self.comment.data or "",
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal at its criterion: keys may hold a hyphen, which means a language elsewhere."""
        if refusal.field in self._fields:
            field = self._fields[refusal.field]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            super().refuse(refusal)

    @property
    def point_names(self) -> tuple[str, ...]:
        """Return the names of the fields of points, in the order of the criteria."""
        return tuple(name for name in self._fields if name.startswith("points_"))

    @property
    def point_fields(self) -> tuple[Field, ...]:
        """Return the fields of points, in the order of the criteria."""
        return tuple(self[name] for name in self.point_names)


class ConflictForm(Form):
    """Why a reviewer stands back from an application."""

    reason = StringField(
        _l("What is the conflict?"),
        [DataRequired(_l("Say in a few words what the conflict is.")), OneLine(REASON_LIMIT)],
        description=_l("As: I advised this city. The office reads it."),
    )


class RemarkForm(Form):
    """A word in the discussion of an application."""

    text = TextAreaField(
        _l("Your word to the committee"),
        [DataRequired(_l("Write something first.")), ManyLines(COMMENT_LIMIT)],
    )


def review_form(reading: Reading, *, is_posted: bool = True) -> ReviewForm:
    """Return the form of a review, which shows what the reviewer has said so far."""
    call, criteria, own = reading.reviewer.call, reading.criteria, reading.own
    fields = {field_of(one): _points_field(call, one) for one in criteria}
    kind = cast(type[ReviewForm], type("ReviewForm", (ReviewForm,), fields))
    given = {} if is_posted else {"formdata": None}
    form = kind(**given)
    if own is not None and not (is_posted and form.is_submitted()):
        form.comment.data = own.review.comment
        for one in criteria:
            points = own.points.get(one.id)
            form[field_of(one)].data = None if points is None else str(points)
    return form


def _points_field(call: Call, criterion: Criterion) -> Any:
    """Return a field for 0 to the call's most points; what it takes is checked where it is kept."""
    name, text = (one.best(language()) for one in (criterion.name, criterion.explanation))
    label = gettext("%(criterion)s (weight %(weight)d)", criterion=name, weight=criterion.weight)
    if call.most_points > MOST_BUTTONS:
        return IntegerField(label, [Points()], description=text)
    choices = options((number, number) for number in range(call.most_points + 1))
    return RadioField(label, [Points()], choices=choices, validate_choice=False, description=text)
