"""The way back to the page that a choice was made on."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response


def back(*, without: str) -> Response:
    """Return to the page named by the form's *next*, without the parameter that the choice replaces.

    Only paths of this application count: an address of another site leads home instead.
    """
    return redirect(_own_path(request.form.get("next", ""), without=without), code=303)


def _own_path(target: str, *, without: str) -> str:
    parts = urlsplit(target)
    is_own = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    if not is_own or any(letter < " " for letter in target) or "\\" in target:
        return "/"
    kept = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != without])
    return f"{parts.path}?{kept}" if kept else parts.path
