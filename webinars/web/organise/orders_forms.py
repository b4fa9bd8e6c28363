"""The forms of a proposed running order: what is asked, and what is agreed to."""

import json
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from webinars.domain.errors import N_, Stale
from webinars.queries.orders import OrderWish
from webinars.web.forms import Form, options

ALL, WAITING = "all", "waiting"
OWN, ANY = "own", "any"
MOST_MINUTES = 1440


class WishForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """What is asked of the planner, in the address of the page."""

    talks = SelectField(
        _l("Talks"),
        choices=options([(ALL, _l("All of them")), (WAITING, _l("Only those that wait"))]),
        default=ALL,
    )
    parts = SelectField(
        _l("Parts"),
        choices=options([(OWN, _l("As cities attend")), (ANY, _l("Any part"))]),
        default=OWN,
    )
    minutes = IntegerField(_l("Minutes of a talk"), [Optional(), NumberRange(5, MOST_MINUTES)])

    def wish(self) -> OrderWish:
        """Return what is asked; what makes no sense is as if it were not asked."""
        is_good = self.validate()
        return OrderWish(
            minutes=self.minutes.data if is_good else None,
            is_for_waiting=self.talks.data == WAITING,
            may_change_part=self.parts.data == ANY,
        )


class ApplyForm(Form):
    """The order that was shown: keys by part, the length of a talk, and what was seen of the programme."""

    order = HiddenField()
    minutes = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    seen = HiddenField()

    def chosen(self) -> Mapping[str, list[str]]:
        """Return the order by the keys of the parts; raise Stale when it is none."""
        try:
            order = json.loads(self.order.data or "")
        except ValueError:
            order = None
        if not order or not isinstance(order, dict) or not all(map(_are_keys, order.values())):
            raise Stale(N_("Nothing of the order arrived. Look at the proposal, then apply it."), theirs={})
        return order


def written(order: Mapping[str, list[str]]) -> str:
    """Return an order as the form carries it."""
    return json.dumps(order)


def _are_keys(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(key, str) for key in value)
