"""Themes: the directory of what cities tell and want to hear, and how often each is used."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, func, select, union_all

from webinars.domain.errors import N_, Missing
from webinars.domain.zone_search import fold
from webinars.models.database import Base, db
from webinars.models.themes import Theme
from webinars.queries.pages import Page, slice_of


def every_theme() -> tuple[Theme, ...]:
    """Return every theme in the order of the sort keys; one statement."""
    return tuple(db.session.scalars(select(Theme).order_by(Theme.sort_key, Theme.id)))


def themes_page(words: str, number: int, size: int) -> Page[Theme]:
    """Return a page of the themes with all *words* in their names; one statement. Raises Missing."""
    found = tuple(theme for theme in every_theme() if _has_words(theme, words))
    return slice_of(found, number, size)


def theme_by_slug(slug: str) -> Theme:
    """Return the theme; one statement. Raises Missing."""
    theme = db.session.scalars(select(Theme).where(Theme.slug == slug)).one_or_none()
    if theme is None:
        raise Missing(N_("There is no theme “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return theme


def uses_of(theme_ids: Collection[int]) -> Mapping[int, int]:
    """Count by id in how many rows, of whatever kind, each theme stands; one statement."""
    places = union_all(*(select(column).where(column.in_(theme_ids)) for column in _pointers())).subquery()
    (ident,) = places.columns
    return dict(iter(db.session.execute(select(ident, func.count()).group_by(ident))))


def _pointers() -> list[ColumnElement[int]]:
    """Return every column of the database that points to a theme."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.references(Theme.__table__) for key in column.foreign_keys)  # type: ignore[arg-type]
    ]


def _has_words(theme: Theme, words: str) -> bool:
    text = " ".join(fold(one) for one in (*theme.name.to_mapping().values(), theme.sort_key))
    return all(word in text for word in fold(words).split())
