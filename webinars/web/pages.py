"""Pages of lists as templates turn them: a page and the addresses of its neighbours."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for

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
        kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page"}
        return url_for(request.endpoint or "", **{**kept, **(request.view_args or {}), "page": number})


def asked_page() -> int:
    """Return the page number of the address, 1 when it names none; raise Missing when it is no number."""
    asked = request.args.get("page", "1")
    if not asked.isdecimal() or not asked.isascii() or len(asked) > 9:
        raise Missing(N_("“%(asked)s” is no page number. Pages are numbered from 1."), asked=asked[:20])
    return int(asked)
