"""The parts of a seminar as its page shows them: both clocks, what became of them, and their programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from webinars.domain.recommendation import Part, recommend
from webinars.domain.seating import SeatState
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import zone_city
from webinars.letters.names import part_name
from webinars.letters.times import Clock, TimePair, clock_of, stated, time_pair
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Presenter, SlotKind
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot
from webinars.queries.recommendation import listener_at
from webinars.services.registrations import is_open
from webinars.web.programmes import kind_words, named_presenters, theme_beside, who_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State, pair_of
from webinars.web.talk_words import spoken_words

NO_TEXT = LocalizedText()
SeatCounts = Mapping[int, Mapping[SeatState, int]]


@dataclass(frozen=True)
class Moved:
    """What a move changed: the day it happened on, the old start and the new one, in words."""

    day: str
    was: str
    now: str


@dataclass(frozen=True)
class SlotLine:
    """A line of the programme; *pair* is None where its start is not known."""

    pair: TimePair | None
    title: LocalizedText
    kind: str
    who: str
    presenters: tuple[Presenter, ...]
    minutes: int | None
    is_break: bool
    abstract: LocalizedText
    spoken: str
    theme: str


@dataclass(frozen=True)
class PartView:
    """A part; *pair* is None and *stated* its wall clock in words where nobody stated the zone."""

    key: str
    name: LocalizedText
    theme: LocalizedText
    minutes: int
    pair: TimePair | None
    stated: str
    state: State | None
    moved: Moved | None
    suits: bool
    reason: str
    slots: tuple[SlotLine, ...]


@dataclass(frozen=True)
class Reading:
    """How a page is read: in which zone (None: none known), whether the reader chose it, and when."""

    zone: str | None
    is_chosen: bool
    now: datetime


def part_views(whole: Programme, counts: SeatCounts, reading: Reading) -> tuple[PartView, ...]:
    """Return every part, the cancelled ones too, in order of start."""
    suggested = _suggestion(whole, reading)
    return tuple(_view(whole.seminar, part, counts, reading, suggested) for part in whole.sessions)


def _view(
    seminar: Seminar,
    part: ProgrammeSession,
    counts: SeatCounts,
    reading: Reading,
    suggested: tuple[str, str, bool] | None,
) -> PartView:
    session = part.session
    key, reason, suits = suggested or ("", "", False)
    is_suggested = session.key == key
    return PartView(
        key=session.key,
        name=session.name or LocalizedText.from_mapping({language(): session.key}),
        theme=session.theme.name if session.theme else NO_TEXT,
        minutes=session.minutes,
        pair=pair_of(session, reading.zone, seminar.second_zone) if session.starts_at else None,
        stated="" if session.starts_at else stated(session.local_start),
        state=_state(seminar, session, counts.get(session.id, {}), reading.now),
        moved=_moved(seminar, session, reading),
        suits=is_suggested and suits,
        reason=reason if is_suggested else "",
        slots=tuple(_line(placed, session.zone, reading.zone, seminar.second_zone) for placed in part.slots),
    )


def _suggestion(whole: Programme, reading: Reading) -> tuple[str, str, bool] | None:
    """Return key, reason and fitness of the open part that suits a reader who told their zone."""
    sessions = [part.session for part in whole.planned]
    parts = [
        Part(session.key, part_name(session, language()), session.starts_at, session.minutes)
        for session in sessions
        if session.starts_at and is_open(whole.seminar, session, now=reading.now)
    ]
    if len(parts) < 2 or reading.zone is None or not reading.is_chosen:
        return None
    listener = listener_at(whole.seminar.id, reading.zone, name=zone_city(reading.zone))
    best = recommend(parts, listener)
    return (best.part_key, gettext(best.reason, **best.values), best.suits) if best else None


def _state(seminar: Seminar, session: Session, seats: Mapping[SeatState, int], now: datetime) -> State | None:
    """Say what became of a part; None where the pair of clocks says enough."""
    if session.is_cancelled or seminar.state is SeminarState.CANCELLED:
        return State(gettext("This part is cancelled"), "stop")
    if seminar.state is not SeminarState.PUBLISHED or session.starts_at is None or session.ends_at is None:
        return None
    if session.ends_at <= now:
        return State(gettext("This part is over"), "off")
    if session.starts_at <= now:
        return State(gettext("This part is taking place now"), "ok")
    if not is_open(seminar, session, now=now):
        return State(gettext("Registration for this part is closed"), "off")
    if _is_full(session, seats):
        return State(gettext("Full: who registers now joins the waiting list"), "open")
    return None


def _is_full(session: Session, seats: Mapping[SeatState, int]) -> bool:
    if session.capacity is None:
        return False
    return seats.get(SeatState.SEATED, 0) >= session.capacity or seats.get(SeatState.WAITING, 0) > 0


def _moved(seminar: Seminar, session: Session, reading: Reading) -> Moved | None:
    """Return what moved, while that concerns anybody: the part is to come and has another start."""
    was, starts_at, host_zone = session.moved_from, session.starts_at, session.zone
    if seminar.state is not SeminarState.PUBLISHED or session.is_cancelled or session.moved_at is None:
        return None
    if was is None or starts_at is None or host_zone is None or was == starts_at or starts_at <= reading.now:
        return None
    zone = reading.zone or host_zone
    before, after = clock_of(was, None, zone), clock_of(starts_at, None, zone)
    is_other_day = before.date_words != after.date_words
    return Moved(
        clock_of(session.moved_at, None, zone).date_words,
        _when(before, has_day=is_other_day),
        f"{_when(after, has_day=is_other_day)} ({after.zone_words})",
    )


def _when(clock: Clock, *, has_day: bool) -> str:
    return f"{clock.date_words} {clock.clock}" if has_day else clock.clock


def _line(
    placed: ProgrammeSlot, host_zone: str | None, zone: str | None, second_zone: str | None
) -> SlotLine:
    slot, starts_at, pair = placed.slot, placed.starts_at, None
    if starts_at and host_zone:
        pair = time_pair(starts_at, None, host_zone, zone, second_zone=second_zone)
    return SlotLine(
        pair=pair,
        title=slot.title,
        kind=kind_words(slot.kind),
        who=who_words(slot, language()),
        presenters=named_presenters(placed),
        minutes=slot.minutes,
        is_break=slot.kind is SlotKind.BREAK,
        abstract=slot.abstract,
        spoken=spoken_words(slot),
        theme=theme_beside(slot, language()),
    )
