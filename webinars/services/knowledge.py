"""What the network knows, as the office writes it down: themes of cities, agreements, knowledge products."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import delete, select

from webinars.domain.assets import check_url
from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.files import Family
from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import Base, db, lock, transaction
from webinars.models.knowledge import Agreement, KnowledgeProduct, ProductCity, ProductKind
from webinars.models.themes import CityTheme, Theme
from webinars.services.edits import edit
from webinars.services.records import Actor, record
from webinars.services.uploads import checked, keep

FAMILIES = tuple(Family)
NO_TEXT = LocalizedText()

T = TypeVar("T", Agreement, KnowledgeProduct)


@dataclass(frozen=True, kw_only=True)
class AgreementFields:
    """What is written about an agreement; each step is a day, or None until it was taken."""

    partner: LocalizedText
    title: LocalizedText = NO_TEXT
    modality_discussed_on: date | None = None
    signed_on: date | None = None
    planned_on: date | None = None
    ends_on: date | None = None
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class ProductFields:
    """What is written about a knowledge product; it is public from *published_on*, None: not yet."""

    kind: ProductKind
    title: LocalizedText
    summary: LocalizedText = NO_TEXT
    progress: str = ""
    theme_id: int | None = None
    seminar_id: int | None = None
    url: str | None = None
    published_on: date | None = None
    city_ids: frozenset[int] = frozenset()


def choose_themes(city_id: int, theme_ids: Collection[int], *, by: Actor, now: datetime) -> None:
    """Make the themes that a city works on exactly these."""
    with transaction():
        city = lock(City, city_id)
        present = set(db.session.scalars(select(CityTheme.theme_id).where(CityTheme.city_id == city_id)))
        wanted = set(theme_ids)
        gone = delete(CityTheme).where(CityTheme.city_id == city_id, CityTheme.theme_id.in_(present - wanted))
        db.session.execute(gone)
        db.session.add_all(CityTheme(city_id=city_id, theme_id=ident) for ident in sorted(wanted - present))
        if present != wanted:
            changes = {"themes": (_theme_names(present), _theme_names(wanted))}
            record("edited", city, by=by, now=now, changes=changes)


def add_agreement(city_id: int, wanted: AgreementFields, *, by: Actor, now: datetime) -> Agreement:
    """Write an agreement of a city down. Raises Refusal at a field."""
    _check_agreement(wanted)
    with transaction():
        lock(City, city_id)
        agreement = Agreement(city_id=city_id, **vars(wanted))
        _add(agreement, by=by, now=now)
    return agreement


def edit_agreement(
    agreement_id: int, wanted: AgreementFields, *, expected: int | None, by: Actor, now: datetime
) -> Agreement:
    """Change an agreement. Raises Refusal at a field, Missing when it was removed, or Stale."""
    _check_agreement(wanted)
    with transaction():
        agreement = _present(lock(Agreement, agreement_id))
        edit(agreement, vars(wanted), expected=expected, by=by, now=now)
    return agreement


def remove_agreement(agreement_id: int, *, by: Actor, now: datetime) -> None:
    """Take an agreement off the page of its city; a second time changes nothing."""
    with transaction():
        _remove(lock(Agreement, agreement_id), by=by, now=now)


def add_product(wanted: ProductFields, *, by: Actor, now: datetime) -> KnowledgeProduct:
    """Write a knowledge product down. Raises Refusal at a field."""
    with transaction():
        product = KnowledgeProduct(**_values(wanted))
        _add(product, by=by, now=now)
        _give_cities(product, wanted.city_ids)
    return product


def edit_product(
    product_id: int, wanted: ProductFields, *, expected: int | None, by: Actor, now: datetime
) -> KnowledgeProduct:
    """Change a knowledge product. Raises Refusal at a field, Missing when it was removed, or Stale."""
    with transaction():
        product = _present(lock(KnowledgeProduct, product_id))
        cities = {"cities": (_slugs(_cities_of(product)), _slugs(wanted.city_ids))}
        edit(product, _values(wanted), expected=expected, by=by, now=now, beside=cities)
        _give_cities(product, wanted.city_ids)
    return product


def give_file(product_id: int, name: str, content: bytes, *, by: Actor, now: datetime) -> KnowledgeProduct:
    """Keep the file of a knowledge product, in place of an earlier one. Raises Refusal at "file"."""
    file = checked(name, content, allowed=FAMILIES)
    with transaction():
        product = _present(lock(KnowledgeProduct, product_id))
        upload = keep(file, now=now)
        edit(product, {"upload_id": upload.id}, expected=None, by=by, now=now)
    return product


def remove_product(product_id: int, *, by: Actor, now: datetime) -> None:
    """Take a knowledge product off every page; a second time changes nothing."""
    with transaction():
        _remove(lock(KnowledgeProduct, product_id), by=by, now=now)


def _check_agreement(wanted: AgreementFields) -> None:
    if not wanted.partner:
        raise Refusal(N_("Write with whom, in at least one language."), field="partner")
    if wanted.signed_on and wanted.ends_on and wanted.ends_on < wanted.signed_on:
        raise Refusal(N_("It ends before it was signed. Correct one of the days."), field="ends_on")


def _values(wanted: ProductFields) -> dict[str, object]:
    """Return the columns of *wanted*. Raises Refusal at a field."""
    if not wanted.title:
        raise Refusal(N_("Write the title in at least one language."), field="title")
    values = {name: value for name, value in vars(wanted).items() if name != "city_ids"}
    return values | {"url": check_url(wanted.url, field="url") if wanted.url else None}


def _give_cities(product: KnowledgeProduct, city_ids: frozenset[int]) -> None:
    """Make the cities that a product comes from exactly these."""
    present = _cities_of(product)
    gone = ProductCity.city_id.in_(present - city_ids)
    db.session.execute(delete(ProductCity).where(ProductCity.product_id == product.id, gone))
    new = sorted(city_ids - present)
    db.session.add_all(ProductCity(product_id=product.id, city_id=ident) for ident in new)


def _cities_of(product: KnowledgeProduct) -> frozenset[int]:
    of = select(ProductCity.city_id).where(ProductCity.product_id == product.id)
    return frozenset(db.session.scalars(of))


def _slugs(city_ids: frozenset[int]) -> tuple[str, ...]:
    """Return what cities are called in forms, in one order."""
    return tuple(db.session.scalars(select(City.slug).where(City.id.in_(city_ids)).order_by(City.slug)))


def _theme_names(theme_ids: Collection[int]) -> str:
    names = select(Theme.name).where(Theme.id.in_(theme_ids)).order_by(Theme.sort_key)
    return ", ".join(str(name) for name in db.session.scalars(names))


def _add(row: Base, *, by: Actor, now: datetime) -> None:
    db.session.add(row)
    record("created", row, by=by, now=now)


def _remove(row: Agreement | KnowledgeProduct, *, by: Actor, now: datetime) -> None:
    if row.removed_on is None:
        row.removed_on = now.date()
        row.version += 1
        record("removed", row, by=by, now=now)


def _present(row: T) -> T:
    """Return the locked *row*. Raises Missing when it was removed."""
    if row.removed_on is not None:
        raise Missing(N_("This was removed. Choose another from the list."))
    return row
