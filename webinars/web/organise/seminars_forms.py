"""The forms of seminars: their texts and rules, a new series, the next edition."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Optional

from webinars.domain.answering import OFFERED as OFFERED_DAYS
from webinars.domain.errors import N_, Refusal, SkippedTime
from webinars.domain.reminders import OFFERED
from webinars.domain.seating import Mode
from webinars.domain.timezones import Reading, check_zone, offset_words, to_local, to_utc
from webinars.letters.times import stated
from webinars.models.cities import City
from webinars.models.seminars import ANSWER_REMINDER_DAYS, REMINDER_MINUTES, Seminar, Series
from webinars.services.duplicates import Edition
from webinars.services.seminar_fields import SeminarFields
from webinars.services.shifts import Question
from webinars.web.answers import sentence
from webinars.web.forms import MailAddress, OneLine, options, own_name
from webinars.web.organise.editors import MINUTE_FORMATS, EditForm, OfficeText
from webinars.web.reader import language
from webinars.web.reminder_words import day_words, moment_words

SLUG_HELP = _l(
    "Part of the address of the page. Small letters a–z, digits and hyphens. Fixed once published."
)
MODES = (
    (Mode.OPEN.value, _l("Whoever confirms has a seat")),
    (Mode.APPROVAL.value, _l("An organiser approves each registration")),
)


class SeminarForm(EditForm):
    """What is written about a seminar; fields are named like its columns where they hold the same."""

    theme = OfficeText(_l("Theme"), is_required=True)
    slug = StringField(
        _l("Short name"), [InputRequired(_l("Write a short name.")), OneLine(80)], description=SLUG_HELP
    )
    series = SelectField(_l("Series"))
    edition = IntegerField(_l("Edition"), [Optional()], description=_l("Its number in the series."))
    host_name = OfficeText(_l("Host"), description=_l("Who holds the seminar. Leave empty to show the city."))
    host_city = SelectField(_l("City of the host"))
    second_host_city = SelectField(
        _l("City of the second host"), default="", description=_l("Its clock stands beside the first host’s.")
    )
    zone = StringField(
        _l("Time zone of the host"), [OneLine(64)], description=_l("Its IANA name, like Asia/Tokyo.")
    )
    languages = SelectMultipleField(_l("Languages spoken"))
    introduction = OfficeText(_l("Introduction"), limit=5000, is_long=True)
    split_reason = OfficeText(_l("Why there are several parts"), limit=1000, is_long=True)
    audience = OfficeText(_l("For whom"), limit=500)
    contact_office = OfficeText(_l("Office for questions"))
    contact_email = EmailField(_l("E-mail for questions"), [Optional(), MailAddress()])
    contact_phone = StringField(_l("Telephone for questions"), [OneLine(40)])
    registration_mode = RadioField(_l("Registration"), choices=options(MODES), default=Mode.OPEN.value)
    registration_closes = DateTimeLocalField(
        _l("Registration closes"),
        [Optional()],
        format=MINUTE_FORMATS,
        description=_l("On the host’s clock. Leave empty to close each part when it starts."),
    )
    answer_by = DateField(_l("Cities and presenters answer by"), [Optional()])
    presenters_edit_until = DateField(_l("Presenters edit their texts until"), [Optional()])
    reminder_minutes = SelectMultipleField(
        _l("Reminders of each part"),
        coerce=int,
        default=REMINDER_MINUTES,
        description=_l("Letters to everybody who has a seat or presents. Each person can stop them."),
    )

    answer_reminder_days = SelectMultipleField(
        _l("Reminders of the answer"),
        coerce=int,
        default=ANSWER_REMINDER_DAYS,
        description=_l(
            "Letters to cities and presenters who are silent, before their date. Slides and videos that are "
            "missing are asked for on the same days before theirs."
        ),
    )

    def offer(self, series: Sequence[Series], cities: Sequence[City], seminar: Seminar | None = None) -> None:
        """Fill the choices; of a *seminar*, show what is not a column as it stands."""
        reader = language()
        none = ("", gettext("None"))
        self.series.choices = options([none, *((one.slug, one.name.best(reader)) for one in series)])
        hosts = options([none, *((one.slug, one.name.best(reader)) for one in cities)])
        self.host_city.choices = self.second_host_city.choices = hosts
        self._slugs = {one.id: one.slug for one in series}, {one.id: one.slug for one in cities}
        spoken = dict.fromkeys((*current_app.config["LANGUAGES"], *(seminar.languages if seminar else ())))
        self.languages.choices = options((tag, own_name(tag)) for tag in spoken)
        self.reminder_minutes.choices = options((one, moment_words(one)) for one in OFFERED)
        self.answer_reminder_days.choices = options((one, day_words(one)) for one in OFFERED_DAYS)
        if seminar is not None and not self.is_submitted():
            self._show(seminar)

    def fields(self, series: Sequence[Series], cities: Sequence[City]) -> SeminarFields:
        """Return what was posted; raise Refusal at a field that names no instant."""
        return SeminarFields(
            slug=self.slug.data,
            series_id=next((one.id for one in series if one.slug == self.series.data), None),
            edition=self.edition.data,
            theme=self.theme.data,
            introduction=self.introduction.data,
            split_reason=self.split_reason.data,
            audience=self.audience.data,
            host_city_id=next((one.id for one in cities if one.slug == self.host_city.data), None),
            second_host_city_id=next(
                (one.id for one in cities if one.slug == self.second_host_city.data), None
            ),
            host_name=self.host_name.data,
            contact_office=self.contact_office.data,
            contact_email=self.contact_email.data or None,
            contact_phone=self.contact_phone.data or None,
            zone=check_zone(self.zone.data) if self.zone.data else None,
            languages=tuple(self.languages.data),
            registration_mode=Mode(self.registration_mode.data),
            registration_closes_at=self._closes_at(),
            answer_by=self.answer_by.data,
            presenters_edit_until=self.presenters_edit_until.data,
            reminder_minutes=tuple(self.reminder_minutes.data),
            answer_reminder_days=tuple(self.answer_reminder_days.data),
        )

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        if column == "series_id":
            return "series", self._slugs[0].get(value, "")
        if column == "host_city_id":
            return "host_city", self._slugs[1].get(value, "")
        if column == "second_host_city_id":
            return "second_host_city", self._slugs[1].get(value, "")
        if column == "registration_closes_at":
            return "registration_closes", value and to_local(value, check_zone(self.zone.data)).replace(
                tzinfo=None
            )
        return column, value

    def _show(self, seminar: Seminar) -> None:
        self.version.data = str(seminar.version)
        self.series.data = self._slugs[0].get(seminar.series_id or 0, "")
        self.host_city.data = self._slugs[1].get(seminar.host_city_id or 0, "")
        self.second_host_city.data = self._slugs[1].get(seminar.second_host_city_id or 0, "")
        self.registration_mode.data = seminar.registration_mode.value
        if seminar.registration_closes_at is not None and seminar.zone is not None:
            closes = to_local(seminar.registration_closes_at, seminar.zone)
            self.registration_closes.data = closes.replace(tzinfo=None)

    def _closes_at(self) -> Any:
        if self.registration_closes.data is None:
            return None
        if not self.zone.data:
            raise Refusal(N_("Choose the time zone, so that the closing time means something."), field="zone")
        try:
            return to_utc(self.registration_closes.data, check_zone(self.zone.data))
        except Refusal as refusal:
            if refusal.field == "local_start":
                refusal.field = "registration_closes"
            raise


class SeriesForm(EditForm):
    """A new series."""

    name = OfficeText(_l("Name"), is_required=True)
    slug = StringField(
        _l("Short name"),
        [InputRequired(_l("Write a short name.")), OneLine(80)],
        description=_l("Small letters a–z, digits and hyphens."),
    )


class DuplicateForm(EditForm):
    """The next edition; asks about each part whose clock names no one instant on its new date."""

    first_date = DateField(
        _l("Date of the first part"),
        [InputRequired(_l("Choose a date."))],
        description=_l("Each part keeps its time of day and its distance from the first."),
    )
    slug = StringField(
        _l("Short name"), [InputRequired(_l("Write a short name.")), OneLine(80)], description=SLUG_HELP
    )
    edition = IntegerField(_l("Edition"), [Optional()])

    def edition_wanted(self, readings: Mapping[str, Reading]) -> Edition:
        """Return what was posted; *readings* are the chosen ones by key of part."""
        return Edition(
            first_date=self.first_date.data, slug=self.slug.data, edition=self.edition.data, readings=readings
        )


def question_words(question: Question) -> tuple[str, tuple[tuple[str, str], tuple[str, str]]]:
    """Return the question about a part, and its two answers: reading and words."""
    zone, error = question.zone, question.error
    instants = (error.before, error.after) if isinstance(error, SkippedTime) else (error.first, error.second)
    first, second = (f"{stated(to_local(one, zone))}, {offset_words(one, zone)}" for one in instants)
    return sentence(error), ((Reading.FIRST.value, first), (Reading.SECOND.value, second))
