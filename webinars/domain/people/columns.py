"""Columns: what stands in which, by the heads above them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from webinars.domain.errors import N_, Refusal
from webinars.domain.people.cells import Row
from webinars.domain.people.workbooks import HEADS_WITHIN


class Column(StrEnum):
    """What a column of a list of people may hold; the first two are needed."""

    NAME = "name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    ROLE = "role"
    LANGUAGE = "language"
    PART = "part"


NEEDED = (Column.NAME, Column.EMAIL)
# What people write above a column besides the words of the template, which come in every language.
COMMON = {
    "full name": Column.NAME,
    "participant": Column.NAME,
    "mail": Column.EMAIL,
    "email": Column.EMAIL,
    "e-mail": Column.EMAIL,
    "email address": Column.EMAIL,
    "e-mail address": Column.EMAIL,
    "organization": Column.ORGANISATION,
    "department": Column.ORGANISATION,
    "day": Column.PART,
    "date": Column.PART,
    "session": Column.PART,
    "氏名": Column.NAME,
    "名前": Column.NAME,
    "メール": Column.EMAIL,
    "メールアドレス": Column.EMAIL,
    "所属": Column.ORGANISATION,
    "日付": Column.PART,
}


def find_heads(rows: Sequence[Row], heads: Mapping[str, Column]) -> tuple[int, dict[Column, int]]:
    """Return the place of the row of heads among *rows*, and the column, from 0, of each that is there.

    *heads* are their words, in small letters. Raises Refusal at "file" where the two that are needed are
    missing, or one stands twice.
    """
    known = {**COMMON, **heads}
    for place, row in enumerate(rows[:HEADS_WITHIN]):
        found = [(known[words], cell.column) for cell in row.cells if (words := plain(cell.value)) in known]
        if {column for column, _place in found}.issuperset(NEEDED):
            return place, _once(found)
    raise Refusal(
        N_("There is no row with the headings “Name” and “E-mail”. Use the template, or write them on top."),
        field="file",
    )


def plain(value: object) -> str:
    """Return the words of a cell as they are compared."""
    return " ".join(str(value or "").casefold().rstrip("*: ").split())


def _once(found: Sequence[tuple[Column, int]]) -> dict[Column, int]:
    places = dict(found)
    if len(places) != len(found):
        raise Refusal(
            N_("One head stands over two columns. Leave it over one of them."),
            field="file",
        )
    return places
