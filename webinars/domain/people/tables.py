"""Tables: the rows of a file, whichever of the two kinds it is, each cell with what makes it unreadable."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from webinars.domain.errors import N_, Refusal
from webinars.domain.people.cells import FORMULA, MOST_ROWS, Cell, Row, too_long
from webinars.domain.people.workbooks import read_workbook

MOST_BYTES = 1_000_000
_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Table:
    """The rows of a file that hold something, and whether it is a workbook."""

    rows: tuple[Row, ...]
    is_workbook: bool


def read_table(content: bytes, *, name: str | None = None) -> Table:
    """Return the rows of a workbook (.xlsx, its first sheet) or of a CSV file; by its content, not its name.

    Raises Refusal at "file" for anything else, for one whose *name* says another kind (None: it has none any
    more), and for more than MOST_ROWS rows.
    """
    _check(content)
    is_workbook = content.startswith(_ZIP)
    _check_name((name or "").lower(), is_workbook=is_workbook)
    rows = read_workbook(content) if is_workbook else _read_csv(content)
    kept = tuple(row for row in rows if any(cell.value is not None or cell.problem for cell in row.cells))
    return Table(kept, is_workbook)


def _check(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Refusal(N_("This file is larger than 1 MB. Send the list of people alone."), field="file")
    if not content.strip():
        raise Refusal(N_("This file is empty. Fill in the template, then choose it again."), field="file")
    if content.startswith(_OLD_EXCEL):
        raise Refusal(N_("This is an Excel file of the old kind. Save it as .xlsx."), field="file")
    if content.startswith(_PDF):
        raise Refusal(N_("This is a PDF. Choose a spreadsheet (.xlsx) or a CSV file."), field="file")


def _check_name(name: str, *, is_workbook: bool) -> None:
    if name.endswith((".xlsx", ".csv")) and name.endswith(".xlsx") != is_workbook:
        raise Refusal(
            N_("“%(name)s” is not what its name says. Save it anew as .xlsx or .csv, then choose it."),
            field="file",
            name=name[-80:],
        )


def _read_csv(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, values in enumerate(lines, start=1):
            if number > MOST_ROWS + 1:
                raise too_long()
            yield Row(number, tuple(_cell(value, column) for column, value in enumerate(values)))
    except csv.Error:
        raise Refusal(
            N_("This file is no table that can be read. Save it as .xlsx, or as CSV in UTF-8."), field="file"
        ) from None


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(
            N_("The letters of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."), field="file"
        ) from None
    if "\0" in text:
        raise Refusal(N_("This is no table. Choose a spreadsheet (.xlsx) or a CSV file."), field="file")
    return text


def _delimiter(text: str) -> str:
    """Return what stands between the cells: which of the three the first line has most of."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _cell(text: str, column: int) -> Cell:
    stripped = text.strip()
    if stripped.startswith("="):
        return Cell(None, column, FORMULA)
    return Cell(stripped or None, column)
