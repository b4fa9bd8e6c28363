"""The forms of what slots need: filters, asking for it, its day, and what is to improve."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from webinars.models.presentations import Asset, AssetKind, AssetState
from webinars.models.sessions import Session
from webinars.queries.assets import Filter
from webinars.web.filters import offer
from webinars.web.forms import ManyLines, options
from webinars.web.organise.delegations_forms import part_choices
from webinars.web.organise.editors import EditForm
from webinars.web.talk_words import KINDS, STATES


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    state = SelectField(_l("State"), validate_choice=False)
    kind = SelectField(_l("What is needed"), validate_choice=False)
    part = SelectField(_l("Part"), validate_choice=False)


class AskForm(EditForm):
    """What is asked for, and by when."""

    kind = SelectField(
        _l("What is needed"),
        [InputRequired()],
        choices=options((kind.value, label) for kind, label in KINDS.items()),
    )
    due_on = DateField(_l("Due"), [Optional()], description=_l("A day of the host. It counts to its end."))

    @property
    def wanted(self) -> AssetKind:
        """Return what is asked for."""
        return AssetKind(self.kind.data)


class AskAllForm(AskForm):
    """What is asked for in every talk of a part."""

    part = SelectField(_l("Part"), [InputRequired(_l("Choose a part."))])

    def offer(self, sessions: Sequence[Session]) -> None:
        """Fill the choice of parts."""
        self.part.choices = options(part_choices(sessions))


class DayForm(EditForm):
    """Until when something is to be there."""

    due_on = DateField(_l("Due"), [Optional()], description=_l("A day of the host. It counts to its end."))

    @classmethod
    def kept(cls, asset: Asset) -> "DayForm":
        """Return the form as it is kept, whatever is posted."""
        form = cls(formdata=None, due_on=asset.due_on)
        form.version.data = str(asset.version)
        return form


class JudgingForm(EditForm):
    """What the office says of what was sent: the *version* is that of what was seen."""

    comment = TextAreaField(
        _l("What to improve"), [ManyLines(2000)], description=_l("The presenters read it in a letter.")
    )

    @classmethod
    def kept(cls, asset: Asset) -> "JudgingForm":
        """Return the form for what is there now, whatever is posted."""
        form = cls(formdata=None, comment=asset.comment)
        form.version.data = str(asset.version)
        return form


def asked_for(sessions: Sequence[Session]) -> tuple[FilterForm, Filter]:
    """Read the filters of the address; refuse what is no choice of theirs."""
    form = FilterForm(request.args)
    state = offer(form.state, [(one.value, word) for one, (word, _mark) in STATES.items()])
    kind = offer(form.kind, [(one.value, word) for one, word in KINDS.items()])
    part = offer(form.part, part_choices(sessions))
    return form, Filter(
        state=AssetState(state) if state else None,
        kind=AssetKind(kind) if kind else None,
        session_id=next((one.id for one in sessions if one.key == part), None),
    )
