"""What the planner says, in the reader's language."""

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from flask_babel import get_locale, gettext, ngettext

from webinars.domain.planner.reasons import Sentence, say
from webinars.letters.times import date_words

# The English of Britain lists without a comma before "and", as the texts of these pages do.
_LIST_LOCALES = {"en": "en_GB"}


class ReaderWords:
    """The language of the request."""

    def text(self, text: str) -> str:
        """Return the translated text, with its places as they are."""
        return str(gettext(text))

    def day(self, day: date) -> str:
        """Return a date with its weekday, month and year."""
        return date_words(day)

    def weekday(self, day: date) -> str:
        """Return the name of the weekday of a date."""
        return format_date(day, "EEEE", locale=get_locale() or "en")

    def clock(self, at: datetime) -> str:
        """Return the time of a wall clock."""
        return str(format_datetime(at, "HH:mm", locale=get_locale() or "en"))

    def minutes(self, count: int) -> str:
        """Return a number of minutes."""
        return str(ngettext("%(num)s minute", "%(num)s minutes", count))

    def listing(self, items: Sequence[str]) -> str:
        """Return several things as one."""
        return format_list(list(items), style="standard", locale=_list_locale())

    def choice(self, items: Sequence[str]) -> str:
        """Return several things of which one is meant."""
        return format_list(list(items), style="or", locale=_list_locale())


def said(sentences: Sequence[Sentence]) -> list[str]:
    """Return sentences in the reader's language."""
    words = ReaderWords()
    return [say(sentence, words) for sentence in sentences]


def _list_locale() -> str:
    language = str(get_locale() or "en")
    return _LIST_LOCALES.get(language, language)
