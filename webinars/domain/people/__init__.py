"""Lists of people as city halls keep them: a spreadsheet or a CSV file, read row by row, nothing guessed."""

from webinars.domain.people.cells import MOST_ROWS
from webinars.domain.people.columns import Column, plain
from webinars.domain.people.lines import Line, Words, read_people
from webinars.domain.people.tables import MOST_BYTES, read_table
from webinars.domain.people.workbooks import blank_workbook

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Line",
    "Words",
    "blank_workbook",
    "plain",
    "read_people",
    "read_table",
]
