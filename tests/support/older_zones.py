"""Seminars as they were planned with a former zone database, in a process of its own that knows no other.

`make test` installs that database beside the present one (see the Makefile).
"""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests import builders
from tests.support.applications import SECRETS
from tests.support.sources import ROOT
from webinars.app import create_app
from webinars.domain.timezones import DATABASE_VERSION
from webinars.models import (
    City,
    DelegationRole,
    Rehearsal,
    RehearsalKind,
    Seminar,
    SeminarState,
    Session,
)
from webinars.queries.slots import slots_of
from webinars.services.zones import keep_up

FOLDER = ROOT / ".venv" / "older-zones"
OLDER = "2025b"  # what the Makefile installs
JANUARY, JANUARY_TOKYO = (
    datetime.fromisoformat("2033-01-19T10:00"),
    datetime.fromisoformat("2033-01-20T10:00"),
)
DAY = timedelta(days=1)
SPRING, AUTUMN = datetime.fromisoformat("2033-03-27T03:30"), datetime.fromisoformat("2033-10-30T03:30")


def plan_with_older_zones(database_url: str, instance: Path) -> None:
    """Plan every seminar of `main` in a process whose pytz is the older one."""
    if not FOLDER.is_dir():
        raise RuntimeError("the older zone database is missing: run `make .venv/older-zones/installed`")
    own = {"PYTHONPATH": str(FOLDER), "PATH": os.environ["PATH"], "WEBINARS_INSTANCE": str(instance)}
    settings = {f"WEBINARS_{name}": value for name, value in SECRETS.items()}
    subprocess.run(
        [sys.executable, "-m", "tests.support.older_zones"],
        check=True,
        cwd=ROOT,
        env=own | settings | {"WEBINARS_DATABASE_URL": database_url},
    )


def main() -> None:
    """Write the seminars: one in Vancouver, two in Tokyo, one in Chișinău"""
    assert DATABASE_VERSION == OLDER
    with create_app().app_context():
        keep_up(now=datetime.now(UTC))
        cities = [
            builders.a_city(name, zone=zone, slug=name.lower())
            for name, zone in (
                ("Casablanca", "Africa/Casablanca"),
                ("Edmonton", "America/Edmonton"),
                ("Paris", "Europe/Paris"),
                ("Vancouver", "America/Vancouver"),
            )
        ]
        _in_vancouver(cities)
        _in_tokyo(cities)
        _in_chisinau()


def _in_vancouver(cities: list[City]) -> None:
    """Plan a part whose own clock the newer database moves, and its rehearsal; Paris is invited to both."""
    casablanca, edmonton, paris, vancouver = cities
    seminar = builders.a_seminar(slug="vancouver", zone="America/Vancouver", host_city_id=vancouver.id)
    session = builders.a_session(seminar, local_start=JANUARY, zone="America/Vancouver")
    for city in (edmonton, paris):
        builders.a_delegation(seminar, city)
    builders.a_delegation(seminar, casablanca, role=DelegationRole.ABSENT)
    builders.an_invitation(builders.a_registration(seminar), session)
    check = builders.a_rehearsal(
        seminar,
        key="check",
        kind=RehearsalKind.TECHNICAL_CHECK,
        local_start=JANUARY - DAY,
        zone="America/Vancouver",
    )
    _ask(check, session, "Vera", "America/Vancouver")
    _ask(check, session, "Paul", "Europe/Paris")


def _in_tokyo(cities: list[City]) -> None:
    """Plan a part and a rehearsal that stay while clocks elsewhere do not, and what concerns nobody."""
    casablanca, _edmonton, paris, vancouver = cities
    seminar = builders.a_seminar(slug="tokyo")
    session = builders.a_session(seminar, local_start=JANUARY_TOKYO)
    for city in (casablanca, paris, vancouver):
        builders.a_delegation(seminar, city)
    for name, zone in (("anna", "America/Vancouver"), ("bo", "America/Vancouver"), ("cleo", "Europe/Paris")):
        person = builders.a_registration(seminar, f"{name}@city.example", zone=zone)
        builders.an_invitation(person, session)
    sound = builders.a_rehearsal(
        seminar, key="sound", name=builders.text("Sound check"), local_start=JANUARY_TOKYO - DAY
    )
    _ask(sound, session, "Vito", "America/Vancouver")
    _ask(sound, session, "Pia", "Europe/Paris")
    quiet = builders.a_rehearsal(seminar, key="quiet", local_start=JANUARY_TOKYO - 2 * DAY)
    _ask(quiet, session, "Pascal", "Europe/Paris")
    draft = builders.a_seminar(slug="draft", state=SeminarState.DRAFT)
    builders.a_session(draft, local_start=JANUARY_TOKYO)
    builders.a_delegation(draft, paris)


def _in_chisinau() -> None:
    """Plan parts and rehearsals whose wall clocks the newer database skips and doubles."""
    seminar: Seminar = builders.a_seminar(slug="chisinau", zone="Europe/Chisinau")
    builders.a_session(seminar, "spring", local_start=SPRING, zone="Europe/Chisinau")
    autumn = builders.a_session(seminar, "autumn", local_start=AUTUMN, zone="Europe/Chisinau")
    for key, start in (("skipped", SPRING), ("doubled", AUTUMN)):
        rehearsal = builders.a_rehearsal(seminar, key=key, local_start=start, zone="Europe/Chisinau")
        _ask(rehearsal, autumn, key.capitalize(), "Asia/Tokyo")


def _ask(rehearsal: Rehearsal, session: Session, name: str, zone: str) -> None:
    """Ask somebody who presents in a part, and holds no invitation to it, to a rehearsal."""
    email = f"{name.lower()}@city.example"
    slot = builders.a_slot(session, position=len(slots_of(session.id)))
    builders.an_invitation(builders.a_presenter(slot, email, name=name, zone=zone), rehearsal)


if __name__ == "__main__":
    main()
