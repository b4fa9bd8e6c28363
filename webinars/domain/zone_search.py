"""Finding a zone from what people type: places, countries, short names and slips of the keyboard.

Knows no clocks; the places come from `domain/timezones`.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_SUGGESTIONS = 3
_LONGEST_NAME = 60
_SHORTEST_WORD = 3

# Short names are no zones: some mean several, and most are wrong for half of the year.
_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "EST": ("America/New_York",), "EDT": ("America/New_York",), "ET": ("America/New_York",),
    "CST": ("America/Chicago", "Asia/Shanghai"), "CDT": ("America/Chicago",), "CT": ("America/Chicago",),
    "MST": ("America/Denver",), "MDT": ("America/Denver",), "MT": ("America/Denver",),
    "PST": ("America/Los_Angeles",), "PDT": ("America/Los_Angeles",), "PT": ("America/Los_Angeles",),
    "AST": ("America/Halifax",), "ADT": ("America/Halifax",), "NST": ("America/St_Johns",),
    "HST": ("Pacific/Honolulu",), "AKST": ("America/Anchorage",), "AKDT": ("America/Anchorage",),
    "BRT": ("America/Sao_Paulo",), "ART": ("America/Argentina/Buenos_Aires",), "CLT": ("America/Santiago",),
    "UTC": ("Atlantic/Reykjavik",), "UCT": ("Atlantic/Reykjavik",), "Z": ("Atlantic/Reykjavik",),
    "GMT": ("Europe/London", "Africa/Accra"), "BST": ("Europe/London", "Asia/Dhaka"),
    "WET": ("Europe/Lisbon",), "WEST": ("Europe/Lisbon",), "CET": ("Europe/Paris", "Europe/Berlin"),
    "CEST": ("Europe/Paris", "Europe/Berlin"), "MET": ("Europe/Berlin",), "EET": ("Europe/Helsinki",),
    "EEST": ("Europe/Helsinki",), "MSK": ("Europe/Moscow",), "TRT": ("Europe/Istanbul",),
    "WAT": ("Africa/Lagos",), "CAT": ("Africa/Maputo",), "EAT": ("Africa/Nairobi",),
    "SAST": ("Africa/Johannesburg",), "GST": ("Asia/Dubai",), "PKT": ("Asia/Karachi",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), "NPT": ("Asia/Kathmandu",),
    "ICT": ("Asia/Bangkok",), "WIB": ("Asia/Jakarta",), "SGT": ("Asia/Singapore",), "PHT": ("Asia/Manila",),
    "HKT": ("Asia/Hong_Kong",), "PRC": ("Asia/Shanghai",), "ULAT": ("Asia/Ulaanbaatar",),
    "KST": ("Asia/Seoul",), "JST": ("Asia/Tokyo",),
    "AWST": ("Australia/Perth",), "ACST": ("Australia/Adelaide",), "ACDT": ("Australia/Adelaide",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"), "AEDT": ("Australia/Sydney",),
    "NZST": ("Pacific/Auckland",), "NZDT": ("Pacific/Auckland",),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A zone on offer with its IANA *names* (older ones too) and the English names of its *countries*."""

    zone: str
    names: tuple[str, ...]
    countries: tuple[str, ...]

    @cached_property
    def cities(self) -> tuple[str, ...]:
        own = self.zone.rpartition("/")[2]
        return tuple(fold(name) for name in (own, *(name.rpartition("/")[2] for name in self.names)))

    @cached_property
    def text(self) -> str:
        return " ".join(fold(name) for name in (*self.names, *self.countries))


def fold(words: str) -> str:
    """Return *words* in lower case, without accents, with single spaces for everything between words."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def search(words: str, places: Sequence[Place]) -> tuple[str, ...]:
    """Return the zones with all *words* in a place or country, the nearest first; all zones for no words."""
    wanted = fold(words)
    found = [place for place in places if all(word in place.text for word in wanted.split())]
    found.sort(key=lambda place: _distance(wanted, place))
    return tuple(dict.fromkeys([*_abbreviated(words), *(place.zone for place in found)]))


def nearest(name: str, places: Sequence[Place]) -> tuple[str, ...]:
    """Return up to three zones that somebody who typed *name* may have meant; () when nothing is near."""
    name = name[:_LONGEST_NAME]
    if found := _abbreviated(name):
        return found
    city = name.rpartition("/")[2]
    if len(fold(city)) >= _SHORTEST_WORD and (found := search(name, places) or search(city, places)):
        return found[:_SUGGESTIONS]
    return _misspelt(name, places)


def _abbreviated(words: str) -> tuple[str, ...]:
    """Return the zones that a short name may stand for; "EST5" and "EST5EDT" count by their letters."""
    letters = re.match(r"\s*(?:Etc/)?([A-Z]{1,4})(?:\d{1,2}(?:[A-Z]{3,4})?)?\s*$", words, re.IGNORECASE)
    return _ABBREVIATIONS.get(letters[1].upper(), ()) if letters else ()


def _misspelt(name: str, places: Sequence[Place]) -> tuple[str, ...]:
    spellings = {fold(place.zone): place.zone for place in places}
    spellings |= {city: place.zone for place in places for city in place.cities}
    close = difflib.get_close_matches(fold(name), spellings, n=_SUGGESTIONS, cutoff=0.75)
    close += difflib.get_close_matches(fold(name.rpartition("/")[2]), spellings, n=_SUGGESTIONS, cutoff=0.75)
    return tuple(dict.fromkeys(spellings[spelling] for spelling in close))[:_SUGGESTIONS]


def _distance(wanted: str, place: Place) -> tuple[int, str]:
    """Return a sort key: the city itself, a city that begins so, a country that begins so, all else."""
    if wanted in place.cities:
        return 0, place.zone
    if any(city.startswith(wanted) for city in place.cities):
        return 1, place.zone
    return (2 if any(fold(country).startswith(wanted) for country in place.countries) else 3), place.zone
