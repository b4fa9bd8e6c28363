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
    an_asset,
    an_invitation,
    slots,
)
from tests.support.registrants import a_seated
from tests.support.returned import a_reply
from tests.support.statements import count_statements
from webinars.domain.seating import SeatState
from webinars.models import (
    Answer,
    AssetState,
    InvitationState,
    NoticeState,
    Seminar,
    SeminarState,
    Session,
    SessionState,
)
from webinars.models.replies import ReplyKind, Standing
from webinars.queries.dashboard import Concern, dashboard

YESTERDAY, TODAY = date(2026, 8, 31), date(2026, 9, 1)
WAITING_REPLIES = (
    (ReplyKind.COUNTER, Standing.WAITING),
    (ReplyKind.REPLY, Standing.UNKNOWN),
    (ReplyKind.BOUNCE, Standing.WAITING),
)
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
    a_presenter(first, "declined@x.example", answer=Answer.DECLINED)
    for state in (AssetState.WANTED, AssetState.RECEIVED):
        an_asset(first, state=state, due_on=YESTERDAY)
    a_decliner(seminar, session)
    for kind, standing in WAITING_REPLIES:
        a_reply(kind=kind, standing=standing, seminar_id=seminar.id)
    a_seat(a_registration(seminar), session, state=SeatState.PENDING)
    a_notice(seminar, state=NoticeState.FAILED)
    a_notice(seminar, state=NoticeState.HELD)
    return seminar


def a_decliner(seminar: Seminar, session: Session, **values: Any) -> None:
    """Write somebody who has a seat and whose calendar said no."""
    an_invitation(a_seated(seminar, session), session, **{"answer": Answer.DECLINED} | values)


def a_quiet_session(seminar: Seminar, **values: Any) -> Session:
    session = a_session(seminar, join_url="https://room.example", **values)
    slots(session, [session.minutes])
    return session


@pytest.mark.parametrize("size", [1, 3])
def test_the_dashboard_takes_21_statements(database: SQLAlchemy, size: int) -> None:
    for _ in range(size):
        a_troubled_seminar()
    database.session.remove()
    with count_statements() as statements:
        found = dashboard(now=NOW)
        assert all(one.session.seminar.slug for one in found.coming)
    assert len(statements) == 21, statements
    assert sorted(one.concern for one in found.attention) == sorted(
        [Concern.FAILED, Concern.HELD, Concern.PROPOSALS, Concern.UNKNOWN, Concern.BOUNCES]
        + size
        * [
            Concern.LATE_ASSETS,
            Concern.RECEIVED_ASSETS,
            Concern.BLOCKED,
            Concern.SILENT_CITIES,
            Concern.SILENT_PRESENTERS,
            Concern.DECLINED_PRESENTERS,
            Concern.PENDING,
            Concern.DECLINED_SEATED,
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


def test_who_declined_and_still_has_a_seat_is_counted_once(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    parts = [a_quiet_session(seminar, key=key) for key in ("one", "two")]
    person = a_seated(seminar, *parts)
    for part in parts:
        an_invitation(person, part, answer=Answer.DECLINED)
    assert concerns() == [(Concern.DECLINED_SEATED, 1)]


def test_who_gave_the_seat_back_or_comes_is_not_counted(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    part = a_quiet_session(seminar)
    past = a_quiet_session(seminar, key="past", local_start=datetime.fromisoformat("2026-08-01T10:00"))
    an_invitation(a_seated(seminar, part), part, answer=Answer.ACCEPTED)
    a_decliner(seminar, part, state=InvitationState.CLOSED)
    a_decliner(seminar, past)
    an_invitation(a_registration(seminar, "left@x.example"), part, answer=Answer.DECLINED)
    assert concerns() == []


def test_a_presenter_who_declined_is_counted_until_somebody_else_is_asked(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    part = a_quiet_session(seminar)
    off = a_quiet_session(seminar, key="off", state=SessionState.CANCELLED)
    (slot,), (lost,) = slots(part, [20]), slots(off, [20])
    a_presenter(slot, "a@x.example", answer=Answer.DECLINED)
    a_presenter(slot, "b@x.example", answer=Answer.DECLINED, removed_at=NOW)
    a_presenter(slot, "c@x.example", answer=Answer.TENTATIVE)
    a_presenter(lost, "d@x.example", answer=Answer.DECLINED)
    found = dict(concerns())
    assert found[Concern.DECLINED_PRESENTERS] == 1


def test_replies_that_wait_are_counted_by_what_they_want(database: SQLAlchemy) -> None:
    for kind, standing in WAITING_REPLIES:
        a_reply(kind=kind, standing=standing)
        a_reply(kind=kind, standing=Standing.SEEN)
    a_reply(kind=ReplyKind.REPLY, standing=Standing.UNPROVEN)
    assert concerns() == [(Concern.PROPOSALS, 1), (Concern.UNKNOWN, 1), (Concern.BOUNCES, 1)]


def test_a_presenter_whose_substitute_is_asked_needs_nobody(database: SQLAlchemy) -> None:
    first, second = slots(
        a_session(a_seminar(), local_start=SOON, minutes=60, join_url="https://x.example/"), [30, 30]
    )
    declined = a_presenter(first, answer=Answer.DECLINED)
    a_presenter(first, "otto@x.example", substitute_for_id=declined.id)
    assert Concern.DECLINED_PRESENTERS not in dict(concerns())
    other = a_presenter(second, "nora@x.example", answer=Answer.DECLINED)
    a_presenter(second, "olaf@x.example", substitute_for_id=other.id, answer=Answer.DECLINED)
    assert dict(concerns())[Concern.DECLINED_PRESENTERS] == 2


@pytest.mark.parametrize(
    "values",
    [
        {"state": AssetState.ACCEPTED},
        {"state": AssetState.WANTED},
        {"state": AssetState.RECEIVED, "removed_at": NOW},
        {"due_on": TODAY},
    ],
)
def test_a_file_that_is_accepted_or_not_late_needs_nobody(
    database: SQLAlchemy, values: dict[str, Any]
) -> None:
    (slot,) = slots(a_session(a_seminar(), local_start=SOON, minutes=60), [60])
    an_asset(slot, **values)
    assert not {Concern.LATE_ASSETS, Concern.RECEIVED_ASSETS} & {concern for concern, _ in concerns()}
