"""`webinars tzcheck`: what the present zone database says of what was planned with another."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from webinars.cli.databases import check_tables
from webinars.domain import timezones
from webinars.domain.planner.changes import CityChange
from webinars.domain.zone_changes import ClockChange
from webinars.letters.addresses import address
from webinars.models.invitations import Meeting
from webinars.models.rehearsals import Rehearsal
from webinars.queries.zones import ZoneCheck, zone_news
from webinars.services.zones import keep_up

MOVED = 3


@click.command()
@with_appcontext
def tzcheck() -> None:
    """List the coming parts and rehearsals that a new zone database has moved, for the host or anybody else.

    The exit code is 0 when there is none, 1 when the database lacks tables or does not answer, 2 when a
    setting is wrong, and 3 when there are some, or when it is not known what a clock said before. Organisers
    decide about each; what is decided is not listed again.
    """
    check_tables()
    now = datetime.now(UTC)
    keep_up(now=now)
    news = zone_news(now=now)
    click.echo(f"The zone database is {timezones.DATABASE_VERSION}.")
    if not news:
        click.echo("No coming part or rehearsal has moved.")
        return
    for check in news:
        click.echo("\n" + "\n".join(_lines(check)))
    click.echo(f"\nDecide about {_counted(news)}: {address('organise.zones.index')}")
    sys.exit(MOVED)


def _counted(news: Sequence[ZoneCheck]) -> str:
    """Return how many parts there are, and how many rehearsals, without those of which there is none."""
    rehearsals = sum(isinstance(check.meeting, Rehearsal) for check in news)
    numbers = {"part": len(news) - rehearsals, "rehearsal": rehearsals}
    found = [f"{count} {noun}" + "s" * (count > 1) for noun, count in numbers.items() if count]
    return " and ".join(found)


def _lines(check: ZoneCheck) -> Iterator[str]:
    meeting = check.meeting
    version = meeting.zone_version or "an unknown one"
    yield f"{_named(meeting)}, planned with {version} for {_moment(meeting.starts_at)}"
    if check.is_moved:
        noun = "rehearsal" if isinstance(meeting, Rehearsal) else "part"
        yield f"  {meeting.zone}: the {noun}'s clock, {_clock(meeting.local_start)}, {_meaning(check)}"
    for city in check.cities:
        yield f"  {city.city.name} ({city.change.zone}): {_change(city.change)}; {_hours(city.hours)}"
    for people in check.people:
        who = "1 invited person" if people.count == 1 else f"{people.count} invited people"
        yield f"  {who} ({people.change.zone}): {_change(people.change)}"


def _named(meeting: Meeting) -> str:
    """Return seminar and key; the key of a rehearsal tells nobody which it is."""
    slug = meeting.seminar.slug
    if isinstance(meeting, Rehearsal):
        return f"{slug}/rehearsals/{meeting.key} ({str(meeting.name) or meeting.kind.value})"
    return f"{slug}/{meeting.key}"


def _meaning(check: ZoneCheck) -> str:
    meaning = check.meaning
    if meaning.is_skipped:
        return "does not exist any more"
    if meaning.is_doubled:
        return "happens twice now: " + " and ".join(_moment(at) for at in meaning.instants)
    return f"is {_moment(meaning.instants[0])} now"


def _change(change: ClockChange) -> str:
    if change.was is None:
        return f"{_clock(change.now)} now, not known before"
    return f"{_clock(change.was)} before, {_clock(change.now)} now"


def _hours(hours: CityChange) -> str:
    """Return which hours of its day the part enters or leaves in a city, and its discomfort."""
    entered = hours.entered if hours.was else ()
    found = [f"leaves {one.words}" for one in hours.left] + [f"enters {one.words}" for one in entered]
    found = found or [f"within {one.words}" for one in hours.now.conditions]
    before, now = (hours.was.discomfort if hours.was else hours.now.discomfort), hours.now.discomfort
    if before != now:
        found.append(f"discomfort {_minutes(before)} before, {_minutes(now)} now")
    return ", ".join(found)


def _minutes(discomfort: int | None) -> str:
    return "none possible" if discomfort is None else str(discomfort)


def _clock(local: datetime) -> str:
    return f"{local:%Y-%m-%d %H:%M}"


def _moment(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
