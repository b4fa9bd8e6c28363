"""Uploads: kept as they were checked, and read only where they are asked for."""

from datetime import datetime
from hashlib import sha256

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from sqlalchemy.exc import InvalidRequestError

from tests.support.files import PDF, picture
from webinars.domain.errors import Missing, Refusal
from webinars.domain.files import Family
from webinars.models import Upload
from webinars.models.database import transaction
from webinars.queries.uploads import upload_by_key
from webinars.services import uploads


def test_a_file_is_kept_with_its_kind_its_size_and_its_digest(database: SQLAlchemy, now: datetime) -> None:
    with transaction():
        kept = uploads.keep(uploads.checked("C:\\Plan.pdf", PDF, allowed=[Family.DOCUMENT]), now=now)
    found = upload_by_key(kept.key)
    assert (found.name, found.media_type, found.size) == ("Plan.pdf", "application/pdf", len(PDF))
    assert (found.content, found.digest) == (PDF, sha256(PDF).hexdigest())


def test_a_picture_is_kept_small(database: SQLAlchemy, now: datetime) -> None:
    large = picture(size=(2400, 2400))
    with transaction():
        kept = uploads.keep(uploads.checked("me.jpg", large, allowed=[Family.PICTURE]), now=now)
    found = upload_by_key(kept.key)
    assert found.size == len(found.content) < len(large)


def test_what_is_refused_is_not_kept(database: SQLAlchemy, now: datetime) -> None:
    with pytest.raises(Refusal, match="something else"), transaction():
        uploads.keep(uploads.checked("a.pdf", b"MZ", allowed=[Family.DOCUMENT]), now=now)
    assert database.session.scalar(select(func.count(Upload.id))) == 0


def test_a_list_of_files_never_reads_their_content(database: SQLAlchemy, now: datetime) -> None:
    with transaction():
        uploads.keep(uploads.checked("a.pdf", PDF, allowed=[Family.DOCUMENT]), now=now)
    database.session.expire_all()
    listed = database.session.scalars(select(Upload)).one()
    with pytest.raises(InvalidRequestError):
        _ = listed.content


def test_a_file_that_is_not_there_is_missing(database: SQLAlchemy) -> None:
    with pytest.raises(Missing):
        upload_by_key("nothing")
