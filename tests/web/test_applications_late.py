"""Too early and too late: the opening and the close are instants, and what was typed is not lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW
from tests.support.calls import (
    DAY,
    a_draft,
    a_question,
    an_open_call,
    at,
    own_url,
    page,
    pass_time_to,
    save,
    source,
    start,
    stored,
)
from tests.support.databases import ON_SQLITE
from tests.support.reading import read
from webinars.models import Application, ApplicationState

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

MEGABYTE = 1024 * 1024


# The clocks of Paris show 02:30 twice on 25 October 2026; this call closes at the second.
DST_CLOSE = {"zone": "Europe/Paris", "closes_at": at("2026-10-25T01:30Z")}


@pytest.mark.parametrize(
    ("instant", "status"),
    [
        ("2026-10-25T00:30:01Z", 303),
        ("2026-10-25T01:29:59Z", 303),
        ("2026-10-25T01:30:00Z", 422),
        ("2026-10-25T01:30:01Z", 422),
    ],
)
def test_on_the_day_of_the_clock_change_the_close_is_an_instant(
    app: Flask, database: SQLAlchemy, instant: str, status: int
) -> None:
    call = an_open_call(**DST_CLOSE)
    draft = a_draft(call)
    pass_time_to(app, instant)
    answer = save(app.test_client(), draft, other_themes="Rain gardens", send="1")
    assert answer.status_code == status
    assert (stored().sent_at is None) == (status == 422)


def test_one_second_after_the_close_what_was_typed_stays_on_the_page(
    app: Flask, database: SQLAlchemy
) -> None:
    call = an_open_call(**DST_CLOSE)
    question, draft = a_question(call), a_draft(call)
    pass_time_to(app, "2026-10-25T01:30:01Z")
    client = app.test_client()
    answer = save(client, draft, **{f"answer-{question.key}": "An hour of work"}, send="1")
    said = read(answer.text)
    assert (
        "This call closed on Sunday 25 October 2026, 02:30 (Paris, UTC+1), so nothing more is taken. What "
        "you typed is still on this page: copy it if you need it."
    ) in said.words
    assert "An hour of work" in said.words
    assert "Save and send" not in said.words
    assert stored().state is ApplicationState.DRAFT
    assert "This draft was not sent." in page(client, own_url(draft)).words


def test_whoever_starts_a_second_too_late_keeps_what_was_typed(app: Flask, database: SQLAlchemy) -> None:
    call = an_open_call(**DST_CLOSE)
    pass_time_to(app, "2026-10-25T01:30:00Z")
    answer = start(app.test_client(), call.slug, city_name="Kobe", country="JP")
    assert answer.status_code == 422
    assert "This call closed on Sunday 25 October 2026, 02:30" in source(answer)
    assert 'value="aiko@city.example"' in source(answer)
    assert database.session.scalars(select(Application)).all() == []


def test_before_its_opening_a_call_takes_nothing(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(opens_at=NOW + DAY)
    answer = start(client, call.slug, city_name="Kobe", country="JP")
    assert answer.status_code == 422
    assert "This call opens on Wednesday 2 September 2026, 18:30 (Tokyo, UTC+9). Come back then." in source(
        answer
    )
