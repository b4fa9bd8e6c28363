"""Cells and rows of a table of people."""

from dataclasses import dataclass
from datetime import date

from webinars.domain.errors import N_, Refusal

MOST_ROWS = 1000  # people; as many as a city may have places
FORMULA = N_("%(cell)s holds a formula. Write the result there instead.")
BROKEN = N_("%(cell)s holds an error of the spreadsheet. Write the right value there.")
MERGED = N_("%(cell)s is merged with others. Write every person in a row of their own.")


@dataclass(frozen=True)
class Cell:
    """What a cell holds (None: nothing); *problem* says, untranslated, what makes it unreadable."""

    value: str | date | None
    column: int
    problem: str | None = None


@dataclass(frozen=True)
class Row:
    """A row, numbered from 1 as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return the cell of a column, from 0."""
        return self.cells[column] if column < len(self.cells) else Cell(None, column)

    def place(self, column: int) -> str:
        """Return what the spreadsheet calls the cell of a column: "B12"."""
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.number}"


def too_long() -> Refusal:
    """Return the refusal of a list that is too long."""
    return Refusal(
        N_(
            "This list has more than %(limit)d rows. Delete empty rows at its end, or make two lists of it,"
            " and send one after the other."
        ),
        field="file",
        limit=MOST_ROWS,
    )
