"""What a file is: by its content, whatever it is called."""

import pytest

from tests.support.files import MP4, OFFICE, PDF, WEBM, office_file, packed, picture, word_file
from webinars.domain.errors import Refusal
from webinars.domain.files import Family, endings_of, kind_of, own_name

EVERY = tuple(Family)
OPEN = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Call.pdf", PDF, "application/pdf"),
        ("printed.PDF", b"\r\n" + PDF, "application/pdf"),
        ("a.docx", word_file(), f"{OFFICE}wordprocessingml.document"),
        ("a.xlsx", office_file(f"{OFFICE}spreadsheetml.sheet.main+xml"), f"{OFFICE}spreadsheetml.sheet"),
        (
            "a.pptx",
            office_file(f"{OFFICE}presentationml.presentation.main+xml"),
            f"{OFFICE}presentationml.presentation",
        ),
        ("a.odt", packed(mimetype=f"{OPEN}text"), f"{OPEN}text"),
        ("a.odp", packed(mimetype=f"{OPEN}presentation"), f"{OPEN}presentation"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.jpeg", picture("JPEG"), "image/jpeg"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.mp4", MP4, "video/mp4"),
        ("a.webm", WEBM, "video/webm"),
    ],
)
def test_a_file_is_known_by_its_content(name: str, content: bytes, media_type: str) -> None:
    assert kind_of(name, content, allowed=EVERY).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 this program cannot be run in DOS mode"),
        ("a.pdf", word_file()),
        ("a.docx", PDF),
        ("a.docx", office_file(f"{OFFICE}spreadsheetml.sheet.main+xml")),
        ("macros.docx", office_file("application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("a.docx", word_file()[:40]),
        ("a.odt", packed(mimetype="application/epub+zip")),
        ("a.odt", packed(other="")),
        ("a.jpg", picture("PNG")),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVE"),
        ("a.mp4", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
        ("a.webm", b"\x1a\x45\xdf\xa3 matroska"),
    ],
)
def test_a_file_whose_content_is_not_its_kind_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refusal, match="but its content is something else") as refused:
        kind_of(name, content, allowed=EVERY)
    assert refused.value.field == "file"


def test_a_kind_that_is_not_asked_for_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal) as refused:
        kind_of("talk.mp4", MP4, allowed=[Family.PICTURE])
    assert str(refused.value) == "Choose a file of one of these kinds: .png, .jpg, .jpeg, .webp."


def test_a_program_is_refused_whatever_is_asked_for() -> None:
    with pytest.raises(Refusal, match="one of these kinds"):
        kind_of("setup.exe", b"MZ", allowed=EVERY)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refusal, match="This file is empty"):
        kind_of("a.pdf", b"", allowed=EVERY)


def test_a_pdf_serves_as_slides_too() -> None:
    assert endings_of([Family.SLIDES]) == (".pdf", ".pptx", ".odp")


def test_the_folders_of_a_name_are_left_out() -> None:
    assert own_name("C:\\Users\\me\\Plan 東京.pdf") == "Plan 東京.pdf"
    assert own_name("/etc/passwd") == "passwd"


def test_a_name_of_two_lines_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        own_name("a\r\nSet-Cookie: b.pdf")
    assert refused.value.field == "file"
