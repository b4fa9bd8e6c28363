"""What the network knows: a city's themes, talks and agreements, and knowledge products."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.knowledge import Agreement, KnowledgeProduct, ProductCity, ProductKind
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Slot
from webinars.models.themes import CityTheme, Theme
from webinars.queries.pages import Page, page_of

MOST_TALKS = 100  # of one city, the latest
HELD = (SeminarState.PUBLISHED, SeminarState.ARCHIVED)


@dataclass(frozen=True)
class Talk:
    """What a city presented: the slot and the part, each with its theme, and the seminar (series, hosts)."""

    slot: Slot
    session: Session
    seminar: Seminar

    @property
    def theme(self) -> Theme | None:
        """Return the theme of the talk, else that of its part."""
        return self.slot.theme or self.session.theme


@dataclass(frozen=True)
class Product:
    """A knowledge product (theme, seminar and file loaded), and the cities that it comes from."""

    product: KnowledgeProduct
    cities: tuple[City, ...]


@dataclass(frozen=True, kw_only=True)
class ProductFilter:
    """Which knowledge products: those that everybody may see on the day *public_on*; None leaves all in."""

    public_on: date | None
    kind: ProductKind | None = None
    theme_id: int | None = None
    city_id: int | None = None


def talks_of(city_id: int, *, now: datetime) -> tuple[Talk, ...]:
    """Return what a city has presented in public seminars, the latest first; one statement.

    At most MOST_TALKS. A part without an instant is of the past.
    """
    statement = (
        select(Slot, Session, Seminar)
        .join(Slot.session)
        .join(Session.seminar)
        .join(Slot.delegation)
        .where(
            Delegation.city_id == city_id,
            Slot.removed_at.is_(None),
            Session.state == SessionState.PLANNED,
            or_(Session.starts_at.is_(None), Session.starts_at <= now),
            Seminar.state.in_(HELD),
        )
        .order_by(Session.local_start.desc(), Slot.position, Slot.id)
        .limit(MOST_TALKS)
        .options(
            joinedload(Slot.theme),
            joinedload(Session.theme),
            joinedload(Seminar.series),
            joinedload(Seminar.host_city),
            joinedload(Seminar.second_host_city),
        )
    )
    rows = db.session.execute(statement.execution_options(populate_existing=True))
    return tuple(Talk(row[0], row[1], row[2]) for row in rows)


def themes_of_city(city_id: int) -> tuple[Theme, ...]:
    """Return the themes that the office wrote down for a city, by sort key; one statement."""
    statement = (
        select(Theme)
        .join(CityTheme, CityTheme.theme_id == Theme.id)
        .where(CityTheme.city_id == city_id)
        .order_by(Theme.sort_key, Theme.id)
    )
    return tuple(db.session.scalars(statement))


def agreements_of(city_id: int) -> tuple[Agreement, ...]:
    """Return the agreements of a city that were not removed, oldest first; one statement."""
    statement = select(Agreement).where(Agreement.city_id == city_id, Agreement.removed_on.is_(None))
    return tuple(db.session.scalars(statement.order_by(Agreement.id)))


def agreement_by_key(city_id: int, key: str) -> Agreement:
    """Return an agreement of the city; one statement. Raises Missing."""
    statement = select(Agreement).where(
        Agreement.key == key, Agreement.city_id == city_id, Agreement.removed_on.is_(None)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise Missing(N_("There is no such agreement. Choose one from the list."))
    return found


def products_page(wanted: ProductFilter, number: int, size: int) -> Page[Product]:
    """Return a page of the products that fit, the latest first; three statements. Raises Missing."""
    page = page_of(_products(wanted), number, size)
    cities = _cities_of([one.id for one in page.items])
    items = tuple(Product(one, cities.get(one.id, ())) for one in page.items)
    return Page(items, page.number, page.size, page.total)


def product_by_key(key: str) -> Product:
    """Return a knowledge product, published or not, for the office; two statements. Raises Missing."""
    return _one(KnowledgeProduct.key == key)


def published_product(key: str, *, today: date) -> Product:
    """Return a knowledge product that everybody may see; two statements. Raises Missing."""
    return _one((KnowledgeProduct.key == key) & _is_public(today))


def themes_in_use(*, today: date) -> tuple[Theme, ...]:
    """Return the themes of published knowledge products, by sort key; one statement."""
    used = select(KnowledgeProduct.theme_id).where(_is_public(today), KnowledgeProduct.removed_on.is_(None))
    return tuple(
        db.session.scalars(select(Theme).where(Theme.id.in_(used)).order_by(Theme.sort_key, Theme.id))
    )


def seminars_to_name() -> tuple[Seminar, ...]:
    """Return every seminar (series, hosts) that a product can come from, the latest first; one statement."""
    loaded = (joinedload(Seminar.series), joinedload(Seminar.host_city), joinedload(Seminar.second_host_city))
    return tuple(db.session.scalars(select(Seminar).options(*loaded).order_by(Seminar.id.desc())))


def _one(condition: ColumnElement[bool]) -> Product:
    statement = _loaded().where(condition, KnowledgeProduct.removed_on.is_(None))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise Missing(N_("There is no such knowledge product. Choose one from the list."))
    return Product(found, _cities_of([found.id]).get(found.id, ()))


def _is_public(today: date) -> ColumnElement[bool]:
    """Say that the day on which the product is published has come."""
    return KnowledgeProduct.published_on <= today


def _products(wanted: ProductFilter) -> Select[KnowledgeProduct]:
    statement = _loaded().where(KnowledgeProduct.removed_on.is_(None))
    if wanted.public_on is not None:
        statement = statement.where(_is_public(wanted.public_on))
    if wanted.kind is not None:
        statement = statement.where(KnowledgeProduct.kind == wanted.kind)
    if wanted.theme_id is not None:
        statement = statement.where(KnowledgeProduct.theme_id == wanted.theme_id)
    if wanted.city_id is not None:
        of = select(ProductCity.product_id).where(ProductCity.city_id == wanted.city_id)
        statement = statement.where(KnowledgeProduct.id.in_(of))
    latest = KnowledgeProduct.published_on.desc().nulls_first()
    return statement.order_by(latest, KnowledgeProduct.id.desc())


def _loaded() -> Select[KnowledgeProduct]:
    return (
        select(KnowledgeProduct)
        .options(
            joinedload(KnowledgeProduct.theme),
            joinedload(KnowledgeProduct.upload),
            joinedload(KnowledgeProduct.seminar).options(
                joinedload(Seminar.series),
                joinedload(Seminar.host_city),
                joinedload(Seminar.second_host_city),
            ),
        )
        .execution_options(populate_existing=True)
    )


def _cities_of(product_ids: Collection[int]) -> Mapping[int, tuple[City, ...]]:
    statement = (
        select(ProductCity.product_id, City)
        .join(City, City.id == ProductCity.city_id)
        .where(ProductCity.product_id.in_(product_ids))
        .order_by(City.sort_key, City.id)
    )
    found: defaultdict[int, tuple[City, ...]] = defaultdict(tuple)
    for product_id, city in db.session.execute(statement):
        found[product_id] += (city,)
    return found
