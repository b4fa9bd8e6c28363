"""What is wrong at a line of a calendar file, and whether its event can be taken."""

from collections.abc import Iterator
from dataclasses import dataclass

from webinars.domain.calendar.files.lines import EventLines, Line
from webinars.domain.errors import N_, Refusal


@dataclass(frozen=True)
class Problem:
    """What is wrong at a line: a sentence as a Refusal has it; *is_left_out* when the event is not taken."""

    line: int
    reason: Refusal
    title: str = ""
    is_left_out: bool = True


class AtLine(Exception):
    """An event cannot be taken, for a reason that stands at a line."""

    def __init__(self, line: int, reason: Refusal) -> None:
        super().__init__(line)
        self.line = line
        self.reason = reason


def broken_lines(event: EventLines) -> Iterator[Problem]:
    """Yield a note for each line of an event that is none."""
    for number in event.broken:
        reason = Refusal(N_("This line cannot be read, and is passed over."))
        yield Problem(number, reason, is_left_out=False)


def check_whole(event: EventLines) -> None:
    """Raise AtLine for an event whose end is not in the file."""
    if not event.is_whole:
        raise AtLine(event.number, Refusal(N_("This event has no end in the file. Export the file again.")))


def start_of(event: EventLines) -> Line:
    """Return the line of an event's DTSTART. Raises AtLine."""
    line = event.first("DTSTART")
    if line is None:
        raise AtLine(event.number, Refusal(N_("This event has no start (DTSTART).")))
    return line


def no_length(line: Line) -> AtLine:
    """Return the refusal of a DURATION that is none."""
    return AtLine(line.number, Refusal(N_("“%(value)s” is no length."), value=line.value.strip()[:40]))
