"""What taking a file over would do, part by part and slot by slot; nothing is written here."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from webinars.domain.calendar.imports import Talk
from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import one_line
from webinars.queries.programmes import Programme, ProgrammeSession
from webinars.services.imports.choices import NEW_PART, NO_PART, Choice, Reading, known_slots
from webinars.services.imports.layout import Layout, is_pause
from webinars.services.imports.plans import Missing, Plan, PlannedPart
from webinars.services.sessions import LONGEST_MINUTES
from webinars.services.slots import MOST_SLOTS

LONGEST_NAME = 300


def plan(
    reading: Reading,
    choices: Sequence[Choice],
    removed: Collection[str],
    whole: Programme,
    language: str,
) -> Plan:
    """Plan to take *reading* over as *choices* say, one for each group; *removed* are keys of slots to go.

    Titles are in *language*.
    """
    missing = tuple(_missing(reading, whole, removed))
    gone = {one.slot.id for one in missing if one.is_removed}
    parts, wrong = [], list(_wrong_choices(reading, choices, whole))
    for group, target, talks in _targets(reading, choices):
        part = next((one for one in whole.planned if one.session.key == target), None)
        wrong += [(group, reason) for reason in _wrong_talks(talks, part, whole)]
        if part is None or part.session.starts_at is not None:
            layout = Layout(part, talks, _elsewhere(reading, choices, target, whole) | gone, whole, language)
            planned = layout.part(choices[group].name)
            wrong += [(group, reason) for reason in _wrong_part(planned)]
            parts.append(planned)
    return Plan(tuple(parts), missing, tuple(wrong))


def _targets(reading: Reading, choices: Sequence[Choice]) -> Iterator[tuple[int, str, tuple[Talk, ...]]]:
    """Yield each part that gets talks: its first group, its short name (NEW_PART), all its talks in order."""
    seen: set[str] = set()
    for number, (group, choice) in enumerate(zip(reading.groups, choices, strict=True)):
        if choice.target == NEW_PART:
            yield number, NEW_PART, group.talks
        elif choice.target != NO_PART and choice.target not in seen:
            seen.add(choice.target)
            yield number, choice.target, _talks_for(reading, choices, choice.target)


def _talks_for(reading: Reading, choices: Sequence[Choice], target: str) -> tuple[Talk, ...]:
    pairs = zip(reading.groups, choices, strict=True)
    talks = [talk for group, choice in pairs if choice.target == target for talk in group.talks]
    return tuple(sorted(talks, key=lambda talk: (talk.starts_at, talk.line)))


def _elsewhere(reading: Reading, choices: Sequence[Choice], target: str, whole: Programme) -> set[int]:
    """Return the ids of slots whose talks go to another part than *target*."""
    known = known_slots(whole)
    going = {
        talk.uid
        for group, choice in zip(reading.groups, choices, strict=True)
        if choice.target not in (NO_PART, target)
        for talk in group.talks
    }
    return {known[uid][1].slot.id for uid in going if uid in known}


def _missing(reading: Reading, whole: Programme, removed: Collection[str]) -> Iterator[Missing]:
    for uid, (session, one) in known_slots(whole).items():
        if uid not in reading.found.present and not is_pause(one.slot) and not session.is_cancelled:
            yield Missing(session, one.slot, one.slot.key in removed)


def _wrong_choices(
    reading: Reading, choices: Sequence[Choice], whole: Programme
) -> Iterator[tuple[int | None, Refusal]]:
    keys = {part.session.key for part in whole.planned}
    for number, choice in enumerate(choices):
        if choice.target not in {NEW_PART, NO_PART, *keys}:
            yield number, Refusal(N_("Choose a part of this seminar that takes place."))
        if choice.target == NEW_PART and not choice.name.strip():
            yield number, Refusal(N_("Write the name of the new part."))
        try:
            one_line(choice.name, field=None, limit=LONGEST_NAME)
        except Refusal as refusal:
            yield number, refusal


def _wrong_talks(talks: Sequence[Talk], part: ProgrammeSession | None, whole: Programme) -> Iterator[Refusal]:
    """Yield why *talks* cannot be one after the other in a part."""
    if part is not None and part.session.starts_at is None:
        yield Refusal(N_("This part has no time zone. Move it to its time first."))
    for one, other in pairwise(talks):
        if other.starts_at < one.ends_at:
            yield _at_once(one, other)
    known = known_slots(whole)
    for talk in talks:
        if talk.uid in known and known[talk.uid][0].is_cancelled:
            yield _in_cancelled(talk)


def _at_once(one: Talk, other: Talk) -> Refusal:
    if one.title and other.title:
        named = N_("“%(one)s” and “%(other)s” are at the same time. Choose different parts for them.")
        return Refusal(named, one=one.title, other=other.title)
    nameless = N_("The events at lines %(one)d and %(other)d are at the same time. Choose different parts.")
    return Refusal(nameless, one=one.line, other=other.line)


def _in_cancelled(talk: Talk) -> Refusal:
    if talk.title:
        named = N_("“%(title)s” is in a part that is cancelled. Restore that part first.")
        return Refusal(named, title=talk.title)
    nameless = N_("The event at line %(line)d is in a part that is cancelled. Restore that part first.")
    return Refusal(nameless, line=talk.line)


def _wrong_part(part: PlannedPart) -> Iterator[Refusal]:
    if part.minutes > LONGEST_MINUTES:
        yield Refusal(N_("This part would last longer than a day. Choose different parts for its days."))
    if len(part.slots) > MOST_SLOTS:
        yield Refusal(N_("A part has at most %(limit)d slots."), limit=MOST_SLOTS)
