"""The lines of a calendar file with their numbers: its events, and nothing of what else it holds.

Only single lines are given to the library. Its components are not used: they keep no numbers, would keep a
stranger's VTIMEZONE under a name that others use, and one broken line costs the whole file.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Parameters

from webinars.domain.errors import N_, Refusal

MOST_BYTES = 1_000_000
MOST_LINES = 100_000
LONGEST_LINE = 64 * 1024  # characters, unfolded: an abstract may be long, and is not read
DEEPEST = 10

IN_EVENT = ("VCALENDAR", "VEVENT")
IN_ZONE = ("VCALENDAR", "VTIMEZONE")

_OF_ZONES = frozenset({"TZID", "X-LIC-LOCATION"})
_LINE_END = re.compile("\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")


@dataclass(frozen=True)
class Line:
    """A content line of an event: *number* is that of its first line in the file, from 1."""

    number: int
    value: str
    parameters: Parameters

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter; "" without one."""
        found = self.parameters.get(name, "")
        if isinstance(found, list):
            found = found[0] if found else ""
        return str(found)


@dataclass
class EventLines:
    """An event that begins at line *number*: its wanted lines by name, and the numbers of broken ones."""

    number: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    is_whole: bool = False

    def first(self, name: str) -> Line | None:
        """Return the first line of *name*."""
        return next(iter(self.lines.get(name, ())), None)


@dataclass
class Contents:
    """The events of a file, and what its own zones are called: TZID to X-LIC-LOCATION."""

    events: list[EventLines] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


def read_contents(content: bytes, wanted: Set[str], *, most_events: int) -> Contents:
    """Return the events of *content* with their lines of *wanted* names, the last perhaps not whole.

    Raises Refusal for what is no calendar, or has no event or too many.
    """
    walk = _Walk(wanted, most_events)
    for number, line in _unfolded(_text(content)):
        name, component = _named(line)
        if name == "BEGIN":
            walk.begin(component, number)
        elif name == "END":
            walk.end(component)
        else:
            walk.pass_by(number, name, line)
    if not walk.contents.events:
        raise Refusal(N_("This calendar has no events. Export it again."), field="file")
    return walk.contents


@dataclass
class _Walk:
    """The way through a file: in which components the present line is."""

    wanted: Set[str]
    most_events: int
    contents: Contents = field(default_factory=Contents)
    path: tuple[str, ...] = ()
    zone: dict[str, str] = field(default_factory=dict)

    def begin(self, component: str, number: int) -> None:
        if len(self.path) == DEEPEST:
            raise Refusal(
                N_("Line %(line)d opens more parts within parts than a calendar has. Export the file again."),
                field="file",
                line=number,
            )
        self.path, self.zone = (*self.path, component), {}
        if self.path == IN_EVENT:
            self.begin_event(number)

    def begin_event(self, number: int) -> None:
        if len(self.contents.events) == self.most_events:
            raise Refusal(
                N_("This file has more than %(limit)d events. Export fewer at once."),
                field="file",
                limit=self.most_events,
            )
        self.contents.events.append(EventLines(number))

    def end(self, component: str) -> None:
        if self.path == IN_EVENT:
            self.contents.events[-1].is_whole = component == "VEVENT"
        self.path = self.path[:-1]

    def pass_by(self, number: int, name: str, line: str) -> None:
        if self.path == IN_EVENT:
            if not name or name in self.wanted:
                _add(self.contents.events[-1], number, name, line)
        elif self.path == IN_ZONE and name in _OF_ZONES:
            self.zone[name] = line.partition(":")[2].strip()
            self.contents.places[self.zone.get("TZID", "")] = self.zone.get("X-LIC-LOCATION", "")


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refusal(
            N_("This file has more than %(limit)d bytes. Export less at once."),
            field="file",
            limit=MOST_BYTES,
        )
    if not content.strip():
        raise Refusal(N_("This file is empty. Export it again."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Taken for another charset, names would be stored in silence as other letters.
        raise Refusal(
            N_("Line %(line)d is not UTF-8. Save the file as UTF-8, or export it again."),
            field="file",
            line=content.count(b"\n", 0, error.start) + 1,
        ) from None
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR") or "\0" in text:
        raise Refusal(
            N_("This is no calendar file. It has to begin with BEGIN:VCALENDAR."),
            field="file",
        )
    return text


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each content line with the number of its first line in the file (RFC 5545 §3.1)."""
    lines = _LINE_END.split(text)
    if len(lines) > MOST_LINES:
        raise Refusal(
            N_("This file has more than %(limit)d lines. Export less at once."),
            field="file",
            limit=MOST_LINES,
        )
    begun, number = [lines[0]], 1
    for place, line in enumerate(lines[1:], start=2):
        if line[:1] in (" ", "\t"):
            begun.append(line[1:])
            continue
        yield number, "".join(begun)
        begun, number = [line], place
    yield number, "".join(begun)


def _named(line: str) -> tuple[str, str]:
    """Return the name of a line, and what BEGIN and END name; "" for a line without a name."""
    found = _NAME.match(line)
    name = found[0].upper() if found else ""
    return name, line.partition(":")[2].strip().upper() if name in ("BEGIN", "END") else ""


def _add(event: EventLines, number: int, name: str, line: str) -> None:
    """Keep a line, or the number of one that is none."""
    if not line.strip():
        return
    try:
        if not name or len(line) > LONGEST_LINE:
            raise ValueError(line)
        _, parameters, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]
    except ValueError:
        event.broken.append(number)
    else:
        event.lines.setdefault(name, []).append(Line(number, value, parameters))
