"""`webinars tzcheck` between two real zone databases: planned with the former, looked at with the present."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.builders import NOW, ORGANISER
from tests.support.older_zones import OLDER, plan_with_older_zones
from tests.support.organisers import signed_in
from tests.support.reading import read
from webinars.cli.databases import upgrade
from webinars.cli.tzcheck import tzcheck
from webinars.domain.errors import DoubledTime, Refusal, SkippedTime, Stale
from webinars.domain.timezones import DATABASE_VERSION, Reading, zone_names
from webinars.models import Invitation, Notice, Record, Registration, Seminar, Session
from webinars.models.database import db
from webinars.models.zones import ZoneReading
from webinars.services.zones import keep_clock, keep_instant

FIRST, SECOND = "2033-10-30 00:30 UTC", "2033-10-30 01:30 UTC"
EVENING = (
    "  Vancouver (America/Vancouver): 2033-01-19 17:00 before, 2033-01-19 18:00 now; leaves good hours,"
    " discomfort 95 before, 155 now"
)
LISTING = f"""\
The zone database is {DATABASE_VERSION}.

vancouver/rehearsals/check (technical check), planned with {OLDER} for 2033-01-18 18:00 UTC
  America/Vancouver: the rehearsal's clock, 2033-01-18 10:00, is 2033-01-18 17:00 UTC now
  1 invited person (America/Vancouver): 2033-01-18 10:00 before, 2033-01-18 11:00 now

tokyo/rehearsals/sound (Sound check), planned with {OLDER} for 2033-01-19 01:00 UTC
  1 invited person (America/Vancouver): 2033-01-18 17:00 before, 2033-01-18 18:00 now

vancouver/morning, planned with {OLDER} for 2033-01-19 18:00 UTC
  America/Vancouver: the part's clock, 2033-01-19 10:00, is 2033-01-19 17:00 UTC now
  Vancouver (America/Vancouver): 2033-01-19 10:00 before, 2033-01-19 11:00 now; within good hours
  Edmonton (America/Edmonton): 2033-01-19 11:00 before, 2033-01-19 12:00 now; within good hours

tokyo/morning, planned with {OLDER} for 2033-01-20 01:00 UTC
  Casablanca (Africa/Casablanca): 2033-01-20 02:00 before, 2033-01-20 01:00 now; within impossible hours
{EVENING}
  2 invited people (America/Vancouver): 2033-01-19 17:00 before, 2033-01-19 18:00 now

chisinau/spring, planned with {OLDER} for 2033-03-27 00:30 UTC
  Europe/Chisinau: the part's clock, 2033-03-27 03:30, does not exist any more

chisinau/rehearsals/skipped (rehearsal), planned with {OLDER} for 2033-03-27 00:30 UTC
  Europe/Chisinau: the rehearsal's clock, 2033-03-27 03:30, does not exist any more

chisinau/autumn, planned with {OLDER} for 2033-10-30 01:30 UTC
  Europe/Chisinau: the part's clock, 2033-10-30 03:30, happens twice now: {FIRST} and {SECOND}

chisinau/rehearsals/doubled (rehearsal), planned with {OLDER} for 2033-10-30 01:30 UTC
  Europe/Chisinau: the rehearsal's clock, 2033-10-30 03:30, happens twice now: {FIRST} and {SECOND}

Decide about 4 parts and 4 rehearsals: http://127.0.0.1:8000/organise/zones/
"""


@pytest.fixture
def planned(app: Flask, database_url: str, tmp_path: Path) -> Flask:
    plan_with_older_zones(database_url, tmp_path)
    return app


def check(app: Flask) -> Result:
    return app.test_cli_runner().invoke(tzcheck)


def part(slug: str, key: str = "morning") -> Session:
    db.session.remove()
    statement = select(Session).join(Session.seminar).where(Seminar.slug == slug, Session.key == key)
    return db.session.scalars(statement).one()


def choice(session: Session) -> dict[str, Any]:
    return {"expected": session.version, "database": DATABASE_VERSION}


def keep_clock_of(session: Session, reading: Reading | None = None) -> None:
    keep_clock(session.id, reading, **choice(session), by=ORGANISER, now=NOW)


def keep_instant_of(session: Session) -> None:
    keep_instant(session.id, **choice(session), by=ORGANISER, now=NOW)


# The seminars are planned by a process of its own, which takes its time: each test tells a whole story.


def test_it_lists_what_has_moved_and_ends_with_three_while_something_is_not_decided(planned: Flask) -> None:
    for _ in range(2):
        said = check(planned)
        assert (said.exit_code, said.output) == (3, LISTING)
    with planned.app_context():
        # What is the same for everybody is confirmed without a word, what has moved is not.
        assert (part("draft").zone_version, part("draft").version) == (DATABASE_VERSION, 1)
        assert {part(slug).zone_version for slug in ("vancouver", "tokyo")} == {OLDER}
        keep_clock_of(part("vancouver"))
        expect_a_kept_clock()
        tokyo = part("tokyo")
        keep_instant_of(tokyo)
        expect_letters_for_changed_clocks_only(tokyo)
        with pytest.raises(SkippedTime):
            keep_clock_of(part("chisinau", "spring"))
        keep_instant_of(part("chisinau", "spring"))
        with pytest.raises(DoubledTime):
            keep_clock_of(part("chisinau", "autumn"))
        keep_clock_of(part("chisinau", "autumn"), Reading.SECOND)
        spring, autumn = part("chisinau", "spring"), part("chisinau", "autumn")
        assert (spring.local_start.isoformat(), spring.sequence) == ("2033-03-27T02:30:00", 0)
        assert (autumn.local_start.isoformat(), autumn.sequence) == ("2033-10-30T03:30:00", 0)
    said = check(planned)
    assert (said.exit_code, said.output.splitlines()[-1]) == (
        3,
        "Decide about 4 rehearsals: http://127.0.0.1:8000/organise/zones/",
    )


def expect_a_kept_clock() -> None:
    """The instant moved, and everybody is asked again."""
    moved = part("vancouver")
    assert moved.starts_at == datetime.fromisoformat("2033-01-19T17:00Z")
    assert moved.local_start.isoformat() == "2033-01-19T10:00:00"
    assert (moved.sequence, moved.zone_version) == (1, DATABASE_VERSION)
    of = Invitation.session_id == moved.id
    assert db.session.scalars(select(Invitation.sequence).where(of)).all() == [1]
    assert db.session.scalars(select(Record.verb)).all() == ["moved"]


def expect_letters_for_changed_clocks_only(was: Session) -> None:
    """The part is where it was; only people of zones that changed get a letter, and nobody is asked again."""
    kept = part("tokyo")
    assert (kept.local_start, kept.starts_at, kept.sequence) == (was.local_start, was.starts_at, 0)
    told = select(Registration.email).join(Notice, Notice.registration_id == Registration.id)
    emails = db.session.scalars(told.where(Registration.seminar_id == kept.seminar_id))
    assert sorted(emails) == ["anna@city.example", "bo@city.example"]
    sequences = select(func.max(Invitation.sequence)).where(Invitation.session_id == kept.id)
    assert db.session.scalar(sequences) == 0


def test_a_choice_is_made_once_on_what_is_so_and_a_kept_instant_corrects_every_calendar(
    planned: Flask,
) -> None:
    with planned.app_context():
        session = part("vancouver")
        ident, shown = session.id, choice(session)
        for stale in (shown | {"expected": 2}, shown | {"database": OLDER}):
            with pytest.raises(Stale):
                keep_clock(ident, None, **stale, by=ORGANISER, now=NOW)
            with pytest.raises(Stale):
                keep_instant(ident, **stale, by=ORGANISER, now=NOW)
        assert part("vancouver").zone_version == OLDER
        keep_instant(ident, **shown, by=ORGANISER, now=NOW)
        expect_a_kept_instant()
        with pytest.raises(Stale):
            keep_clock(ident, None, **shown, by=ORGANISER, now=NOW)
        with pytest.raises(Refusal, match="decided on already"):
            keep_instant_of(part("vancouver"))
        expect_a_kept_instant()


def expect_a_kept_instant() -> None:
    """The wall clock followed; everybody's calendar is corrected, and nobody is asked again."""
    kept = part("vancouver")
    assert kept.starts_at == datetime.fromisoformat("2033-01-19T18:00Z")
    assert (kept.local_start.isoformat(), kept.sequence) == ("2033-01-19T11:00:00", 0)
    assert kept.changed_at == NOW + timedelta(seconds=1)
    invitation = db.session.scalars(select(Invitation).where(Invitation.session_id == kept.id)).one()
    assert (invitation.sequence, invitation.changed_at) == (0, NOW + timedelta(seconds=1))
    assert db.session.scalars(select(Notice.invitation_id)).all() == [invitation.id]
    (record,) = db.session.scalars(select(Record)).all()
    assert (record.verb, record.changes) == (
        "kept instant of",
        {
            "local_start": ["2033-01-19T10:00:00", "2033-01-19T11:00:00"],
            "zone_version": [OLDER, DATABASE_VERSION],
        },
    )


def test_a_clock_of_which_nobody_noted_what_it_said_is_listed_as_not_known(planned: Flask) -> None:
    with planned.app_context():
        for reading in db.session.scalars(select(ZoneReading).where(ZoneReading.zone == "Europe/Paris")):
            db.session.delete(reading)
        db.session.commit()
    said = check(planned)
    assert said.exit_code == 3
    paris = "  Paris (Europe/Paris): 2033-01-19 19:00 now, not known before; within "
    assert f"{paris}acceptable hours, within awkward hours\n" in said.output
    assert "  1 invited person (Europe/Paris): 2033-01-19 19:00 now, not known before\n" in said.output


def test_the_dashboard_leads_to_the_choices_and_they_are_made_there(planned: Flask) -> None:
    organiser: FlaskClient = signed_in(planned)
    dashboard = organiser.get("/organise/").text
    assert '<a href="/organise/zones/">4 parts are moved by a new zone database</a>' in dashboard
    page = organiser.get("/organise/zones/").text
    for shown in (
        "Planned for Wednesday 19 January 2033, 10:00 in America/Vancouver, with the zone database 2025b.",
        "America/Vancouver, and then starts on Wednesday 19 January 2033, 17:00 UTC, for everybody.",
        "It stays on Wednesday 19 January 2033, 18:00 UTC.",
        "Its clock in America/Vancouver is then Wednesday 19 January 2033, 11:00.",
        "Sunday 27 March 2033, 03:30 does not exist in Europe/Chisinau any more",
        "Chisinau, UTC+3",
        "Chisinau, UTC+2",
    ):
        assert shown in page
    evening = next(table for table in read(page).tags("tbody") if "Casablanca" in table.words)
    assert [row.words for row in evening.tags("tr")] == [
        "Vancouver America/Vancouver 17:00 –19:35 Wednesday 19 January 2033 18:00 –20:35 Wednesday 19"
        " January 2033 Worse Leaves: good hours. Discomfort: 95, then 155.",
        "Casablanca Africa/Casablanca 02:00 –04:35 Thursday 20 January 2033 01:00 –03:35 Thursday 20"
        " January 2033 Still cannot attend Within: impossible hours. Discomfort: –.",
    ]
    posted = {"version": "1", "database": DATABASE_VERSION}
    answer = organiser.post("/organise/zones/chisinau/autumn/clock", data=posted)
    assert (answer.status_code, "happens twice in Chisinau" in answer.text) == (422, True)
    assert (
        organiser.post("/organise/zones/vancouver/morning/clock", data=posted).location == "/organise/zones/"
    )
    assert organiser.post("/organise/zones/tokyo/morning/instant", data=posted).status_code == 303
    assert organiser.post("/organise/zones/tokyo/morning/instant", data=posted).status_code == 404
    stale = posted | {"version": "7"}
    assert organiser.post("/organise/zones/chisinau/spring/instant", data=stale).status_code == 409
    second = posted | {"reading": "second"}
    assert organiser.post("/organise/zones/chisinau/autumn/clock", data=second).status_code == 303
    assert organiser.post("/organise/zones/chisinau/spring/instant", data=posted).status_code == 303
    left = [one.words for one in read(organiser.get("/organise/zones/").text).tags("h2")]
    assert left == ["Technical check", "Sound check", "Rehearsal", "Rehearsal"]
    log = organiser.get("/organise/log/").text
    for shown in ("kept at its instant", "kept at its wall clock", "confirmed with new clocks elsewhere"):
        assert shown in log


def test_the_zones_are_read_once_with_each_database(app: Flask) -> None:
    for _ in range(2):
        assert app.test_cli_runner().invoke(upgrade).exit_code == 0
    with app.app_context():
        assert db.session.scalar(select(func.count(ZoneReading.id))) == len(zone_names())


def test_an_office_without_seminars_has_nothing_that_moved(app: Flask) -> None:
    assert check(app).exit_code == 0
