"""The tables of docs/calendars.md, as rows of cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.sources import ROOT

NOTHING = "–"
_TEXT = (ROOT / "docs" / "calendars.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Row:
    """A change, and what each column says of it."""

    change: str
    cells: Mapping[str, str]

    def words(self, column: str) -> list[str]:
        """Return what goes out, sorted; what stands in brackets only explains."""
        plain = re.sub(r"\([^)]*\)", "", self.cells[column])
        return sorted(word.strip() for word in plain.split(";") if word.strip() not in ("", NOTHING))


def table(first_heading: str, second_heading: str) -> list[Row]:
    """Return the rows of the table whose headings begin so."""
    lines = iter(_TEXT.splitlines())
    headings = next(cells for line in lines if (cells := _cells(line))[:2] == [first_heading, second_heading])
    next(lines)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        change, *cells = _cells(line)
        rows.append(Row(change, dict(zip(headings[1:], cells, strict=True))))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
