"""Delegations: which cities are added, what they are asked, and what an edit owes."""

from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_city, a_delegation, a_seminar, a_session
from tests.support.delegates import ANSWER_BY, CLAIRE, a_silent
from webinars.domain.errors import Refusal, Stale
from webinars.models import (
    Delegation,
    DelegationRole,
    Notice,
    NoticeKind,
    Record,
    Seminar,
    SeminarState,
)
from webinars.queries.delegations import Counts, counts
from webinars.services.delegations import (
    DelegationFields,
    add_cities,
    add_unnamed,
    edit_delegation,
    invite,
    invite_all,
    remind,
    remind_all,
)

LATER = NOW + timedelta(days=2)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_seminar()
    a_session(seminar)
    return seminar


def fresh(database: SQLAlchemy, delegation: Delegation) -> Delegation:
    return database.session.get_one(Delegation, delegation.id, populate_existing=True)


def letters(database: SQLAlchemy) -> list[tuple[NoticeKind, int | None]]:
    return [(one.kind, one.delegation_id) for one in database.session.scalars(select(Notice))]


def revision(database: SQLAlchemy, seminar: Seminar) -> int:
    return database.session.get_one(Seminar, seminar.id, populate_existing=True).revision


def fields(delegation: Delegation, **values: object) -> DelegationFields:
    kept = {name: getattr(delegation, name) for name in DelegationFields.__dataclass_fields__}
    return DelegationFields(**kept | values)


def test_several_cities_are_added_at_once_and_none_of_them_twice(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    paris, seoul = a_city("Paris"), a_city("Seoul", zone="Asia/Seoul")
    assert add_cities(seminar.id, [paris.slug], by=ORGANISER, now=NOW) == 1
    assert add_cities(seminar.id, [paris.slug, seoul.slug], by=ORGANISER, now=NOW) == 1
    added = database.session.scalars(select(Delegation).order_by(Delegation.id)).all()
    assert [(one.city_id, one.role) for one in added] == [
        (paris.id, DelegationRole.INVITED),
        (seoul.id, DelegationRole.INVITED),
    ]
    assert letters(database) == []
    titles = database.session.scalars(select(Record.title).order_by(Record.id)).all()
    assert titles == ["Paris", "Seoul"]


def test_the_host_is_no_delegation(database: SQLAlchemy) -> None:
    tokyo = a_city("Tokyo", zone="Asia/Tokyo")
    seminar = a_seminar(host_city_id=tokyo.id)
    with pytest.raises(Refusal, match="Tokyo is a host") as refused:
        add_cities(seminar.id, [tokyo.slug, a_city().slug], by=ORGANISER, now=NOW)
    assert refused.value.field == "cities"
    assert database.session.scalars(select(Delegation)).all() == []


@pytest.mark.parametrize("slugs", [[], ["atlantis"]])
def test_only_members_of_the_directory_can_be_added(
    database: SQLAlchemy, seminar: Seminar, slugs: list[str]
) -> None:
    with pytest.raises(Refusal, match="Choose cities from the list") as refused:
        add_cities(seminar.id, slugs, by=ORGANISER, now=NOW)
    assert refused.value.field == "cities"


def test_an_archived_seminar_takes_no_city(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.ARCHIVED)
    with pytest.raises(Refusal, match="in the archive"):
        add_cities(seminar.id, [a_city().slug], by=ORGANISER, now=NOW)


def test_thirteen_of_twenty_one_cities_present(database: SQLAlchemy, seminar: Seminar) -> None:
    for number in range(13):
        a_delegation(seminar, a_city(f"City {number}"), role=DelegationRole.PRESENTING, answered_at=NOW)
    before = revision(database, seminar)
    add_unnamed(seminar.id, 8, DelegationRole.ATTENDING, by=ORGANISER, now=NOW)
    a_silent(seminar)
    a_delegation(seminar, a_city("Lima"), focal_email="lima@x.example")
    a_delegation(seminar, a_city("Cairo"))
    a_delegation(seminar, a_city("Oslo"), role=DelegationRole.ABSENT, answered_at=NOW)
    found = counts(seminar.id)
    assert found == Counts(13, 8, 1, silent=1, to_invite=1, without_address=1)
    assert found.taking_part == 21
    assert revision(database, seminar) == before + 1


@pytest.mark.parametrize("count", [0, -1, 101])
def test_a_number_of_unnamed_cities_that_cannot_be_is_refused(
    database: SQLAlchemy, seminar: Seminar, count: int
) -> None:
    with pytest.raises(Refusal) as refused:
        add_unnamed(seminar.id, count, DelegationRole.ATTENDING, by=ORGANISER, now=NOW)
    assert refused.value.field == "count"


def test_an_invited_city_is_owed_one_letter_and_is_silent(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_delegation(seminar, a_city(), **CLAIRE)
    invite(delegation.id, ANSWER_BY, by=ORGANISER, now=NOW)
    assert letters(database) == [(NoticeKind.CITY_INVITATION, delegation.id)]
    delegation = fresh(database, delegation)
    assert (delegation.is_silent, delegation.answer_by, delegation.invited_at) == (True, ANSWER_BY, NOW)
    with pytest.raises(Refusal, match="invited already"):
        invite(delegation.id, ANSWER_BY, by=ORGANISER, now=NOW)
    assert len(letters(database)) == 1


def test_a_city_without_an_address_cannot_be_invited(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_delegation(seminar, a_city())
    with pytest.raises(Refusal, match="Write the e-mail address") as refused:
        invite(delegation.id, ANSWER_BY, by=ORGANISER, now=NOW)
    assert refused.value.field == "focal_email"


def test_all_that_have_an_address_and_no_letter_are_invited_at_once(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    new = [a_delegation(seminar, a_city(name), focal_email=f"{name}@x.example") for name in ("lima", "oslo")]
    a_delegation(seminar, a_city("cairo"))
    a_silent(seminar)
    a_delegation(seminar, a_city("rome"), role=DelegationRole.ATTENDING, focal_email="rome@x.example")
    assert invite_all(seminar.id, None, by=ORGANISER, now=NOW) == 2
    assert letters(database) == [(NoticeKind.CITY_INVITATION, one.id) for one in new]
    assert invite_all(seminar.id, None, by=ORGANISER, now=NOW) == 0


@pytest.mark.parametrize(
    ("day", "says"),
    [(date(2026, 8, 31), "This date is past."), (date(2026, 11, 26), "The seminar starts before this date.")],
)
def test_a_date_that_cannot_be_is_refused(
    database: SQLAlchemy, seminar: Seminar, day: date, says: str
) -> None:
    delegation = a_delegation(seminar, a_city(), **CLAIRE)
    with pytest.raises(Refusal, match=says) as refused:
        invite(delegation.id, day, by=ORGANISER, now=NOW)
    assert refused.value.field == "answer_by"


@pytest.mark.parametrize("state", [SeminarState.CANCELLED, SeminarState.ARCHIVED])
def test_nobody_is_asked_about_a_seminar_that_is_over_or_called_off(
    database: SQLAlchemy, state: SeminarState
) -> None:
    delegation = a_delegation(a_seminar(state=state), a_city(), **CLAIRE)
    with pytest.raises(Refusal):
        invite(delegation.id, ANSWER_BY, by=ORGANISER, now=NOW)
    assert letters(database) == []


def test_a_silent_city_is_reminded_once_a_day(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_silent(seminar)
    with pytest.raises(Refusal, match="within the last day"):
        remind(delegation.id, by=ORGANISER, now=NOW + timedelta(hours=1))
    remind(delegation.id, by=ORGANISER, now=LATER)
    with pytest.raises(Refusal, match="within the last day"):
        remind(delegation.id, by=ORGANISER, now=LATER + timedelta(hours=23))
    assert letters(database) == [(NoticeKind.CITY_REMINDER, delegation.id)]
    assert fresh(database, delegation).reminded_at == LATER


def test_only_silent_cities_are_reminded(database: SQLAlchemy, seminar: Seminar) -> None:
    silent = a_silent(seminar)
    answered = a_silent(seminar, answered_at=NOW, role=DelegationRole.ABSENT)
    new = a_delegation(seminar, a_city("Lima"), focal_email="lima@x.example")
    for delegation in (answered, new):
        with pytest.raises(Refusal, match="nothing to remind"):
            remind(delegation.id, by=ORGANISER, now=LATER)
    assert remind_all(seminar.id, by=ORGANISER, now=LATER) == 1
    assert remind_all(seminar.id, by=ORGANISER, now=LATER) == 0
    assert letters(database) == [(NoticeKind.CITY_REMINDER, silent.id)]


def test_a_role_that_the_organiser_sets_is_an_answer_and_invited_asks_anew(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    delegation = a_silent(seminar)
    wanted = fields(delegation, role=DelegationRole.PRESENTING, places=3)
    delegation = edit_delegation(delegation.id, wanted, expected=1, by=ORGANISER, now=LATER)
    assert (delegation.is_silent, delegation.answered_at, delegation.places) == (False, LATER, 3)
    again = fields(delegation, role=DelegationRole.INVITED)
    delegation = edit_delegation(delegation.id, again, expected=None, by=ORGANISER, now=LATER)
    assert (delegation.invited_at, delegation.answered_at) == (None, None)
    invite(delegation.id, ANSWER_BY, by=ORGANISER, now=LATER)


def test_another_address_ends_the_old_links_and_asks_a_silent_city_there(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    silent = a_silent(seminar)
    answered = a_silent(seminar, role=DelegationRole.ATTENDING, answered_at=NOW)
    for delegation in (silent, answered):
        wanted = fields(delegation, focal_email="chloe@paris.example")
        edit_delegation(delegation.id, wanted, expected=None, by=ORGANISER, now=LATER)
        assert fresh(database, delegation).link_revision == 2
    assert letters(database) == [(NoticeKind.CITY_INVITATION, silent.id)]


def test_an_address_that_is_corrected_before_the_invitation_left_gets_one(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    paris = a_delegation(seminar, a_city(), focal_email="cloe@paris.example")
    invite(paris.id, None, by=ORGANISER, now=NOW)
    wanted = fields(fresh(database, paris), focal_email="chloe@paris.example")
    edit_delegation(paris.id, wanted, expected=None, by=ORGANISER, now=NOW)
    assert letters(database) == [(NoticeKind.CITY_INVITATION, paris.id)]


def test_an_edit_that_changes_neither_role_nor_address_owes_and_touches_nothing(
    database: SQLAlchemy, seminar: Seminar
) -> None:
    delegation = a_silent(seminar)
    before = revision(database, seminar)
    wanted = fields(delegation, focal_name="Chloé", places=2)
    edit_delegation(delegation.id, wanted, expected=1, by=ORGANISER, now=LATER)
    assert letters(database) == []
    assert (revision(database, seminar), fresh(database, delegation).link_revision) == (before, 1)


def test_a_late_edit_is_refused_with_what_is_stored(database: SQLAlchemy, seminar: Seminar) -> None:
    delegation = a_silent(seminar)
    edit_delegation(delegation.id, fields(delegation, places=2), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as stale:
        edit_delegation(delegation.id, fields(delegation, places=5), expected=1, by=ORGANISER, now=NOW)
    assert stale.value.theirs == {"places": 2}


@pytest.mark.parametrize("places", [0, -1, 1001])
def test_places_that_cannot_be_are_refused(database: SQLAlchemy, seminar: Seminar, places: int) -> None:
    delegation = a_silent(seminar)
    with pytest.raises(Refusal) as refused:
        edit_delegation(delegation.id, fields(delegation, places=places), expected=1, by=ORGANISER, now=NOW)
    assert refused.value.field == "places"
