"""Files over HTTP: what is too large is answered by a page, and nothing in what was sent can run."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from tests.support.files import PDF, picture, posted
from tests.support.reading import read
from webinars.domain.files import Family
from webinars.models.database import transaction
from webinars.services import uploads
from webinars.web.permissions import Permission, allow
from webinars.web.uploads import FileForm, sent, takes_file

MEGABYTE = 1024 * 1024


class EndlessZeros(BytesIO):
    """A body of 200 MB that nobody holds in memory; *most* is the largest piece that was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 200 * MEGABYTE
        self.most = 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size > 0
        self.most = max(self.most, size)
        piece = min(size, self.left)
        self.left -= piece
        return bytes(piece)


@pytest.fixture
def taking(make_app: Callable[..., Flask]) -> Flask:
    """Give an application with a form of one file, and one form that takes none."""
    app = make_app(UPLOAD_MEGABYTES=1)

    def take() -> str:
        form = FileForm([Family.DOCUMENT])
        taken: list[tuple[str, bytes]] = []
        form.attempt(lambda: taken.append(form.sent()))
        return (
            f"{[str(error) for error in form.file.errors]}{[(name, len(content)) for name, content in taken]}"
        )

    app.add_url_rule("/form", "take", takes_file(allow(Permission.PUBLIC)(take)), methods=["POST"])
    app.add_url_rule("/other", "other", allow(Permission.PUBLIC)(lambda: request.form["a"]), methods=["POST"])
    app.add_url_rule("/files/<upload_key>", "give", allow(Permission.PUBLIC)(sent))
    return app


def post(app: Flask, name: str, content: bytes) -> TestResponse:
    return app.test_client().post("/form", **posted(content, name))


def test_a_file_within_the_limit_is_taken(taking: Flask) -> None:
    assert post(taking, "plan.pdf", b"x" * MEGABYTE).text == "[][('plan.pdf', 1048576)]"


def test_a_file_over_the_limit_is_refused_at_its_field(taking: Flask) -> None:
    said = "This file is larger than 1 MB. Make it smaller, or give a link to it instead."
    assert post(taking, "plan.pdf", b"x" * (MEGABYTE + 1)).text == f"['{said}'][]"


def test_who_sends_no_file_is_asked_for_one(taking: Flask) -> None:
    assert taking.test_client().post("/form", data={}).text == "['Choose a file.'][]"


@pytest.mark.parametrize(("path", "limit"), [("/form", "1 MB"), ("/other", "8 MB")])
def test_two_hundred_megabytes_are_answered_by_a_page_and_never_held(
    taking: Flask, path: str, limit: str
) -> None:
    body = EndlessZeros()
    answer = taking.test_client().post(
        path,
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": str(body.left)},
        content_type="multipart/form-data; boundary=b",
        headers={"Referer": f"{taking.config['PUBLIC_URL']}/calls/2026/"},
    )
    page = read(answer.text)
    assert answer.status_code == 413
    assert f"What you sent is larger than {limit}, so we did not keep it." in page.words
    assert [link.attributes["href"] for link in page.tags("a") if "Go back" in link.words] == ["/calls/2026/"]
    assert (body.left, body.most <= MEGABYTE) == (0, True)


def test_another_site_is_no_way_back(taking: Flask) -> None:
    sent_from = {"Referer": "https://evil.example/"}
    answer = taking.test_client().post("/form", **posted(b"x" * 3 * MEGABYTE, "a.pdf"), headers=sent_from)
    assert (answer.status_code, "evil" in answer.text, "Go back to the form" in answer.text) == (
        413,
        False,
        False,
    )


def test_a_text_that_is_too_long_for_a_form_is_not_called_a_file(taking: Flask) -> None:
    text = posted(b"x" * MEGABYTE, "", field="a")
    text["data"] = text["data"].replace(b'; filename=""', b"")
    answer = taking.test_client().post("/other", **text)
    assert answer.status_code == 413
    assert "You wrote more than fits in one form." in read(answer.text).words


def kept(app: Flask, name: str, content: bytes, now: datetime) -> str:
    with app.app_context(), transaction():
        return uploads.keep(uploads.checked(name, content, allowed=list(Family)), now=now).key


def test_a_document_is_saved_and_never_opened_in_the_page(taking: Flask, now: datetime) -> None:
    answer = taking.test_client().get(f"/files/{kept(taking, 'Plan 東京.pdf', PDF, now)}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''Plan%20%E6%9D%B1%E4%BA%AC.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("; script-src 'none'; sandbox")


def test_a_picture_may_be_shown_in_the_page(taking: Flask, now: datetime) -> None:
    answer = taking.test_client().get(f"/files/{kept(taking, 'me.png', picture('PNG'), now)}")
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline;")


def test_a_file_that_has_not_changed_is_not_sent_again(taking: Flask, now: datetime) -> None:
    client, path = taking.test_client(), f"/files/{kept(taking, 'a.pdf', PDF, now)}"
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
