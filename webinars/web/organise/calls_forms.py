"""The forms of calls: their texts, their two times, a later close."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Optional

from webinars.domain.errors import DoubledTime, Refusal
from webinars.domain.timezones import Reading, check_zone, offset_words, reading_of, to_utc
from webinars.letters.names import seminar_name
from webinars.models.calls import Call
from webinars.models.seminars import Seminar, Series
from webinars.models.themes import Theme
from webinars.services.calls import CallFields, CallTimes
from webinars.web.forms import MailAddress, OneLine, options, own_name
from webinars.web.organise.editors import MINUTE_FORMATS, EditForm, OfficeText
from webinars.web.reader import language


class CallForm(EditForm):
    """What is written about a call; fields are named like its columns where they hold the same."""

    title = OfficeText(_l("Title"), is_required=True)
    slug = StringField(
        _l("Short name"),
        [InputRequired(_l("Write a short name.")), OneLine(80)],
        description=_l(
            "Part of the address of the page. Small letters a–z, digits and hyphens. Fixed once published."
        ),
    )
    seminar = SelectField(
        _l("For the seminar"), description=_l("Accepted cities become delegations of this seminar.")
    )
    series = SelectField(_l("For the series"))
    programme = OfficeText(
        _l("For the programme"), description=_l("Its name, where the call is for no one seminar or series.")
    )
    run_by = OfficeText(_l("Who asks"))
    introduction = OfficeText(_l("Introduction"), limit=5000, is_long=True)
    themes = SelectMultipleField(
        _l("Themes offered"), description=_l("Applicants choose among these, and may write others.")
    )
    asks_presentation = BooleanField(
        _l("Ask whether the city would like to give a presentation"), default=True
    )
    languages = SelectMultipleField(_l("Languages of the call"))
    contact_email = EmailField(_l("E-mail for questions"), [Optional(), MailAddress()])
    most_points = IntegerField(
        _l("Highest number of points"),
        [InputRequired(_l("Write a number."))],
        default=5,
        description=_l("The committee judges each criterion from 0 to this number."),
    )

    def offer(
        self,
        seminars: Sequence[Seminar],
        series: Sequence[Series],
        themes: Sequence[Theme],
        call: Call | None = None,
        chosen: Sequence[Theme] = (),
    ) -> None:
        """Fill the choices; of a *call*, show what is not a column as it stands."""
        reader, none = language(), ("", gettext("None"))
        self.seminar.choices = options([none, *((one.slug, seminar_name(one, reader)) for one in seminars)])
        self.series.choices = options([none, *((one.slug, one.name.best(reader)) for one in series)])
        self.themes.choices = options((one.slug, one.name.best(reader)) for one in themes)
        spoken = dict.fromkeys((*current_app.config["LANGUAGES"], *(call.languages if call else ())))
        self.languages.choices = options((tag, own_name(tag)) for tag in spoken)
        self._seminars = {one.slug: one.id for one in seminars}
        self._series = {one.slug: one.id for one in series}
        self._themes = {one.slug: one.id for one in themes}
        if call is not None and not self.is_submitted():
            self.version.data = str(call.version)
            self.seminar.data = call.seminar.slug if call.seminar else ""
            self.series.data = call.series.slug if call.series else ""
            self.themes.data = [theme.slug for theme in chosen]

    def fields(self) -> CallFields:
        """Return what was posted."""
        return CallFields(
            slug=self.slug.data,
            title=self.title.data,
            languages=tuple(self.languages.data or ()),
            introduction=self.introduction.data,
            run_by=self.run_by.data,
            programme=self.programme.data,
            seminar_id=self._seminars.get(self.seminar.data),
            series_id=self._series.get(self.series.data),
            contact_email=self.contact_email.data or None,
            asks_presentation=self.asks_presentation.data,
            most_points=self.most_points.data,
            theme_ids=frozenset(self._themes[slug] for slug in self.themes.data or ()),
        )

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        for name, ids in (("seminar", self._seminars), ("series", self._series)):
            if column == f"{name}_id":
                return name, next((slug for slug, ident in ids.items() if ident == value), "")
        return column, value


class CloseForm(EditForm):
    """The close of a call on its host's clock; asks which of two readings is meant."""

    local_closes = DateTimeLocalField(
        _l("Closes"),
        [InputRequired(_l("Choose the date and the time of the close."))],
        format=MINUTE_FORMATS,
        description=_l("Nothing is taken from this minute on. On the clocks of the host."),
    )
    closes_reading = RadioField(_l("Which of the two?"), [Optional()], choices=[], validate_choice=False)

    def ask(self, zone: str) -> None:
        """Offer the two readings where the close happens twice in *zone*."""
        _ask(self.local_closes, self.closes_reading, zone)

    def reading(self) -> Reading | None:
        """Return the chosen reading of the close."""
        return _read(self.closes_reading)


class TimesForm(CloseForm):
    """From when to when a call is open, and on whose clocks."""

    zone = StringField(
        _l("Time zone of the host"),
        [InputRequired(_l("Choose a time zone.")), OneLine(64)],
        description=_l("Its IANA name, like Asia/Tokyo."),
    )
    local_opens = DateTimeLocalField(
        _l("Opens"),
        [InputRequired(_l("Choose the date and the time of the opening."))],
        format=MINUTE_FORMATS,
        description=_l("On the clocks of the host."),
    )
    opens_reading = RadioField(_l("Which of the two?"), [Optional()], choices=[], validate_choice=False)

    def ask_again(self) -> None:
        """Offer the two readings of each clock that happens twice."""
        zone = self.zone.data or ""
        _ask(self.local_opens, self.opens_reading, zone)
        self.ask(zone)

    def show(self, call: Call) -> None:
        """Show the readings of the call's own times."""
        for field, instant in ((self.opens_reading, call.opens_at), (self.closes_reading, call.closes_at)):
            reading = reading_of(instant, call.zone)
            field.data = reading.value if reading else None

    def times(self) -> CallTimes:
        """Return what was posted."""
        return CallTimes(
            zone=self.zone.data,
            local_opens=self.local_opens.data,
            local_closes=self.local_closes.data,
            opens_reading=_read(self.opens_reading),
            closes_reading=self.reading(),
        )


class NewCallForm(TimesForm, CallForm):
    """A new call, with its times."""


def _ask(clock: DateTimeLocalField, reading: RadioField, zone: str) -> None:
    if clock.data is None:
        return
    try:
        to_utc(clock.data, check_zone(zone))
    except DoubledTime as doubled:
        first, second = (offset_words(one, check_zone(zone)) for one in (doubled.first, doubled.second))
        reading.choices = options(
            [
                (Reading.FIRST.value, gettext("The first time (%(offset)s)", offset=first)),
                (Reading.SECOND.value, gettext("The second time (%(offset)s)", offset=second)),
            ]
        )
    except Refusal:
        return  # The field says so already.


def _read(reading: RadioField) -> Reading | None:
    return Reading(reading.data) if reading.data in set(Reading) else None
