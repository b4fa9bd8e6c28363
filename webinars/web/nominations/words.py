"""The words that a list of people may hold, in every language that the office offers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from babel import Locale
from flask import current_app
from flask_babel import lazy_gettext as _l

from webinars.domain.people import Column, Words, plain
from webinars.letters.translating import in_language
from webinars.models.sessions import Session
from webinars.web.forms import own_name
from webinars.web.registrations.forms import ROLES

HEADS = {
    Column.NAME: _l("Name"),
    Column.EMAIL: _l("E-mail"),
    Column.ORGANISATION: _l("Organisation"),
    Column.ROLE: _l("Role"),
    Column.LANGUAGE: _l("Language"),
    Column.PART: _l("Part or day"),
}


def heads() -> list[str]:
    """Return the heads of an empty list in the reader's language."""
    return [str(words) for words in HEADS.values()]


def words_of(sessions: Iterable[Session]) -> Words:
    """Return what cells may say; *sessions* are the parts that people can still register for."""
    sessions = list(sessions)
    known: dict[str, Column] = {}
    roles: dict[str, str] = {}
    languages: dict[str, str] = {}
    for tag in current_app.config["LANGUAGES"]:
        with in_language(tag):
            known |= {plain(str(words)): column for column, words in HEADS.items()}
            roles |= {plain(str(words)): role.value for role, words in ROLES.items()}
        languages |= {plain(name): tag for name in _names_of(tag)}
    return Words(
        heads=known,
        roles=roles,
        languages=languages,
        parts=_parts(sessions),
        days=_days(sessions),
        role_names=tuple(str(words) for words in ROLES.values()),
        language_names=tuple(own_name(tag) for tag in current_app.config["LANGUAGES"]),
    )


def _names_of(tag: str) -> list[str]:
    """Return what a language is called: its tag, its own name, and its name in each language on offer."""
    locale = Locale.parse(tag, sep="-")
    others = [Locale.parse(one, sep="-") for one in current_app.config["LANGUAGES"]]
    return [tag, own_name(tag), *(locale.get_display_name(other) or tag for other in others)]


def _parts(sessions: Iterable[Session]) -> dict[str, str]:
    return {plain(name): one.key for one in sessions for name in [one.key, *one.name.to_mapping().values()]}


def _days(sessions: Iterable[Session]) -> dict[date, frozenset[str]]:
    """Return the parts that start on each day, at the host."""
    found: defaultdict[date, set[str]] = defaultdict(set)
    for one in sessions:
        found[one.local_start.date()].add(one.key)
    return {day: frozenset(keys) for day, keys in found.items()}
