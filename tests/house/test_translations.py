"""Compiled translations are those of their sources, and leave nothing out."""

from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.support.sources import files, name_of

SOURCES = files("webinars/translations", ".po")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def texts(one: Catalog) -> dict[object, list[str]]:
    """Map each text, with its context and plural, to its translations."""
    return {
        (context_of(message), *strings(message.id)): strings(message.string) for message in one if message.id
    }


def context_of(message: Message) -> str | None:
    # Babel's reader of compiled files leaves the context undecoded.
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def test_a_compiled_catalogue_says_what_its_source_says() -> None:
    assert [
        name_of(source) for source in SOURCES if texts(compiled(source)) != texts(catalogue(source))
    ] == []


def compiled(source: Path) -> Catalog:
    with source.with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def test_a_catalogue_translates_every_text_and_guesses_none() -> None:
    assert [
        f"{name_of(source)}: {message.id}"
        for source in SOURCES
        for message in catalogue(source)
        if message.id and (message.fuzzy or not all(strings(message.string)))
    ] == []


def strings(string: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [string or ""] if isinstance(string, str | None) else list(string)


def test_a_translation_keeps_the_places_of_its_text() -> None:
    assert [
        f"{name_of(source)}: {message.id}: {error}"
        for source in SOURCES
        for message, errors in catalogue(source).check()
        for error in errors
    ] == []
