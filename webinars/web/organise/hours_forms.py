"""The forms of a city's hours: its bands and days off, in the directory and at one seminar."""

from collections.abc import Callable, Collection
from datetime import time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional

from webinars.domain.errors import Stale
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.problems import Attend
from webinars.domain.polls import check_hours
from webinars.letters.hours import weekdays_words
from webinars.models.plans import Availability
from webinars.queries.plans import PlannedCity
from webinars.services.plans import AvailabilityFields
from webinars.web.forms import ManyLines, options
from webinars.web.joining import in_clauses
from webinars.web.organise.editors import Difference, EditForm
from webinars.web.organise.hours_rows import AbsenceRows
from webinars.web.organise.hours_words import (
    ATTENDS,
    BANDS,
    absence_words,
    hours_words,
    weekday_names,
)

OWN, DIRECTORY = "own", "directory"
_UNTIL = _l("until")


class BandsForm(EditForm):
    """The three bands of a day, each from one clock until another, and the weekdays off."""

    preferred = TimeField(BANDS["preferred"], [Optional()])
    preferred_to = TimeField(_UNTIL, [Optional()])
    acceptable = TimeField(BANDS["acceptable"], [Optional()])
    acceptable_to = TimeField(_UNTIL, [Optional()])
    possible = TimeField(BANDS["possible"], [Optional()])
    possible_to = TimeField(_UNTIL, [Optional()])
    days_off = SelectMultipleField(_l("Days off"), validate_choice=False)

    @property
    def is_posted(self) -> bool:
        """Say whether what the form holds was posted: a page can show two forms, and only one of them was."""
        return self.version.raw_data is not None

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the two fields of each band."""
        return [(self[name], self[f"{name}_to"]) for name in BANDS]

    def show_hours(self, hours: Hours, days_off: Collection[int]) -> None:
        """Offer the weekdays; unless something was posted, fill in *hours* and *days_off*."""
        self.days_off.choices = options(enumerate(weekday_names()))
        if not self.is_posted:
            for name in BANDS:
                band: Band = getattr(hours, name)
                self[name].data, self[f"{name}_to"].data = _time(band.from_minute), _time(band.to_minute)
            self.days_off.data = [str(day) for day in sorted(days_off)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; every clock is needed where the hours count."""
        fields = [field for pair in self.pairs for field in pair]
        if not self.counts_hours:
            for field in fields:
                field.process_errors = []
        is_valid = bool(super().validate(extra_validators))
        missing = [field for field in fields if self.counts_hours and field.data is None and not field.errors]
        for field in missing:
            field.errors = [gettext("Write a time like 17:00.")]
        return is_valid and not missing

    @property
    def counts_hours(self) -> bool:
        """Say whether the bands that were posted count."""
        return True

    def hours(self) -> Hours:
        """Return the bands that were posted. Raises Refusal at a band that nobody can mean."""
        bands = [Band(_minutes(begin.data), _minutes(end.data)) for begin, end in self.pairs]
        hours = Hours(*bands)
        check_hours(hours)
        return hours

    def weekdays(self) -> frozenset[int]:
        """Return the days off that were posted."""
        return frozenset(int(day) for day in self.days_off.data or () if day in set("0123456"))

    def _differences(self, stale: Stale) -> list[Difference]:
        """Return what differs from what is stored now, each in its own words."""
        said: dict[str, tuple[object, Callable[[Any], str], str]] = {
            "hours": (_l("Hours"), hours_words, self._typed_hours()),
            "days_off": (_l("Days off"), weekdays_words, self._typed_days()),
        }
        return [
            Difference(str(label), _said(words, stale.theirs[column]), mine)
            for column, (label, words, mine) in said.items()
            if column in stale.theirs
        ]

    def _typed_hours(self) -> str:
        return hours_words(self.hours())

    def _typed_days(self) -> str:
        return weekdays_words(self.weekdays())


class CityHoursForm(BandsForm):
    """A city's usual hours and days off, for every seminar."""


class AvailabilityForm(BandsForm):
    """When a city can take part in one seminar; hours and days off are its own, or the directory's."""

    attend = RadioField(
        _l("Which parts does it attend?"),
        [InputRequired()],
        choices=options((attend.value, label) for attend, label in ATTENDS.items()),
    )
    hours_of = RadioField(_l("Whose hours hold?"), [InputRequired()])
    days_off_of = RadioField(_l("Whose days off hold?"), [InputRequired()])
    comment = TextAreaField(
        _l("Comment"),
        [ManyLines(2000)],
        description=_l("What else is to know about this city’s time. Only organisers and the city see it."),
    )

    def show(self, planned: PlannedCity, usual: tuple[Hours, frozenset[int]]) -> None:
        """Fill the choices, with the directory's *usual* hours in words; and what holds, unless posted."""
        hours, days_off = usual
        self.hours_of.choices = options(
            [
                (DIRECTORY, gettext("The directory’s: %(hours)s", hours=hours_words(hours))),
                (OWN, gettext("Its own at this seminar:")),
            ]
        )
        self.days_off_of.choices = options(
            [
                (DIRECTORY, gettext("The directory’s: %(days)s", days=weekdays_words(days_off))),
                (OWN, gettext("Its own at this seminar:")),
            ]
        )
        self.show_hours(planned.hours, planned.days_off)
        self.absences = AbsenceRows.posted() if self.is_posted else AbsenceRows.of(planned.absences)
        if not self.is_posted:
            self._fill(planned, planned.availability)

    def _fill(self, planned: PlannedCity, said: Availability | None) -> None:
        self.version.data = str(said.version) if said else ""
        self.attend.data = planned.attend.value
        self.hours_of.data = OWN if said and said.hours is not None else DIRECTORY
        self.days_off_of.data = OWN if said and said.days_off is not None else DIRECTORY
        self.comment.data = said.comment if said else ""

    @property
    def counts_hours(self) -> bool:
        """Say whether the bands that were posted count."""
        return bool(self.hours_of.data == OWN)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields and the rows of absences."""
        is_valid = super().validate(extra_validators)
        wrong = self.absences.check()
        self.form_errors.extend(wrong)
        return is_valid and not wrong

    def fields(self) -> AvailabilityFields:
        """Return what was posted. Raises Refusal at a field."""
        return AvailabilityFields(
            attend=Attend(self.attend.data),
            hours=self.hours() if self.counts_hours else None,
            days_off=self.weekdays() if self.days_off_of.data == OWN else None,
            absences=self.absences.values(),
            comment=self.comment.data or "",
        )

    def _differences(self, stale: Stale) -> list[Difference]:
        said: dict[str, tuple[object, Callable[[Any], str], object]] = {
            "attend": (self.attend.label.text, lambda one: str(ATTENDS[Attend(one)]), self.attend.data),
            "absences": (_l("Absences"), _absences_words, self.absences.values()),
            "comment": (self.comment.label.text, str, self.comment.data),
        }
        return super()._differences(stale) + [
            Difference(str(label), words(stale.theirs[column]), words(mine))
            for column, (label, words, mine) in said.items()
            if column in stale.theirs
        ]

    def _typed_hours(self) -> str:
        return super()._typed_hours() if self.counts_hours else str(_l("The directory’s"))

    def _typed_days(self) -> str:
        return super()._typed_days() if self.days_off_of.data == OWN else str(_l("The directory’s"))


def _said(words: Any, theirs: object) -> str:
    """Return stored hours or days in *words*; the directory's where a seminar has none of its own."""
    return str(_l("The directory’s")) if theirs is None else str(words(theirs))


def _absences_words(absences: Any) -> str:
    return in_clauses(absence_words(absence) for absence in absences)


def _time(minutes: int) -> time:
    """Return minutes after midnight as a clock, which shows midnight as 00:00 at either end of a day."""
    return time(minutes // 60 % 24, minutes % 60)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
