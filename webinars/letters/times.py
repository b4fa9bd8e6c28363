"""Instants as people read them: the host's clock and the reader's, always with the day and the offset.

Web pages and letters both take their times from here; templates only place them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime
from flask_babel import get_locale, gettext

from webinars.domain import timezones

# CLDR's full date leaves the order to the language and always names the day of the week; its English
# has commas that "Wednesday 24 November 2021" does not need.
DATE_PATTERNS = {"en": "EEEE d MMMM y"}


@dataclass(frozen=True)
class Clock:
    """One instant, or a stretch of time, on the clocks of one zone, in words of the reader's language.

    *day_note* is "previous day", "next day" or "" against the host's date, already translated.
    """

    instant_iso: str
    date_words: str
    weekday: str
    clock: str
    end_clock: str | None
    zone: str
    zone_words: str
    day_note: str


@dataclass(frozen=True)
class TimePair:
    """The host's clock and the reader's; *reader* is None where both show the same.

    *second* is the clock of a second host, where neither of the two shows it.
    """

    host: Clock
    reader: Clock | None
    second: Clock | None = None


def time_pair(
    starts_at: datetime,
    ends_at: datetime | None,
    host_zone: str,
    reader_zone: str | None,
    *,
    second_zone: str | None = None,
) -> TimePair:
    """Return how host, second host and reader see *starts_at* to *ends_at* (UTC instants)."""

    def beside(zone: str | None, *shown: str | None) -> Clock | None:
        if zone is None or zone in shown:
            return None
        return clock_of(starts_at, ends_at, zone, against=host_zone)

    return TimePair(
        clock_of(starts_at, ends_at, host_zone),
        beside(reader_zone, host_zone),
        beside(second_zone, host_zone, reader_zone),
    )


def clock_of(
    starts_at: datetime, ends_at: datetime | None, zone: str, *, against: str | None = None
) -> Clock:
    """Return the stretch on the clocks of *zone*; *against* is the zone whose date the day note compares."""
    local = timezones.to_local(starts_at, zone)
    days = timezones.day_difference(starts_at, zone, against) if against else 0
    return Clock(
        instant_iso=local.isoformat(),
        date_words=date_words(local),
        weekday=format_date(local, "EEEE", locale=_locale()),
        clock=_clock(local),
        end_clock=_clock(timezones.to_local(ends_at, zone)) if ends_at else None,
        zone=zone,
        zone_words=zone_words(starts_at, zone),
        day_note=day_note(days),
    )


def zone_words(instant: datetime, zone: str) -> str:
    """Return the zone as city and offset at *instant*: "Paris, UTC+1"."""
    return f"{timezones.zone_city(zone)}, {timezones.offset_words(instant, zone)}"


def date_words(local: date) -> str:
    """Return a date with its weekday, in the reader's language; of a datetime, that of its clock."""
    locale = _locale()
    return format_date(local, DATE_PATTERNS.get(locale.language, "full"), locale=locale)


def day_note(days: int) -> str:
    """Say how the reader's date stands to the host's; "" when it is the same."""
    if days == 0:
        return ""
    return str(gettext("next day") if days > 0 else gettext("previous day"))


def stated(local_start: datetime) -> str:
    """Return a wall clock whose zone nobody stated, as it was stated."""
    return on_day(date_words(local_start), _clock(local_start))


def on_day(day: str, clock: str) -> str:
    """Return a date and a clock as one: "Wednesday 24 November 2021, 17:00"."""
    return str(gettext("%(date)s, %(clock)s", date=day, clock=clock))


def _clock(local: datetime) -> str:
    return str(format_datetime(local.replace(tzinfo=None), "HH:mm", locale=_locale()))


def _locale() -> Locale:
    return get_locale() or Locale("en")
