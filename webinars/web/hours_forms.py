"""The form in which a focal point says when its city can take part."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField, TimeField
from wtforms.validators import InputRequired

from webinars.domain.polls import MOST_DAYS, Told, absences_of
from webinars.queries.polls import Poll
from webinars.services.plans import AvailabilityFields
from webinars.web.forms import ManyLines, options
from webinars.web.organise.hours_forms import BandsForm
from webinars.web.organise.hours_rows import AbsenceRows

MORE = "more"  # the button that asks for another row and keeps nothing
_TIME = _l("Write a time like 17:00.")


class AnswerForm(BandsForm):
    """Hours, days off, dates that do not suit, other absences and a comment; of a poll that is shown."""

    preferred = TimeField(_l("Good hours, from"), [InputRequired(_TIME)])
    preferred_to = TimeField(_l("Good hours, until"), [InputRequired(_TIME)])
    acceptable = TimeField(_l("Acceptable hours, from"), [InputRequired(_TIME)])
    acceptable_to = TimeField(_l("Acceptable hours, until"), [InputRequired(_TIME)])
    possible = TimeField(_l("Possible hours, from"), [InputRequired(_TIME)])
    possible_to = TimeField(_l("Possible hours, until"), [InputRequired(_TIME)])
    days_off = SelectMultipleField(
        _l("Days off in every week"),
        validate_choice=False,
        description=_l("On these days nothing is planned for your city."),
    )
    days = SelectMultipleField(_l("Dates that do not suit"), validate_choice=False)
    comment = TextAreaField(
        _l("Anything else?"),
        [ManyLines(2000)],
        description=_l("What else the host should know about your time. Only the host’s office reads it."),
    )

    def show(self, poll: Poll) -> None:
        """Fill the choices; unless something was posted, show what is known."""
        offered = poll.days if len(poll.days) <= MOST_DAYS else ()
        told, kept = poll.told_on(offered), poll.availability
        self.poll = poll
        self.days.choices = options((day.isoformat(), day.isoformat()) for day in offered)
        self.show_hours(poll.planned.hours, poll.planned.days_off)
        self.absences = AbsenceRows.posted() if self.is_submitted() else AbsenceRows.of(told.stretches)
        if not self.is_submitted():
            self.days.data = [day.isoformat() for day in sorted(told.days)]
            self.comment.data = kept.comment if kept else ""

    @property
    def dates(self) -> frozenset[date]:
        """Return the dates that are ticked, of those on offer."""
        offered = {choice.value for choice in self.days.choices}
        return frozenset(date.fromisoformat(day) for day in self.days.data or () if day in offered)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields and the rows of absences."""
        is_valid = super().validate(extra_validators)
        wrong = self.absences.check()
        self.form_errors.extend(wrong)
        if len(self.days_off.data or ()) == len(self.days_off.choices):
            self.days_off.errors = [gettext("Leave at least one day of the week free of this.")]
            return False
        return is_valid and not wrong

    def fields(self) -> AvailabilityFields:
        """Return what was posted. Raises Refusal at a band."""
        return AvailabilityFields(
            attend=self.poll.planned.attend,
            hours=self.hours(),
            days_off=self.weekdays(),
            absences=absences_of(Told(self.dates, self.absences.values())),
            comment=self.comment.data or "",
        )
