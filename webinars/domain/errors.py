"""What the rules can refuse, as one tree.

    Refusal                 the rules say no; the text is for the person who asked
    ├── UnknownZone         no IANA zone of that name; names the nearest
    ├── SkippedTime         a wall clock that the zone's clocks jump over
    ├── DoubledTime         a wall clock that the zone's clocks show twice
    ├── BeyondDatabase      a time outside the years that the zone database knows
    ├── Missing             no such thing here (or none any more)
    ├── BadProblem          a planning problem that makes no sense; names the field
    ├── BadLink             a signed link that is forged, outdated or already replaced
    ├── Forbidden           the person may not do this
    ├── Incomplete          what is to be sent has gaps; names each field
    └── Stale               somebody else changed the thing since the form was opened

Everything else that is raised is a bug and may crash.
"""

from collections.abc import Mapping
from datetime import datetime


def N_(text: str) -> str:
    """Mark *text* for translation and return it unchanged; it is translated where it is shown."""
    return text


class Refusal(Exception):
    """The rules say no.

    *text* is an untranslated sentence with ``%(name)s`` places, *values* fill them, *field* names the
    form field that the sentence belongs to (None: the whole form).
    """

    def __init__(self, text: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.field = field
        self.values = values


class UnknownZone(Refusal):
    """No IANA zone of that name."""


class SkippedTime(Refusal):
    """A wall clock that does not exist; *before* and *after* are the two UTC instants it could mean."""

    def __init__(self, text: str, *, before: datetime, after: datetime, **values: object) -> None:
        super().__init__(text, field="local_start", **values)
        self.before = before
        self.after = after


class DoubledTime(Refusal):
    """A wall clock that happens twice; *first* and *second* are its two UTC instants."""

    def __init__(self, text: str, *, first: datetime, second: datetime, **values: object) -> None:
        super().__init__(text, field="local_start", **values)
        self.first = first
        self.second = second


class BeyondDatabase(Refusal):
    """A time outside the years that the zone database knows."""


class Missing(Refusal):
    """No such thing here, or none any more."""


class BadProblem(Refusal):
    """A planning problem that makes no sense; *field* is the path as in its file ("cities[3].preferred")."""

    def within(self, path: str) -> "BadProblem":
        """Return the same refusal for a field that stands inside *path*."""
        field = path if self.field is None else f"{path}.{self.field}"
        return BadProblem(self.text, field=field, **self.values)


class BadLink(Refusal):
    """A signed link that is forged, outdated or already replaced."""


class Forbidden(Refusal):
    """The person may not do this."""


class Incomplete(Refusal):
    """What is to be sent has gaps; *fields* names each of them."""

    def __init__(self, text: str, *, fields: tuple[str, ...]) -> None:
        super().__init__(text)
        self.fields = fields


class Stale(Refusal):
    """Somebody else changed the thing since the form was opened.

    *theirs* maps each field that differs to the value now stored; *version* is the row's, where it has one.
    """

    def __init__(
        self,
        text: str,
        *,
        theirs: Mapping[str, object],
        version: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(text, field=field)
        self.theirs = theirs
        self.version = version
