"""Translating: the words of a letter, looked up in the language of its reader.

Flask-Babel looks up the language in force for every sentence; a letter has a dozen, and a part that moves
owes thousands of letters.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations

import flask_babel
from babel import Locale
from babel.support import NullTranslations as Catalogue

_catalogue: ContextVar[NullTranslations | None] = ContextVar("webinars_catalogue", default=None)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Let *language* (a tag that the office offers) be in force, here and in Flask-Babel."""
    with flask_babel.force_locale(_locale(language)):
        found: Catalogue = flask_babel.get_domain().get_translations()
        token = _catalogue.set(found)
        try:
            yield
        finally:
            _catalogue.reset(token)


def gettext(text: str, **values: object) -> str:
    """Return *text* in the language in force, with *values* in it, as Flask-Babel's does."""
    catalogue = _catalogue.get()
    if catalogue is None:
        return str(flask_babel.gettext(text, **values))
    words = catalogue.gettext(text)
    return words % values if values else words


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
