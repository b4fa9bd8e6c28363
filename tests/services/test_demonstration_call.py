"""The call of the demonstration: closed, answered by cities, and judged as far as a committee has come."""

from collections import Counter
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import delete, func, select, update

from tests.conftest import NOW
from tests.support.databases import ON_SQLITE
from webinars.models import (
    Application,
    ApplicationAnswer,
    ApplicationState,
    Call,
    CallState,
    Record,
    Review,
    ReviewState,
    Score,
)
from webinars.models.database import transaction
from webinars.queries.calls import questions_of, themes_of_call
from webinars.queries.committees import board_of
from webinars.queries.rankings import RankFilter, decision_counts, ranking
from webinars.queries.seminars import seminar_by_slug
from webinars.services.cities import load_directory
from webinars.services.demonstration import invented_call, is_wanted, load_demonstration
from webinars.services.demonstration.call import load_call
from webinars.services.demonstration.eighth import SLUG, load_eighth
from webinars.services.demonstration.sixth import load_sixth


@pytest.fixture
def call(database: SQLAlchemy) -> Call:
    load_directory(now=NOW)
    return load_call(load_eighth(load_sixth(now=NOW), now=NOW), now=NOW)


def test_it_is_public_and_has_closed(call: Call) -> None:
    assert call.state is CallState.PUBLISHED
    assert call.opens_at < call.closes_at < NOW
    assert call.seminar_id is not None


def test_its_texts_are_in_both_languages(call: Call) -> None:
    texts = [call.title, call.introduction, call.run_by]
    texts += [one.label for one in questions_of(call.id)] + [one.name for one in themes_of_call(call.id)]
    texts += [one.name for one in board_of(call).criteria]
    assert {tuple(text.to_mapping()) for text in texts} == {("en", "ja")}


def test_five_cities_sent_what_they_do_and_one_did_not_get_ready(database: SQLAlchemy, call: Call) -> None:
    states = select(Application.state, func.count()).where(Application.call_id == call.id)
    found = dict(database.session.execute(states.group_by(Application.state)).all())
    assert found == {ApplicationState.SENT: 5, ApplicationState.DRAFT: 1}


def test_the_committee_has_something_left_and_nobody_judges_their_own_city(
    database: SQLAlchemy, call: Call
) -> None:
    assert set(database.session.scalars(select(Review.state))) == {ReviewState.SUBMITTED}
    board = board_of(call)
    left = {one.name: board.progress[one.id].left for one in board.reviewers}
    assert left == {"Tilda Brandvold": 0, "Emeka Obi": 0, "Wambui Njoroge": 2}


def test_the_ranking_shows_agreement_and_dispute_and_nothing_is_decided(call: Call) -> None:
    assert decision_counts(call.id) == {None: 5}
    lines = ranking(board_of(call), RankFilter(), number=1, size=10).items
    cities = [str(one.application.city.name) for one in lines if one.application.city]
    assert cities == ["Singapore", "Nairobi", "Delhi", "Berlin", "London"]
    spreads = {city: one.verdict.spread for city, one in zip(cities, lines, strict=True)}
    assert max(spreads, key=lambda city: spreads[city] or 0) == "Delhi"


@ON_SQLITE
def test_it_is_completed_and_then_belongs_to_the_office(database: SQLAlchemy) -> None:
    load_demonstration(now=NOW)
    reviews = database.session.scalar(select(func.count(Review.id)))
    last = select(func.max(Review.id)).scalar_subquery()
    with transaction():
        database.session.execute(delete(Score).where(Score.review_id == last))
        database.session.execute(delete(Review).where(Review.id == last))
    assert is_wanted()
    load_demonstration(now=NOW)
    assert not is_wanted()
    assert database.session.scalar(select(func.count(Review.id))) == reviews
    records = database.session.scalar(select(func.count(Record.id)))
    load_demonstration(now=NOW)
    assert database.session.scalar(select(func.count(Record.id))) == records


def test_one_that_was_cut_off_is_completed_a_month_later(database: SQLAlchemy, call: Call) -> None:
    reviews = database.session.scalar(select(func.count(Review.id)))
    with transaction():
        for table in (Score, Review, ApplicationAnswer):
            database.session.execute(delete(table))
        last = select(func.max(Application.id)).scalar_subquery()
        sent = update(Application).where(Application.id != last)
        database.session.execute(sent.values(state=ApplicationState.DRAFT, sent_at=None))
    assert load_call(seminar_by_slug(SLUG), now=NOW + timedelta(days=31)).closes_at == call.closes_at
    states = Counter(database.session.scalars(select(Application.state)))
    assert states == {ApplicationState.SENT: 5, ApplicationState.DRAFT: 1}
    assert database.session.scalar(select(func.count(Review.id))) == reviews


def test_every_city_that_applies_has_words_of_its_own() -> None:
    assert len({one.title for one in invented_call.APPLICANTS}) == len(invented_call.APPLICANTS)
