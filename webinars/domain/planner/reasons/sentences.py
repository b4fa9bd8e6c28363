"""A sentence that waits for its language, with values that each reader's words say in their own way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from webinars.domain.errors import N_
from webinars.domain.timezones import Reading, reading_of, to_local, transitions, utc_offset


@dataclass(frozen=True, slots=True)
class Day:
    """A date, said in full: "Wednesday 24 November 2021"."""

    on: date


@dataclass(frozen=True, slots=True)
class Weekday:
    """A date near one that was said in full: "Wednesday"."""

    on: date


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of a city's clock (naive); *reading* where the clock shows it twice."""

    at: datetime
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a city's clock after its first day was said; a later day of its end is said with it."""

    begin: Clock
    end: Clock


@dataclass(frozen=True, slots=True)
class Minutes:
    """A length of time: "60 minutes"."""

    count: int


@dataclass(frozen=True, slots=True)
class Either:
    """Things of which one is meant: "Tokyo, Paris or Lima"."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An untranslated *text* with ``%(name)s`` places, and the *values* for them.

    A tuple is a list: "Tokyo, Paris and Lima". A sentence within a sentence is a phrase of it.
    """

    text: str
    values: Mapping[str, "Value"] = field(default_factory=dict)


Value = str | int | Day | Weekday | Clock | Span | Minutes | Either | Sentence | tuple["Value", ...]


class Words(Protocol):
    """A reader's language."""

    def text(self, text: str) -> str:
        """Return an English text in the reader's language, with its places as they are."""

    def day(self, day: date) -> str:
        """Return a date with its weekday, month and year."""

    def weekday(self, day: date) -> str:
        """Return the name of the weekday of a date."""

    def clock(self, at: datetime) -> str:
        """Return the time of a wall clock."""

    def minutes(self, count: int) -> str:
        """Return a number of minutes."""

    def listing(self, items: Sequence[str]) -> str:
        """Return several things as one: "Tokyo, Paris and Lima"."""

    def choice(self, items: Sequence[str]) -> str:
        """Return several things of which one is meant: "Tokyo, Paris or Lima"."""


_READINGS = {
    Reading.FIRST: N_("%(clock)s (the first time)"),
    Reading.SECOND: N_("%(clock)s (the second time)"),
}
_WIDEST_CHANGE = timedelta(hours=26)
_SPAN = N_("from %(start)s to %(end)s")
_SPAN_TO_MIDNIGHT = N_("from %(start)s to midnight")
_SPAN_OVER_MIDNIGHT = N_("from %(start)s to %(end)s on %(weekday)s")


def say(sentence: Sentence, words: Words) -> str:
    """Return *sentence* in the reader's words."""
    said = {name: _said(value, words) for name, value in sentence.values.items()}
    return words.text(sentence.text) % said


def span_of(starts_at: datetime, minutes: int, zone: str) -> Span:
    """Return a stretch of *minutes* from *starts_at* (UTC) on the clocks of *zone*."""
    return spans_of((starts_at,), (minutes,), zone)[0]


def spans_of(starts: Sequence[datetime], minutes: Sequence[int], zone: str) -> tuple[Span, ...]:
    """Return stretches from *starts* (UTC, in any order) on the clocks of *zone*."""
    last = max(starts) + timedelta(minutes=max(minutes))
    if not transitions(zone, min(starts) - _WIDEST_CHANGE, last + _WIDEST_CHANGE):
        return _steady_spans(tuple(starts), tuple(minutes), utc_offset(starts[0], zone))
    pairs = zip(starts, minutes, strict=True)
    return tuple(
        Span(clock_of(start, zone), clock_of(start + timedelta(minutes=length), zone))
        for start, length in pairs
    )


@lru_cache(maxsize=256)
def _steady_spans(
    starts: tuple[datetime, ...], minutes: tuple[int, ...], offset: timedelta
) -> tuple[Span, ...]:
    """Return stretches on all clocks of one offset: no change is near, so no time is shown twice."""
    local = [(start + offset).replace(tzinfo=None) for start in starts]
    return tuple(
        Span(Clock(begin), Clock(begin + timedelta(minutes=length)))
        for begin, length in zip(local, minutes, strict=True)
    )


def clock_of(instant: datetime, zone: str) -> Clock:
    """Return what the clocks of *zone* show at *instant*."""
    return Clock(to_local(instant, zone).replace(tzinfo=None), reading_of(instant, zone))


def _said(value: Value, words: Words) -> str:
    match value:
        case Sentence():
            return say(value, words)
        case tuple():
            return words.listing([_said(item, words) for item in value])
        case Either(items):
            return words.choice([_said(item, words) for item in items])
        case Span():
            return say(_phrase(value), words)
        case _:
            return _said_alone(value, words)


def _said_alone(value: str | int | Day | Weekday | Clock | Minutes, words: Words) -> str:
    match value:
        case Day(day):
            return words.day(day)
        case Weekday(day):
            return words.weekday(day)
        case Minutes(count):
            return words.minutes(count)
        case Clock(at, reading):
            clock = words.clock(at)
            return words.text(_READINGS[reading]) % {"clock": clock} if reading else clock
        case _:
            return str(value)


def _phrase(span: Span) -> Sentence:
    """Return a stretch as a phrase; the midnight that ends a day belongs to that day."""
    first, last = span.begin.at.date(), span.end.at
    if last.date() == first:
        return Sentence(_SPAN, {"start": span.begin, "end": span.end})
    if last == datetime.combine(first + timedelta(days=1), datetime.min.time()) and not span.end.reading:
        return Sentence(_SPAN_TO_MIDNIGHT, {"start": span.begin})
    values: dict[str, Value] = {"start": span.begin, "end": span.end, "weekday": Weekday(last.date())}
    return Sentence(_SPAN_OVER_MIDNIGHT, values)
