"""Lists of people for tests: workbooks as city halls make them, and CSV files."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

HEADS = ("Name", "E-mail", "Organisation", "Role", "Language", "Part or day")
ANNA = ("Anna Archer", "anna@paris.example")
BELA = ("Béla Bird", "bela@paris.example")


def a_workbook(*rows: Sequence[Any], change: Callable[[Any], object] | None = None) -> bytes:
    """Make a workbook of *rows*; *change* gets its sheet before it is saved."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    return written(book)


def written(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_csv(*rows: Sequence[str], between: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(between.join(row) for row in rows).encode(encoding)
