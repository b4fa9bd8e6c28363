"""A seminar of two hosts: both home clocks stand side by side, and neither host is a guest."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    ORGANISER,
    a_city,
    a_delegation,
    a_presenter,
    a_seminar,
    a_session,
    a_slot,
    text,
)
from tests.support.organisers import signed_in
from tests.support.reading import page_of, read
from tests.support.registrants import a_seated, token
from webinars.domain.errors import Refusal
from webinars.domain.links import Purpose
from webinars.domain.texts import LocalizedText
from webinars.models import City, Seminar
from webinars.models.database import db
from webinars.queries.plans import planned_cities
from webinars.queries.sessions import sessions_of
from webinars.queries.slots import slots_of
from webinars.services.delegations import add_cities

POSTED = {
    "theme-en": "Learning",
    "slug": "learning-2",
    "host_city": "sendai",
    "second_host_city": "ulaanbaatar",
    "series": "",
    "zone": "Asia/Tokyo",
    "languages": ["en"],
    "registration_mode": "open",
}


@pytest.fixture
def sendai(database: SQLAlchemy) -> City:
    return a_city("Sendai City", zone="Asia/Tokyo", slug="sendai")


@pytest.fixture
def ulaanbaatar(database: SQLAlchemy) -> City:
    return a_city("Ulaanbaatar City", zone="Asia/Ulaanbaatar", slug="ulaanbaatar")


@pytest.fixture
def seminar(sendai: City, ulaanbaatar: City) -> Seminar:
    seminar = a_seminar(
        slug="learning",
        host_city_id=sendai.id,
        second_host_city_id=ulaanbaatar.id,
        host_name=LocalizedText(),
    )
    a_slot(a_session(seminar), minutes=20, title=text("Early warning"))
    return seminar


@pytest.mark.parametrize(
    ("reader", "clocks"),
    [
        ("Asia/Tokyo", ["Host’s time", "Second host’s time"]),
        ("Asia/Ulaanbaatar", ["Your time", "Host’s time"]),
        ("Europe/Paris", ["Your time", "Host’s time", "Second host’s time"]),
    ],
)
def test_both_home_clocks_stand_side_by_side_and_none_twice(
    client: FlaskClient, seminar: Seminar, reader: str, clocks: list[str]
) -> None:
    part = page_of(client, "learning", zone=reader).by_id("morning")
    assert [one.words for one in part.with_class("whose")] == clocks
    second = page_of(client, "learning", zone="Europe/Paris").by_id("morning").with_class("side")[-1]
    assert second.words == "Second host’s time 09:00 –11:35 Wednesday 25 November 2026 Ulaanbaatar, UTC+8"


def test_the_programme_has_a_column_for_each_home_and_names_both_hosts(
    client: FlaskClient, seminar: Seminar
) -> None:
    page = page_of(client, "learning", zone="Europe/Paris")
    (table,) = page.with_class("timetable")
    heads = [one.words.split(" ")[0] for one in table.tags("th")[:3]]
    cells = [one.words for one in table.tags("tbody")[0].tags("td")[:3]]
    assert (heads, cells) == (["Your", "Host’s", "Second"], ["02:00", "10:00", "09:00"])
    assert "Host: Sendai City and Ulaanbaatar City" in page.words
    assert [row for row in ("Sendai City", "Ulaanbaatar City") if row not in page.words] == []


def test_who_presents_and_who_comes_reads_both_home_clocks_on_a_page_of_their_own(
    client: FlaskClient, seminar: Seminar
) -> None:
    (session,) = sessions_of(seminar.id)
    presenter = a_presenter(slots_of(session.id)[0], zone="Asia/Seoul")
    person = a_seated(seminar, session, zone="Asia/Seoul")
    for address in (
        f"/presenters/{token(Purpose.PRESENTER, presenter)}/",
        f"/registrations/{token(Purpose.REGISTRATION, person)}/",
    ):
        clocks = {one.words for one in read(client.get(address).text).with_class("whose")}
        assert clocks == {"Your time", "Host’s time", "Second host’s time"}


def test_both_hosts_attend_all_parts_in_the_plan_and_the_first_gives_the_clock(
    seminar: Seminar, sendai: City, ulaanbaatar: City
) -> None:
    guest = a_city("Kobe", zone="Asia/Tokyo")
    a_delegation(seminar, guest)
    planned = planned_cities(seminar.id)
    assert [(str(one.city.name), one.is_host, one.zone) for one in planned] == [
        ("Sendai City", True, "Asia/Tokyo"),
        ("Ulaanbaatar City", True, "Asia/Ulaanbaatar"),
        ("Kobe", False, "Asia/Tokyo"),
    ]
    assert [one.attend.value for one in planned] == ["all", "all", "one"]


def test_a_second_host_is_no_guest(seminar: Seminar) -> None:
    with pytest.raises(Refusal) as refused:
        add_cities(seminar.id, ["ulaanbaatar"], by=ORGANISER, now=NOW)
    assert refused.value.field == "cities"


def test_an_organiser_chooses_two_hosts(app: Flask, sendai: City, ulaanbaatar: City) -> None:
    answer = signed_in(app).post("/organise/seminars/new", data=POSTED)
    assert answer.status_code == 303
    made = db.session.scalars(select(Seminar).where(Seminar.slug == "learning-2")).one()
    assert (made.host_city_id, made.second_host_city_id) == (sendai.id, ulaanbaatar.id)


@pytest.mark.parametrize(
    ("hosts", "sentence"),
    [
        (("sendai", "sendai"), "This city is the first host already. Choose another."),
        (("", "ulaanbaatar"), "Choose the city of the first host here, then a second."),
    ],
)
def test_two_hosts_are_two_cities_and_the_first_comes_first(
    app: Flask, sendai: City, ulaanbaatar: City, hosts: tuple[str, str], sentence: str
) -> None:
    posted = POSTED | dict(zip(("host_city", "second_host_city"), hosts, strict=True))
    answer = signed_in(app).post("/organise/seminars/new", data=posted)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.scalars(select(Seminar)).all() == []


def test_a_guest_does_not_become_a_second_host(app: Flask, sendai: City, ulaanbaatar: City) -> None:
    seminar = a_seminar(slug="learning-2", host_city_id=sendai.id)
    a_delegation(seminar, ulaanbaatar)
    posted = POSTED | {"version": "1"}
    answer = signed_in(app).post("/organise/seminars/learning-2/edit", data=posted)
    assert (answer.status_code, "invited as a delegation" in answer.text) == (422, True)
