"""What becomes of an accepted application: a delegation, its themes, and a presentation that waits."""

from datetime import datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import ORGANISER, kept
from tests.support.committees import a_call, an_application
from webinars.domain.errors import Refusal
from webinars.models import (
    Application,
    ApplicationTheme,
    Call,
    City,
    Decision,
    Delegation,
    DelegationRole,
    DelegationTheme,
    Presentation,
    Seminar,
    SeminarState,
)
from webinars.models.database import db
from webinars.services import decisions
from webinars.services.decisions import Made, Selection


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


def accepted(call: Call, city: City | None = None, **values: Any) -> Application:
    told = {"decision": Decision.ACCEPT, "told_decision": Decision.ACCEPT, "released_at": builders.NOW}
    return an_application(call, city, **told, **values)


def make(call: Call, seminar: Seminar, *, now: datetime) -> Made:
    return decisions.make_delegations(call.id, seminar.id, by=ORGANISER, now=now)


def delegations() -> list[Delegation]:
    return list(db.session.scalars(select(Delegation).order_by(Delegation.id)))


def presentations() -> list[Presentation]:
    return list(db.session.scalars(select(Presentation).order_by(Presentation.id)))


def test_an_accepted_city_becomes_a_delegation_with_its_focal_point_and_themes(
    seminar: Seminar, now: datetime
) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    application = accepted(call, kobe, contact_email="aiko@kobe.example", language="ja")
    themes = [builders.a_theme(name) for name in ("Seismic risk", "ICT")]
    for theme in themes:
        kept(ApplicationTheme(application_id=application.id, theme_id=theme.id))
    assert make(call, seminar, now=now) == Made(1)
    (delegation,) = delegations()
    assert (delegation.city_id, delegation.seminar_id) == (kobe.id, seminar.id)
    assert (delegation.role, delegation.answered_at) == (DelegationRole.ATTENDING, now)
    assert (delegation.focal_name, delegation.focal_email, delegation.focal_language) == (
        "Aiko Applicant",
        "aiko@kobe.example",
        "ja",
    )
    found = db.session.scalars(select(DelegationTheme.theme_id).order_by(DelegationTheme.id))
    assert list(found) == [theme.id for theme in themes]
    assert db.session.get_one(Application, application.id).delegation_id == delegation.id
    assert presentations() == []


def test_what_it_wants_to_present_waits_for_a_slot(seminar: Seminar, now: datetime) -> None:
    call, theme = a_call(), builders.a_theme()
    application = accepted(call, wants_slot=True, presentation_title="Canals for people")
    kept(ApplicationTheme(application_id=application.id, theme_id=theme.id))
    make(call, seminar, now=now)
    (delegation,), (presentation,) = delegations(), presentations()
    assert delegation.role is DelegationRole.PRESENTING
    assert (str(presentation.title), presentation.theme_id) == ("Canals for people", theme.id)
    assert (presentation.application_id, presentation.slot_id) == (application.id, None)
    assert presentation.delegation_id == delegation.id


def test_a_city_that_the_directory_lacks_is_added_to_it(seminar: Seminar, now: datetime) -> None:
    call = a_call()
    accepted(call, city_name="Kitakyushu", country="JP", zone="Asia/Tokyo")
    make(call, seminar, now=now)
    city = db.session.scalars(select(City)).one()
    assert (str(city.name), city.slug, city.country, city.zone) == (
        "Kitakyushu",
        "kitakyushu",
        "JP",
        "Asia/Tokyo",
    )
    assert [one.city_id for one in delegations()] == [city.id]


def test_a_city_that_was_typed_by_a_name_of_the_directory_is_that_city(
    seminar: Seminar, now: datetime
) -> None:
    call = a_call()
    sendai = builders.a_city("Sendai", zone="Asia/Tokyo", country="JP", languages={"ja": "仙台市"})
    accepted(call, city_name="仙台市", language="ja")
    make(call, seminar, now=now)
    assert [one.city_id for one in delegations()] == [sendai.id]


def test_a_name_without_latin_letters_is_left_for_the_organiser(seminar: Seminar, now: datetime) -> None:
    call = a_call()
    accepted(call, city_name="仙台市", language="ja")
    accepted(call, city_name="Toyama")
    made = make(call, seminar, now=now)
    assert made.delegations == 1
    ((city, refusal),) = made.refusals
    assert city == "仙台市"
    assert "Latin letters" in str(refusal)
    assert len(delegations()) == 1


@pytest.mark.parametrize("column", ["host_city_id", "second_host_city_id"])
def test_a_host_becomes_no_delegation(database: SQLAlchemy, now: datetime, column: str) -> None:
    call, tokyo = a_call(), builders.a_city("Tokyo", zone="Asia/Tokyo")
    hosts = {"host_city_id": builders.a_city().id, column: tokyo.id}
    application = accepted(call, tokyo, wants_slot=True)
    made = make(call, builders.a_seminar(**hosts), now=now)
    assert made.delegations == 0
    ((city, refusal),) = made.refusals
    assert (city, str(refusal).startswith("Tokyo is a host")) == ("Tokyo", True)
    assert (delegations(), presentations()) == ([], [])
    assert db.session.get_one(Application, application.id).delegation_id is None


def test_a_delegation_that_the_seminar_has_is_used_again_and_its_old_links_end(
    seminar: Seminar, now: datetime
) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    present = builders.a_delegation(
        seminar, kobe, focal_email="old@kobe.example", role=DelegationRole.PRESENTING, places=4
    )
    accepted(call, kobe, contact_email="new@kobe.example")
    make(call, seminar, now=now)
    (delegation,) = delegations()
    assert (delegation.id, delegation.places) == (present.id, 4)
    assert (delegation.focal_email, delegation.link_revision) == ("new@kobe.example", 2)
    assert delegation.role is DelegationRole.PRESENTING


def test_two_applications_of_one_city_share_a_delegation_and_keep_both_presentations(
    seminar: Seminar, now: datetime
) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    for _ in range(2):
        accepted(call, kobe, wants_slot=True)
    assert make(call, seminar, now=now) == Made(2)
    assert (len(delegations()), len(presentations())) == (1, 2)


def test_making_them_twice_makes_none_twice(seminar: Seminar, now: datetime) -> None:
    call = a_call()
    accepted(call)
    make(call, seminar, now=now)
    with pytest.raises(Refusal, match="is a delegation already"):
        make(call, seminar, now=now)
    assert len(delegations()) == 1


def test_who_was_not_told_yet_becomes_no_delegation(seminar: Seminar, now: datetime) -> None:
    call = a_call()
    an_application(call, decision=Decision.ACCEPT)
    an_application(call, decision=Decision.RESERVE, told_decision=Decision.RESERVE, released_at=builders.NOW)
    with pytest.raises(Refusal):
        make(call, seminar, now=now)
    assert delegations() == []


def test_a_release_of_a_call_for_a_seminar_makes_the_delegations_at_once(
    seminar: Seminar, now: datetime
) -> None:
    call = a_call(seminar_id=seminar.id)
    one, two = an_application(call), an_application(call, city_name="Toyama")
    decisions.decide(call.id, [one.key], Decision.ACCEPT, cohort_id=None, by=ORGANISER, now=now)
    decisions.decide(call.id, [two.key], Decision.RESERVE, cohort_id=None, by=ORGANISER, now=now)
    released = decisions.release(call.id, Selection(), expected=None, by=ORGANISER, now=now)
    assert (released.letters, released.made) == (2, Made(1))
    assert [one.focal_email for one in delegations()] == [one.contact_email]


def test_an_archived_seminar_takes_no_delegation_but_its_call_is_released(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar(state=SeminarState.ARCHIVED)
    call = a_call(seminar_id=seminar.id)
    application = an_application(call)
    decisions.decide(call.id, [application.key], Decision.ACCEPT, cohort_id=None, by=ORGANISER, now=now)
    released = decisions.release(call.id, Selection(), expected=None, by=ORGANISER, now=now)
    assert released.made is not None
    assert (released.letters, released.made.delegations) == (1, 0)
    assert "archive" in str(released.made.refusals[0][1])
