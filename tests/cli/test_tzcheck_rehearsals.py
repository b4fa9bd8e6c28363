"""Rehearsals between two real zone databases: listed, decided on by page, and followed by calendars."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import NOW, ORGANISER
from tests.support.older_zones import OLDER, plan_with_older_zones
from tests.support.organisers import signed_in
from tests.support.reading import read
from webinars.cli.tzcheck import tzcheck
from webinars.domain.errors import DoubledTime, Refusal, Stale
from webinars.domain.timezones import DATABASE_VERSION, Reading
from webinars.models import Invitation, Notice, Record, Rehearsal, Session
from webinars.models.database import db
from webinars.queries.zones import zone_news
from webinars.services.zones import keep_instant, keep_rehearsal_clock, keep_rehearsal_instant

PAGE = "/organise/zones/"
POSTED = {"version": "1", "database": DATABASE_VERSION}


@pytest.fixture
def planned(app: Flask, database_url: str, tmp_path: Path) -> Flask:
    plan_with_older_zones(database_url, tmp_path)
    return app


def rehearsal(key: str) -> Rehearsal:
    db.session.remove()
    return db.session.scalars(select(Rehearsal).where(Rehearsal.key == key)).one()


def choice(about: Rehearsal | Session) -> dict[str, Any]:
    return {"expected": about.version, "database": DATABASE_VERSION, "by": ORGANISER, "now": NOW}


def told(key: str) -> dict[str, tuple[int, bool]]:
    """Return the SEQUENCE of everybody who is asked to a rehearsal, and whether they are owed a letter."""
    of = select(Invitation).where(Invitation.rehearsal_id == rehearsal(key).id)
    owed = set(db.session.scalars(select(Notice.invitation_id)))
    return {one.attendee_name: (one.sequence, one.id in owed) for one in db.session.scalars(of)}


# The seminars are planned by a process of its own, which takes its time: each test tells a whole story.


def test_the_dashboard_leads_to_the_rehearsals_and_the_choices_are_made_there(planned: Flask) -> None:
    organiser = signed_in(planned)
    dashboard = organiser.get("/organise/").text
    assert f'<a href="{PAGE}">4 rehearsals are moved by a new zone database</a>' in dashboard
    own = organiser.get("/organise/seminars/vancouver/rehearsals/check/").text
    assert read(own).links()["Keep the wall clock, or the instant"] == PAGE
    page = read(organiser.get(PAGE).text)
    assert page.links()["See the rehearsal"] == "/organise/seminars/chisinau/rehearsals/doubled/"
    section = next(one for one in page.tags("section") if one.words.startswith("Technical check"))
    for shown in (
        "Its own clock has changed Planned for Tuesday 18 January 2033, 10:00 in America/Vancouver",
        "1 invited person America/Vancouver Tuesday 18 January 2033, 10:00 Tuesday 18 January 2033, 11:00",
        "It stays at Tuesday 18 January 2033, 10:00 in America/Vancouver, and then starts on Tuesday 18"
        " January 2033, 17:00 UTC, for everybody. 2 calendar invitations are updated",
        "It stays on Tuesday 18 January 2033, 18:00 UTC. Its clock in America/Vancouver is then Tuesday 18"
        " January 2033, 11:00.",
    ):
        assert shown in section.words
    assert "Write to the cities" not in section.words
    for where, values, status in (
        ("vancouver/rehearsals/check/clock", {"version": "7"}, 409),
        ("vancouver/rehearsals/check/clock", {"database": OLDER}, 409),
        ("vancouver/rehearsals/check/clock", {}, 303),
        ("vancouver/rehearsals/check/clock", {}, 404),
        ("tokyo/rehearsals/sound/instant", {}, 303),
        ("chisinau/rehearsals/skipped/clock", {}, 422),
        ("chisinau/rehearsals/skipped/instant", {}, 303),
        ("chisinau/rehearsals/doubled/clock", {}, 422),
        ("chisinau/rehearsals/doubled/clock", {"reading": "second"}, 303),
        ("tokyo/rehearsals/check/instant", {}, 404),
    ):
        answer = organiser.post(f"{PAGE}{where}", data=POSTED | values)
        assert (where, answer.status_code) == (where, status)
    with planned.app_context():
        expect_what_was_chosen()
    assert "rehearsals are moved by" not in organiser.get("/organise/").text


def expect_what_was_chosen() -> None:
    """A kept clock asks everybody again; a kept instant tells those whose clock says something else."""
    check = rehearsal("check")
    assert (check.local_start.isoformat(), check.zone_version) == ("2033-01-18T10:00:00", DATABASE_VERSION)
    assert check.starts_at == datetime.fromisoformat("2033-01-18T17:00Z")
    assert check.ends_at == check.starts_at + timedelta(minutes=30)
    assert told("check") == {"Vera": (1, True), "Paul": (1, True)}
    assert rehearsal("sound").starts_at == datetime.fromisoformat("2033-01-19T01:00Z")
    assert told("sound") == {"Vito": (0, True), "Pia": (0, False)}
    assert rehearsal("skipped").local_start.isoformat() == "2033-03-27T02:30:00"
    assert told("skipped") == {"Skipped": (0, True)}
    assert rehearsal("doubled").starts_at == datetime.fromisoformat("2033-10-30T01:30Z")
    assert told("doubled") == {"Doubled": (0, False)}
    verbs = db.session.scalars(select(Record.verb).where(Record.noun == "rehearsal").order_by(Record.id))
    assert verbs.all() == ["moved", "saw clocks of", "kept instant of", "kept clock of"]


def test_what_is_decided_is_not_listed_again_and_what_concerns_nobody_never_is(planned: Flask) -> None:
    with planned.app_context():
        with pytest.raises(DoubledTime):
            keep_rehearsal_clock(rehearsal("doubled").id, None, **choice(rehearsal("doubled")))
        doubled = rehearsal("doubled")
        keep_rehearsal_clock(doubled.id, Reading.FIRST, **choice(doubled))
        assert rehearsal("doubled").starts_at == datetime.fromisoformat("2033-10-30T00:30Z")
        assert told("doubled") == {"Doubled": (1, True)}
        check = rehearsal("check")
        ident, shown = check.id, choice(check)
        keep_rehearsal_instant(ident, **shown)
        expect_a_kept_instant()
        with pytest.raises(Stale):
            keep_rehearsal_clock(ident, None, **shown)
        with pytest.raises(Refusal, match="decided on already"):
            keep_rehearsal_instant(ident, **choice(rehearsal("check")))
        expect_a_kept_instant()
        for one in zone_news(now=NOW):
            meeting = one.meeting
            keep = keep_rehearsal_instant if isinstance(meeting, Rehearsal) else keep_instant
            keep(meeting.id, **choice(meeting))
        assert rehearsal("quiet").zone_version == OLDER
    said = planned.test_cli_runner().invoke(tzcheck)
    nothing = f"The zone database is {DATABASE_VERSION}.\nNo coming part or rehearsal has moved.\n"
    assert (said.exit_code, said.output) == (0, nothing)
    with planned.app_context():
        # What is the same for everybody is confirmed without a word.
        assert (rehearsal("quiet").zone_version, rehearsal("quiet").version) == (DATABASE_VERSION, 1)
        assert told("quiet") == {"Pascal": (0, False)}


def expect_a_kept_instant() -> None:
    kept = rehearsal("check")
    assert kept.starts_at == datetime.fromisoformat("2033-01-18T18:00Z")
    assert (kept.local_start.isoformat(), kept.zone_version) == ("2033-01-18T11:00:00", DATABASE_VERSION)
    assert told("check") == {"Vera": (0, True), "Paul": (0, True)}
