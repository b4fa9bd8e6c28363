"""The people of a table: heads in any language, every row for itself, nothing guessed."""

from datetime import date
from typing import Any

import pytest

from tests.support.lists import ANNA, BELA, HEADS, a_csv, a_workbook
from webinars.domain.errors import Refusal
from webinars.domain.people import Column, Line, Words, read_people, read_table
from webinars.domain.people.cells import Cell, Row
from webinars.domain.people.columns import find_heads
from webinars.domain.people.days import days_of

WORDS = Words(
    heads={"氏名": Column.NAME, "メール": Column.EMAIL, "role": Column.ROLE, "part or day": Column.PART}
    | {"name": Column.NAME, "organisation": Column.ORGANISATION, "language": Column.LANGUAGE},
    roles={"city official": "official", "expert": "expert"},
    languages={"en": "en", "english": "en", "日本語": "ja"},
    parts={"morning part": "morning", "evening part": "evening"},
    days={
        date(2026, 3, 4): frozenset({"morning"}),
        date(2026, 4, 3): frozenset({"evening"}),
        date(2026, 3, 25): frozenset({"morning", "evening"}),
    },
    role_names=("City official", "Expert"),
    language_names=("English", "日本語"),
)


def read(content: bytes) -> tuple[Line, ...]:
    return read_people(read_table(content), WORDS)


def problems(*cells: Any, change: Any = None) -> list[str]:
    (line,) = read(a_workbook(HEADS, cells, change=change))
    return [str(one) for one in line.problems]


def test_a_person_needs_a_name_and_an_address_and_nothing_else() -> None:
    (line,) = read(a_workbook(HEADS[:2], ANNA))
    assert line == Line(number=2, name="Anna Archer", email="anna@paris.example")


def test_every_column_is_read_in_its_own_words() -> None:
    (line,) = read(a_workbook(HEADS, (*BELA, "City of Paris", " Expert", "日本語", "Evening  part")))
    assert (line.organisation, line.role, line.language) == ("City of Paris", "expert", "ja")
    assert (line.part_keys, line.problems) == (frozenset({"evening"}), ())


def test_heads_may_be_in_another_language_order_and_row() -> None:
    rows = (("Participants of Paris",), (), ("No.", "メール", "氏名 *"), ("1", ANNA[1], ANNA[0]))
    assert [(line.number, line.name) for line in read(a_workbook(*rows))] == [(4, "Anna Archer")]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([ANNA, BELA], "no row with the headings"),
        ([("Name", "Telephone"), ANNA], "no row with the headings"),
        ([("Name", "E-mail", "Mail"), ANNA], "stands over two columns"),
        ([HEADS], "nobody in this list"),
        ([HEADS, ("", "", "", "", "")], "nobody in this list"),
    ],
)
def test_a_table_without_heads_or_people_is_refused(rows: list[Any], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        read(a_workbook(*rows))
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ((None, ANNA[1]), ["The name is missing."]),
        ((ANNA[0],), ["The e-mail address is missing."]),
        ((ANNA[0], "anna at paris"), ["“anna at paris” is no mail address."]),
        (("A" * 201, ANNA[1]), ["Write at most 200 characters. This text has 201."]),
        (("Anna\nArcher", ANNA[1]), ["Write this on one line, without tabs or other control characters."]),
        (
            (*ANNA, None, "King"),
            ["“King” is no role that we know. Leave it empty, or write one of: City official, Expert."],
        ),
        ((*ANNA, None, None, None, "Noon"), ["“Noon” is no part that is open, and no day of one."]),
        (
            (*ANNA, None, None, None, "03/04/2026"),
            ["“03/04/2026” can be two days of this seminar. Write it as 2026-03-04."],
        ),
        (("=A1", ANNA[1]), ["A2 holds a formula. Write the result there instead."]),
        ((None, "anna"), ["The name is missing.", "“anna” is no mail address."]),
    ],
)
def test_what_is_wrong_in_a_row_is_said_for_that_row(cells: tuple[Any, ...], says: list[str]) -> None:
    assert problems(*cells) == says


def test_a_language_that_nobody_writes_is_named() -> None:
    (said,) = problems(*ANNA, None, None, "Klingon")
    assert said == "We write no letters in “Klingon”. Leave it empty, or write one of: English, 日本語."


def test_a_formula_is_no_value_in_a_csv_file_either() -> None:
    (line,) = read(a_csv(HEADS[:2], ("=HYPERLINK(0)", ANNA[1])))
    assert [str(one) for one in line.problems] == ["A2 holds a formula. Write the result there instead."]


def test_an_error_of_the_spreadsheet_is_named_by_its_cell() -> None:
    assert problems("#REF!", ANNA[1]) == [
        "A2 holds an error of the spreadsheet. Write the right value there."
    ]


def test_merged_cells_leave_out_the_rows_that_they_touch_and_no_other() -> None:
    rows = (
        HEADS,
        ("Team Paris", "anna@paris.example"),
        (None, "bela@paris.example"),
        ("Carla", "c@c.example"),
    )
    lines = read(a_workbook(*rows, change=lambda sheet: sheet.merge_cells("A2:A3")))
    assert [[str(one)[:26] for one in line.problems] for line in lines] == [
        ["A2 is merged with others. "],
        ["A3 is merged with others. "],
        [],
    ]


def test_a_merged_title_above_the_heads_does_no_harm() -> None:
    content = a_workbook(("Paris",), HEADS, ANNA, change=lambda sheet: sheet.merge_cells("A1:F1"))
    assert [line.problems for line in read(content)] == [()]


def test_a_column_of_its_own_may_hold_whatever_it_likes() -> None:
    heads, row = (*HEADS[:2], "Sum"), (*ANNA, "=1+1")
    assert [line.problems for line in read(a_workbook(heads, row))] == [()]


def test_who_stands_in_the_list_twice_counts_once() -> None:
    lines = read(a_workbook(HEADS, ANNA, BELA, ("A. Archer", "ANNA@paris.example"), ANNA))
    assert [[str(one) for one in line.problems] for line in lines] == [
        [],
        [],
        ["ANNA@paris.example stands in row 2 already."],
        ["anna@paris.example stands in row 2 already."],
    ]


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 3, 25),
        "2026-03-25",
        "2026/3/25",
        "2026年3月25日",
        "25.3.2026",
        "25/03/2026",
        "03/25/2026",
        "25 March 2026",
        "Wednesday 25 March 2026",
        "Wed, 25 Mar 2026",
        "March 25, 2026",
    ],
)
def test_a_day_is_read_in_every_usual_form_and_names_its_parts(written: object) -> None:
    (line,) = read(a_workbook(HEADS, (*ANNA, None, None, None, written)))
    assert (line.part_keys, line.problems) == (frozenset({"morning", "evening"}), ())


def test_a_day_that_can_mean_two_is_both_until_the_seminar_decides() -> None:
    assert days_of("03/04/2026") == {date(2026, 3, 4), date(2026, 4, 3)}
    assert days_of("13/04/2026") == {date(2026, 4, 13)}


@pytest.mark.parametrize("text", ["", "tomorrow", "31.2.2026", "25 Foo 2026", "99/99/9999", "0000-01-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert days_of(text) == frozenset()


def test_heads_that_people_write_in_japanese_are_known() -> None:
    row = Row(1, (Cell("氏名", 0), Cell("メールアドレス", 1), Cell("所属", 2)))
    assert find_heads([row], {}) == (0, {Column.NAME: 0, Column.EMAIL: 1, Column.ORGANISATION: 2})
