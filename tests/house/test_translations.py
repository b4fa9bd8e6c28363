"""Compiled translations are those of their sources, and leave nothing out."""

from os import PathLike
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.support.sources import ROOT, files, name_of

SOURCES = files("webinars/translations", ".po")
MAPPING = ROOT / "webinars" / "translations" / "babel.cfg"
# As `make translations` takes the texts out of the code.
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None, "_l": None, "lazy_gettext": None, "_n": (1, 2)}


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


def texts_of_the_code() -> set[object]:
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=is_ours)
    return {text for _file, _line, text, _comments, _context in found}


def is_ours(folder: str | PathLike[str]) -> bool:
    return Path(folder).name not in {".venv", "build", "node_modules", "__pycache__"}


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_catalogue_holds_the_texts_of_the_code_and_no_others(source: Path) -> None:
    assert {message.id for message in catalogue(source) if message.id} == texts_of_the_code()


def test_a_translation_keeps_the_places_of_its_text() -> None:
    assert [
        f"{name_of(source)}: {message.id}: {error}"
        for source in SOURCES
        for message, errors in catalogue(source).check()
        for error in errors
    ] == []
