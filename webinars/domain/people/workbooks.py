"""Workbooks: the only module that knows openpyxl; what comes from a stranger is measured before."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from webinars.domain.errors import N_, Refusal
from webinars.domain.people.cells import BROKEN, FORMULA, MERGED, MOST_ROWS, Cell, Row, too_long

MOST_UNPACKED = 8_000_000  # bytes; the longest list that is taken needs a quarter
MOST_CELLS = 100_000  # empty ones too, for each takes memory; and as many in merged areas
MOST_COLUMNS = 50
HEADS_WITHIN = 20  # rows in which there may be a title above the heads
# All that openpyxl was seen to raise for a file that is damaged or was made to harm: it checks little itself.
_DAMAGED = (
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib_error,
)


def read_workbook(content: bytes) -> Iterator[Row]:
    """Yield the rows of the first sheet that is shown. Raises Refusal at "file"."""
    _measure(content)
    try:
        # Formulas as they are written: what they gave when the file was saved may be of another day.
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    except _DAMAGED:
        raise _damaged() from None
    if sheet is None:
        raise _damaged()
    if sheet.max_row > MOST_ROWS + HEADS_WITHIN:
        raise too_long()
    yield from _rows(sheet)


def blank_workbook(title: str, heads: Sequence[str]) -> bytes:
    """Return a workbook with *heads* and nothing below them, ready to be filled in."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    sheet.append(list(heads))
    for column, cells in enumerate(sheet.columns):
        cells[0].font = Font(bold=True)
        sheet.column_dimensions[cells[0].column_letter].width = 32 if column < 2 else 24
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _measure(content: bytes) -> None:
    """Refuse what would fill the memory: a small file can hold gigabytes of nothing."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
            is_too_much = unpacked > MOST_UNPACKED or _has_too_many_cells(archive)
    except _DAMAGED:
        raise _damaged() from None
    if is_too_much:
        raise Refusal(
            N_("This workbook holds too much. Copy the list of people alone to a new one."), field="file"
        )


def _has_too_many_cells(archive: ZipFile) -> bool:
    """Count cells and merged ones, whatever the part of the file: openpyxl makes an object of each."""
    cells = merged = 0
    for one in archive.infolist():
        for kind, ref in _cells_of(archive.read(one)):
            cells += kind == "c"
            merged += _area(ref) if kind == "mergeCell" else 0
            if max(cells, merged) > MOST_CELLS:
                return True
    return False


def _cells_of(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the cells and merged areas of a part of the file with their places; none where it is no XML."""
    try:
        # expat itself stops entities that grow without end, and opens no other file.
        for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314
            kind = element.tag.rpartition("}")[2]
            if kind in ("c", "mergeCell"):
                yield kind, element.get("r" if kind == "c" else "ref", "")
            element.clear()
    except ParseError:
        return


def _area(ref: str) -> int:
    first_column, first_row, last_column, last_row = (int(one or 0) for one in range_boundaries(ref))
    if not first_row or not first_column:
        return MOST_CELLS + 1  # Whole columns or rows.
    return (last_row - first_row + 1) * (last_column - first_column + 1)


def _rows(sheet: Any) -> Iterator[Row]:
    width = min(sheet.max_column, MOST_COLUMNS)
    merged = _merged(sheet, width)
    for cells in sheet.iter_rows(max_row=sheet.max_row, max_col=width):
        number = cells[0].row
        read = (_cell(one, column) for column, one in enumerate(cells))
        yield Row(
            number,
            tuple(replace(one, problem=MERGED) if (number, one.column) in merged else one for one in read),
        )


def _merged(sheet: Any, width: int) -> set[tuple[int, int]]:
    """Return the row and the column, from 0, of every cell that is merged with others."""
    return {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1)
        for column in range(area.min_col - 1, min(area.max_col, width))
    }


def _cell(cell: Any, column: int) -> Cell:
    if cell.data_type == "f":
        return Cell(None, column, FORMULA)
    if cell.data_type == "e":
        return Cell(None, column, BROKEN)
    return Cell(_value(cell.value), column)


def _value(value: object) -> str | date | None:
    if value is None or isinstance(value, datetime):
        return value.date() if value else None
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _damaged() -> Refusal:
    return Refusal(
        N_("This workbook cannot be read. Open it in your spreadsheet and save it as .xlsx anew."),
        field="file",
    )
