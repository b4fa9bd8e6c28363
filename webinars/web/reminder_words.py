"""Reminders in words: when before a part they come."""

from collections.abc import Iterable

from flask_babel import gettext, ngettext

from webinars.web.joining import in_line

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60  # minutes


def rhythm_words(minutes: Iterable[int]) -> str:
    """Return all reminders of a seminar in a row; "" for none."""
    return in_line(moment_words(one) for one in minutes)


def day_words(days: int) -> str:
    """Return when a reminder of an answer comes, before its date."""
    if days == 0:
        return str(gettext("on the date itself"))
    return moment_words(days * DAY)


def moment_words(minutes: int) -> str:
    """Return when a reminder comes."""
    if minutes == 0:
        return str(gettext("at the start"))
    if minutes % WEEK == 0:
        return str(ngettext("%(num)s week before", "%(num)s weeks before", minutes // WEEK))
    if minutes % DAY == 0:
        return str(ngettext("%(num)s day before", "%(num)s days before", minutes // DAY))
    if minutes % HOUR == 0:
        return str(ngettext("%(num)s hour before", "%(num)s hours before", minutes // HOUR))
    return str(ngettext("%(num)s minute before", "%(num)s minutes before", minutes))
