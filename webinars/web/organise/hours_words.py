"""Hours, days off and absences in the reader's language, and a day drawn as a bar."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from babel.dates import format_date
from flask_babel import get_locale, gettext, lazy_gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.absences import Absence
from webinars.domain.hours import CELL_MINUTES, DAY_MINUTES, Hours, Level, level_at
from webinars.domain.planner.problems import Attend
from webinars.letters.hours import BANDS as NAMES
from webinars.letters.hours import bands_of
from webinars.letters.times import date_words, stated
from webinars.web.joining import in_line, with_label

HEIGHT = 24
# Each hour is as high as it is good: the bar can be read without its colours.
HEIGHTS = {Level.GOOD: HEIGHT, Level.ACCEPTABLE: 16, Level.AWKWARD: 8, Level.FORBIDDEN: 2}

BANDS = {name: lazy_gettext(text) for name, text in NAMES.items()}
ATTENDS = {
    Attend.ONE: _l("One part, the one that suits it best"),
    Attend.ALL: _l("All parts"),
}
_MONDAY = date(2024, 1, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Segment:
    """A stretch of the day of one level; in minutes along the day, and upwards from the lower edge."""

    level: str
    x: int
    width: int
    y: int
    height: int


@dataclass(frozen=True)
class Bar:
    """A day of 24 hours from midnight to midnight, as it is drawn and as it is said."""

    segments: tuple[Segment, ...]
    bands: tuple[tuple[str, str], ...]
    width: int = DAY_MINUTES
    height: int = HEIGHT

    @property
    def words(self) -> str:
        """Return the whole in one line, for those who do not see it."""
        return in_line(with_label(name, words) for name, words in self.bands)


def bar_of(hours: Hours) -> Bar:
    """Return the bar of *hours*."""
    return Bar(tuple(_segments(hours)), bands_of(hours))


def hours_words(hours: Hours) -> str:
    """Return hours on one line: "Good hours 09:00–18:00, …"."""
    return in_line(f"{name} {words}" for name, words in bands_of(hours))


def weekday_names() -> list[str]:
    """Return the days of the week from Monday on."""
    return [format_date(_MONDAY + number * _DAY, "EEEE", locale=get_locale()) for number in range(7)]


def absence_words(absence: Absence) -> str:
    """Return an absence as its days, or as its days and clocks."""
    begins_at, ends_at = absence.begins_at, absence.ends_at
    if begins_at.time() == ends_at.time() == time():
        first, last = date_words(begins_at), date_words(ends_at - _DAY)
        return first if first == last else str(gettext("%(first)s to %(last)s", first=first, last=last))
    if begins_at.date() == ends_at.date():
        return f"{stated(begins_at)}–{ends_at:%H:%M}"
    return str(gettext("%(first)s to %(last)s", first=stated(begins_at), last=stated(ends_at)))


def _segments(hours: Hours) -> list[Segment]:
    cells = range(0, DAY_MINUTES, CELL_MINUTES)
    found = []
    for level, run in groupby(cells, key=lambda minute: level_at(minute, hours)):
        minutes = list(run)
        height = HEIGHTS[level]
        width = len(minutes) * CELL_MINUTES
        found.append(Segment(level.value, minutes[0], width, HEIGHT - height, height))
    return found
