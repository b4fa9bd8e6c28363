"""Words side by side: each language has its own marks between them."""

import pytest
from flask import Flask

from webinars.web.joining import in_clauses, in_line, with_label


@pytest.mark.parametrize(
    ("language", "line", "clauses", "labelled"),
    [
        ("en", "Lima, Oslo", "Monday, 9 to 12; Friday", "Clock: Lima"),
        ("ja", "Lima、Oslo", "Monday, 9 to 12、Friday", "Clock：Lima"),
    ],
)
def test_the_marks_are_those_of_the_language(
    app: Flask, language: str, line: str, clauses: str, labelled: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert in_line(["Lima", "Oslo"]) == line
        assert in_clauses(["Monday, 9 to 12", "Friday"]) == clauses
        assert with_label("Clock", "Lima") == labelled
