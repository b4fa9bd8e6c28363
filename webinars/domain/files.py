"""Files that people send: what one is by its content, whatever its name says."""

import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import one_line

NAME_LIMIT = 200  # characters
PDF_HEAD = 1024  # bytes; programs that write PDF may put a line of their own before it
MOST_INSIDE = 1024 * 1024  # bytes read of what is packed; more is a trap
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
FILMS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")


class Family(StrEnum):
    """What a file is good for; a PDF serves as a document and as slides."""

    DOCUMENT = "document"
    PICTURE = "picture"
    SLIDES = "slides"
    VIDEO = "video"


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type, the endings of its name, and how its content is known."""

    media_type: str
    endings: tuple[str, ...]
    families: frozenset[Family]
    is_content: Callable[[bytes], bool]


def kind_of(name: str, content: bytes, *, allowed: Collection[Family]) -> FileKind:
    """Return what the file is. Raise Refusal at "file" for an empty, an unwanted, or a mistaken one."""
    if not content:
        raise Refusal(N_("This file is empty. Choose another."), field="file")
    ending = PurePosixPath(name).suffix.lower()
    named = next((kind for kind in _allowed(allowed) if ending in kind.endings), None)
    if named is None:
        raise Refusal(
            N_("Choose a file of one of these kinds: %(endings)s."),
            field="file",
            endings=", ".join(endings_of(allowed)),
        )
    if not named.is_content(content):
        raise Refusal(
            N_(
                "The name of this file ends with %(ending)s, but its content is something else. Open it in "
                "its program, save it again, and send that."
            ),
            field="file",
            ending=ending,
        )
    return named


def own_name(name: str) -> str:
    """Return the name of a file without its folders. Raise Refusal at "file" for one that is not one line."""
    return one_line(PurePosixPath(name.replace("\\", "/")).name, field="file", limit=NAME_LIMIT)


def endings_of(allowed: Collection[Family]) -> tuple[str, ...]:
    """Return how the names of such files end, with their dots."""
    return tuple(ending for kind in _allowed(allowed) for ending in kind.endings)


def _allowed(families: Collection[Family]) -> list[FileKind]:
    return [kind for kind in KINDS if not kind.families.isdisjoint(families)]


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(beginnings)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:PDF_HEAD]


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _is_mp4(content: bytes) -> bool:
    """Look for a brand of films, the major one or one of the compatible ones (ISO/IEC 14496-12 §4.3)."""
    if content[4:8] != b"ftyp":
        return False
    brands = content[8 : min(int.from_bytes(content[:4], "big"), 256)]
    return any(brands[start : start + 4] in FILMS for start in range(0, len(brands), 4))


def _is_webm(content: bytes) -> bool:
    return content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]


def _packed(part: str, says: str) -> Callable[[bytes], bool]:
    """Return what looks for the words *says* in a *part* of a packed file."""

    def is_content(content: bytes) -> bool:
        # All that zipfile is known to raise over files that are broken or meant to break it.
        try:
            with ZipFile(BytesIO(content)) as packed, packed.open(part) as stream:
                return says.encode("ascii") in stream.read(MOST_INSIDE)
        except (BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError):
            return False

    return is_content


def _of_office(ending: str, media_type: str, family: Family) -> FileKind:
    """Return a kind of ECMA-376; one with macros says something else of its main part, and is refused."""
    says = _packed("[Content_Types].xml", f'"{OFFICE}{media_type}.main+xml"')
    return FileKind(OFFICE + media_type, (ending,), frozenset({family}), says)


def _open_document(ending: str, word: str, family: Family) -> FileKind:
    return FileKind(
        OPEN_DOCUMENT + word, (ending,), frozenset({family}), _packed("mimetype", OPEN_DOCUMENT + word)
    )


_PICTURE, _VIDEO = frozenset({Family.PICTURE}), frozenset({Family.VIDEO})
KINDS = (
    FileKind("application/pdf", (".pdf",), frozenset({Family.DOCUMENT, Family.SLIDES}), _is_pdf),
    _of_office(".docx", "wordprocessingml.document", Family.DOCUMENT),
    _of_office(".xlsx", "spreadsheetml.sheet", Family.DOCUMENT),
    _open_document(".odt", "text", Family.DOCUMENT),
    _of_office(".pptx", "presentationml.presentation", Family.SLIDES),
    _open_document(".odp", "presentation", Family.SLIDES),
    FileKind("image/png", (".png",), _PICTURE, _begins(b"\x89PNG\r\n\x1a\n")),
    FileKind("image/jpeg", (".jpg", ".jpeg"), _PICTURE, _begins(b"\xff\xd8\xff")),
    FileKind("image/webp", (".webp",), _PICTURE, _is_webp),
    FileKind("video/mp4", (".mp4", ".m4v"), _VIDEO, _is_mp4),
    FileKind("video/webm", (".webm",), _VIDEO, _is_webm),
)
