"""The public page: when a seminar is for the reader, on both clocks."""

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.reading import page_of, section
from tests.support.tokyo import REASON, Held, add_slots, tokyo_seminar
from webinars.domain.planner.problems import Presence
from webinars.models import SeminarState
from webinars.models.plans import SeminarPlan
from webinars.models.seminars import Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested in test_seminars_budgets.py.


@pytest.fixture
def held(database: SQLAlchemy) -> Held:
    return tokyo_seminar(state=SeminarState.ARCHIVED)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="autumn")


def part_of(client: FlaskClient, key: str = "morning", **query: str) -> str:
    return page_of(client, **query).by_id(key).words


WORKED = [
    ("morning", "Asia/Tokyo", "Host’s time 10:00 –12:35 Wednesday 24 November 2021 Tokyo, UTC+9"),
    (
        "morning",
        "America/Los_Angeles",
        "Your time 17:00 –19:35 Tuesday 23 November 2021 previous day Los Angeles, UTC−8",
    ),
    (
        "morning",
        "America/Sao_Paulo",
        "Your time 22:00 –00:35 Tuesday 23 November 2021 previous day Sao Paulo, UTC−3",
    ),
    ("morning", "Europe/Paris", "Your time 02:00 –04:35 Wednesday 24 November 2021 Paris, UTC+1"),
    ("morning", "Australia/Brisbane", "Your time 11:00 –13:35 Wednesday 24 November 2021 Brisbane, UTC+10"),
    ("evening", "Europe/Paris", "Your time 09:00 –11:25 Wednesday 24 November 2021 Paris, UTC+1"),
    (
        "evening",
        "Africa/Johannesburg",
        "Your time 10:00 –12:25 Wednesday 24 November 2021 Johannesburg, UTC+2",
    ),
    (
        "evening",
        "America/Los_Angeles",
        "Your time 00:00 –02:25 Wednesday 24 November 2021 Los Angeles, UTC−8",
    ),
    ("evening", "Asia/Ulaanbaatar", "Your time 16:00 –18:25 Wednesday 24 November 2021 Ulaanbaatar, UTC+8"),
    ("evening", "Pacific/Auckland", "Your time 21:00 –23:25 Wednesday 24 November 2021 Auckland, UTC+13"),
    (
        "evening",
        "Pacific/Kiritimati",
        "Your time 22:00 –00:25 Wednesday 24 November 2021 Kiritimati, UTC+14",
    ),
]
AT_HOST = {
    "morning": "Host’s time 10:00 –12:35 Wednesday 24 November 2021 Tokyo, UTC+9",
    "evening": "Host’s time 17:00 –19:25 Wednesday 24 November 2021 Tokyo, UTC+9",
}


@pytest.mark.parametrize(("key", "zone", "words"), WORKED, ids=[f"{key} {zone}" for key, zone, _ in WORKED])
def test_a_reader_sees_their_own_time_beside_the_hosts(
    client: FlaskClient, held: Held, key: str, zone: str, words: str
) -> None:
    page = page_of(client, held.seminar.slug, zone=zone)
    expected = words if zone == "Asia/Tokyo" else f"{words} {AT_HOST[key]}"
    assert page.by_id(key).with_class("pair")[0].words == expected


def test_a_part_early_in_tokyo_is_the_next_day_for_who_is_ahead(
    client: FlaskClient, seminar: Seminar
) -> None:
    builders.a_session(seminar, local_start=datetime.fromisoformat("2026-11-25T22:00"), minutes=60)
    assert part_of(client, zone="Pacific/Auckland").startswith(
        "Morning part 60 minutes Your time 02:00 –03:00 Thursday 26 November 2026 next day Auckland, UTC+13"
    )


def test_without_a_choice_the_host_s_time_stands_alone(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar)
    pair = page_of(client).by_id("morning").with_class("pair")[0]
    assert pair.words == "Host’s time 10:00 –12:35 Wednesday 25 November 2026 Tokyo, UTC+9"


def test_the_header_gives_the_offset_of_the_seminars_day(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar)  # in November; the clock of these tests shows September
    header = page_of(client, zone="Europe/Paris").with_class("reader-zone")[0]
    assert header.words == "Times for Paris, UTC+1 . Change the time zone"


def test_every_slot_has_its_time_on_both_clocks(client: FlaskClient, held: Held) -> None:
    add_slots(held.evening, held.presenting[6:8])
    table = page_of(client, held.seminar.slug, zone="Europe/Paris").tags("table")[-1]
    assert [row.words for row in table.tags("tr")] == [
        "Your time Paris, UTC+1 Host’s time Tokyo, UTC+9 What happens Length",
        "09:00 17:00 Message of the Governor Video message · Governor Koike Yuriko 5 minutes",
        "09:05 17:05 Sustainable Recovery Tokyo Forum Report 20 minutes",
        "09:25 17:25 Talk 3 Presentation · Paris 15 minutes",
        "09:40 17:40 Talk 4 Presentation · Queensland 15 minutes",
    ]


def test_a_slot_on_another_day_says_so(client: FlaskClient, seminar: Seminar) -> None:
    session = builders.a_session(seminar)
    builders.slots(session, [20])
    table = page_of(client, zone="America/Los_Angeles").tags("table")[-1]
    assert table.tags("tr")[1].words == "17:00 previous day 10:00 Talk 1 Presentation 20 minutes"


def test_a_slot_after_one_of_unknown_length_has_no_time(client: FlaskClient, held: Held) -> None:
    builders.slots(held.evening, [None, None])
    rows = page_of(client, held.seminar.slug, zone="Europe/Paris").tags("table")[-1].tags("tr")
    assert [row.words for row in rows] == [
        "Your time Paris, UTC+1 Host’s time Tokyo, UTC+9 What happens",
        "09:00 17:00 Talk 1 Presentation",
        "Talk 2 Presentation",
    ]


def test_the_part_that_suits_the_reader_is_named_with_the_reason(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    tokyo_seminar(datetime.fromisoformat("2026-11-25"), slug="autumn")
    page = page_of(client, zone="Europe/Paris")
    assert [one.words for one in page.with_class("recommended")] == ["Suits your hours"]
    assert page.by_id("evening").with_class("reason")[0].words == (
        "“Evening part” is 09:00–11:25 in Paris, within working hours."
    )


def test_where_the_plan_counts_talks_the_reader_is_told_when_one_would_suit(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    seminar = tokyo_seminar(datetime.fromisoformat("2026-11-25"), slug="autumn").seminar
    day = date(2026, 11, 25)
    plan = {"first_date": day, "last_date": day, "parts": [155, 145], "slot_minutes": 15}
    builders.kept(SeminarPlan(seminar_id=seminar.id, presence=Presence.TALK, **plan))
    page = page_of(client, zone="America/Sao_Paulo")
    assert [one.words for one in page.with_class("recommended")] == ["Suits your hours"]
    assert page.by_id("morning").with_class("reason")[0].words == (
        "“Morning part” is 22:00–00:35 in Sao Paulo. A talk at 22:00–22:15 would be at an awkward hour."
    )


def test_nothing_is_recommended_to_who_did_not_say_where_they_are(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    tokyo_seminar(datetime.fromisoformat("2026-11-25"), slug="autumn")
    assert page_of(client).with_class("recommended") == []


def test_the_reason_for_the_split_is_given(client: FlaskClient, held: Held) -> None:
    assert section(page_of(client, held.seminar.slug), "When").with_class("help")[-1].words == REASON


def test_a_past_part_without_a_zone_is_shown_as_stated_and_nowhere_else(
    client: FlaskClient, seminar: Seminar
) -> None:
    builders.a_session(seminar, zone=None, local_start=datetime.fromisoformat("2013-05-14T14:00"))
    page = page_of(client, zone="Europe/Paris")
    assert page.by_id("morning").words == (
        "Morning part 155 minutes Tuesday 14 May 2013, 14:00 as stated, without a time zone"
    )
    assert page.with_class("pair") == []
    assert page.tags("svg") == []
    assert [address for address in page.links().values() if ".ics" in address] == []
