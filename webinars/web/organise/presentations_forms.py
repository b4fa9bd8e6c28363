"""The forms of presentations that wait: what is presented and by whom, and a part to put it into."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.sessions import Session
from webinars.services.presentations import PresentationFields
from webinars.web.delegations_words import city_words
from webinars.web.forms import MailAddress, OneLine, options
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.reader import language
from webinars.web.themes import ThemeField


class PresentationForm(EditForm):
    """What is written about a presentation."""

    title = OfficeText(_l("Title"), description=_l("It may stay open until the presenter knows it."))
    theme = ThemeField(_l("Theme"))
    minutes = IntegerField(
        _l("Length in minutes"), [Optional()], description=_l("Leave it empty to take that of other talks.")
    )
    presenter_name = StringField(_l("Presenter"), [OneLine(200)])
    presenter_email = EmailField(
        _l("E-mail address of the presenter"),
        [Optional(), MailAddress()],
        description=_l("The invitation is sent once the presentation has a slot."),
    )

    def fields(self) -> PresentationFields:
        """Return what was posted."""
        return PresentationFields(
            title=self.title.data,
            theme_id=self.theme.theme_id,
            minutes=self.minutes.data,
            presenter_name=self.presenter_name.data or None,
            presenter_email=self.presenter_email.data or None,
        )

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        return ("theme", self.theme.slug_of(value)) if column == "theme_id" else (column, value)


class NewPresentationForm(PresentationForm):
    """A presentation of a city that is chosen."""

    delegation = SelectField(
        _l("City"), [InputRequired(_l("Choose a city that takes part in this seminar."))]
    )

    def offer_cities(self, delegations: Sequence[Delegation]) -> None:
        """Fill the choice of cities."""
        self._ids = {one.key: one.id for one in delegations if one.role is not DelegationRole.ABSENT}
        pairs = [(one.key, city_words(one)) for one in delegations if one.key in self._ids]
        self.delegation.choices = options([("", gettext("Choose a city")), *pairs])

    @property
    def delegation_id(self) -> int | None:
        """Return the id of the chosen city's delegation."""
        return self._ids.get(self.delegation.data)


class PlaceForm(EditForm):
    """The part in which a presentation gets a slot, and how long that is."""

    session = SelectField(_l("Part"), [InputRequired(_l("Choose a part."))])
    # An id of its own: beside it stands the form of the presentation, which has minutes too.
    minutes = IntegerField(
        _l("Length in minutes"),
        [InputRequired(_l("Enter how many minutes the slot takes."))],
        id="place-minutes",
    )

    def offer(self, sessions: Sequence[Session]) -> None:
        """Fill the choice of parts."""
        self.session.choices = options((one.key, one.name.best(language())) for one in sessions)
