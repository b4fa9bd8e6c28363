"""The filters of the outbox, as they stand in its address or in the form that acts on a selection."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import SearchField, SelectField

from webinars.domain.errors import N_, Missing
from webinars.models.notices import NoticeKind, NoticeState
from webinars.models.seminars import Seminar
from webinars.queries.letters import LetterFilter
from webinars.queries.seminars import seminar_choices
from webinars.web.forms import options
from webinars.web.organise.letter_words import KINDS, STATES
from webinars.web.reader import language

LONGEST_SEARCH = 100


class LetterFilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the outbox; *asked* are those that leave something out, for addresses."""

    q = SearchField(_l("Name, address or subject"))
    state = SelectField(_l("State"))
    kind = SelectField(_l("Kind"))
    seminar = SelectField(_l("Seminar"))

    def offer(self, seminars: tuple[Seminar, ...]) -> None:
        """Fill the choices."""
        everything = ("", gettext("All"))
        titles = [(one.slug, one.theme.best(language()) or one.slug) for one in seminars]
        self.state.choices = options([everything, *((state.value, STATES[state][0]) for state in STATES)])
        self.kind.choices = options([everything, *((kind.value, words) for kind, words in KINDS.items())])
        self.seminar.choices = options([everything, *titles])

    @property
    def asked(self) -> dict[str, str]:
        """Return the filters that were set, by name."""
        return {field.name: field.data for field in self if field.data}


def asked_for(given: Mapping[str, str]) -> tuple[LetterFilterForm, LetterFilter]:
    """Read the filters; refuse what is no choice of theirs. One statement."""
    form = LetterFilterForm()
    seminars = seminar_choices()
    form.offer(seminars)
    for field in form:
        field.data = given.get(field.name, "").strip()[:LONGEST_SEARCH]
        if field is not form.q and field.data not in {choice.value for choice in field.choices}:
            raise Missing(
                N_("“%(asked)s” is no choice of this filter. Choose from the list."), asked=field.data[:40]
            )
    return form, LetterFilter(
        text=form.q.data,
        state=NoticeState(form.state.data) if form.state.data else None,
        kind=NoticeKind(form.kind.data) if form.kind.data else None,
        seminar_id=next((one.id for one in seminars if one.slug == form.seminar.data), None),
    )
