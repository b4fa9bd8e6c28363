"""Placeholders in a message: names from a fixed list that each reader's own words take the place of.

What people write is text and never a template: nothing is looked up but these names, and what is filled in
is not looked through again.
"""

import re
from collections.abc import Mapping

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText

NAMES = ("name", "city", "part", "start", "page")
_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"\{[^{}]*\}?|\}")


def check_placeholders(text: LocalizedText, *, field: str) -> None:
    """Raise Refusal at *field*, in the language concerned, for what is no placeholder between braces."""
    for language, words in text.pairs:
        for found in _BRACE.findall(words):
            if found not in {f"{{{name}}}" for name in NAMES}:
                raise Refusal(
                    N_("“%(found)s” is no placeholder. Use {name}, {city}, {part}, {start} or {page}."),
                    field=f"{field}-{language}",
                    found=found[:40],
                )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with the reader's own words; *values* has one for each of NAMES."""
    return _PLACE.sub(lambda found: values[found[1]], text)
