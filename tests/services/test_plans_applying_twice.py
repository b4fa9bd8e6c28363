"""A plan applied in a night whose clock happens twice: each candidate at its own instant."""

from datetime import UTC, date, datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support.planning import a_draft, a_plan
from webinars.domain.timezones import to_local
from webinars.queries.sessions import sessions_of
from webinars.services.plans import apply_plan

FOLDS = [
    # Lord Howe turns back by half an hour at 2:00 on 4 April 2027; Paris and Los Angeles by an hour.
    ("Australia/Lord_Howe", date(2027, 4, 4), "2027-04-03T14:45", "2027-04-03T15:15", "04-04 01:45"),
    ("Europe/Paris", date(2026, 10, 25), "2026-10-25T00:30", "2026-10-25T01:30", "10-25 02:30"),
    ("America/Los_Angeles", date(2026, 11, 1), "2026-11-01T08:15", "2026-11-01T09:15", "11-01 01:15"),
    ("Antarctica/Troll", date(2026, 10, 25), "2026-10-24T23:00", "2026-10-25T01:00", "10-25 01:00"),
]


@pytest.mark.parametrize(("zone", "day", "first", "second", "clock"), FOLDS)
def test_a_clock_that_happens_twice_is_applied_at_the_instant_that_was_meant(
    database: SQLAlchemy, zone: str, day: date, first: str, second: str, clock: str
) -> None:
    draft = a_draft(zone=zone)
    a_plan(draft.seminar, first_date=day, last_date=day, parts=(60,))
    for wanted in (first, second, first):
        start = datetime.fromisoformat(f"{wanted}+00:00")
        assert f"{to_local(start, zone):%m-%d %H:%M}" == clock
        apply_plan(draft.seminar.id, [start], None, expected=None, by=ORGANISER, now=NOW)
        (session,) = sessions_of(draft.seminar.id)
        assert (session.starts_at, f"{session.local_start:%m-%d %H:%M}", session.zone) == (start, clock, zone)


def test_every_candidate_of_a_long_night_is_applied_where_it_is(database: SQLAlchemy) -> None:
    draft = a_draft(zone="Europe/Paris")
    a_plan(draft.seminar, first_date=date(2026, 10, 25), last_date=date(2026, 10, 25), parts=(5,))
    wanted = [
        datetime(2026, 10, 25, hour, minute, tzinfo=UTC) for hour in (0, 1) for minute in (0, 15, 30, 45)
    ]
    found = []
    for start in wanted:
        apply_plan(draft.seminar.id, [start], None, expected=None, by=ORGANISER, now=NOW)
        found += [one.starts_at for one in sessions_of(draft.seminar.id)]
    assert found == wanted
