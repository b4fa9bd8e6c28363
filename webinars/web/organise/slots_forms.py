"""The forms of slots: what happens, how long, who; its place, and another part for it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Optional

from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.sessions import Session
from webinars.models.slots import Slot, SlotKind
from webinars.models.themes import Theme
from webinars.services.slots import SlotFields
from webinars.web.delegations_words import city_words
from webinars.web.forms import options
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.programmes import KINDS
from webinars.web.reader import language
from webinars.web.themes import ThemeField


class SlotForm(EditForm):
    """What is written about a slot."""

    kind = SelectField(
        _l("What happens"),
        [InputRequired()],
        choices=options((kind.value, label) for kind, label in KINDS.items()),
    )
    minutes = IntegerField(
        _l("Length in minutes"), [Optional()], description=_l("Only what is past may leave it empty.")
    )
    title = OfficeText(_l("Title"))
    delegation = SelectField(_l("City"))
    speaker = OfficeText(
        _l("Speaker"), description=_l("Where no city presents, like “Governor Koike Yuriko”.")
    )
    theme = ThemeField(_l("Theme"))

    def offer(self, delegations: Sequence[Delegation], themes: Sequence[Theme]) -> None:
        """Fill the choices of cities and themes."""
        self.theme.offer(themes)
        self._keys = {one.id: one.key for one in delegations}
        cities = [(one.key, city_words(one)) for one in delegations if one.role is not DelegationRole.ABSENT]
        self.delegation.choices = options([("", gettext("None")), *cities])

    def show(self, slot: Slot) -> None:
        """Show what is not a column as it stands."""
        self.kind.data = slot.kind.value
        self.delegation.data = self._keys.get(slot.delegation_id or 0, "")

    def fields(self) -> SlotFields:
        """Return what was posted."""
        ids = {key: ident for ident, key in self._keys.items()}
        return SlotFields(
            kind=SlotKind(self.kind.data),
            minutes=self.minutes.data,
            title=self.title.data,
            speaker=self.speaker.data,
            delegation_id=ids.get(self.delegation.data),
            theme_id=self.theme.theme_id,
        )

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        if column == "theme_id":
            return "theme", self.theme.slug_of(value)
        return ("delegation", self._keys.get(value, "")) if column == "delegation_id" else (column, value)


class OtherPartForm(EditForm):
    """The part that a slot goes to."""

    session = SelectField(_l("Other part"), [InputRequired(_l("Choose a part."))])

    def offer(self, sessions: Sequence[Session]) -> None:
        """Fill the choice of parts."""
        self.session.choices = options((one.key, one.name.best(language())) for one in sessions)


class PlaceForm(EditForm):
    """Where a slot goes in its part, counted from 1."""

    place = IntegerField(_l("Place"), [InputRequired(_l("Write the number of the place."))])
