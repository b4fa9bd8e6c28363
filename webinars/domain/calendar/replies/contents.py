"""The lines of a calendar from a stranger that matter to us, and nothing else of it.

The library unfolds lines and parts them. Its components are not used: they would keep a stranger's VTIMEZONE
under a name that others use, and expand its rules. Here no zone, rule or alarm is read at all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Contentlines, Parameters

from webinars.domain.calendar.replies.sayings import UnreadableReply

SIZE_LIMIT = 256 * 1024  # bytes
LINES_LIMIT = 5_000
LINE_LIMIT = 16 * 1024  # characters, unfolded
DEPTH_LIMIT = 10

# What is read of a component, by the components that it is in.
_OF_EVENTS = (
    *("UID", "RECURRENCE-ID", "ATTENDEE", "SEQUENCE", "COMMENT"),
    *("DTSTAMP", "DTSTART", "DTEND", "DURATION"),
)
_WANTED: Mapping[tuple[str, ...], frozenset[str]] = {
    ("VCALENDAR",): frozenset({"METHOD"}),
    ("VCALENDAR", "VEVENT"): frozenset(_OF_EVENTS),
}
_NAME = re.compile(r"[A-Za-z0-9-]+")
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True)
class Line:
    """One content line: *value* is as it was written, with its escapes."""

    value: str
    parameters: Parameters

    def parameter(self, name: str) -> str | None:
        """Return the first value of a parameter; None without one."""
        found = self.parameters.get(name)
        if isinstance(found, list):
            found = found[0] if found else None
        return None if found is None else str(found)


@dataclass
class Component:
    """The wanted lines of one component, by name, in their order."""

    lines: dict[str, list[Line]] = field(default_factory=dict)

    def all(self, name: str) -> list[Line]:
        """Return the lines of *name* as often as they differ: some programs repeat themselves."""
        return list({(line.value, str(line.parameters)): line for line in self.lines.get(name, [])}.values())

    def one(self, name: str) -> Line | None:
        """Return the only line of *name*, None for none. Raises UnreadableReply when two differ."""
        found = self.all(name)
        if len(found) > 1:
            raise UnreadableReply(f"it has {len(found)} lines of {name}")
        return found[0] if found else None


@dataclass
class Contents:
    """The first calendar of a file, with its events."""

    calendar: Component = field(default_factory=Component)
    events: list[Component] = field(default_factory=list)


def read_contents(content: bytes) -> Contents:
    """Return what is wanted of *content* (UTF-8). Raises UnreadableReply when it is no whole calendar."""
    contents = Contents()
    for path, line in _placed(_lines(content)):
        if path == ("VCALENDAR", "VEVENT") and line is None:
            contents.events.append(Component())
        elif line is not None:
            here = contents.events[-1] if len(path) > 1 else contents.calendar
            name, parted = _parted(line)
            here.lines.setdefault(name, []).append(parted)
    return contents


def _lines(content: bytes) -> list[Contentline]:
    if len(content) > SIZE_LIMIT:
        raise UnreadableReply(f"it has {len(content)} bytes")
    text = _LINE_END.sub("\n", content.decode("utf-8-sig", "replace"))
    if text.count("\n") > LINES_LIMIT:
        raise UnreadableReply(f"it has more than {LINES_LIMIT} lines")
    lines = Contentlines.from_ical(text)  # type: ignore[no-untyped-call]
    return [line for line in lines if line.strip()]


def _placed(lines: list[Contentline]) -> Iterator[tuple[tuple[str, ...], Contentline | None]]:
    """Yield the wanted lines of the first calendar with where they are, and None where a component begins."""
    path: tuple[str, ...] = ()
    for line in lines:
        name, _, value = line.partition(":")
        component = value.strip().upper()
        if name.strip().upper() == "BEGIN":
            path = (*path, component)
            if len(path) > DEPTH_LIMIT:
                raise UnreadableReply("its components are nested too deep")
            yield path, None
        elif name.strip().upper() == "END":
            if path[-1:] != (component,):
                raise UnreadableReply(f"END:{component[:40]!r} ends nothing that began")
            path = path[:-1]
            if not path:
                return
        elif (found := _NAME.match(line)) and found[0].upper() in _WANTED.get(path, ()):
            yield path, line
    raise UnreadableReply("its end is missing" if path else "it is no calendar")


def _parted(line: Contentline) -> tuple[str, Line]:
    if len(line) > LINE_LIMIT:
        raise UnreadableReply(f"a line has {len(line)} characters")
    try:
        name, parameters, value = line.raw_parts()
    except ValueError:
        raise UnreadableReply(f"{line[:60]!r} is no line of a calendar") from None
    return name.upper(), Line(value, parameters)
