"""The hours of a day in words, the same in letters and on pages."""

from collections.abc import Collection

from babel.dates import get_day_names
from babel.lists import format_list
from flask_babel import get_locale

from webinars.domain.errors import N_
from webinars.domain.hours import DAY_MINUTES, Band, Hours
from webinars.letters.translating import gettext

# What each band is called, untranslated. The levels of domain/planner/changes have the same names.
BANDS = {
    "preferred": N_("Good hours"),
    "acceptable": N_("Acceptable hours"),
    "possible": N_("Possible hours"),
}
_LIST_LOCALES = {"en": "en_GB"}  # Without a comma before "and", as our own texts have it.


def bands_of(hours: Hours) -> tuple[tuple[str, str], ...]:
    """Return what each band is called, and when it is."""
    return tuple((gettext(label), band_words(getattr(hours, name))) for name, label in BANDS.items())


def band_words(band: Band) -> str:
    """Return a band as "09:00–18:00", of which the end is the next day's where it is the earlier clock."""
    begin, end = band.from_minute, band.to_minute % DAY_MINUTES
    if begin == end:
        return str(gettext("the whole day"))
    return f"{_clock(begin)}–{_clock(end or DAY_MINUTES)}"


def weekdays_words(days: Collection[int]) -> str:
    """Return weekdays (Monday = 0) by name, in order; "none" when there is none."""
    if not days:
        return str(gettext("none"))
    locale = get_locale() or "en"
    names = get_day_names("wide", locale=locale)
    return format_list([names[day] for day in sorted(days)], locale=_LIST_LOCALES.get(str(locale), locale))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
