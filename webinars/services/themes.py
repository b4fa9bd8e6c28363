"""Themes: added one by one or several at once, renamed, and removed where nothing uses them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from webinars.domain.errors import N_, Refusal
from webinars.domain.places import romanised
from webinars.domain.slugs import free_slug
from webinars.domain.texts import LocalizedText
from webinars.models.database import db, lock, transaction
from webinars.models.themes import Theme
from webinars.queries.themes import every_theme
from webinars.services.edits import edit
from webinars.services.records import Actor, record

RESERVED = frozenset({"new", "several"})  # addresses of the editors: /organise/themes/new
LONGEST_NAME = 120
LONGEST_SORT_KEY = 120


@dataclass(frozen=True, kw_only=True)
class ThemeFields:
    """What a person writes about a theme; an empty *sort_key* is proposed from the English name."""

    name: LocalizedText
    sort_key: str = ""


def add_theme(wanted: ThemeFields, *, by: Actor, now: datetime) -> Theme:
    """Add a theme. Raises Refusal at a field."""
    with transaction():
        _check_name(wanted.name, every_theme(), besides=None)
        return _added(wanted, every_theme(), by=by, now=now)


def add_themes(names: Iterable[LocalizedText], *, by: Actor, now: datetime) -> tuple[Theme, ...]:
    """Do what `themes_named` does, in a transaction of its own."""
    with transaction():
        return themes_named(names, by=by, now=now)


def themes_named(names: Iterable[LocalizedText], *, by: Actor, now: datetime) -> tuple[Theme, ...]:
    """Return the themes of these *names*, in their order, each once; add those that are missing.

    A theme is known by its name in any one language, whatever its case. In the caller's transaction. Raises
    Refusal at "names".
    """
    found: dict[int, Theme] = {}
    for name in names:
        theme = _same(name, every_theme()) or _added_by_name(name, by=by, now=now)
        found[theme.id] = theme
    return tuple(found.values())


def edit_theme(
    theme_id: int, wanted: ThemeFields, *, expected: int | None, by: Actor, now: datetime
) -> Theme:
    """Change a theme; its address stays. Raises Refusal at a field, or Stale."""
    with transaction():
        theme = lock(Theme, theme_id)
        _check_name(wanted.name, every_theme(), besides=theme_id)
        edit(theme, {"name": wanted.name, "sort_key": _sort_key(wanted)}, expected=expected, by=by, now=now)
    return theme


def remove_theme(theme_id: int, *, by: Actor, now: datetime) -> None:
    """Take a theme out of the directory; it must stand nowhere. Raises Refusal."""
    with transaction():
        record("removed", lock(Theme, theme_id), by=by, now=now)
        try:
            # The database itself says whether anything points to it: no count of ours could be overtaken.
            db.session.execute(delete(Theme).where(Theme.id == theme_id))
        except IntegrityError:
            raise Refusal(N_("This theme is in use. Take it off what carries it, then remove it.")) from None


def _added_by_name(name: LocalizedText, *, by: Actor, now: datetime) -> Theme:
    try:
        return _added(ThemeFields(name=name), every_theme(), by=by, now=now)
    except Refusal as refusal:
        raise Refusal(refusal.text, field="names", **refusal.values) from None


def _added(wanted: ThemeFields, others: Iterable[Theme], *, by: Actor, now: datetime) -> Theme:
    sort_key = _sort_key(wanted)
    slug = free_slug(sort_key, {theme.slug for theme in others} | RESERVED)
    theme = Theme(slug=slug, name=wanted.name, sort_key=sort_key)
    db.session.add(theme)
    record("created", theme, by=by, now=now)
    return theme


def _sort_key(wanted: ThemeFields) -> str:
    """Return what *wanted* is sorted by; raise Refusal at a field."""
    if not wanted.name:
        raise Refusal(N_("Write this in at least one language."), field="name")
    english = wanted.name.to_mapping().get("en", "")
    sort_key = romanised(wanted.sort_key or english)[:LONGEST_SORT_KEY].strip()
    if not sort_key:
        raise Refusal(
            N_("Write the name in Latin letters, so that the lists can be sorted."), field="sort_key"
        )
    return sort_key


def _check_name(name: LocalizedText, others: Iterable[Theme], *, besides: int | None) -> None:
    """Refuse a name that another theme has in the same language: two choices of a list must be told apart."""
    same = _same(name, (theme for theme in others if theme.id != besides))
    if same is not None:
        language = min(_folded(name) & _folded(same.name))[0]
        raise Refusal(
            N_("The theme “%(name)s” is in the directory already. Use it, or choose another name."),
            field=f"name-{language}",
            name=name.best(language),
        )


def _same(name: LocalizedText, themes: Iterable[Theme]) -> Theme | None:
    return next((theme for theme in themes if _folded(name) & _folded(theme.name)), None)


def _folded(name: LocalizedText) -> set[tuple[str, str]]:
    return {(language, text.casefold()) for language, text in name.pairs}
