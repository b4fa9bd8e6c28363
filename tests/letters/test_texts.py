"""Texts on their way into headers and previews."""

import pytest

from webinars.letters.messages import one_line
from webinars.letters.previews import without_links


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\tb\r\n c", "a b c"), ("x" * 9, "x" * 9), ("x" * 11, "x" * 9 + "…"), ("\u202eabc", "abc")],
)
def test_a_header_is_one_line_of_printable_characters(text: str, line: str) -> None:
    assert one_line(text, 10) == line


def test_words_that_look_like_a_link_stay_words() -> None:
    html = '<a href="https://x/y">a</a> <p>&#34; href=&#34;shown&#34;</p>'
    assert without_links(html) == "<a>a</a> <p>&#34; href=&#34;shown&#34;</p>"
