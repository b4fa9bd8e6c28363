"""Words side by side, with the marks that the reader's language puts between them."""

from collections.abc import Iterable

from flask_babel import gettext


def with_label(label: str, words: str) -> str:
    """Return "Clock: Paris, UTC+1"."""
    return str(gettext("%(label)s: %(words)s", label=label, words=words))


def in_line(words: Iterable[str]) -> str:
    """Return several short things one after the other: "Lima, Oslo, Rome"."""
    return str(gettext(", ")).join(words)


def in_clauses(words: Iterable[str]) -> str:
    """Return several things that have marks of their own: "Monday, 9 to 12; Friday"."""
    return str(gettext("; ")).join(words)
