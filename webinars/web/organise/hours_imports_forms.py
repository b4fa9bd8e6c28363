"""The forms of an import of holidays: the file, then which days of it and for which cities."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from webinars.domain.calendar.holidays import read_typed, typed
from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import zone_city
from webinars.models.cities import City
from webinars.web.forms import Form, options
from webinars.web.joining import in_line
from webinars.web.organise.imports_forms import UploadForm
from webinars.web.reader import language

CITY, COUNTRY, ZONE = "city", "country", "zone"
MOST_NAMES = 6  # of cities in a choice; the others are counted
MOST_ROWS = 20_000  # days times cities: more take longer than a page may


class HolidaysFileForm(UploadForm):
    """The file alone: what a holiday is called stays as the file says it."""

    file = FileField(
        _l("Calendar file"),
        [InputRequired(_l("Choose a file."))],
        description=_l("A file that ends with .ics, with one event for each holiday; at most 1 MB."),
    )
    language = None


class TakeOverForm(Form):
    """The days as they were shown, those of them that are ticked, and whose holidays they are."""

    lines = HiddenField()
    day = SelectMultipleField(_l("Days to take over"), validate_choice=False)
    scope = RadioField(_l("Whose holidays are these?"), [InputRequired()])
    others = SelectMultipleField(_l("These members too"), validate_choice=False)

    def offer(self, city: City, members: Sequence[City]) -> None:
        """Fill the choices of cities: *city* alone, with those of its country, with those of its zone."""
        self._city, self._members = city, members
        scopes = [(CITY, gettext("%(city)s alone", city=city.name.best(language())))]
        if len(self._of(COUNTRY)) > 1:
            scopes.append(
                (COUNTRY, gettext("All of the same country: %(cities)s", cities=self._named(COUNTRY)))
            )
        if len(self._of(ZONE)) > 1:
            words = gettext(
                "All on the clocks of %(zone)s: %(cities)s",
                zone=zone_city(city.zone),
                cities=self._named(ZONE),
            )
            scopes.append((ZONE, words))
        self.scope.choices = options(scopes)
        self.others.choices = options(
            (one.slug, one.name.best(language())) for one in members if one.id != city.id
        )

    def propose(self, days: Mapping[date, str]) -> None:
        """Fill in the days of a file that has just come, all of them ticked."""
        self.lines.data = "\n".join(typed(*one) for one in days.items())
        self.day.data = [day.isoformat() for day in days]
        self.scope.data = CITY

    def shown(self) -> Mapping[date, str]:
        """Return all days that the page shows. Raises Refusal when they were lost on the way."""
        return read_typed(self.lines.data or "", field="lines")

    def days(self) -> Mapping[date, str]:
        """Return the days that are ticked, name by date. Raises Refusal at "day" for none or too many."""
        ticked = set(self.day.data or ())
        days = {day: name for day, name in self.shown().items() if day.isoformat() in ticked}
        if not days:
            raise Refusal(N_("Tick at least one day."), field="day")
        if len(days) * len(self.city_ids()) > MOST_ROWS:
            raise Refusal(
                N_("These are too many days for so many cities. Take them over in two steps."), field="day"
            )
        return days

    def city_ids(self) -> Collection[int]:
        """Return the cities that were chosen."""
        named = set(self.others.data or ())
        chosen = [*self._of(self.scope.data), *(one for one in self._members if one.slug in named)]
        return {city.id for city in chosen}

    def _of(self, scope: str) -> list[City]:
        """Return the cities of a scope, the first of them always that of the page."""
        mine = self._city
        others = [one for one in self._members if one.id != mine.id]
        if scope == COUNTRY and mine.country:
            return [mine, *(one for one in others if one.country == mine.country)]
        if scope == ZONE:
            return [mine, *(one for one in others if one.zone == mine.zone)]
        return [mine]

    def _named(self, scope: str) -> str:
        names = [one.name.best(language()) for one in self._of(scope)]
        words = in_line(names[:MOST_NAMES])
        more = len(names) - MOST_NAMES
        return gettext("%(cities)s and %(count)s more", cities=words, count=more) if more > 0 else words
