"""Polls of hours: who is asked and reminded, what an answer keeps, and when it is too late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.polls import A_WEEK, DAY, LATE_HOURS, SAID, a_draft, a_guest, a_plan, an_asked_guest
from webinars.domain.errors import Missing, Refusal
from webinars.domain.hours import Band
from webinars.domain.planner.problems import Attend
from webinars.models import (
    Availability,
    Delegation,
    DelegationRole,
    Notice,
    NoticeKind,
    NoticeState,
    Record,
    Seminar,
    SeminarPlan,
    SeminarState,
)
from webinars.models.database import transaction
from webinars.services.delegations import DelegationFields, edit_delegation
from webinars.services.polls import answer, ask, remind
from webinars.services.records import Actor

CLAIRE = Actor("Claire Fontaine")


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_draft()
    a_plan(seminar)
    return seminar


def owed(database: SQLAlchemy) -> list[tuple[NoticeKind, int | None]]:
    return [(one.kind, one.delegation_id) for one in database.session.scalars(select(Notice))]


def kept(database: SQLAlchemy) -> Availability:
    return database.session.scalars(select(Availability).execution_options(populate_existing=True)).one()


def city_id(delegation: Delegation) -> int:
    assert delegation.city_id is not None
    return delegation.city_id


def all_sent(database: SQLAlchemy) -> None:
    with transaction():
        for notice in database.session.scalars(select(Notice)):
            notice.state = NoticeState.SENT


def change(row: Seminar | SeminarPlan | Delegation, **values: object) -> None:
    with transaction():
        for name, value in values.items():
            setattr(row, name, value)


def test_every_city_with_an_address_is_asked_once_in_one_transaction(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    lima, oslo = a_guest(seminar, "Lima", "America/Lima"), a_guest(seminar, "Oslo", "Europe/Oslo")
    a_guest(seminar, "Cairo", "Africa/Cairo", focal_email=None)
    a_guest(seminar, "Rome", "Europe/Rome", role=DelegationRole.ABSENT)
    builders.a_delegation(seminar, focal_email="nobody@x.example")
    assert ask(seminar.id, None, by=ORGANISER, now=NOW) == 2
    assert owed(database) == [(NoticeKind.HOURS_POLL, one.id) for one in (lima, oslo)]
    found = database.session.scalars(select(Availability).order_by(Availability.id)).all()
    assert [(one.city_id, one.asked_at, one.hours, one.attend) for one in found] == [
        (one.city_id, NOW, None, Attend.ONE) for one in (lima, oslo)
    ]
    assert ask(seminar.id, None, by=ORGANISER, now=NOW + DAY) == 0
    assert len(owed(database)) == 2
    lines = [(one.verb, one.title, one.actor) for one in database.session.scalars(select(Record))]
    assert lines == [("asked for hours", name, "Olga Organiser") for name in ("Lima", "Oslo")]


def test_one_city_is_asked_and_what_the_organiser_entered_stays(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    lima, oslo = a_guest(seminar, "Lima", "America/Lima"), a_guest(seminar, "Oslo", "Europe/Oslo")
    entered = {"seminar_id": seminar.id, "city_id": oslo.city_id, "attend": Attend.ALL}
    builders.kept(Availability(**entered, hours=LATE_HOURS, absences=(A_WEEK,)))
    assert ask(seminar.id, [city_id(oslo)], by=ORGANISER, now=NOW) == 1
    assert owed(database) == [(NoticeKind.HOURS_POLL, oslo.id)]
    row = kept(database)
    assert (row.asked_at, row.hours, row.absences, row.attend) == (NOW, LATE_HOURS, (A_WEEK,), Attend.ALL)
    assert ask(seminar.id, None, by=ORGANISER, now=NOW) == 1
    assert owed(database)[1:] == [(NoticeKind.HOURS_POLL, lima.id)]


def test_a_named_city_is_not_asked_twice_nor_without_an_address(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    lima = a_guest(seminar, "Lima", "America/Lima")
    cairo = a_guest(seminar, "Cairo", "Africa/Cairo", focal_email=None)
    ask(seminar.id, [city_id(lima)], by=ORGANISER, now=NOW)
    for one in (lima, cairo):
        with pytest.raises(Refusal, match="was asked already, or has no address"):
            ask(seminar.id, [city_id(one)], by=ORGANISER, now=NOW + DAY)
    assert len(owed(database)) == 1


@pytest.mark.parametrize("act", [ask, remind])
def test_a_city_of_another_seminar_is_none_of_this_one(
    database: SQLAlchemy, seminar: Seminar, act: Callable[..., int]
) -> None:
    stranger = a_guest(builders.a_seminar(), "Bern", "Europe/Zurich")
    with pytest.raises(Missing):
        act(seminar.id, [city_id(stranger)], by=ORGANISER, now=NOW)
    assert owed(database) == []


@pytest.mark.parametrize("act", [ask, remind])
@pytest.mark.parametrize(
    ("of_seminar", "of_plan", "says"),
    [
        ({"state": SeminarState.PUBLISHED}, {}, "before a seminar is published"),
        ({"state": SeminarState.CANCELLED}, {}, "before a seminar is published"),
        ({"state": SeminarState.ARCHIVED}, {}, "in the archive"),
        ({}, {"applied_at": NOW}, "The times are chosen"),
        ({}, {"first_date": date(2026, 8, 1), "last_date": date(2026, 8, 31)}, "are past"),
    ],
)
def test_nobody_is_asked_where_no_dates_are_looked_for(
    database: SQLAlchemy,
    act: Callable[..., int],
    of_seminar: dict[str, object],
    of_plan: dict[str, object],
    says: str,
) -> None:
    guest = an_asked_guest()
    all_sent(database)
    change(database.session.get_one(Seminar, guest.seminar_id), **of_seminar)
    change(database.session.scalars(select(SeminarPlan)).one(), **of_plan)
    with pytest.raises(Refusal, match=says):
        act(guest.seminar_id, None, by=ORGANISER, now=NOW + 2 * DAY)
    assert len(owed(database)) == 1


def test_without_a_plan_there_are_no_dates_to_ask_about(database: SQLAlchemy) -> None:
    seminar = a_draft()
    a_guest(seminar)
    with pytest.raises(Refusal, match="Save the dates of the plan first"):
        ask(seminar.id, None, by=ORGANISER, now=NOW)


def test_a_silent_city_is_reminded_once_a_day_and_an_answered_one_never(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    lima, oslo = a_guest(seminar, "Lima", "America/Lima"), a_guest(seminar, "Oslo", "Europe/Oslo")
    ask(seminar.id, None, by=ORGANISER, now=NOW)
    all_sent(database)
    answer(oslo.id, SAID, by=CLAIRE, now=NOW)
    reminded = [
        remind(seminar.id, None, by=ORGANISER, now=NOW + after)
        for after in (timedelta(hours=23), DAY, timedelta(hours=47), 2 * DAY)
    ]
    assert reminded == [0, 1, 0, 1]
    # The second reminder meets the first, which still waits: one letter tells the present state.
    assert owed(database)[2:] == [(NoticeKind.HOURS_POLL, lima.id)]
    with pytest.raises(Refusal, match="Wait a day"):
        remind(seminar.id, [city_id(lima)], by=ORGANISER, now=NOW + 2 * DAY)
    with pytest.raises(Refusal, match="Oslo is not silent"):
        remind(seminar.id, [city_id(oslo)], by=ORGANISER, now=NOW + 9 * DAY)


def test_an_answer_keeps_hours_days_and_absences_and_leaves_the_parts_to_the_organiser(
    database: SQLAlchemy,
) -> None:
    guest = an_asked_guest()
    with transaction():
        database.session.scalars(select(Availability)).one().attend = Attend.ALL
    answer(guest.id, SAID, by=CLAIRE, now=NOW + DAY)
    row = kept(database)
    assert (row.hours, row.days_off, row.absences) == (LATE_HOURS, [4, 5], (A_WEEK,))
    assert (row.comment, row.attend) == ("The mayor is away.", Attend.ALL)
    assert (row.asked_at, row.answered_at) == (NOW, NOW + DAY)
    (line,) = database.session.scalars(select(Record).where(Record.verb == "answered"))
    assert (line.actor, line.title, line.seminar_id) == ("Claire Fontaine", "Paris", guest.seminar_id)


def test_the_same_answer_twice_is_one_and_another_replaces_it(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    for after in (DAY, 2 * DAY):
        answer(guest.id, SAID, by=CLAIRE, now=NOW + after)
    assert kept(database).answered_at == NOW + DAY
    answer(guest.id, replace(SAID, absences=()), by=CLAIRE, now=NOW + 3 * DAY)
    assert (kept(database).absences, kept(database).answered_at) == ((), NOW + 3 * DAY)
    assert len(database.session.scalars(select(Record).where(Record.verb == "answered")).all()) == 2


def test_hours_that_nobody_can_mean_are_not_kept(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    wrong = replace(SAID, hours=replace(LATE_HOURS, preferred=Band(5 * 60, 17 * 60)))
    with pytest.raises(Refusal, match="reach beyond") as refused:
        answer(guest.id, wrong, by=CLAIRE, now=NOW)
    assert refused.value.field == "preferred"
    assert kept(database).answered_at is None


@pytest.mark.parametrize(
    ("of_seminar", "of_plan", "of_guest", "says"),
    [
        ({"state": SeminarState.PUBLISHED}, {}, {}, "are chosen"),
        ({}, {"applied_at": NOW}, {}, "are chosen"),
        ({}, {}, {"role": DelegationRole.ABSENT}, "does not take part"),
    ],
)
def test_after_the_choice_an_answer_is_too_late(
    database: SQLAlchemy,
    of_seminar: dict[str, object],
    of_plan: dict[str, object],
    of_guest: dict[str, object],
    says: str,
) -> None:
    guest = an_asked_guest()
    change(database.session.get_one(Seminar, guest.seminar_id), **of_seminar)
    change(database.session.scalars(select(SeminarPlan)).one(), **of_plan)
    change(guest, **of_guest)
    with pytest.raises(Refusal, match=says):
        answer(guest.id, SAID, by=CLAIRE, now=NOW)
    assert kept(database).answered_at is None


def test_a_silent_city_is_asked_at_its_new_address(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    all_sent(database)
    move(guest, "new@paris.example")
    assert owed(database)[1:] == [(NoticeKind.HOURS_POLL, guest.id)]
    answer(guest.id, SAID, by=CLAIRE, now=NOW)
    all_sent(database)
    move(guest, "newer@paris.example")
    assert len(owed(database)) == 2


def test_a_city_that_was_not_asked_is_not_asked_by_a_new_address(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    move(a_guest(seminar), "new@paris.example")
    assert owed(database) == []


def move(guest: Delegation, email: str) -> None:
    same = {name: getattr(guest, name) for name in DelegationFields.__dataclass_fields__}
    fields = DelegationFields(**same | {"focal_email": email})
    edit_delegation(guest.id, fields, expected=None, by=ORGANISER, now=NOW)
