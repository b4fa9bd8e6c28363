"""Talks in words: the languages that are spoken, and what is missing of slides and videos."""

from collections.abc import Iterable

from babel import Locale
from babel.core import UnknownLocaleError
from flask import current_app
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from webinars.letters.bodies import day_words
from webinars.models.presentations import Asset, AssetKind, AssetState
from webinars.models.slots import Slot
from webinars.web.forms import own_name
from webinars.web.registrations.rows import State

# What cities speak at such meetings, besides the languages of the seminar.
SPOKEN = (
    *("ar", "bn", "de", "el", "en", "es", "fa", "fil", "fr", "he", "hi", "id", "it", "ja", "km", "ko", "lo"),
    *("mn", "ms", "my", "ne", "nl", "pl", "pt", "ro", "ru", "si", "sv", "sw", "ta", "th", "tr", "uk", "ur"),
    *("vi", "yue", "zh"),
)
KINDS = {
    AssetKind.SLIDES: _l("Slides"),
    AssetKind.VIDEO_MESSAGE: _l("Video message"),
    AssetKind.DOCUMENT: _l("Document"),
}
STATES = {
    AssetState.WANTED: (_l("Wanted"), "wait"),
    AssetState.RECEIVED: (_l("Received"), "open"),
    AssetState.TO_IMPROVE: (_l("To improve"), "warn"),
    AssetState.ACCEPTED: (_l("Accepted"), "ok"),
}


def language_choices(*kept: Iterable[str | None]) -> list[tuple[str, str]]:
    """Return the languages that may be chosen, by their own names; those that are *kept* are among them."""
    offered = {*current_app.config["LANGUAGES"], *SPOKEN, *(tag for tags in kept for tag in tags if tag)}
    return sorted(((tag, _own_name(tag)) for tag in offered), key=lambda pair: pair[1].casefold())


def language_words(tag: str) -> str:
    """Return a language's name in the language of the reader."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(get_locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def spoken_words(slot: Slot) -> str:
    """Say in which language a talk is held and into which it is interpreted; "" where nobody said so."""
    spoken = language_words(slot.language) if slot.language else ""
    into = ", ".join(language_words(tag) for tag in slot.interpretation)
    if spoken and into:
        words = gettext("In %(language)s, interpreted into %(languages)s.", language=spoken, languages=into)
    elif spoken:
        words = gettext("In %(language)s.", language=spoken)
    else:
        words = gettext("Interpreted into %(languages)s.", languages=into) if into else ""
    return str(words)


def state_words(asset: Asset) -> State:
    """Return the word and mark of what became of something that is needed."""
    word, mark = STATES[asset.state]
    return State(str(word), mark)


def due_words(asset: Asset) -> str:
    """Say by when something is needed; "" where no day is set."""
    return gettext("by %(date)s", date=day_words(asset.due_on)) if asset.due_on else ""


def _own_name(tag: str) -> str:
    try:
        return own_name(tag)
    except (UnknownLocaleError, ValueError):
        return tag
