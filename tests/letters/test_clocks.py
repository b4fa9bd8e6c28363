"""Rule 13 of calendar letters: every clock that a reader needs, the days spelled out, in their language."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.letters import post_round
from tests.support.registrants import a_seated
from tests.support.scenes import a_scene
from webinars.models.database import transaction
from webinars.services import invitations

pytestmark = ON_SQLITE


def test_rule_13_text_and_html_state_the_readers_time_the_hosts_and_utc(
    database: SQLAlchemy, now: datetime
) -> None:
    a_scene(zone="America/Los_Angeles")
    (letter,) = post_round(now)
    lines = letter.text.splitlines()
    assert "Your time: Wednesday 25 November 2026, 00:00–02:25 (Los Angeles, UTC−8)" in lines
    assert "Host’s time: Wednesday 25 November 2026, 17:00–19:25 (Tokyo, UTC+9)" in lines
    assert "World time: Wednesday 25 November 2026, 08:00–10:25 (UTC)" in lines
    for words in ("Los Angeles, UTC−8", "Tokyo, UTC+9", "Wednesday 25 November 2026"):
        assert words in letter.html


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("America/Los_Angeles", "Tuesday 24 November 2026, 17:00–19:35 (Los Angeles, UTC−8), previous day"),
        ("Asia/Kathmandu", "Wednesday 25 November 2026, 06:45–09:20 (Kathmandu, UTC+5:45)"),
    ],
)
def test_rule_13_another_day_is_spelled_out(
    database: SQLAlchemy, now: datetime, zone: str, line: str
) -> None:
    seminar = builders.a_seminar()
    session = builders.a_session(seminar)
    person = a_seated(seminar, session, zone=zone)
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    (letter,) = post_round(now)
    assert f"Your time: {line}" in letter.text.splitlines()


def test_rule_13_the_next_day_is_spelled_out_across_the_date_line(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    session = builders.a_session(seminar, zone="Pacific/Honolulu")
    person = a_seated(seminar, session, zone="Pacific/Kiritimati")
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    (letter,) = post_round(now)
    assert "Thursday 26 November 2026, 10:00–12:35 (Kiritimati, UTC+14), next day" in letter.text


def test_rule_13_the_letter_is_in_the_readers_language(database: SQLAlchemy, now: datetime) -> None:
    a_scene(language="ja", zone="Asia/Tokyo")
    (letter,) = post_round(now)
    assert letter.message["Content-Language"] == "ja"
    assert '<html lang="ja"' in letter.html
    assert "2026年11月25日水曜日" in letter.text
    assert letter.event["SUMMARY"].params["LANGUAGE"] == "ja"


@pytest.mark.parametrize(
    ("zone", "heads"),
    [
        ("Asia/Tokyo", ["Your time and the host’s time", "Second host’s time", "World time"]),
        ("Asia/Ulaanbaatar", ["Your time", "Host’s time", "World time"]),
        ("Europe/Paris", ["Your time", "Host’s time", "Second host’s time", "World time"]),
    ],
)
def test_of_two_hosts_both_clocks_stand_in_the_letter(
    database: SQLAlchemy, now: datetime, zone: str, heads: list[str]
) -> None:
    ulaanbaatar = builders.a_city("Ulaanbaatar City", zone="Asia/Ulaanbaatar")
    seminar = builders.a_seminar(second_host_city_id=ulaanbaatar.id)
    session = builders.a_session(seminar)
    person = a_seated(seminar, session, zone=zone)
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    (letter,) = post_round(now)
    assert [line.partition(":")[0] for line in letter.text.splitlines() if "November" in line] == heads


def test_a_reader_in_the_hosts_zone_sees_one_time_and_utc(database: SQLAlchemy, now: datetime) -> None:
    a_scene(zone="Asia/Tokyo")
    (letter,) = post_round(now)
    assert [line.partition(":")[0] for line in letter.text.splitlines() if "November" in line] == [
        "Your time and the host’s time",
        "World time",
    ]
