"""What a new zone database changes: a zone's clock as a former database had it, against the present one."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from webinars.domain import timezones
from webinars.domain.errors import DoubledTime, SkippedTime

END = datetime(timezones.LAST_YEAR + 1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ZoneRules:
    """The offsets of a zone from UTC in one version of the database, from *since* (UTC) on.

    *offset* holds at *since*; *changes* are instants (UTC), in order, each with the offset that begins there.
    """

    since: datetime
    offset: timedelta
    changes: tuple[tuple[datetime, timedelta], ...]

    @classmethod
    def present(cls, zone: str, since: datetime) -> Self:
        """Read the rules of *zone* in the present database. Raises UnknownZone."""
        offset = timezones.utc_offset(since, zone)
        found = timezones.transitions(zone, since + timedelta(seconds=1), END)
        return cls(since, offset, tuple((change.at, change.after) for change in found))

    @classmethod
    def from_mapping(cls, kept: Mapping[str, Any]) -> Self:
        """Read back what `to_mapping` gave."""
        changes = tuple((_instant(at), timedelta(seconds=offset)) for at, offset in kept["changes"])
        return cls(_instant(kept["since"]), timedelta(seconds=kept["offset"]), changes)

    def to_mapping(self) -> dict[str, Any]:
        """Return the rules ready for JSON: instants as ISO 8601, offsets in seconds."""
        changes = [[at.isoformat(), int(offset.total_seconds())] for at, offset in self.changes]
        offset = int(self.offset.total_seconds())
        return {"since": self.since.isoformat(), "offset": offset, "changes": changes}

    def offset_at(self, instant: datetime) -> timedelta | None:
        """Return by how much the clocks were ahead of UTC at *instant*; None before *since*."""
        if instant < self.since:
            return None
        place = bisect_right(self.changes, instant, key=lambda change: change[0])
        return self.changes[place - 1][1] if place else self.offset

    def clock_at(self, instant: datetime) -> datetime | None:
        """Return the wall clock at *instant*; None before *since*."""
        offset = self.offset_at(instant)
        return None if offset is None else (instant.astimezone(UTC) + offset).replace(tzinfo=None)


@dataclass(frozen=True)
class ClockChange:
    """What a zone's clock said of an instant and says now; *was* is None where nobody noted it."""

    zone: str
    was: datetime | None
    now: datetime


@dataclass(frozen=True)
class WallClock:
    """What a wall clock means in the present database, in UTC: one instant, two, or none.

    Where it does not exist, *instants* is empty and *nearest* are the two that it could mean.
    """

    instants: tuple[datetime, ...]
    nearest: tuple[datetime, ...] = ()

    @property
    def is_skipped(self) -> bool:
        """Say whether the clocks jump over it."""
        return not self.instants

    @property
    def is_doubled(self) -> bool:
        """Say whether it happens twice."""
        return len(self.instants) > 1


def meaning_of(local_start: datetime, zone: str) -> WallClock:
    """Return what *local_start* means in *zone* today."""
    try:
        return WallClock((timezones.to_utc(local_start, zone),))
    except SkippedTime as skipped:
        return WallClock((), (skipped.before, skipped.after))
    except DoubledTime as doubled:
        return WallClock((doubled.first, doubled.second))


def is_moved(
    meaning: WallClock, starts_at: datetime, local_start: datetime, former: ZoneRules | None
) -> bool:
    """Say whether *local_start* no longer means *starts_at*, or not it alone.

    *former* are the rules under which it did (None: not known): a clock that happened twice already, and was
    chosen from the two, is no news.
    """
    if starts_at not in meaning.instants:
        return True
    return meaning.is_doubled and not (former is not None and _was_doubled(former, starts_at, local_start))


def clock_change(instant: datetime, zone: str, former: ZoneRules | None) -> ClockChange | None:
    """Return what the clock of *zone* said and says of *instant*; None when it says the same as before."""
    now = timezones.to_local(instant, zone).replace(tzinfo=None)
    was = former.clock_at(instant) if former is not None else None
    return None if was == now else ClockChange(zone, was, now)


def _was_doubled(former: ZoneRules, starts_at: datetime, local_start: datetime) -> bool:
    """Say whether another instant had the same wall clock."""
    shown = [at for at in _candidates(former, starts_at, local_start) if former.clock_at(at) == local_start]
    return len(shown) > 1


def _candidates(former: ZoneRules, starts_at: datetime, local_start: datetime) -> Sequence[datetime]:
    near = (former.offset_at(starts_at + timedelta(hours=hours)) for hours in (-26, 0, 26))
    offsets = {offset for offset in near if offset is not None}
    return [local_start.replace(tzinfo=UTC) - offset for offset in sorted(offsets)]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
