"""Pictures: small, upright, and without what the camera wrote into them."""

from io import BytesIO

import pytest
from PIL import Image

from tests.support.files import picture
from webinars.domain.errors import Refusal
from webinars.domain.pictures import small_picture

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def camera_picture() -> bytes:
    """Return a picture that lies on its side, and says where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Camera"
    exif.get_ifd(GPS)[1] = "N"
    return picture(size=(400, 300), exif=exif)


def test_a_large_picture_becomes_small_and_keeps_its_shape() -> None:
    assert opened(small_picture(picture(size=(3000, 2000)), "image/jpeg")).size == (1200, 800)


def test_a_small_picture_keeps_its_size() -> None:
    assert opened(small_picture(picture("PNG", size=(60, 40)), "image/png")).size == (60, 40)


def test_a_picture_forgets_where_it_was_taken_and_stands_upright() -> None:
    written = opened(small_picture(camera_picture(), "image/jpeg"))
    assert (dict(written.getexif()), written.size) == ({}, (300, 400))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_can_be_seen_through_stays_so(kind: str) -> None:
    content = picture(kind, mode="RGBA")
    assert opened(small_picture(content, f"image/{kind.lower()}")).mode == "RGBA"


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16")]
)
def test_pictures_of_unusual_colours_are_taken(kind: str, mode: str) -> None:
    content = small_picture(picture(kind, mode=mode), f"image/{kind.lower()}")
    assert opened(content).size == (40, 30)


@pytest.mark.parametrize("content", [b"\xff\xd8\xff", picture()[:200], b"\xff\xd8\xff\xe0" + b"\x00" * 400])
def test_a_picture_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="cannot be read") as refused:
        small_picture(content, "image/jpeg")
    assert refused.value.field == "file"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refusal, match="more than 60 million pixels"):
        small_picture(picture("PNG", size=(8000, 8000), mode="1"), "image/png")
