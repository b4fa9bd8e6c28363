"""Compression: what becomes small, and what must not."""

import gzip

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

GZIP = {"Accept-Encoding": "gzip"}


def fetch(client: FlaskClient, address: str, **headers: str) -> tuple[int, Headers, bytes]:
    with client.get(address, headers=headers) as answer:
        return answer.status_code, answer.headers, answer.data


@pytest.mark.parametrize("address", ["/zones", "/static/site.css"])
def test_a_page_and_its_sheet_travel_compressed_and_arrive_whole(client: FlaskClient, address: str) -> None:
    _, plain_headers, plain = fetch(client, address)
    _, headers, small = fetch(client, address, **GZIP)
    assert "Content-Encoding" not in plain_headers
    assert headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in headers["Vary"]
    assert len(small) < len(plain) / 2
    assert gzip.decompress(small)[:15] == plain[:15]


def test_a_compressed_sheet_is_not_sent_twice(client: FlaskClient) -> None:
    _, headers, _ = fetch(client, "/static/site.css", **GZIP)
    status, _, body = fetch(client, "/static/site.css", **GZIP, **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")
