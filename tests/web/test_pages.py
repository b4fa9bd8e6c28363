"""Lists lead on with the filters of their address, whatever somebody writes into it."""

import pytest
from flask import Flask

from tests.support.databases import ON_SQLITE
from webinars.web.pages import onward

pytestmark = ON_SQLITE

HOSTILE = "text=Rosa&slug=other&endpoint=x&_scheme=javascript&_external=1&_anchor=y"


@pytest.mark.parametrize(
    ("endpoint", "values", "address"),
    [
        ("organise.presenters.index", {"slug": "one"}, "/organise/seminars/one/presenters/?text=Rosa"),
        ("organise.replies.index", {}, "/organise/replies/?text=Rosa&slug=other"),
    ],
)
def test_filters_come_along_and_nothing_else(
    app: Flask, endpoint: str, values: dict[str, str], address: str
) -> None:
    with app.test_request_context(f"/organise/replies/?{HOSTILE}"):
        assert onward(endpoint, **values) == address
