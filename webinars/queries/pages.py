"""Pages of long lists: a number, a size, and what stands on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from webinars.domain.errors import N_, Missing
from webinars.models.database import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, numbered from 1; *total* counts all rows of all pages."""

    items: tuple[T, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(1, -(-self.total // self.size))


def page_of(statement: Select[T], number: int, size: int) -> Page[T]:
    """Return page *number* of what *statement* selects, in its order; two statements.

    Raises Missing for a number below 1 or after the last page.
    """
    total = db.session.execute(
        select(func.count()).select_from(statement.order_by(None).subquery())
    ).scalar_one()
    check_number(number, size=size, total=total)
    rows: Any = db.session.execute(statement.limit(size).offset((number - 1) * size)).scalars().unique().all()
    return Page(tuple(rows), number, size, total)


def slice_of(rows: Sequence[T], number: int, size: int) -> Page[T]:
    """Return page *number* of *rows* that are in memory already; raises Missing as `page_of` does."""
    check_number(number, size=size, total=len(rows))
    return Page(tuple(rows[(number - 1) * size : number * size]), number, size, len(rows))


def check_number(number: int, *, size: int, total: int) -> None:
    """Refuse a page that the list does not have."""
    last = max(1, -(-total // size))
    if not 1 <= number <= last:
        raise Missing(N_("This list has the pages 1 to %(last)s. Choose one of them."), last=last)
