"""Members by name: the directory that a new office starts from, sort keys, and the zone of a place."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import search_zones, zone_by_last_part, zones_of_country
from webinars.domain.zone_search import fold

LANGUAGES = ("en", "ja", "zh", "ko")
CANDIDATES = 8

# Letters that Unicode does not take apart into a Latin one and a mark.
_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


@dataclass(frozen=True)
class Member:
    """A member as the directory of the project has it: *country* ISO 3166-1 alpha-2, *zone* IANA."""

    name: LocalizedText
    kind: str
    country: str
    zone: str


@cache
def members() -> tuple[Member, ...]:
    """Return the directory that the project brings along."""
    text = (files("webinars") / "data" / "cities.tsv").read_text("utf-8")
    return tuple(_member(row) for row in csv.DictReader(text.splitlines(), delimiter="\t"))


def romanised(name: str) -> str:
    """Return *name* in lower-case ASCII with single blanks, to sort by; "" when it holds no Latin letter."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LATIN))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", bare)))


def known_member(name: LocalizedText, country: str | None) -> Member | None:
    """Return the member of the project's directory with that name in any language, in *country* if given."""
    wanted = {fold(text) for _, text in name.pairs}
    found = [
        member
        for member in members()
        if wanted & {fold(text) for _, text in member.name.pairs} and country in (None, member.country)
    ]
    return found[0] if len(found) == 1 else None


def zone_of(name: LocalizedText, country: str | None) -> str:
    """Return the zone of a place: by the directory, by a zone of its name, or the only one of its country.

    Raises Refusal at "zone", naming the candidates, when none of these knows; a country with several zones
    is never answered with its first.
    """
    if member := known_member(name, country):
        return member.zone
    zones = zones_of_country(country) if country else ()
    if (named := _named_after(name)) and (not country or named in zones):
        return named
    if len(zones) == 1:
        return zones[0]
    raise _unknown(name, zones)


def _named_after(name: LocalizedText) -> str | None:
    found = {zone for _, text in name.pairs if (zone := zone_by_last_part(text))}
    return found.pop() if len(found) == 1 else None


def _unknown(name: LocalizedText, zones: tuple[str, ...]) -> Refusal:
    near = {zone for _, text in name.pairs if fold(text) for zone in search_zones(text, CANDIDATES)}
    candidates = zones or tuple(sorted(near))
    if not candidates:
        return Refusal(
            N_("We do not know the time zone of “%(name)s”. Choose the country or the zone."),
            field="zone",
            name=name,
        )
    return Refusal(
        N_("We do not know the time zone of “%(name)s”. Is it one of these: %(zones)s?"),
        field="zone",
        name=name,
        zones=", ".join(candidates),
    )


def _member(row: dict[str, str]) -> Member:
    names = {"en": row["name"], **{language: row[language] for language in LANGUAGES[1:]}}
    return Member(LocalizedText.from_mapping(names), row["kind"], row["country"], row["zone"])
