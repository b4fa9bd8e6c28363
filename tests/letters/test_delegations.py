"""Letters to a city's focal point, and the reminder of a presenter."""

from datetime import date, datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.registrants import an_evening
from webinars.models import (
    Answer,
    Delegation,
    DelegationRole,
    NoticeKind,
    Presenter,
    Seminar,
    SeminarState,
    SessionState,
)
from webinars.models.database import transaction
from webinars.services import notices

pytestmark = ON_SQLITE

CITY_LETTERS = [NoticeKind.CITY_INVITATION, NoticeKind.CITY_REMINDER]


def an_asked_city(**values: object) -> Delegation:
    seminar = builders.a_seminar(answer_by=date(2026, 10, 1))
    builders.a_session(seminar)
    an_evening(seminar)
    city = builders.a_city("Los Angeles", zone="America/Los_Angeles")
    contact = {"focal_name": "Fiona Focal", "focal_email": "fiona@la.example", "invited_at": builders.NOW}
    return builders.a_delegation(seminar, city, **{**contact, **values})


def city_letters(delegation: Delegation, kind: NoticeKind, *, now: datetime) -> list[Read]:
    with transaction():
        notices.post(kind, now=now, seminar_id=delegation.seminar_id, delegation_id=delegation.id)
    return post_round(now)


def reminders(presenter: Presenter, *, now: datetime) -> list[Read]:
    with transaction():
        notices.post(NoticeKind.PRESENTER_REMINDER, now=now, presenter_id=presenter.id)
    return post_round(now)


def test_a_city_is_asked_by_a_date_and_shown_each_part_in_its_own_time(
    database: SQLAlchemy, now: datetime
) -> None:
    (letter,) = city_letters(an_asked_city(), NoticeKind.CITY_INVITATION, now=now)
    assert letter.letter.recipient == "fiona@la.example"
    assert letter.letter.subject == "Invitation: Recovery of cities"
    assert "Los Angeles is invited to Recovery of cities." in letter.text
    assert "Say by Thursday 1 October 2026 whether you present, attend, or cannot take part." in letter.text
    assert "/delegations/" in letter.text
    own_times = [line for line in letter.text.splitlines() if line.startswith("Your time")]
    assert own_times == [
        "Your time: Tuesday 24 November 2026, 17:00–19:35 (Los Angeles, UTC−8), previous day",
        "Your time: Wednesday 25 November 2026, 00:00–02:25 (Los Angeles, UTC−8)",
    ]


def test_a_cancelled_part_is_not_offered_to_a_city(database: SQLAlchemy, now: datetime) -> None:
    delegation = an_asked_city()
    seminar = database.session.get_one(Seminar, delegation.seminar_id)
    builders.a_session(seminar, "third", state=SessionState.CANCELLED)
    (letter,) = city_letters(delegation, NoticeKind.CITY_INVITATION, now=now)
    assert "Third part" not in letter.text


def test_a_city_with_a_date_of_its_own_is_asked_by_that(database: SQLAlchemy, now: datetime) -> None:
    delegation = an_asked_city(answer_by=date(2026, 9, 20))
    (letter,) = city_letters(delegation, NoticeKind.CITY_INVITATION, now=now)
    assert "Say by Sunday 20 September 2026" in letter.text


def test_a_silent_city_is_reminded(database: SQLAlchemy, now: datetime) -> None:
    (letter,) = city_letters(an_asked_city(), NoticeKind.CITY_REMINDER, now=now)
    assert letter.letter.subject == "Please answer: Recovery of cities"
    assert "We have no answer from you yet." in letter.text


@pytest.mark.parametrize("kind", CITY_LETTERS)
def test_a_city_that_answered_is_left_in_peace(database: SQLAlchemy, now: datetime, kind: NoticeKind) -> None:
    delegation = an_asked_city(answered_at=now, role=DelegationRole.ATTENDING)
    assert city_letters(delegation, kind, now=now) == []


@pytest.mark.parametrize("kind", CITY_LETTERS)
def test_nobody_is_asked_to_a_cancelled_seminar(
    database: SQLAlchemy, now: datetime, kind: NoticeKind
) -> None:
    delegation = an_asked_city()
    with transaction():
        seminar = database.session.get_one(Seminar, delegation.seminar_id)
        seminar.state = SeminarState.CANCELLED
    assert city_letters(delegation, kind, now=now) == []


def test_the_focal_points_language_wins_over_the_seminars(database: SQLAlchemy, now: datetime) -> None:
    (letter,) = city_letters(an_asked_city(focal_language="ja"), NoticeKind.CITY_INVITATION, now=now)
    assert letter.message["Content-Language"] == "ja"


def test_a_delegation_without_a_name_is_addressed_in_person(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    delegation = builders.a_delegation(seminar, focal_name="Fiona", focal_email="fiona@city.example")
    (letter,) = city_letters(delegation, NoticeKind.CITY_INVITATION, now=now)
    assert "You are invited to Recovery of cities." in letter.text


def test_a_silent_presenter_is_reminded_of_slot_time_and_date(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar(answer_by=date(2026, 10, 1))
    slot = builders.a_slot(an_evening(seminar))
    presenter = builders.a_presenter(slot)
    builders.a_presenter(slot, "colleague@paris.example", name="Colin Colleague", position=1)
    (letter,) = reminders(presenter, now=now)
    assert letter.letter.subject == "Please answer: Recovery of cities: Talk 1"
    assert "Your time: Wednesday 25 November 2026, 09:00–09:20 (Paris, UTC+1)" in letter.text
    assert "Please accept or decline by Thursday 1 October 2026." in letter.text
    assert "With: Colin Colleague" in letter.text


@pytest.mark.parametrize(
    "values", [{"answer": Answer.ACCEPTED}, {"removed_at": builders.NOW}], ids=["answered", "removed"]
)
def test_a_presenter_who_answered_or_was_removed_is_not_reminded(
    database: SQLAlchemy, now: datetime, values: dict[str, Any]
) -> None:
    presenter = builders.a_presenter(builders.a_slot(an_evening(builders.a_seminar())), **values)
    assert reminders(presenter, now=now) == []


def test_nobody_is_reminded_of_a_slot_in_a_cancelled_part(database: SQLAlchemy, now: datetime) -> None:
    session = an_evening(builders.a_seminar(), state=SessionState.CANCELLED)
    assert reminders(builders.a_presenter(builders.a_slot(session)), now=now) == []
