"""Cities: members added, edited, and taken over from the directory that the project brings along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.domain.places import Member, known_member, members, romanised, zone_of
from webinars.domain.slugs import free_slug, slug_of
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import check_zone, zones_of_country
from webinars.models.cities import City, CityKind
from webinars.models.database import db, lock, transaction
from webinars.services.edits import edit
from webinars.services.records import SYSTEM, Actor, record
from webinars.services.seminars import touch_seminars_with

RESERVED = frozenset({"new", "directory"})  # addresses of the editors: /organise/cities/new
LONGEST_SORT_KEY = 120


@dataclass(frozen=True, kw_only=True)
class CityFields:
    """What a person writes about a member.

    An empty *sort_key* is proposed from the English name; an empty *zone* is looked up by the name.
    """

    name: LocalizedText
    kind: CityKind = CityKind.CITY
    country: str | None = None
    zone: str = ""
    sort_key: str = ""


def add_city(wanted: CityFields, *, by: Actor, now: datetime) -> City:
    """Add a member. Raises Refusal at a field; at "zone", naming candidates, when the name is not enough."""
    with transaction():
        return added_city(wanted, by=by, now=now)


def added_city(wanted: CityFields, *, by: Actor, now: datetime) -> City:
    """Do what `add_city` does, in the caller's transaction; a refusal changes nothing."""
    values = _values(wanted)
    slugs = set(db.session.scalars(select(City.slug)))
    _check_name(wanted.name, besides=None)
    city = City(slug=free_slug(str(values["sort_key"]), slugs | RESERVED), **values)
    db.session.add(city)
    record("created", city, by=by, now=now)
    return city


def edit_city(city_id: int, wanted: CityFields, *, expected: int | None, by: Actor, now: datetime) -> City:
    """Change a member; its short name, which stands in addresses, stays. Raises Refusal at a field, or Stale.

    Parts keep their own zone, so nobody's time moves.
    """
    with transaction():
        city = lock(City, city_id)
        _check_name(wanted.name, besides=city_id)
        if edit(city, _values(wanted), expected=expected, by=by, now=now):
            touch_seminars_with(city_id, now=now)
    return city


def load_directory(*, now: datetime, by: Actor = SYSTEM) -> int:
    """Add the members of the project's directory that are missing, and return how many were."""
    with transaction():
        present = set(db.session.scalars(select(City.slug)))
        missing = [member for member in members() if slug_of(romanised(str(member.name))) not in present]
        for member in missing:
            city = _city(member)
            db.session.add(city)
            record("created", city, by=by, now=now)
    return len(missing)


def _city(member: Member) -> City:
    sort_key = romanised(str(member.name))
    return City(
        slug=slug_of(sort_key),
        name=member.name,
        sort_key=sort_key,
        kind=CityKind(member.kind),
        country=member.country,
        zone=member.zone,
    )


def _values(wanted: CityFields) -> Mapping[str, object]:
    """Return the columns of *wanted*, with what it leaves open filled in; raise Refusal at a field."""
    if not wanted.name:
        raise Refusal(N_("Write this in at least one language."), field="name")
    sort_key = romanised(wanted.sort_key or wanted.name.to_mapping().get("en", ""))[:LONGEST_SORT_KEY]
    if not sort_key:
        raise Refusal(
            N_("Write the name in Latin letters, so that the lists can be sorted."), field="sort_key"
        )
    if wanted.country and not zones_of_country(wanted.country):
        raise Refusal(N_("Choose a country from the list."), field="country")
    return {"name": wanted.name, "kind": wanted.kind, "sort_key": sort_key, **_place(wanted)}


def _place(wanted: CityFields) -> Mapping[str, str | None]:
    """Return country and zone; a member that the project knows brings the country along with its zone."""
    if wanted.zone:
        return {"country": wanted.country, "zone": check_zone(wanted.zone)}
    zone = zone_of(wanted.name, wanted.country)
    known = known_member(wanted.name, wanted.country)
    return {"country": wanted.country or (known.country if known else None), "zone": zone}


def _check_name(name: LocalizedText, *, besides: int | None) -> None:
    """Refuse a name that another member has in the same language: two rows of a list must be told apart."""
    wanted = {(language, text.casefold()) for language, text in name.pairs}
    for ident, other in db.session.execute(select(City.id, City.name)):
        same = wanted & {(language, text.casefold()) for language, text in other.pairs}
        if ident != besides and same:
            language = min(same)[0]
            raise Refusal(
                N_("“%(name)s” is in the directory already. Add the country or state to tell them apart."),
                field=f"name-{language}",
                name=name.best(language),
            )
