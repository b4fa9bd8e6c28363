"""Starts that are chosen by hand: read from an address or a form, on the host's clock or in UTC."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, RadioField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from webinars.domain.errors import N_, DoubledTime, Refusal
from webinars.domain.planner import checks
from webinars.domain.timezones import Reading, offset_words, reading_of, to_local, to_utc
from webinars.web.answers import sentence
from webinars.web.form_words import FormWords
from webinars.web.forms import options
from webinars.web.organise.editors import MINUTE_FORMATS
from webinars.web.organise.planning_words import wall_clock


class StartForm(PlainForm):  # type: ignore[misc]
    """When one part starts, on the host's clock."""

    class Meta(PlainForm.Meta):  # type: ignore[misc]
        """How WTForms makes the form."""

        def get_translations(self, form: object) -> FormWords:
            """Return the words for what WTForms itself finds wrong."""
            return FormWords()

    start = DateTimeLocalField(
        _l("Start"), [InputRequired(_l("Choose the date and the time."))], format=MINUTE_FORMATS
    )
    reading = RadioField(_l("Which of the two?"), [Optional()], choices=[], validate_choice=False)

    def instant(self, zone: str) -> datetime | None:
        """Return the start (UTC) by the clocks of *zone*; None with the error at the field."""
        if not self.validate():
            return None
        reading = Reading(self.reading.data) if self.reading.data in set(Reading) else None
        try:
            instant = to_utc(self.start.data, zone, reading=reading)
            checks.instant(self.start.data)
            checks.dates(self.start.data.date(), self.start.data.date())
        except DoubledTime as doubled:
            self._ask(doubled, zone)
            self.reading.errors = [sentence(doubled)]
            return None
        except Refusal as refusal:
            self.start.errors = [*self.start.errors, sentence(refusal)]
            return None
        self._keep_asking(zone)
        return instant

    def _keep_asking(self, zone: str) -> None:
        """Go on offering both readings of a clock that comes twice."""
        try:
            to_utc(self.start.data, zone)
        except DoubledTime as doubled:
            self._ask(doubled, zone)

    def _ask(self, doubled: DoubledTime, zone: str) -> None:
        first, second = offset_words(doubled.first, zone), offset_words(doubled.second, zone)
        self.reading.choices = options(
            [
                (Reading.FIRST.value, gettext("The first time (%(offset)s)", offset=first)),
                (Reading.SECOND.value, gettext("The second time (%(offset)s)", offset=second)),
            ]
        )


def prefix_of(part: int) -> str:
    """Return what the fields of a part (from 0) begin with in an address."""
    return f"part{part + 1}"


def start_forms(given: Any, names: Sequence[str]) -> list[StartForm]:
    """Return a form for each part, called *names*, filled from what was *given* by an address or a form."""
    forms = [StartForm(given, prefix=prefix_of(part)) for part in range(len(names))]
    for form, name in zip(forms, names, strict=True):
        form.start.label.text = gettext("Start of %(part)s", part=name)
    return forms


def start_values(starts: Sequence[datetime], zone: str) -> dict[str, str]:
    """Return how an address or a form says *starts* (UTC): on the clocks of *zone*."""
    return dict(_start_values(starts, zone))


def _start_values(starts: Sequence[datetime], zone: str) -> Iterator[tuple[str, str]]:
    for part, start in enumerate(starts):
        yield f"{prefix_of(part)}-start", wall_clock(to_local(start, zone))
        if reading := reading_of(start, zone):
            yield f"{prefix_of(part)}-reading", reading.value


def instants(forms: Sequence[StartForm], zone: str) -> tuple[datetime, ...] | None:
    """Return the starts (UTC) of all *forms*; None where one is refused, with the error at its field."""
    found = [form.instant(zone) for form in forms]
    chosen = tuple(instant for instant in found if instant is not None)
    return chosen if len(chosen) == len(found) else None


def utc_starts(given: Sequence[str], count: int) -> tuple[datetime, ...]:
    """Return the starts that a script asks about, as "2026-11-25T02:00Z". Raises Refusal for others."""
    if len(given) != count:
        raise Refusal(N_("Name one start for each part."))
    return tuple(_utc_start(one) for one in given)


def utc_words(instant: datetime) -> str:
    """Return an instant as `utc_starts` reads it."""
    return f"{instant:%Y-%m-%dT%H:%MZ}"


def _utc_start(given: str) -> datetime:
    try:
        instant = datetime.strptime(given, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        text = N_("“%(given)s” is no time. Write it like 2026-11-25T02:00Z.")
        raise Refusal(text, given=given[:20]) from None
    checks.instant(instant)
    checks.dates(instant.date(), instant.date())
    return instant
