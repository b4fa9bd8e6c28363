"""What needs attention: found where it is, left out where it is not, in a fixed number of statements."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    NOW,
    a_city,
    a_delegation,
    a_notice,
    a_presenter,
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    slots,
)
from tests.support.statements import count_statements
from webinars.domain.seating import SeatState
from webinars.models import Answer, NoticeState, Seminar, SeminarState, Session, SessionState
from webinars.queries.dashboard import Concern, dashboard

YESTERDAY, TODAY = date(2026, 8, 31), date(2026, 9, 1)
SOON = datetime.fromisoformat("2026-09-03T10:00")


def concerns() -> list[tuple[Concern, int]]:
    return [(one.concern, one.count) for one in dashboard(now=NOW).attention]


def a_troubled_seminar() -> Seminar:
    """Write a published seminar with every trouble at once."""
    seminar = a_seminar()
    session = a_session(seminar, local_start=SOON, minutes=60)
    first, _second = slots(session, [60, 60])
    a_delegation(seminar, a_city(), invited_at=NOW, answer_by=YESTERDAY)
    a_presenter(first, answer_by=YESTERDAY)
    a_seat(a_registration(seminar), session, state=SeatState.PENDING)
    a_notice(seminar, state=NoticeState.FAILED)
    a_notice(seminar, state=NoticeState.HELD)
    return seminar


def a_quiet_session(seminar: Seminar, **values: Any) -> Session:
    session = a_session(seminar, join_url="https://room.example", **values)
    slots(session, [session.minutes])
    return session


@pytest.mark.parametrize("size", [1, 3])
def test_the_dashboard_takes_fourteen_statements(database: SQLAlchemy, size: int) -> None:
    for _ in range(size):
        a_troubled_seminar()
    database.session.remove()
    with count_statements() as statements:
        found = dashboard(now=NOW)
        assert all(one.session.seminar.slug for one in found.coming)
    assert len(statements) == 15, statements
    assert sorted(one.concern for one in found.attention) == sorted(
        [Concern.FAILED, Concern.HELD]
        + size
        * [
            Concern.BLOCKED,
            Concern.SILENT_CITIES,
            Concern.SILENT_PRESENTERS,
            Concern.PENDING,
            Concern.NO_LINK,
        ]
    )


def test_a_quiet_office_needs_nothing(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_quiet_session(seminar, local_start=SOON)
    a_delegation(seminar, a_city(), invited_at=NOW, answer_by=TODAY)
    a_delegation(seminar, a_city("Seoul"), invited_at=NOW, answered_at=NOW, answer_by=YESTERDAY)
    a_delegation(seminar, a_city("Taipei"), answer_by=YESTERDAY)
    a_seat(a_registration(seminar), session)
    a_notice(seminar, state=NoticeState.SENT)
    assert concerns() == []


def test_who_was_given_no_date_is_silent_after_that_of_the_seminar(database: SQLAlchemy) -> None:
    seminar = a_seminar(answer_by=YESTERDAY)
    (slot,) = slots(a_session(seminar, join_url="https://room.example"), [155])
    a_presenter(slot)
    a_delegation(seminar, a_city(), invited_at=NOW)
    a_delegation(seminar, a_city("Seoul"), invited_at=NOW, answer_by=TODAY)
    assert concerns() == [(Concern.SILENT_CITIES, 1), (Concern.SILENT_PRESENTERS, 1)]


def test_presenters_who_answered_or_left_are_not_silent(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    kept, gone = slots(a_session(seminar, join_url="https://room.example"), [100, 55])
    a_presenter(kept, "a@x.example", answer=Answer.ACCEPTED, answer_by=YESTERDAY)
    a_presenter(kept, "b@x.example", removed_at=NOW, answer_by=YESTERDAY)
    a_presenter(kept, "c@x.example", answer_by=TODAY)
    a_presenter(gone, "d@x.example", answer_by=YESTERDAY)
    assert concerns() == [(Concern.SILENT_PRESENTERS, 1)]


def test_a_person_waiting_for_two_parts_is_one_registration_to_approve(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    person = a_registration(seminar)
    for key in ("morning", "evening"):
        a_seat(person, a_quiet_session(seminar, key=key), state=SeatState.PENDING)
    assert concerns() == [(Concern.PENDING, 1)]


def test_a_part_needs_its_link_in_its_last_seven_days(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    start = datetime.fromisoformat("2026-09-08T18:30")  # 09:30 UTC, seven days from now
    a_quiet_session(seminar, key="here")
    for key, session in (
        ("in-time", {"local_start": start}),
        ("later", {"local_start": start + timedelta(minutes=1)}),
        ("off", {"local_start": start, "state": SessionState.CANCELLED}),
    ):
        slots(a_session(seminar, key, **session), [155])
    found = dashboard(now=NOW).attention
    assert [(one.concern, one.session and one.session.key) for one in found] == [(Concern.NO_LINK, "in-time")]


def test_what_is_over_needs_nobody(database: SQLAlchemy) -> None:
    for state in (SeminarState.ARCHIVED, SeminarState.CANCELLED):
        seminar = a_seminar(state=state)
        a_session(seminar, local_start=SOON)
        a_delegation(seminar, a_city(), invited_at=NOW, answer_by=YESTERDAY)
    found = dashboard(now=NOW)
    assert (found.attention, found.coming, found.drafts) == ((), (), ())


def test_coming_parts_stand_in_order_with_their_seats(database: SQLAlchemy) -> None:
    seminar, draft = a_seminar(), a_seminar(state=SeminarState.DRAFT)
    later = a_quiet_session(seminar)
    sooner = a_quiet_session(seminar, key="sooner", local_start=SOON)
    a_quiet_session(seminar, key="past", local_start=datetime.fromisoformat("2026-08-01T10:00"))
    a_quiet_session(draft)
    a_seat(a_registration(seminar), later)
    found = dashboard(now=NOW)
    assert [(one.session.id, one.seated) for one in found.coming] == [(sooner.id, 0), (later.id, 1)]
    assert [one.id for one in found.drafts] == [draft.id]
