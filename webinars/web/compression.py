"""Text answers made small on their way, where that gives no secret away."""

import gzip

from flask import request
from flask_security import current_user
from werkzeug.wrappers import Response

# Calendars stay as they are: Outlook cannot read a compressed one.
COMPRESSED = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
SMALLEST = 1024  # bytes; below it the headers eat what is saved


def compress(response: Response) -> Response:
    """Compress *response* with gzip where the browser takes it.

    Pages of people who are signed in stay as they are: a page that repeats what a stranger put into its
    address next to a form's token gives the token away by its length (the attack called BREACH).
    """
    if not _is_worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    is_secret = request.endpoint != "static" and current_user.is_authenticated
    if is_secret or not request.accept_encodings.quality("gzip"):
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


def _is_worth_it(response: Response) -> bool:
    return (
        response.status_code == 200
        and response.mimetype in COMPRESSED
        and "Content-Encoding" not in response.headers
        and (response.content_length is None or response.content_length >= SMALLEST)
    )
