"""What a calendar file holds, in groups, and to which part each goes: proposed here, chosen by people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webinars.domain.calendar.imports import Found, Talk, grouped, read_talks
from webinars.domain.errors import N_, Refusal
from webinars.models.sessions import Session
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot

NEW_PART = "+"  # no short name of a part: these have letters, digits and hyphens
NO_PART = ""


@dataclass(frozen=True)
class Group:
    """Talks of the file that could be a part, in order."""

    talks: tuple[Talk, ...]


@dataclass(frozen=True)
class Choice:
    """Where a group goes: NEW_PART with its *name*, NO_PART, or the short name of a part that is there."""

    target: str
    name: str = ""


@dataclass(frozen=True)
class Reading:
    """A file as the host's *zone* reads it."""

    zone: str
    found: Found
    groups: tuple[Group, ...]


def read_file(content: bytes, whole: Programme) -> Reading:
    """Read the file for a seminar. Raises Refusal at "file"."""
    zone = zone_of(whole)
    found = read_talks(content, zone)
    return Reading(zone, found, tuple(Group(talks) for talks in grouped(found.talks, zone)))


def zone_of(whole: Programme) -> str:
    """Return the host's zone. Raises Refusal for a seminar that has none."""
    if whole.seminar.zone is None:
        raise Refusal(N_("Choose the time zone of this seminar first, on “Texts and rules”."))
    return whole.seminar.zone


def choices_for(reading: Reading, whole: Programme) -> tuple[Choice, ...]:
    """Propose where each group goes: where its talks are, else to the part at that time, else a new one.

    A part is proposed once, so that rooms at the same time do not end up in one.
    """
    taken: set[str] = set()
    proposed = []
    for group in reading.groups:
        key = next((key for key in _candidates(group, whole) if key not in taken), NEW_PART)
        taken |= {key} - {NEW_PART}
        proposed.append(Choice(key))
    return tuple(proposed)


def known_slots(whole: Programme) -> Mapping[str, tuple[Session, ProgrammeSlot]]:
    """Return the slots that came from a file, with their parts, by UID."""
    return {
        one.slot.source_uid: (part.session, one)
        for part in whole.sessions
        for one in part.slots
        if one.slot.source_uid
    }


def _candidates(group: Group, whole: Programme) -> Iterator[str]:
    known = known_slots(whole)
    before = Counter(known[talk.uid][0].key for talk in group.talks if talk.uid in known)
    yield from (key for key, _ in before.most_common())
    yield from (part.session.key for part in whole.planned if _is_at_the_time_of(part, group))


def _is_at_the_time_of(part: ProgrammeSession, group: Group) -> bool:
    session = part.session
    if session.starts_at is None or session.ends_at is None:
        return False
    return session.starts_at < group.talks[-1].ends_at and group.talks[0].starts_at < session.ends_at
