"""Files over HTTP: read from a form within the limit, sent so that nothing in them runs."""

from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from typing import Any, TypeVar

from flask import current_app, g, request, send_file
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FileField
from wtforms.validators import InputRequired

from webinars.domain.errors import N_, Refusal
from webinars.domain.files import Family, endings_of
from webinars.domain.pictures import FORMATS
from webinars.queries.uploads import upload_by_key
from webinars.web.forms import Form

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
FORM_BYTES = MEGABYTE  # what a form may hold beside its file
# A browser that is answered while it still sends shows an error of its own and not our page. So what is too
# large is read to its end and thrown away, piece by piece; only beyond this the line is cut.
MOST_READ = 1024 * MEGABYTE
PIECE = 64 * 1024


class FileForm(Form):
    """A form of one file, of the families *allowed*, which tells the browser what it takes."""

    file = FileField(_l("File"), [InputRequired(_l("Choose a file."))])

    def __init__(self, allowed: Collection[Family], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.file.description = help_words(allowed)
        self.file.render_kw = dict(attributes(allowed))

    def sent(self) -> tuple[str, bytes]:
        """Return name and content of the file that was posted. Raises Refusal at "file"."""
        return sent_file(self.file)


def takes_file(view: View) -> View:
    """Mark a view whose form holds a file of up to UPLOAD_MEGABYTES; stands under its permission."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def set_limit() -> None:
    """Allow a request as much as its view takes; runs before anything reads the form."""
    if _takes_file():
        request.max_content_length = most_bytes() + FORM_BYTES


def most_bytes() -> int:
    """Return the bytes that a file may have."""
    return int(current_app.config["UPLOAD_MEGABYTES"]) * MEGABYTE


def sent_file(field: FileField) -> tuple[str, bytes]:
    """Return name and content of the file that was posted. Raises Refusal at the field.

    *field* is called "file", where `services.uploads.keep` refuses too.
    """
    file = request.files.get(field.name)
    if file is None or not file.filename:
        raise Refusal(N_("Choose a file."), field=field.name)
    content = file.stream.read(most_bytes() + 1)
    if len(content) > most_bytes():
        raise Refusal(
            N_("This file is larger than %(megabytes)d MB. Make it smaller, or give a link to it instead."),
            field=field.name,
            megabytes=current_app.config["UPLOAD_MEGABYTES"],
        )
    return file.filename, content


def attributes(allowed: Collection[Family]) -> Mapping[str, str]:
    """Return what the input of a file says to the browser: which kinds it offers, and how much it takes."""
    return {
        "accept": ",".join(endings_of(allowed)),
        "data-most-bytes": str(most_bytes()),
        "data-too-large": gettext(
            "This file is larger than %(megabytes)d MB. Make it smaller, or give a link to it instead.",
            megabytes=current_app.config["UPLOAD_MEGABYTES"],
        ),
    }


def help_words(allowed: Collection[Family]) -> str:
    """Say which files are taken: their endings, and the limit."""
    words = gettext("At most %(megabytes)d MB. Its name ends with one of: %(endings)s.", **_limits(allowed))
    return str(words)


def sent(upload_key: str) -> Response:
    """Answer with a file, for a view that has checked who may see it; one statement.

    Pictures are shown in the page; everything else is saved by the browser, and nothing in it runs.
    """
    upload = upload_by_key(upload_key)
    g.sandbox = "; script-src 'none'; sandbox"
    return send_file(
        BytesIO(upload.content),
        mimetype=upload.media_type,
        as_attachment=upload.media_type not in FORMATS,
        download_name=upload.name,
        etag=upload.digest,
    )


def too_large_words() -> str:
    """Say why a request was more than its view takes, and what to do."""
    if (request.content_length or 0) <= (request.max_content_length or 0):
        return str(gettext("You wrote more than fits in one form. Go back and shorten it."))
    megabytes = (request.max_content_length or 0) // MEGABYTE
    words = gettext(
        "What you sent is larger than %(megabytes)d MB, so we did not keep it. Go back and make the file "
        "smaller, or give a link to it instead. What you saved before is still there.",
        megabytes=most_bytes() // MEGABYTE if _takes_file() else megabytes,
    )
    return str(words)


def read_away() -> None:
    """Read what is too large to its end, without keeping any of it, so that the browser shows our answer."""
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or MOST_READ, MOST_READ)
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        left -= len(piece)


def _takes_file() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "takes_file", False)


def _limits(allowed: Collection[Family]) -> dict[str, object]:
    return {
        "megabytes": current_app.config["UPLOAD_MEGABYTES"],
        "endings": ", ".join(endings_of(allowed)),
    }
