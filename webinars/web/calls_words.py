"""Calls in words: where they stand, whom they are for, and their two times."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from webinars.letters.names import seminar_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.calls import Call, CallState
from webinars.web.reader import language


@dataclass(frozen=True)
class Standing:
    """Where a call stands, as a word with a mark; *is_open* while it takes applications."""

    word: str
    mark: str
    is_open: bool = False


def standing_of(call: Call, *, now: datetime) -> Standing:
    """Return where a call stands at *now*."""
    if call.state is CallState.DRAFT:
        return Standing(gettext("Draft"), "wait")
    if call.state is CallState.CANCELLED:
        return Standing(gettext("Cancelled"), "stop")
    if now < call.opens_at:
        return Standing(gettext("Not open yet"), "wait")
    if now < call.closes_at:
        return Standing(gettext("Open"), "ok", is_open=True)
    return Standing(gettext("Closed"), "off")


def purpose_words(call: Call) -> str:
    """Return what a call (seminar and series loaded) is for: a seminar, a series, or its programme."""
    if call.seminar is not None:
        return seminar_name(call.seminar, language())
    named = call.series.name if call.series is not None else call.programme
    return named.best(language())


def opens(call: Call, zone: str | None) -> TimePair:
    """Return the opening on the host's clock and that of *zone*."""
    return time_pair(call.opens_at, None, call.zone, zone)


def closes(call: Call, zone: str | None) -> TimePair:
    """Return the close on the host's clock and that of *zone*."""
    return time_pair(call.closes_at, None, call.zone, zone)
