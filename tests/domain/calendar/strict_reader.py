"""A reader of iCalendar that forgives nothing: line ends, folds, escapes, nesting, time zones (RFC 5545)."""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_NAME = re.compile(r"[A-Z0-9-]+")
_PARAMETER = re.compile(r';([A-Z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPE = re.compile(r"\\([\\;,n])")
_RULE = re.compile(r"FREQ=YEARLY;BYMONTH=(\d{1,2});BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_YEAR = 2038


@dataclass(frozen=True)
class Property:
    """A content line, its value still escaped."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """Return the value as TEXT; anything escaped that need not be, or the reverse, is an error."""
        rest = _ESCAPE.sub("", self.value)
        assert not re.search(r"[\\;,]", rest), f"badly escaped: {self.value!r}"
        return _ESCAPE.sub(lambda found: {"n": "\n"}.get(found[1], found[1]), self.value)


@dataclass
class Component:
    """A component with its properties and components in their order."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def names(self) -> list[str]:
        return [one.name for one in self.properties]

    def all(self, name: str) -> list["Component"]:
        return [component for component in self.components if component.name == name]

    def only(self, name: str) -> "Component":
        (component,) = self.all(name)
        return component

    def has(self, name: str) -> bool:
        return name in self.names()

    def __getitem__(self, name: str) -> Property:
        (found,) = (one for one in self.properties if one.name == name)
        return found


def read(content: bytes) -> Component:
    """Return the one component that *content* is; AssertionError for the slightest fault."""
    root = Component("")
    stack = [root]
    for one in map(_property, _unfolded(content)):
        if one.name == "BEGIN":
            stack.append(Component(one.value))
            stack[-2].components.append(stack[-1])
        elif one.name == "END":
            assert stack.pop().name == one.value
        else:
            assert not stack[-1].components, f"{one.name} stands after a component"
            stack[-1].properties.append(one)
    assert stack == [root]
    (component,) = root.components
    return component


def instant(calendar: Component, time: Property) -> datetime:
    """Return the instant that *time* means by the VTIMEZONE of *calendar* itself."""
    if "TZID" not in time.parameters:
        return (
            _date_time(time.value.removesuffix("Z")).replace(tzinfo=UTC)
            if time.value.endswith("Z")
            else _fail(time)
        )
    (zone,) = (one for one in calendar.all("VTIMEZONE") if one["TZID"].text == time.parameters["TZID"])
    local = _date_time(time.value)
    return (local - offset_at_wall_clock(zone, local)).replace(tzinfo=UTC)


def offset_at_wall_clock(zone: Component, local: datetime) -> timedelta:
    """Return the offset of the last onset before the wall clock *local* (RFC 5545 §3.6.5)."""
    starts, offsets = wall_clock_offsets(zone)
    return offsets[bisect_right(starts, local) - 1]


def wall_clock_offsets(zone: Component) -> tuple[list[datetime], list[timedelta]]:
    """Return the wall clocks (in the offset that ends) from which each offset of *zone* holds, in order."""
    onsets = sorted((onset, after) for onset, _, after in _onsets(zone))
    return [onset for onset, _ in onsets], [after for _, after in onsets]


def utc_offsets(zone: Component) -> tuple[list[datetime], list[timedelta]]:
    """Return the instants (naive UTC) from which each offset of *zone* holds, in order."""
    onsets = sorted((onset - before, after) for onset, before, after in _onsets(zone))
    return [at for at, _ in onsets], [after for _, after in onsets]


def _onsets(zone: Component) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    for observance in zone.components:
        before, after = (_offset(observance[name].value) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        start = _date_time(observance["DTSTART"].value)
        if not observance.has("RRULE"):
            yield start, before, after
            continue
        onsets = list(yearly(start, observance["RRULE"].value))
        assert onsets[0] == start, "DTSTART does not fit its RRULE"
        yield from ((onset, before, after) for onset in onsets)


@lru_cache(maxsize=512)
def yearly(start: datetime, rule: str) -> tuple[datetime, ...]:
    fit = _RULE.fullmatch(rule)
    assert fit, f"not the simple yearly rule: {rule}"
    month, nth, weekday = int(fit[1]), int(fit[2]), WEEKDAYS.index(fit[3])
    onsets = []
    for year in range(start.year, LAST_YEAR + 1):
        days = range(1, monthrange(year, month)[1] + 1)
        fitting = [day for day in days if start.replace(year=year, month=month, day=day).weekday() == weekday]
        day = fitting[nth if nth < 0 else nth - 1]
        onsets.append(start.replace(year=year, month=month, day=day))
    return tuple(onsets)


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n"), "the last line is not ended"
    physical = content.removesuffix(b"\r\n").split(b"\r\n")
    lines: list[str] = []
    for line in physical:
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        decoded = line.decode()  # A fold inside a character fails here.
        assert line, "an empty line"
        assert not _CONTROL.search(decoded), f"a control character: {line!r}"
        if decoded.startswith(" "):
            lines[-1] += decoded[1:]
        else:
            lines.append(decoded)
    return lines


def _property(line: str) -> Property:
    name = _NAME.match(line)
    assert name, f"no name: {line!r}"
    parameters, at = {}, name.end()
    while found := _PARAMETER.match(line, at):
        assert found[1] not in parameters, f"{found[1]} twice"
        parameters[found[1]] = found[2].strip('"')
        at = found.end()
    assert line[at : at + 1] == ":", f"no value: {line!r}"
    return Property(name[0], parameters, line[at + 1 :])


def _date_time(value: str) -> datetime:
    assert re.fullmatch(r"\d{8}T\d{6}", value), value
    return datetime.fromisoformat(value)


def _offset(value: str) -> timedelta:
    found = re.fullmatch(r"([+-])(\d{2})(\d{2})", value)
    assert found, value
    assert value != "-0000"
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -size if found[1] == "-" else size


def _fail(time: Property) -> datetime:
    raise AssertionError(f"a floating time: {time}")
