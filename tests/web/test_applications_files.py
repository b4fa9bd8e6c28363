"""Files of an application: each in its place, and nothing that was saved is lost to one that is refused."""

from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.support.calls import (
    a_draft,
    a_question,
    an_open_call,
    own_url,
    page,
)
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF, posted, word_file
from tests.support.reading import read
from webinars.models import QuestionKind, Upload

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

MEGABYTE = 1024 * 1024


def test_a_file_answers_its_question_and_is_given_back_as_it_was(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call)
    path = own_url(draft, f"files/{question.key}")
    assert client.post(path, **posted(PDF, "plan.pdf")).status_code == 303
    assert "plan.pdf" in page(client, own_url(draft)).words
    got = client.get(path)
    assert (got.data, got.headers["Content-Disposition"]) == (PDF, "attachment; filename=plan.pdf")
    assert client.post(path, **posted(word_file(), "plan.docx")).status_code == 303
    assert [one.name for one in database.session.scalars(select(Upload))] == ["plan.docx"]
    assert client.post(f"{path}/remove").status_code == 303
    assert database.session.scalars(select(Upload)).all() == []


def test_a_file_whose_content_is_not_its_kind_is_refused_beside_its_question(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call, other_themes="Rain gardens")
    answer = client.post(own_url(draft, f"files/{question.key}"), **posted(b"MZ program", "plan.pdf"))
    assert answer.status_code == 422
    (wrong,) = read(answer.text).with_class("wrong")
    assert wrong.words.startswith("The name of this file ends with .pdf, but its content is something else.")
    assert "Rain gardens" in read(answer.text).words


def test_a_file_of_200_megabytes_is_answered_by_a_page_and_the_draft_stays(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call, other_themes="Rain gardens")
    answer = client.post(
        own_url(draft, f"files/{question.key}"),
        data=b"",
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(200 * MEGABYTE)},
    )
    assert answer.status_code == 413
    assert "What you sent is larger than 20 MB, so we did not keep it." in read(answer.text).words
    assert "Rain gardens" in page(client, own_url(draft)).words


def test_a_file_of_another_application_is_not_given(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call()
    question = a_question(call, QuestionKind.FILE)
    own, other = a_draft(call), a_draft(call)
    client.post(own_url(own, f"files/{question.key}"), **posted(PDF, "plan.pdf"))
    assert client.get(own_url(other, f"files/{question.key}")).status_code == 404
