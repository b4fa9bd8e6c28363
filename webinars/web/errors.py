"""What a person sees when something is refused or breaks: a page with a sentence, never a traceback."""

from urllib.parse import urlsplit

from flask import Flask, current_app, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webinars.domain.errors import BadLink, Forbidden, Missing, Refusal, Stale, UnknownZone
from webinars.web import uploads
from webinars.web.answers import sentence
from webinars.web.context import without_database

RETRY_SECONDS = 120

STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (Missing, 404),
    (BadLink, 410),
    (Forbidden, 403),
    (Stale, 409),
    (Refusal, 400),
)


def _refused(refusal: Refusal) -> tuple[str, int]:
    status = next(status for kind, status in STATUS if isinstance(refusal, kind))
    action = _zone_list() if isinstance(refusal, UnknownZone) else None
    return render_template("error.html", code=status, text=sentence(refusal), action=action), status


def _zone_list() -> dict[str, str]:
    """Return the way on for who named a zone that is none: the list, and from there back to the page."""
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return {"url": url_for("zones.index", next=here), "label": gettext("Choose a time zone")}


def _http(error: HTTPException) -> Response:
    """Answer an error with its page, and with the headers that it brings itself (Allow, Retry-After)."""
    status = error.code or 500
    if status >= 500:
        return _broken(status)
    answer = _too_large() if status == 413 else make_response(_page(status), status)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers.setdefault(name, value)
    return answer


def _page(status: int) -> str:
    return render_template("error.html", code=status, text=_text(status))


def _too_large() -> Response:
    """Answer who sent too much: what the limit is, and the way back to the form."""
    uploads.read_away()
    came_from = urlsplit(request.referrer or "")
    is_own = came_from.netloc == request.host
    action = {"url": came_from.path, "label": gettext("Go back to the form")} if is_own else None
    page = render_template("error.html", code=413, text=uploads.too_large_words(), action=action)
    return make_response(page, 413)


def _no_database(error: OperationalError) -> Response:
    current_app.logger.error("the database does not answer", exc_info=error)
    answer = _broken(503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _broken(status: int) -> Response:
    """Answer what broke on our side.

    The page is written past the context processors, which ask who is signed in: it may be the database that
    broke.
    """
    template = current_app.jinja_env.get_template("error.html")
    title = gettext("This page cannot be shown at the moment")
    text = template.render(**without_database(), code=status, title=title, text=_text(status))
    return make_response(text, status)


def _simultaneous(error: IntegrityError) -> tuple[str, int]:
    """Answer whoever wrote the same thing in the same moment as somebody else, and was second."""
    current_app.logger.warning("two wrote the same at once", exc_info=error)
    return render_template("error.html", code=409, text=_text(409)), 409


def _csrf(_error: CSRFError) -> tuple[str, int]:
    text = gettext("This form was open for too long. Go back, reload the page and send it again.")
    return render_template("error.html", code=400, text=text), 400


def _text(status: int) -> str | None:
    texts = {
        403: gettext("You may not open this page. Ask an administrator of your office."),
        404: gettext(
            "There is no page at this address. Check the address, or open the link in your letter again."
        ),
        405: gettext("This address answers only to its button. Go back and use the button."),
        409: gettext("Somebody else saved the same a moment before you. Go back, reload and compare."),
        429: gettext("Too many tries in a short time. Wait a few minutes, at most an hour, then try again."),
        500: gettext("Something broke on our side. Nothing was changed. Try again in a few minutes."),
        503: gettext("Our database does not answer. Nothing was changed. Try again in a few minutes."),
    }
    return texts.get(status)


def register(app: Flask) -> None:
    """Answer every refusal and every HTTP error with a page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _simultaneous)
    app.register_error_handler(OperationalError, _no_database)
