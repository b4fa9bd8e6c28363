"""Rows of absences in a form: filled in, added and taken away without any script."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, TimeField
from wtforms import Form as PlainForm
from wtforms.validators import Optional

from webinars.domain.absences import Absence
from webinars.domain.errors import Refusal
from webinars.services.plans.availabilities import MOST_ABSENCES, check_end
from webinars.web.answers import sentence
from webinars.web.form_words import FormWords

_DAY = timedelta(days=1)
_MIDNIGHT = time()
_NAME = re.compile(r"absence-([0-9]{1,3})-(first|first_time|last|last_time)")


class AbsenceRow(PlainForm):  # type: ignore[misc]
    """One absence on the city's own clock; without clocks it is whole days, without a last day one day."""

    class Meta(PlainForm.Meta):  # type: ignore[misc]
        """How WTForms makes the form."""

        def get_translations(self, form: object) -> FormWords:
            """Return the words for what WTForms itself finds wrong."""
            return FormWords()

    first = DateField(_l("First day"), [Optional()])
    first_time = TimeField(_l("From"), [Optional()])
    last = DateField(_l("Last day"), [Optional()])
    last_time = TimeField(_l("Until"), [Optional()])

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is written in the row."""
        return not any((field.raw_data or [""])[0].strip() for field in self)

    def check(self) -> list[str]:
        """Return what is wrong with the row, and put it at its fields."""
        self.validate()
        if not self.is_blank and not self.errors:
            if self.first.data is None:
                self.first.errors = [gettext("Choose the first day.")]
            else:
                self._check_ends()
        return [text for field in self for text in field.errors]

    def _check_ends(self) -> None:
        """Put what is wrong with the begin or the end at its clock, without one at its day."""
        begin = self.first_time if self.first_time.data else self.first
        end = self.last_time if self.last_time.data else self.last
        try:
            absence = self.absence()
            check_end(absence.begins_at, "begins_at")
            check_end(absence.ends_at, "ends_at")
        except Refusal as refusal:
            field = begin if refusal.field == "begins_at" else end
            field.errors = [sentence(refusal)]

    def absence(self) -> Absence:
        """Return what is written. Raises Refusal when it ends before it begins."""
        last = self.last.data or self.first.data
        if self.last_time.data is None and last < date.max:
            ends_at = datetime.combine(last + _DAY, _MIDNIGHT)
        else:
            ends_at = datetime.combine(last, self.last_time.data or _MIDNIGHT)
        return Absence(datetime.combine(self.first.data, self.first_time.data or _MIDNIGHT), ends_at)


@dataclass
class AbsenceRows:
    """The rows of a form, the last of them blank."""

    rows: list[AbsenceRow]

    @classmethod
    def of(cls, absences: Iterable[Absence]) -> "AbsenceRows":
        """Return the rows that show *absences*."""
        return cls(_rows([_written(absence) for absence in sorted(absences)]))

    @classmethod
    def posted(cls) -> "AbsenceRows":
        """Return the rows as they were posted, without those that are blank or were taken away."""
        found: dict[int, dict[str, str]] = {}
        for name, value in request.form.items():
            if part := _NAME.fullmatch(name):
                found.setdefault(int(part[1]), {})[part[2]] = value
        removed = request.form.get("remove_absence", "")
        kept = [values for number, values in sorted(found.items()) if str(number) != removed]
        return cls(_rows([values for values in kept if any(one.strip() for one in values.values())]))

    @property
    def filled(self) -> list[AbsenceRow]:
        """Return the rows in which something is written."""
        return [row for row in self.rows if not row.is_blank]

    def check(self) -> list[str]:
        """Return what is wrong, each with the number of its row, and put it at the fields."""
        return [
            gettext("Absence %(number)s: %(words)s", number=number, words=" ".join(wrong))
            for number, row in enumerate(self.filled, start=1)
            if (wrong := row.check())
        ]

    def values(self) -> tuple[Absence, ...]:
        """Return the absences. Raises Refusal when one ends before it begins."""
        return tuple(row.absence() for row in self.filled)


def _rows(written: list[Mapping[str, str]]) -> list[AbsenceRow]:
    """Return a row for each of *written*, numbered anew, and a blank one."""
    return [_row(number, values) for number, values in enumerate([*written[: MOST_ABSENCES + 1], {}])]


def _row(number: int, values: Mapping[str, str]) -> AbsenceRow:
    prefix = f"absence-{number}-"
    names = ("first", "first_time", "last", "last_time")
    posted: Any = MultiDict({f"{prefix}{name}": values.get(name, "") for name in names})
    return AbsenceRow(posted, prefix=prefix)


def _written(absence: Absence) -> Mapping[str, str]:
    """Return how a row shows *absence*: whole days without clocks."""
    begins_at, ends_at = absence.begins_at, absence.ends_at
    is_whole = begins_at.time() == ends_at.time() == _MIDNIGHT
    last = ends_at - _DAY if is_whole else ends_at
    return {
        "first": begins_at.date().isoformat(),
        "first_time": "" if is_whole else f"{begins_at:%H:%M}",
        "last": last.date().isoformat(),
        "last_time": "" if is_whole else f"{ends_at:%H:%M}",
    }
