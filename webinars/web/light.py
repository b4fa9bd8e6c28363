"""Answers to programs that ask again and again: without user, session and limits, with all that protects.

A calendar is asked for by thousands of programs every few hours, and nearly always nothing has changed. Who
is signed in, which form was sent, and how often, decides nothing about it. So the views that are marked here
pass by what the libraries do before and after every request; each asks for no more than a signed link.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers
from werkzeug.routing import MapAdapter

from webinars.web.headers import ALWAYS, policy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])

_PLACE = ("SERVER_NAME", "APPLICATION_ROOT", "PREFERRED_URL_SCHEME")
_PROTECTION = (("Content-Security-Policy", policy()), *ALWAYS)


class LightAnswer(Response):
    """An answer of a light view, complete as it is made: nothing looks for a header or adds one.

    Whatever else such a view answers, as a page that refuses, takes the usual road.
    """

    default_mimetype = None

    def __init__(
        self,
        content: bytes | None,
        headers: Iterable[tuple[str, str]],
        *,
        status: int = 200,
        mimetype: str = "",
    ) -> None:
        """Take *content* with *headers*; None where the status allows none (304)."""
        described = [("Content-Type", mimetype), ("Content-Length", str(len(content)))] if content else []
        super().__init__(status=status, headers=Headers([*described, *headers, *_PROTECTION]))
        self.response = [content] if content else []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer; HEAD has the headers of GET."""
        start_response(self.status, list(self.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.response  # type: ignore[return-value]


def light(view: View) -> View:
    """Mark a view that asks for nothing but a link at most; stands under its permission."""
    view.is_light = True  # type: ignore[attr-defined]
    return view


def is_light(app: Flask, endpoint: str | None) -> bool:
    """Say whether the view of *endpoint* is marked."""
    return getattr(app.view_functions.get(endpoint or ""), "is_light", False)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions; who brings no cookie gets a new one without any cryptography."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of *request*."""
        if "HTTP_COOKIE" in request.environ:
            return super().open_session(app, request)
        return self.session_class()


class Application(Flask):
    """Flask, with a short road for light views."""

    session_interface = Sessions()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._adapters: dict[tuple[object, ...], MapAdapter | None] = {}

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Do what every request needs before its view; nothing for a light one."""
        return None if is_light(self, request.endpoint) else super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """Do what every answer needs; a light one is complete."""
        return response if isinstance(response, LightAnswer) else super().process_response(response)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return *func*: no view and no hook here is a coroutine, and asking each costs time."""
        return func

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """Undo what was done before the view; before a light one nothing was."""
        if not is_light(self, request.endpoint):
            super().do_teardown_request(exc)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what builds addresses; without a request it stays the same while the settings do."""
        if request is not None:
            return super().create_url_adapter(request)
        settings = tuple(self.config[name] for name in _PLACE)
        if settings not in self._adapters:
            self._adapters[settings] = super().create_url_adapter(None)
        return self._adapters[settings]
