"""Files of people: what is a table, and what is refused in a sentence before anybody is read."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.support.lists import ANNA, BELA, HEADS, a_csv, a_workbook, written
from webinars.domain.errors import Refusal
from webinars.domain.people import MOST_ROWS, blank_workbook, read_table


def values(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in read_table(content).rows]


def refusal(content: bytes, name: str | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        read_table(content, name=name)
    assert refused.value.field == "file"
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        a_workbook(HEADS[:2], ANNA, BELA),
        a_csv(HEADS[:2], ANNA, BELA),
        a_csv(HEADS[:2], ANNA, BELA, between=";"),
        a_csv(HEADS[:2], ANNA, BELA, between="\t"),
        a_csv(HEADS[:2], ANNA, BELA, encoding="utf-8-sig"),
        a_csv(HEADS[:2], ANNA, BELA, encoding="utf-16"),
    ],
)
def test_a_workbook_and_every_usual_csv_say_the_same(content: bytes) -> None:
    assert values(content) == [list(HEADS[:2]), list(ANNA), list(BELA)]


def test_numbers_dates_and_blanks_are_what_the_spreadsheet_shows() -> None:
    content = a_workbook(("  Anna ", 12, 12.5, date(2026, 11, 25), None, ""))
    assert values(content) == [["Anna", "12", "12.5", date(2026, 11, 25), None, None]]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    table = read_table(a_workbook(HEADS[:2], (), ANNA, (" ", None), BELA))
    assert [row.number for row in table.rows] == [1, 3, 5]
    assert table.rows[1].place(1) == "B3"


def test_far_columns_have_the_names_of_the_spreadsheet() -> None:
    row = read_table(a_csv(HEADS)).rows[0]
    assert [row.place(column) for column in (0, 25, 26, 51, 52)] == ["A1", "Z1", "AA1", "AZ1", "BA1"]


def test_only_the_first_sheet_that_is_shown_is_read() -> None:
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["hidden"])
    book.create_sheet("People").append(["shown"])
    book.create_sheet("Notes").append(["later"])
    assert values(written(book)) == [["shown"]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "Excel file of the old kind"),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"PK\x03\x04" + b"\0" * 100, "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be read"),
        (b"Name,E-mail\r\nAnna\0,a@a.example", "This is no table."),
        ("Name;E-mail\r\nÉlodie;e@e.example".encode("latin-1"), "CSV in UTF-8"),
        (b'Name,E-mail\r\n"Anna,a@a.example', "no table that can be read"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, says: str) -> None:
    assert says in refusal(content)


@pytest.mark.parametrize(
    ("content", "name"), [(a_csv(HEADS), "people.xlsx"), (a_workbook(HEADS), "People.CSV")]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content: bytes, name: str) -> None:
    assert "is not what its name says" in refusal(content, name)


@pytest.mark.parametrize("make", [a_workbook, a_csv])
def test_five_thousand_rows_are_refused_and_a_thousand_are_read(make: type) -> None:
    rows = [(f"P{number}", f"p{number}@x.example") for number in range(5000)]
    assert f"more than {MOST_ROWS:,} rows".replace(",", "") in refusal(make(HEADS[:2], *rows))
    assert len(read_table(make(HEADS[:2], *rows[:MOST_ROWS])).rows) == MOST_ROWS + 1


def test_a_cell_at_the_far_end_of_the_sheet_fills_no_memory() -> None:
    content = a_workbook(HEADS[:2], ANNA, change=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    assert "Delete empty rows at its end" in refusal(content)


def test_a_small_file_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    packed = io.BytesIO(a_workbook(HEADS[:2], ANNA))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 9_000_000)
    assert "holds too much" in refusal(packed.getvalue())


def test_a_sheet_of_empty_cells_fills_no_memory() -> None:
    packed = io.BytesIO(a_workbook(HEADS[:2], ANNA))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", f"<row>{'<c/>' * 100_001}</row>")
    assert "holds too much" in refusal(packed.getvalue())


@pytest.mark.parametrize("area", ["A1:XFD1048576", "A:C", "1:9"])
def test_a_merge_of_the_whole_sheet_fills_no_memory(area: str) -> None:
    harmless, packed = (
        zipfile.ZipFile(io.BytesIO(a_workbook(HEADS[:2], ANNA, BELA, change=merge))),
        io.BytesIO(),
    )
    with zipfile.ZipFile(packed, "w") as archive:
        for name in harmless.namelist():
            archive.writestr(name, harmless.read(name).replace(b'ref="A2:A3"', f'ref="{area}"'.encode()))
    assert "holds too much" in refusal(packed.getvalue())


def test_entities_that_grow_without_end_are_stopped() -> None:
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12)]
    laughing = f'<!DOCTYPE x [<!ENTITY a0 "{"ha" * 50}">{"".join(names)}]><x>&a11;</x>'
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as good, zipfile.ZipFile(packed, "w") as bad:
        for name in good.namelist():
            is_sheet = name.endswith("sheet1.xml")
            bad.writestr(name, laughing if is_sheet else good.read(name))
    assert "cannot be read" in refusal(packed.getvalue())


def merge(sheet: Any) -> None:
    sheet.merge_cells("A2:A3")


def test_a_workbook_without_a_sheet_of_cells_cannot_be_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "no workbook")
    assert "cannot be read" in refusal(packed.getvalue())


WHOLE = a_workbook(HEADS, ANNA, BELA)
PLACES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=9)), min_size=1)


def is_read_or_refused(content: bytes) -> bool:
    """Say so; anything but a refusal at the file crashes the test."""
    try:
        read_table(content)
    except Refusal as refused:
        return refused.field == "file"
    return True


def damaged(content: bytes, places: list[tuple[float, bytes]]) -> bytes:
    changed = bytearray(content)
    for place, other in places:
        begin = int(place * len(changed))
        changed[begin : begin + len(other)] = other
    return bytes(changed)


@settings(max_examples=100, deadline=None)
@given(PLACES)
def test_a_damaged_file_is_read_or_refused_and_never_crashes(places: list[tuple[float, bytes]]) -> None:
    assert is_read_or_refused(WHOLE[:4] + damaged(WHOLE[4:], places))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 9), PLACES)
def test_a_workbook_made_to_harm_is_read_or_refused_and_never_crashes(
    number: int, places: list[tuple[float, bytes]]
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as good, zipfile.ZipFile(packed, "w") as bad:
        names = good.namelist()
        for name in names:
            content = good.read(name)
            bad.writestr(name, damaged(content, places) if name == names[number % len(names)] else content)
    assert is_read_or_refused(packed.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert is_read_or_refused(content)


def test_the_empty_list_has_its_heads_and_nothing_else() -> None:
    content = blank_workbook("People", HEADS)
    assert values(content) == [list(HEADS)]
    assert load_workbook(io.BytesIO(content)).active.freeze_panes == "A2"
