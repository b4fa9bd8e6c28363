"""Values as a file gives them, each with its path: read with care, or refused in a sentence at that path."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from webinars.domain.errors import N_, BadProblem
from webinars.domain.hours import DAY_MINUTES
from webinars.domain.planner.checks import FIRST_YEAR
from webinars.domain.timezones import LAST_YEAR

MOST_CHARACTERS = 200
MOST_ITEMS = 10_000
MOST_NUMBER = 10**9

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")
_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
_SHOWN = 40  # characters of a wrong value


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a file; *path* says where it stands ("cities[3].preferred"), and is empty for the whole."""

    value: object
    path: str = ""

    def refused(self, text: str, **values: object) -> BadProblem:
        """Return the refusal of this value."""
        return BadProblem(text, field=self.path or None, **values)

    def record(self, needed: Collection[str], *, free: Collection[str] = ()) -> Mapping[str, "Given"]:
        """Return the fields of an object that has all *needed* keys and no others but *free* ones."""
        if not isinstance(self.value, dict):
            raise self.refused(N_("An object is needed here, with %(keys)s."), keys=", ".join(needed))
        inside = {str(key): Given(value, self._under(_short(str(key)))) for key, value in self.value.items()}
        for key, given in inside.items():
            if key not in needed and key not in free:
                known = ", ".join([*needed, *free])
                text = N_("“%(key)s” is not known here. The keys are %(keys)s.")
                raise BadProblem(text, field=given.path, key=_short(key), keys=known)
        for key in needed:
            if key not in inside:
                raise BadProblem(N_("“%(key)s” is missing. Enter it."), field=self._under(key), key=key)
        return inside

    def items(self) -> list["Given"]:
        """Return the items of a list."""
        if not isinstance(self.value, list):
            raise self.refused(N_("A list is needed here, and %(value)s is none."), value=self._shown)
        if len(self.value) > MOST_ITEMS:
            text = N_("The list has %(count)s items. Leave %(most)s or fewer.")
            raise self.refused(text, count=len(self.value), most=MOST_ITEMS)
        return [Given(value, f"{self.path}[{place}]") for place, value in enumerate(self.value)]

    def text(self) -> str:
        """Return a text of at most 200 characters."""
        if not isinstance(self.value, str):
            raise self.refused(N_("A text is needed here, and %(value)s is none."), value=self._shown)
        if len(self.value) > MOST_CHARACTERS or not self.value.isprintable():
            text = N_("This text is not readable. Use up to %(most)s letters, on one line.")
            raise self.refused(text, most=MOST_CHARACTERS)
        return self.value

    def whole(self) -> int:
        """Return a whole number; true and false are none, and neither is 15.0."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refused(N_("A whole number is needed here, and %(value)s is none."), value=self._shown)
        if abs(self.value) > MOST_NUMBER:
            raise self.refused(N_("The number is too large. Enter a smaller one."))
        return self.value

    def one_of(self, words: Collection[str]) -> str:
        """Return one of *words*."""
        if not isinstance(self.value, str) or self.value not in words:
            text = N_("%(value)s is not possible here. Choose %(words)s.")
            raise self.refused(text, value=self._shown, words=" / ".join(words))
        return self.value

    def day(self) -> date:
        """Return a date as "2021-11-24"."""
        if isinstance(self.value, str) and _DATE.fullmatch(self.value):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass  # A day that no month has is refused as what is no date at all.
        raise self.refused(N_("%(value)s is no date. Write it as 2021-11-24."), value=self._shown)

    def instant(self) -> datetime:
        """Return an instant, in UTC, as "2021-11-24T02:00:00Z" or with an offset."""
        if isinstance(self.value, str) and _INSTANT.fullmatch(self.value):
            try:
                return self._known(datetime.fromisoformat(self.value))
            except ValueError:
                pass  # The hour 25, or the second 60.
        text = N_("%(value)s is no time in UTC. Write it as 2021-11-24T02:00:00Z.")
        raise self.refused(text, value=self._shown)

    def clock(self) -> int:
        """Return a time of the clock, as "09:00", in minutes after midnight; "24:00" ends a day."""
        found = _CLOCK.fullmatch(self.value) if isinstance(self.value, str) else None
        minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
        if minutes > DAY_MINUTES:
            raise self.refused(N_("%(value)s is no time of the clock. Write it as 09:00."), value=self._shown)
        return minutes

    def _known(self, instant: datetime) -> datetime:
        """Return *instant* in UTC, when it lies in the years of the zone database."""
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            text = N_("The planner knows the years %(first)s to %(last)s. Choose a date in these years.")
            raise self.refused(text, first=FIRST_YEAR, last=LAST_YEAR)
        return instant.astimezone(UTC)

    def _under(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    @property
    def _shown(self) -> str:
        """Return the value as a person may recognise it."""
        match self.value:
            case dict():
                return "{…}"
            case list():
                return "[…]"
            case None | bool():
                return {None: "null", True: "true", False: "false"}[self.value]
            case int() if abs(self.value) > MOST_NUMBER:
                return "…"  # Python refuses to write out numbers of thousands of digits.
            case _:
                return _short(repr(self.value))


def _short(words: str) -> str:
    words = "".join(letter if letter.isprintable() else "?" for letter in words)
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
