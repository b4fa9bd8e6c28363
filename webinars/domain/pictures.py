"""Pictures that people send: made small, upright, and free of what cameras write into them."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from webinars.domain.errors import N_, Refusal

PICTURE_SIDE = 1200  # pixels of the longer side
MOST_PIXELS = 60_000_000
QUALITY = 85
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MODES = {"PNG": ("L", "LA", "RGB", "RGBA"), "JPEG": ("L", "RGB"), "WEBP": ("RGB", "RGBA")}

# The library only warns where we refuse, and of more than we do.
Image.MAX_IMAGE_PIXELS = None


def small_picture(content: bytes, media_type: str) -> bytes:
    """Return the picture written anew: at most PICTURE_SIDE pixels long, without place, camera and date.

    Raises Refusal at "file" for one that cannot be read, or has more than MOST_PIXELS.
    """
    kind = FORMATS[media_type]
    # All that the library is known to raise over broken files.
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            _check_size(picture)
            return _written(ImageOps.exif_transpose(picture), kind)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError):
        raise Refusal(
            N_("This picture cannot be read. Open it in its program, save it again, and send that."),
            field="file",
        ) from None


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refusal(
            N_("This picture has more than %(millions)d million pixels. Make it smaller."),
            field="file",
            millions=MOST_PIXELS // 1_000_000,
        )


def _written(picture: Image.Image, kind: str) -> bytes:
    if picture.mode not in MODES[kind]:
        has_transparency = picture.has_transparency_data and kind != "JPEG"
        picture = picture.convert("RGBA" if has_transparency else "RGB")
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    # Colours would change without their profile; everything else that was written in is left out.
    profile = picture.info.get("icc_profile")
    picture.info = {}
    stream = BytesIO()
    picture.save(stream, format=kind, quality=QUALITY, optimize=True, icc_profile=profile)
    return stream.getvalue()
