"""What the editors share: one attempt to save, the difference that a stale form shows, times that ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from babel.dates import format_date
from flask import current_app
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from webinars.domain.errors import DoubledTime, Refusal, Stale
from webinars.domain.running_order import Finding
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import Reading, check_zone, offset_words, reading_of, to_utc
from webinars.letters.times import stated
from webinars.models.invitations import Meeting
from webinars.services.sessions import SessionTime
from webinars.web.answers import sentence
from webinars.web.forms import Form, LocalizedField, OneLine, options, own_name

MINUTE_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed: what is stored now, and what the form says."""

    label: str
    theirs: str
    mine: str


class OfficeText(LocalizedField):
    """A text in each language that the office offers."""

    def __init__(self, label: str = "", validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, languages=current_app.config["LANGUAGES"], **kwargs)


class EditForm(Form):
    """A form that edits a row; *version* is that of the row when the form was opened."""

    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: tuple[Difference, ...] = ()

    @property
    def expected(self) -> int:
        """Return the version that the form was opened with; 0, which none has, when it says none."""
        return version_in(self.version)

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal; a stale form also shows what differs, and saves over it when it is sent again."""
        super().refuse(refusal)
        if isinstance(refusal, Stale):
            self.differences = tuple(self._differences(refusal))
            self.version.data = str(refusal.version)

    def stored(self, column: str, value: object) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        return column, value

    def _differences(self, stale: Stale) -> list[Difference]:
        found = []
        for column, value in stale.theirs.items():
            name, held = self.stored(column, value)
            if name in self:
                field = self[name]
                found.append(Difference(field.label.text, words(field, held), words(field, field.data)))
        return found


class TimeForm(EditForm):
    """The time of a part: a wall clock, its zone and the length; asks which of two readings is meant."""

    local_start = DateTimeLocalField(
        _l("Start"),
        [InputRequired(_l("Choose the date and the time of the start."))],
        format=MINUTE_FORMATS,
        description=_l("On the clocks of the time zone below."),
    )
    zone = StringField(
        _l("Time zone"),
        [OneLine(64)],
        description=_l(
            "Its IANA name, like Asia/Tokyo. Leave it empty only for a past part whose zone nobody knows."
        ),
    )
    reading = RadioField(_l("Which of the two?"), [Optional()], choices=[], validate_choice=False)
    minutes = IntegerField(
        _l("Length in minutes"), [InputRequired(_l("Enter how many minutes the part takes."))]
    )

    def attempt(self, save: Callable[[], object]) -> bool:
        """Save what was posted; else, where its clock happens twice, ask which of the two is meant."""
        is_saved = super().attempt(save)
        if not is_saved:
            self.ask_again()
        return is_saved

    def ask_again(self) -> None:
        """Ask about the clock that was typed, where there is one."""
        if self.local_start.data and self.zone.data:
            self.ask_reading()

    def ask_reading(self) -> None:
        """Offer the two readings of a wall clock that happens twice, each with its offset from UTC."""
        zone = self.zone.data
        try:
            zone = check_zone(zone)
            to_utc(self.local_start.data, zone)
        except DoubledTime as doubled:
            first, second = offset_words(doubled.first, zone), offset_words(doubled.second, zone)
            self.reading.choices = options(
                [
                    (Reading.FIRST.value, gettext("The first time (%(offset)s)", offset=first)),
                    (Reading.SECOND.value, gettext("The second time (%(offset)s)", offset=second)),
                ]
            )
        except Refusal:
            return  # The field says so already.

    def show(self, meeting: Meeting) -> None:
        """Fill in the time of *meeting*, with the reading where its clock happens twice."""
        if meeting.starts_at is not None and meeting.zone is not None:
            reading = reading_of(meeting.starts_at, meeting.zone)
            self.reading.data = reading.value if reading else None
            self.ask_reading()

    def time(self) -> SessionTime:
        """Return the time that was posted."""
        is_read = self.reading.data in set(Reading)
        return SessionTime(
            local_start=self.local_start.data,
            zone=self.zone.data or None,
            minutes=self.minutes.data,
            reading=Reading(self.reading.data) if is_read else None,
        )


def version_in(field: HiddenField) -> int:
    """Return the version that a field carries; 0, which no row has, when it carries none."""
    written = field.data or ""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def words(field: Any, value: object) -> str:
    """Return a value in the words that *field* has for it."""
    if isinstance(value, LocalizedText):
        return " / ".join(f"{own_name(tag)}: {text}" for tag, text in value.pairs)
    if isinstance(value, (list, tuple)):
        return ", ".join(words(field, one) for one in value)
    plain = value.value if isinstance(value, Enum) else value
    choices = {one.value: one.label for one in field.iter_choices()} if _has_choices(field) else {}
    if plain is not None and str(plain) in choices:
        return str(choices[str(plain)])
    if isinstance(plain, datetime):
        return stated(plain)
    if isinstance(plain, date):
        return format_date(plain, "long", locale=get_locale())
    return "" if plain is None else str(plain)


def finding_words(finding: Finding) -> str:
    """Return a finding in the reader's language."""
    return sentence(Refusal(finding.text, field=None, **finding.values))


def _has_choices(field: Any) -> bool:
    return bool(getattr(field, "choices", None))
