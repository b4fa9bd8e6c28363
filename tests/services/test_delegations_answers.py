"""Delegations: what a city answers, until when, and who is told."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, a_seminar, a_session
from tests.support.delegates import a_silent
from webinars.domain.errors import Refusal
from webinars.models import Delegation, DelegationRole, Record, Seminar
from webinars.services.delegations import Reply, answer
from webinars.services.records import Actor

CLAIRE = Actor("Claire Fontaine")
LATER = NOW + timedelta(days=2)
PRESENTS = Reply(
    role=DelegationRole.PRESENTING, presenter_name="Paul Presenter", presenter_email="paul@paris.example"
)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_seminar()
    a_session(seminar)
    return seminar


def fresh(database: SQLAlchemy, delegation: Delegation) -> Delegation:
    return database.session.get_one(Delegation, delegation.id, populate_existing=True)


def revision(database: SQLAlchemy, seminar: Seminar) -> int:
    return database.session.get_one(Seminar, seminar.id, populate_existing=True).revision


def test_a_city_answers_and_names_who_presents(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_silent(seminar)
    before = revision(database, seminar)
    answer(delegation.id, PRESENTS, by=CLAIRE, now=LATER)
    delegation = fresh(database, delegation)
    assert (delegation.role, delegation.is_silent) == (DelegationRole.PRESENTING, False)
    assert (delegation.presenter_name, delegation.answered_at) == ("Paul Presenter", LATER)
    assert revision(database, seminar) == before + 1
    record = database.session.scalars(select(Record)).one()
    assert (record.actor, record.verb, record.title) == ("Claire Fontaine", "answered", "Paris")
    assert record.changes["role"] == ["invited", "presenting"]


def test_the_same_answer_twice_changes_nothing(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_silent(seminar)
    for moment in (LATER, LATER + timedelta(minutes=1)):
        answer(delegation.id, PRESENTS, by=CLAIRE, now=moment)
    assert len(database.session.scalars(select(Record)).all()) == 1
    assert fresh(database, delegation).answered_at == LATER


def test_who_attends_after_all_names_no_presenter_any_more(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_silent(seminar)
    answer(delegation.id, PRESENTS, by=CLAIRE, now=LATER)
    answer(
        delegation.id,
        Reply(role=DelegationRole.ATTENDING, presenter_name="Paul", presenter_email="paul@paris.example"),
        by=CLAIRE,
        now=LATER,
    )
    delegation = fresh(database, delegation)
    assert (delegation.role, delegation.presenter_email) == (DelegationRole.ATTENDING, None)


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (Reply(role=DelegationRole.INVITED), "role"),
        (Reply(role=DelegationRole.ATTENDING, session_id=10_000), "part"),
        (Reply(role=DelegationRole.PRESENTING, presenter_name="Paul"), "presenter_email"),
        (Reply(role=DelegationRole.PRESENTING, presenter_email="p@x.example"), "presenter_name"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, seminar: Seminar, reply: Reply, field: str
) -> None:
    delegation = a_silent(seminar)
    with pytest.raises(Refusal) as refused:
        answer(delegation.id, reply, by=CLAIRE, now=LATER)
    assert refused.value.field == field
    assert fresh(database, delegation).is_silent


def test_an_answer_may_be_changed_until_the_end_of_its_day_at_the_host(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    delegation = a_silent(seminar)
    last = datetime.fromisoformat("2026-10-01T23:59:59+09:00")
    answer(delegation.id, PRESENTS, by=CLAIRE, now=last)
    with pytest.raises(Refusal, match="date for answers is past"):
        answer(delegation.id, Reply(role=DelegationRole.ABSENT), by=CLAIRE, now=last + timedelta(seconds=1))


def test_a_first_answer_is_welcome_after_its_date_until_the_seminar_starts(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    late, too_late = a_silent(seminar), a_silent(seminar)
    start = datetime.fromisoformat("2026-11-25T10:00:00+09:00")
    answer(late.id, PRESENTS, by=CLAIRE, now=start - timedelta(seconds=1))
    with pytest.raises(Refusal, match="has started"):
        answer(too_late.id, PRESENTS, by=CLAIRE, now=start)
