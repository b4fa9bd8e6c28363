"""Content lines: folding and escaping, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.calendar import strict_reader
from webinars.domain.calendar import lines

HOSTILE = (
    "a\r\nBEGIN:VEVENT\rX:1\nY:2\x85Z:3\u2028A:4\u2029B:5\x0bC\x0cD\x1cE\x1dF\x1eG\x00H\x7fI\x9fJ\ud800K"
)


def read_back(line: str) -> strict_reader.Property:
    component = strict_reader.read(lines.join(["BEGIN:X", line, "END:X"]))
    (found,) = component.properties
    return found


@given(st.text())
def test_any_text_on_one_line_stays_inside_its_property(typed: str) -> None:
    read = read_back(f"SUMMARY:{lines.text(typed)}").text
    assert "\n" not in read
    assert read == lines.one_line(typed).replace("\t", " ")


@given(st.text())
def test_any_paragraphs_stay_inside_their_property(typed: str) -> None:
    assert read_back(f"DESCRIPTION:{lines.paragraphs(typed)}").name == "DESCRIPTION"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), min_size=1))
def test_ordinary_paragraphs_come_back_unchanged(typed: str) -> None:
    assert read_back(f"DESCRIPTION:{lines.paragraphs(typed)}").text == typed


@given(st.text(), st.text())
def test_any_parameter_stays_inside_its_quotes(typed: str, value: str) -> None:
    found = read_back(f"ATTENDEE;CN={lines.parameter(typed)};RSVP=TRUE:{lines.text(value)}")
    assert list(found.parameters) == ["CN", "RSVP"]


@given(st.text())
def test_any_address_and_link_are_uris(typed: str) -> None:
    assert " " not in read_back(f"URL:{lines.uri(typed)}").value
    address = read_back(f"ATTENDEE:{lines.mailto(typed)}").value
    assert address.startswith("mailto:")
    assert address.isascii()


def test_a_hostile_text_becomes_one_line() -> None:
    assert lines.text(HOSTILE) == "a BEGIN:VEVENT X:1 Y:2 Z:3 A:4 B:5CDEFGHIJK"


def test_a_hostile_text_becomes_escaped_paragraphs() -> None:
    assert lines.paragraphs(HOSTILE) == r"a\nBEGIN:VEVENT\nX:1\nY:2\nZ:3\nA:4\nB:5CDEFGHIJK"


def test_the_four_characters_are_escaped_once() -> None:
    assert lines.paragraphs("a\\b;c,d\ne\\n") == r"a\\b\;c\,d\ne\\n"
    assert lines.text("東京　都, “A”: 1;2") == r"東京　都\, “A”: 1\;2"


def test_a_quotation_mark_ends_no_parameter() -> None:
    assert lines.parameter('A "B";X=1:\r\nC^n') == "\"A 'B';X=1: C^^n\""


def test_an_ordinary_address_and_link_are_left_alone() -> None:
    assert lines.mailto("rsvp+a.b-c_d@tokyo.example") == "mailto:rsvp+a.b-c_d@tokyo.example"
    link = "https://meet.example/j/1?pwd=a%20b&x=1;y,z#part"
    assert lines.uri(link) == link


@pytest.mark.parametrize("value", ["", "en US", "en;X=1", "ja\r\n", "日本"])
def test_what_is_no_token_is_a_bug(value: str) -> None:
    with pytest.raises(ValueError, match="no token"):
        lines.token(value)


@pytest.mark.parametrize("before", range(60, 80))
@pytest.mark.parametrize("character", ["🗼", "東", "é", "👩‍👩‍👧‍👦", "a"])
def test_an_emoji_at_the_fold_is_never_cut(before: int, character: str) -> None:
    typed = "x" * before + character * 60
    assert read_back(f"X:{typed}").value == typed


@pytest.mark.parametrize(
    ("length", "physical"),
    [(75, [75]), (76, [75, 2]), (149, [75, 75]), (150, [75, 75, 2]), (1, [1])],
)
def test_a_line_is_folded_at_75_octets(length: int, physical: list[int]) -> None:
    assert [len(line) for line in lines.join(["x" * length]).split(b"\r\n")] == [*physical, 0]
