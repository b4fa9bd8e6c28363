"""The public page of a seminar: everything that it shows, in the reader's language and zone."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from webinars.domain.ribbon import Ribbon
from webinars.domain.seating import Mode
from webinars.letters.names import host_name, seminar_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.cities import City
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.programmes import Programme
from webinars.services.registrations import has_open_part
from webinars.web.calendars import Ways, calendar_address, followed_address, ways_into, whole_address
from webinars.web.forms import own_name
from webinars.web.programmes import dates_of
from webinars.web.reader import language
from webinars.web.registrations.closing import closed_words, is_over
from webinars.web.registrations.rows import State
from webinars.web.ribbons import ribbon_of
from webinars.web.seminar_parts import PartView, Reading, SeatCounts, part_views


@dataclass(frozen=True)
class Cities:
    """Cities in one role, in the order of their sort keys; *unnamed* counts those that nobody names."""

    named: tuple[City, ...]
    unnamed: int

    @property
    def total(self) -> int:
        """Count them all."""
        return len(self.named) + self.unnamed


@dataclass(frozen=True)
class CalendarLinks:
    """Ways into calendars: of the seminar and of its series, a file of all parts, and each part alone.

    *series* is None where the seminar belongs to none.
    """

    download: str
    ways: Ways
    series: Ways | None
    parts: tuple[tuple[PartView, str], ...]


@dataclass(frozen=True)
class Registration:
    """Whether and how one registers; *closes* is None where each part closes when it starts."""

    is_open: bool
    words: tuple[str, ...]
    closes: TimePair | None


@dataclass(frozen=True)
class SeminarPage:
    """What the page shows; *calendar* is None where no part has an instant."""

    seminar: Seminar
    name: str
    host: str
    dates: str
    languages: tuple[str, ...]
    state: State | None
    is_over: bool
    parts: tuple[PartView, ...]
    presenting: Cities
    attending: Cities
    ribbon: Ribbon | None
    calendar: CalendarLinks | None
    registration: Registration

    @property
    def is_cancelled(self) -> bool:
        """Say whether the whole seminar was called off."""
        return self.seminar.state is SeminarState.CANCELLED

    @property
    def is_coming(self) -> bool:
        """Say whether it takes place and is not over."""
        return not self.is_over and not self.is_cancelled


def seminar_page(whole: Programme, counts: SeatCounts, reading: Reading) -> SeminarPage:
    """Return the page of *whole*; *counts* are the seats of each part."""
    seminar = whole.seminar
    parts = part_views(whole, counts, reading)
    over = is_over(seminar, [part.session for part in whole.sessions], now=reading.now)
    return SeminarPage(
        seminar=seminar,
        name=seminar_name(seminar, language()) if seminar.series else "",
        host=host_name(seminar, language()),
        dates=dates_of(part.session for part in whole.planned or whole.sessions),
        languages=tuple(own_name(tag) for tag in seminar.languages),
        state=_state(seminar, is_over=over),
        is_over=over,
        parts=parts,
        presenting=_cities(whole.presenting),
        attending=_cities(whole.attending),
        ribbon=ribbon_of(whole, reading.zone if reading.is_chosen else None),
        calendar=_calendar(seminar, parts),
        registration=_registration(whole, reading),
    )


def _state(seminar: Seminar, *, is_over: bool) -> State | None:
    if seminar.state is SeminarState.DRAFT:
        return State(gettext("Draft"), "wait")
    if seminar.state is SeminarState.CANCELLED:
        return None  # A notice says it, larger than a word.
    if seminar.state is SeminarState.ARCHIVED:
        return State(gettext("Over, in the archive"), "off")
    return State(gettext("Over"), "off") if is_over else None


def _cities(delegations: Sequence[Delegation]) -> Cities:
    named = tuple(delegation.city for delegation in delegations if delegation.city)
    return Cities(named, len(delegations) - len(named))


def _calendar(seminar: Seminar, parts: Sequence[PartView]) -> CalendarLinks | None:
    timed = [part for part in parts if part.pair]
    if not timed:
        return None
    return CalendarLinks(
        download=whole_address(seminar.slug, language()),
        ways=ways_into(calendar_address(seminar.slug, language()), seminar_name(seminar, language())),
        series=_series(seminar),
        parts=tuple((part, calendar_address(seminar.slug, language(), part.key)) for part in timed),
    )


def _series(seminar: Seminar) -> Ways | None:
    if seminar.series is None:
        return None
    followed = followed_address("calendars.series", seminar.series.slug, language())
    return ways_into(followed, seminar.series.name.best(language()))


def _registration(whole: Programme, reading: Reading) -> Registration:
    seminar = whole.seminar
    sessions = [part.session for part in whole.sessions]
    if not has_open_part(seminar, sessions, now=reading.now):
        return Registration(False, (closed_words(seminar, sessions, now=reading.now),), None)
    closes = seminar.registration_closes_at
    pair = time_pair(closes, None, seminar.zone, reading.zone) if closes and seminar.zone else None
    return Registration(True, _open_words(seminar, has_date=pair is not None), pair)


def _open_words(seminar: Seminar, *, has_date: bool) -> tuple[str, ...]:
    words = [gettext("Name your city and choose a part. You need no account: a letter brings you your link.")]
    if seminar.registration_mode is Mode.APPROVAL:
        words.append(
            gettext("The organiser decides on each registration. Yours is pending until a letter tells you.")
        )
    if not has_date:
        words.append(gettext("Registration for a part closes when the part starts."))
    return tuple(words)
