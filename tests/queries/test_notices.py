"""Notices are loaded with all that their letters say, in a fixed number of statements."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text

from tests import builders
from tests.support.registrants import a_seated, a_waiting, an_evening
from tests.support.statements import count_statements
from webinars.models import Notice, NoticeKind
from webinars.models.database import db, transaction
from webinars.queries.notices import load
from webinars.services import invitations, notices


def some_of_each(count: int, now: datetime) -> list[int]:
    """Owe *count* letters of each kind, each about a seminar of its own."""
    for _ in range(count):
        seminar = builders.a_seminar()
        session = an_evening(seminar)
        slot = builders.a_slot(session)
        presenter = builders.a_presenter(slot)
        delegation = builders.a_delegation(seminar, builders.a_city())
        seated, waits = a_seated(seminar, session), a_waiting(seminar, session, 1)
        colleague = a_seated(seminar, session, takes_over_id=seated.id)
        with transaction():
            invitations.invite_registrant(seated, session, now=now)
            invitations.invite_presenter(presenter, slot, session, now=now)
            for person in (waits, colleague):
                notices.post(NoticeKind.REGISTRATION_STATE, now=now, registration_id=person.id)
            notices.post(NoticeKind.PRESENTER_REMINDER, now=now, presenter_id=presenter.id)
            notices.post(NoticeKind.CITY_REMINDER, now=now, delegation_id=delegation.id)
    return [ident for (ident,) in db.session.execute(select(Notice.id).order_by(Notice.id))]


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_costs_eight_statements(database: SQLAlchemy, now: datetime, count: int) -> None:
    ids = some_of_each(count, now)
    database.session.expunge_all()
    with count_statements() as statements:
        matters = load(ids)
        for matter in matters:
            assert matter.seminar.theme
    assert len(statements) == 8, statements
    assert [matter.notice.id for matter in matters] == ids


def test_the_order_asked_for_is_kept_and_unknown_ids_are_left_out(
    database: SQLAlchemy, now: datetime
) -> None:
    first, second, *_rest = some_of_each(1, now)
    assert [matter.notice.id for matter in load([second, 0, first])] == [second, first]


def test_what_is_loaded_is_read_anew(database: SQLAlchemy, now: datetime) -> None:
    ident = some_of_each(1, now)[0]
    notice = load([ident])[0].notice
    database.session.connection().execute(text("UPDATE invitation SET sequence = 7"))
    matter = load([ident])[0]
    assert matter.notice is notice
    assert matter.notice.invitation is not None
    assert matter.notice.invitation.sequence == 7
    database.session.rollback()
