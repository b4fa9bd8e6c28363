"""A city names who presents, in its own slots and in its talks that wait for one."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.naming import FOCAL, a_city_coming
from tests.support.registrants import an_evening
from webinars.domain.errors import Missing, Refusal
from webinars.models import (
    Delegation,
    DelegationRole,
    Invitation,
    InvitationState,
    Notice,
    Presentation,
    Presenter,
    Seminar,
    Session,
    Slot,
)
from webinars.models.database import transaction
from webinars.services import nominations


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def paris(seminar: Seminar) -> Delegation:
    return a_city_coming(seminar, role=DelegationRole.PRESENTING)


@pytest.fixture
def slot(evening: Session, paris: Delegation) -> Slot:
    return builders.a_slot(evening, delegation_id=paris.id)


def name(city: Delegation, key: str, email: str = "paul@paris.example") -> Presenter:
    return nominations.name_presenter(
        city.id, key, name="Paul Presenter", email=email, language="en", by=FOCAL, now=NOW
    )


def test_who_is_named_for_a_slot_is_invited_to_it_on_the_clock_of_the_city(
    database: SQLAlchemy, paris: Delegation, slot: Slot
) -> None:
    presenter = name(paris, slot.key)
    assert (presenter.name, presenter.zone, presenter.slot_id) == ("Paul Presenter", "Europe/Paris", slot.id)
    invited = database.session.execute(select(Invitation.attendee_email, Invitation.state)).all()
    assert [tuple(row) for row in invited] == [("paul@paris.example", InvitationState.OPEN)]
    assert len(database.session.scalars(select(Notice.id)).all()) == 1


def test_the_same_person_is_not_asked_twice_for_one_slot(paris: Delegation, slot: Slot) -> None:
    name(paris, slot.key)
    with pytest.raises(Refusal, match="presents in this slot already") as refused:
        name(paris, slot.key, "PAUL@paris.example")
    assert refused.value.field == "email"


def test_a_slot_of_another_city_is_none_of_this_one(
    database: SQLAlchemy, seminar: Seminar, evening: Session, paris: Delegation
) -> None:
    seoul = a_city_coming(seminar, "Seoul", role=DelegationRole.PRESENTING)
    theirs = builders.a_slot(evening, delegation_id=seoul.id)
    present = builders.a_presenter(theirs)
    with pytest.raises(Missing):
        name(paris, theirs.key)
    with pytest.raises(Missing):
        nominations.remove_presenter(paris.id, present.key, by=FOCAL, now=NOW)
    assert database.session.scalars(select(Presenter.removed_at)).all() == [None]


def test_a_slot_of_nobody_is_none_of_a_city_either(evening: Session, paris: Delegation) -> None:
    with pytest.raises(Missing):
        name(paris, builders.a_slot(evening).key)


def test_a_city_that_does_not_present_names_no_presenter(seminar: Seminar, evening: Session) -> None:
    attending = a_city_coming(seminar, "Lyon")
    idle = builders.a_slot(evening, delegation_id=attending.id)
    with pytest.raises(Refusal, match="Answer first that your city presents"):
        name(attending, idle.key)


def test_who_is_taken_off_loses_the_event(database: SQLAlchemy, paris: Delegation, slot: Slot) -> None:
    presenter = name(paris, slot.key)
    nominations.remove_presenter(paris.id, presenter.key, by=FOCAL, now=NOW)
    assert presenter.removed_at == NOW
    assert database.session.scalars(select(Invitation.state)).all() == [InvitationState.CLOSED]


def test_after_the_part_nobody_is_named_or_taken_off(paris: Delegation, evening: Session, slot: Slot) -> None:
    presenter = builders.a_presenter(slot)
    late = evening.ends_at
    assert late is not None
    with pytest.raises(Refusal, match="This part is over"):
        nominations.remove_presenter(paris.id, presenter.key, by=FOCAL, now=late)
    with pytest.raises(Refusal, match="This part is over"):
        nominations.name_presenter(
            paris.id, slot.key, name="P", email="p@p.example", language="en", by=FOCAL, now=late
        )


def to_be(city: Delegation, key: str) -> Presentation:
    return nominations.name_presenter_to_be(
        city.id, key, name="Paul Presenter", email="paul@paris.example", by=FOCAL, now=NOW
    )


def test_who_presents_what_waits_is_written_down_and_hears_nothing_yet(
    database: SQLAlchemy, paris: Delegation
) -> None:
    waits = builders.a_presentation(paris)
    assert to_be(paris, waits.key).presenter_email == "paul@paris.example"
    assert database.session.scalars(select(Notice.id)).all() == []


def test_what_waits_for_another_city_or_waits_no_longer_is_not_changed(
    seminar: Seminar, paris: Delegation
) -> None:
    theirs = builders.a_presentation(a_city_coming(seminar, "Seoul", role=DelegationRole.PRESENTING))
    gone = builders.a_presentation(paris)
    with transaction():
        gone.withdrawn_at = NOW
    for presentation in (theirs, gone):
        with pytest.raises(Missing):
            to_be(paris, presentation.key)
        assert presentation.presenter_email is None
