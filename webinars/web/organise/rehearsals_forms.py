"""The forms of a rehearsal: what it is, when it is, and who is asked to come."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from webinars.letters.names import part_name
from webinars.models.rehearsals import RehearsalKind
from webinars.queries.programmes import ProgrammeSession
from webinars.services.rehearsals import RehearsalFields
from webinars.services.rehearsals.meetings import LONGEST_NOTES
from webinars.web.forms import Form, ManyLines, OneLine, options
from webinars.web.organise.editors import EditForm, OfficeText, TimeForm
from webinars.web.reader import language

KINDS = {
    RehearsalKind.REHEARSAL: _l("Rehearsal"),
    RehearsalKind.TECHNICAL_CHECK: _l("Technical check"),
}


class RehearsalForm(EditForm):
    """What is written about a rehearsal besides its time."""

    kind = RadioField(_l("What it is"), [InputRequired(_l("Choose what it is."))])
    name = OfficeText(_l("Name of the rehearsal"), description=_l("Leave it empty to call it by what it is."))
    join_url = StringField(
        _l("Join link"),
        [OneLine(2000)],
        description=_l("The address of the room. Only those who are asked see it, on their own page."),
    )
    notes = TextAreaField(
        _l("What to bring and to know"),
        [ManyLines(LONGEST_NOTES)],
        description=_l("Stands in the invitation and on the page of each person."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = options([(kind.value, words) for kind, words in KINDS.items()])

    def fields(self) -> RehearsalFields:
        """Return what was posted."""
        return RehearsalFields(
            kind=RehearsalKind(self.kind.data),
            name=self.name.data,
            notes=self.notes.data or "",
            join_url=self.join_url.data or None,
        )


class RehearsalTimeForm(TimeForm):
    """The time of a rehearsal, which always has a zone."""

    zone = StringField(
        _l("Time zone"),
        [InputRequired(_l("Choose the time zone of this clock.")), OneLine(64)],
        description=_l("Its IANA name, like Asia/Tokyo."),
    )
    minutes = IntegerField(
        _l("Length in minutes"), [InputRequired(_l("Enter how many minutes it takes."))], default=30
    )


class NewRehearsalForm(RehearsalTimeForm, RehearsalForm):
    """A new rehearsal, with its time."""


class PeopleForm(Form):
    """Who is asked to come: all presenters of parts, or some."""

    parts = SelectMultipleField(_l("All presenters of"))
    people = SelectMultipleField(_l("These presenters"))

    def offer(self, parts: Sequence[ProgrammeSession], people: Sequence[tuple[str, str]]) -> None:
        """Fill the choices: the parts in which somebody can be asked, and *people* by key and words."""
        reader = language()
        free = {key for key, _words in people}
        offered = [one for one in parts if free & _keys(one)]
        self.parts.choices = options([(one.session.key, part_name(one.session, reader)) for one in offered])
        self.people.choices = options(list(people))
        self._parts = parts

    def validate_people(self, _field: Any) -> None:
        """Ask for somebody where nobody was chosen."""
        if not self.chosen():
            self.people.errors = [gettext("Choose at least one person.")]

    def chosen(self) -> Collection[str]:
        """Return the keys of the presenters that were chosen."""
        parts = set(self.parts.data or ())
        whole = (_keys(one) for one in self._parts if one.session.key in parts)
        return set(self.people.data or ()).union(*whole)


def _keys(part: ProgrammeSession) -> set[str]:
    return {person.key for slot in part.slots for person in slot.coming}
