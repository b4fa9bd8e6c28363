"""Answers that many views give."""

from datetime import date, datetime
from typing import Any

from flask import (
    current_app,
    get_flashed_messages,
    redirect,
    render_template,
    stream_with_context,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from webinars.domain.errors import Refusal, Stale
from webinars.domain.texts import LocalizedText
from webinars.letters.times import date_words, stated
from webinars.web.reader import language

_PIECES = 20  # of a template, in each packet of a long page


def see_other(endpoint: str, **values: Any) -> Response:
    """Answer a POST: 303 to where its result is seen."""
    return redirect(url_for(endpoint, **values), code=303)


def page(template: str, *, status: int = 200, **values: Any) -> tuple[str, int]:
    """Return a rendered page with its status."""
    return render_template(template, **values), status


def long_page(template: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page that is sent while it is still rendered, so that its head does not wait for its end.

    Everything that *values* need is loaded before. What a page does to the session is done first too: the
    cookie leaves with the head.
    """
    generate_csrf()
    get_flashed_messages(with_categories=True)
    current_app.update_template_context(values)
    pieces = current_app.jinja_env.get_template(template).stream(values)
    pieces.enable_buffering(_PIECES)
    return current_app.response_class(stream_with_context(pieces), status=status)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a form that was refused."""
    return 409 if isinstance(refusal, Stale) else 422


def sentence(refusal: Refusal) -> str:
    """Return the refusal in the reader's language."""
    values = {name: _shown(value) for name, value in refusal.values.items()}
    return str(gettext(refusal.text, **values))


def _shown(value: object) -> object:
    match value:
        case LocalizedText():
            return value.best(language())
        case datetime():
            return stated(value)
        case date():
            return date_words(value)
        case _:
            return value
