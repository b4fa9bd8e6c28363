"""Pages of lists as templates turn them: a page and the addresses of its neighbours."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing
from webinars.queries.pages import Page

T = TypeVar("T")


@dataclass(frozen=True)
class Turned(Generic[T]):
    """A page that knows the addresses of the others; the rest of the present address is kept."""

    page: Page[T]

    @property
    def items(self) -> tuple[T, ...]:
        """Return what stands on the page."""
        return self.page.items

    @property
    def number(self) -> int:
        """Return the page's number, from 1."""
        return self.page.number

    @property
    def pages(self) -> int:
        """Count the pages."""
        return self.page.pages

    @property
    def total(self) -> int:
        """Count the rows of all pages."""
        return self.page.total

    def url(self, number: int) -> str:
        """Return the address of page *number*."""
        return onward(request.endpoint or "", **((request.view_args or {}) | {"page": number}))


def onward(endpoint: str, **values: Any) -> str:
    """Return the address of *endpoint* with the filters of the present address; *values* win over them.

    What `url_for` itself takes ("_scheme", "endpoint") is no filter, whoever writes it into an address.
    """
    asked = {name: value for name, value in request.args.items() if name != "endpoint" and name[:1] != "_"}
    return url_for(endpoint, **(asked | values))


def see_onward(endpoint: str, **values: Any) -> Response:
    """Answer a POST: 303 to where its result is seen, with the filters of the present address."""
    return redirect(onward(endpoint, **values), code=303)


def asked_page() -> int:
    """Return the page number of the address, 1 when it names none; raise Missing when it is no number."""
    asked = request.args.get("page", "1")
    if not asked.isdecimal() or not asked.isascii() or len(asked) > 9:
        raise Missing(N_("“%(asked)s” is no page number. Pages are numbered from 1."), asked=asked[:20])
    return int(asked)
