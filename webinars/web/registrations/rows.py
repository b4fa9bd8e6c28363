"""Parts as people choose and see them: both clocks, the recommendation, and where they stand, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from webinars.domain.recommendation import Part, Recommendation, recommend
from webinars.domain.seating import Mode, SeatState
from webinars.letters.names import part_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.cities import City
from webinars.models.registrations import Seat
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.recommendation import listener_in
from webinars.services.registrations import is_open
from webinars.web.reader import language


@dataclass(frozen=True)
class State:
    """A state: its word and the mark that stands before it."""

    word: str
    mark: str


@dataclass(frozen=True)
class PartRow:
    """A part as somebody chooses it."""

    value: str
    label: str
    pair: TimePair
    recommended: bool = False
    reason: str = ""
    state: State | None = None
    closed: bool = False


def pair_of(session: Session, zone: str | None, second_zone: str | None = None) -> TimePair:
    """Return the host's and the reader's clock of a part that has a time, and a second host's if named."""
    if session.starts_at is None or session.zone is None:
        raise ValueError(f"part {session.key} has no instant")
    return time_pair(session.starts_at, session.ends_at, session.zone, zone, second_zone=second_zone)


def recommendation(
    seminar: Seminar, sessions: Iterable[Session], city: City | None, *, now: datetime
) -> Recommendation | None:
    """Return the open part that suits *city*; None without a city or an open part. At most one statement."""
    reader = language()
    parts = [
        Part(session.key, part_name(session, reader), session.starts_at, session.minutes)
        for session in sessions
        if session.starts_at and is_open(seminar, session, now=now)
    ]
    if city is None or not parts:
        return None
    return recommend(parts, listener_in(seminar, city, name=city.name.best(reader)))


def choices(
    seminar: Seminar,
    sessions: Iterable[Session],
    counts: Mapping[int, Mapping[SeatState, int]],
    suggested: Recommendation | None,
    *,
    zone: str | None,
    now: datetime,
) -> list[PartRow]:
    """Return the parts to choose from; times beside the host's are those of *zone*."""
    return [
        PartRow(
            value=session.key,
            label=part_name(session, language()),
            pair=pair_of(session, zone, seminar.second_zone),
            recommended=suggested is not None and suggested.part_key == session.key,
            reason=_reason(suggested, session),
            state=openness(seminar, session, counts.get(session.id, {}), now=now),
            closed=not is_open(seminar, session, now=now),
        )
        for session in sessions
        if session.starts_at is not None
    ]


def _reason(suggested: Recommendation | None, session: Session) -> str:
    if suggested is None or suggested.part_key != session.key:
        return ""
    return str(gettext(suggested.reason, **suggested.values))


def openness(
    seminar: Seminar, session: Session, count: Mapping[SeatState, int], *, now: datetime
) -> State | None:
    """Say what keeps somebody without a seat from one in this part; None where nothing does."""
    if not session.takes_place(seminar):
        return State(gettext("This part is cancelled"), "stop")
    if not is_open(seminar, session, now=now):
        return State(gettext("Registration is closed"), "off")
    is_full = session.capacity is not None and count.get(SeatState.SEATED, 0) >= session.capacity
    if is_full or count.get(SeatState.WAITING):
        return State(gettext("Full: you join the waiting list"), "open")
    return None


def standing(seat: Seat, session: Session, *, position: int | None, seminar: Seminar, now: datetime) -> State:
    """Say where somebody stands with a part; "pending" never reads as "waiting"."""
    if not session.takes_place(seminar):
        return State(gettext("This part is cancelled"), "stop")
    if seat.state is SeatState.WAITING:
        return _waiting(session, position, now=now)
    if seat.state is SeatState.PENDING and seminar.registration_mode is Mode.OPEN:
        text = gettext("Pending approval: the places of your city are filled, so the organiser decides")
        return State(text, "wait")
    return state_words(seat.state)


def _waiting(session: Session, position: int | None, *, now: datetime) -> State:
    if session.starts_at is not None and session.starts_at <= now:
        return State(gettext("No seat became free"), "off")
    return State(gettext("Waiting list, number %(number)d", number=position or 0), "open")


def state_words(state: SeatState) -> State:
    """Return the word and mark of a seat's state."""
    return {
        SeatState.REQUESTED: State(gettext("Not confirmed yet"), "warn"),
        SeatState.PENDING: State(gettext("Pending approval"), "wait"),
        SeatState.WAITING: State(gettext("Waiting list"), "open"),
        SeatState.SEATED: State(gettext("Has a seat"), "ok"),
        SeatState.REFUSED: State(gettext("Not accepted by the organiser"), "stop"),
        SeatState.GIVEN_UP: State(gettext("Seat given up"), "off"),
        SeatState.EXPIRED: State(gettext("Not confirmed in time"), "off"),
    }[state]
