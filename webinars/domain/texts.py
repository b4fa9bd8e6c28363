"""Texts that people write: one line each, in one language or in several."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from webinars.domain.errors import N_, Refusal

ENGLISH = "en"

# Control characters, halves of surrogate pairs, and the two separators of lines: each could break a mail
# header, a line of a calendar file or a row of a table. Format characters (joiners, direction marks) stay:
# names in Persian and Sinhala need them.
_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})


def one_line(text: str, *, field: str | None, limit: int) -> str:
    """Return *text* without blanks around it.

    Raise Refusal at *field* when it holds a line break or another control character, or more than
    *limit* characters.
    """
    stripped = text.strip()
    if any(unicodedata.category(character) in _BREAKING for character in stripped):
        raise Refusal(N_("Write this on one line, without tabs or other control characters."), field=field)
    if len(stripped) > limit:
        raise Refusal(
            N_("Write at most %(limit)d characters. This text has %(length)d."),
            field=field,
            limit=limit,
            length=len(stripped),
        )
    return stripped


def email_key(email: str) -> str:
    """Return *email* as it is compared: "Anna@City.example" and "anna@city.example" are one person's."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in several languages, as pairs of language tag and text in the order of the tags.

    The order is fixed because PostgreSQL does not keep the order of JSON keys: "the first language" must
    mean the same on every database.
    """

    pairs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        kept = dict(pair for pair in self.pairs if pair[1])
        object.__setattr__(self, "pairs", tuple(sorted(kept.items())))

    @classmethod
    def from_mapping(cls, texts: Mapping[str, str]) -> Self:
        """Read back what `to_mapping` gave; empty texts are left out."""
        return cls(tuple(texts.items()))

    @classmethod
    def written(cls, texts: Mapping[str, str], *, field: str, limit: int) -> Self:
        """Take what a person wrote; raise Refusal at ``field-language`` for a text that is not one line."""
        return cls(
            tuple(
                (language, one_line(text, field=f"{field}-{language}", limit=limit))
                for language, text in texts.items()
            )
        )

    def to_mapping(self) -> dict[str, str]:
        """Return the texts by language tag, ready for JSON."""
        return dict(self.pairs)

    def best(self, language: str, fallbacks: Sequence[str] = (ENGLISH,)) -> str:
        """Return the text for a reader of *language*, else of the *fallbacks*, else the first, else ""."""
        return _best(self, language, tuple(fallbacks))[1]

    def language_of(self, language: str, fallbacks: Sequence[str] = (ENGLISH,)) -> str:
        """Return the tag of the text that `best` returns, for ``lang=``; *language* when there is no text."""
        return _best(self, language, tuple(fallbacks))[0]

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def __str__(self) -> str:
        return self.best(ENGLISH)


@lru_cache(maxsize=4096)  # Thousands of letters ask for the same few names, a page for hundreds.
def _best(text: LocalizedText, language: str, fallbacks: tuple[str, ...]) -> tuple[str, str]:
    """Return the tag and the text that serve a reader of *language* best."""
    for wanted in (language, *fallbacks):
        for found in _serving(text, wanted):
            return found
    return text.pairs[0] if text.pairs else (language, "")


def _serving(text: LocalizedText, wanted: str) -> list[tuple[str, str]]:
    """List the pairs that serve *wanted*, best first: the same tag, then the same language."""
    base = _base(wanted)
    near = [pair for pair in text.pairs if _base(pair[0]) == base]
    return sorted(near, key=lambda pair: (pair[0].lower() != wanted.lower(), pair[0].lower() != base))


def _base(tag: str) -> str:
    """Return the language of a tag: "zh" for "zh-Hant"."""
    return tag.replace("_", "-").partition("-")[0].lower()
