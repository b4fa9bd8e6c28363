"""Calendars that stay right: invited, answered, moved, countered and called off, all by mail.

Letters go out through a real mail server; what people answer comes back through `webinars inbox`. Nobody's
calendar is looked at in the database: each person's program is fed with what the server got for them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import builders
from tests.builders import ORGANISER
from tests.support.calendar_client import CalendarClient, Entry, in_every_order
from tests.support.mailbox import link_in, text_of
from tests.support.organisers import signed_in
from tests.support.reading import read
from tests.support.registrants import APPLICATION
from tests.support.smtp import Received, SmtpServer
from webinars.cli.inbox import inbox
from webinars.domain.timezones import to_local
from webinars.mail import worker
from webinars.models import Reply, Seminar, Slot, Standing
from webinars.models.database import db
from webinars.services.presenters import PresenterFields, assign
from webinars.services.registrations import Application, register

LOS_ANGELES = "America/Los_Angeles"
LARA, PIERRE, PAULA = "lara@losangeles.example", "pierre@paris.example", "paula@lima.example"
PART = "/organise/seminars/autumn/sessions/morning"
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    """The clock of everything."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """The office with its server and its mail server, and everybody's calendar."""

    app: Flask
    clock: Clock
    server: SmtpServer
    office: FlaskClient
    calendars: dict[str, CalendarClient] = field(default_factory=dict)
    read_so_far: int = 0

    def later(self, hours: int = 1) -> None:
        """Let time pass, send what has settled, and let everybody's program read its mail."""
        self.clock.now += hours * HOUR
        with self.app.app_context():
            assert worker.run(self.app, once=True, stop_event=Event()).is_clean
        for letter in self.server.letters[self.read_so_far :]:
            (address,) = letter.recipients
            self.calendars.setdefault(address, CalendarClient(address)).take([letter])
        self.read_so_far = len(self.server.letters)

    def mailed(self, mail: bytes) -> None:
        """Give a mail to `webinars inbox`, as a mail server does."""
        ended = self.app.test_cli_runner().invoke(inbox, input=mail)
        assert ended.exit_code == 0, ended.output

    def event(self, address: str) -> Entry:
        """Return the one event that somebody sees."""
        (entry,) = self.calendars[address].shown
        return entry

    def letters(self, address: str) -> list[Received]:
        """Return the letters to somebody that carry a calendar."""
        return [one for one in self.server.letters_to(address) if b"text/calendar" in one.raw]

    def post(self, path: str, **fields: object) -> None:
        """Send a form of the office."""
        assert self.office.post(path, data=fields).status_code == 303

    def standings(self) -> list[Standing]:
        with self.app.app_context():
            return list(db.session.scalars(select(Reply.standing).order_by(Reply.id)))


@pytest.fixture
def world(make_app: Callable[..., Flask], smtp_server: SmtpServer) -> World:
    """Give a part in Tokyo on Saturday morning, Friday evening in Los Angeles, before clocks change there."""
    app, clock = (
        make_app(
            MAIL_SERVER=smtp_server.host, MAIL_PORT=smtp_server.port, RSVP_ADDRESS="rsvp@office.example"
        ),
        Clock(builders.NOW),
    )
    app.config["CLOCK"] = clock
    with app.app_context():
        seminar = builders.a_seminar(slug="autumn", presenters_edit_until=None)
        saturday = datetime.fromisoformat("2026-10-31T10:00")
        session = builders.a_session(seminar, "morning", local_start=saturday, minutes=120)
        builders.a_slot(session, 0, minutes=15)
        builders.a_slot(session, 1, minutes=30, title=builders.text("Rivers"))
    return World(app, clock, smtp_server, signed_in(app))


def test_calendars_follow_from_the_first_answer_to_the_last_cancellation(world: World) -> None:
    everybody_is_invited(world)
    lara_accepts(world)
    the_part_moves_across_the_night_in_which_clocks_change(world)
    a_late_answer_is_marked_and_asked_again(world)
    the_presenter_proposes_and_the_organiser_accepts(world)
    the_seminar_is_cancelled_and_every_calendar_empties(world)
    no_order_of_arrival_changes_what_anybody_sees(world)


def everybody_is_invited(world: World) -> None:
    for name, email, zone in (("Lara", LARA, LOS_ANGELES), ("Pierre", PIERRE, "Europe/Paris")):
        register_and_confirm(world, name, email, zone)
    with world.app.app_context():
        slot_id = db.session.scalars(select(Slot.id).order_by(Slot.id.desc())).first()
        wanted = PresenterFields(name="Paula", email=PAULA, language="en", zone="America/Lima")
        assert slot_id is not None
        assign(slot_id, None, wanted, by=ORGANISER, now=world.clock.now)
    world.later()
    assert world.event(LARA).starts_at == datetime(2026, 10, 31, 1, 0, tzinfo=UTC)
    assert world.event(PAULA).starts_at == datetime(2026, 10, 31, 1, 15, tzinfo=UTC)
    assert "18:00" in text_of(world.letters(LARA)[-1])
    uids = {world.event(address).uid for address in (LARA, PIERRE, PAULA)}
    organizers = {world.event(address).organizer for address in (LARA, PIERRE, PAULA)}
    assert (len(uids), len(organizers)) == (3, 3)


def register_and_confirm(world: World, name: str, email: str, zone: str) -> None:
    told = vars(APPLICATION) | {
        "name": name, "email": email, "zone": zone, "session_keys": frozenset({"morning"})
    }  # fmt: skip
    with world.app.app_context():
        seminar = db.session.scalars(select(Seminar)).one()
        register(seminar.id, Application(**told), now=world.clock.now)
    world.later()
    (letter,) = world.server.letters_to(email)
    link = link_in(letter, r"/registrations/[\w.-]+/confirm")
    assert world.app.test_client().post(link).status_code == 303
    world.later()


def lara_accepts(world: World) -> None:
    entry = world.event(LARA)
    world.mailed(world.calendars[LARA].reply(entry, "ACCEPTED", at=world.clock.now, number=1))
    assert world.standings() == [Standing.KEPT]
    world.later()
    assert len(world.letters(LARA)) == 1


def the_part_moves_across_the_night_in_which_clocks_change(world: World) -> None:
    before = world.event(LARA)
    at = {"local_start": "2026-11-02T10:00", "zone": "Asia/Tokyo", "minutes": "120", "version": "1"}
    world.post(f"{PART}/move", **at, step="move")
    world.later()
    after = world.event(LARA)
    assert (after.uid, after.sequence, after.asks) == (before.uid, before.sequence + 1, True)
    # Two days later on the clocks of Tokyo; in Los Angeles an hour earlier, for its night had 25 hours.
    clocks = [to_local(entry.starts_at, LOS_ANGELES) for entry in (before, after)]
    assert [f"{clock:%a %H:%M %Z}" for clock in clocks] == ["Fri 18:00 PDT", "Sun 17:00 PST"]
    told = text_of(world.letters(LARA)[-1])
    assert "17:00" in told
    assert "18:00" in told
    assert world.event(PAULA).starts_at == datetime(2026, 11, 2, 1, 15, tzinfo=UTC)


def a_late_answer_is_marked_and_asked_again(world: World) -> None:
    (first, *_rest) = world.letters(PIERRE)
    behind = CalendarClient(PIERRE).take([first])
    world.mailed(behind.reply(behind.shown[0], "ACCEPTED", at=world.clock.now, number=2))
    assert world.standings()[-1] is Standing.OLD_TIME
    held = world.event(PIERRE)
    world.later()
    asked = world.event(PIERRE)
    assert (asked.uid, asked.sequence, asked.asks) == (held.uid, held.sequence, True)
    assert asked.stamp > held.stamp
    world.mailed(world.calendars[PIERRE].reply(asked, "TENTATIVE", at=world.clock.now, number=3))
    assert world.standings()[-1] is Standing.KEPT


def the_presenter_proposes_and_the_organiser_accepts(world: World) -> None:
    before = {address: world.event(address) for address in world.calendars}
    proposed = before[PAULA].starts_at + HOUR
    world.mailed(world.calendars[PAULA].propose(before[PAULA], proposed, at=world.clock.now))
    assert world.standings()[-1] is Standing.WAITING
    page = read(world.office.get("/organise/replies/").text)
    (form,) = [one for one in page.tags("form") if one.attributes.get("action", "").endswith("/accept")]
    hidden = {one.attributes["name"]: one.attributes["value"] for one in form.tags("input")}
    world.post(form.attributes["action"], **hidden)
    world.later()
    assert world.event(PAULA).starts_at == proposed
    for address, entry in before.items():
        after = world.event(address)
        assert (after.uid, after.sequence) == (entry.uid, entry.sequence + 1)
        assert after.starts_at == entry.starts_at + HOUR


def the_seminar_is_cancelled_and_every_calendar_empties(world: World) -> None:
    world.post("/organise/seminars/autumn/cancel")
    world.later()
    assert {address: calendar.shown for address, calendar in world.calendars.items()} == {
        LARA: [],
        PIERRE: [],
        PAULA: [],
    }
    (gone,) = world.calendars[LARA].entries.values()
    world.mailed(world.calendars[LARA].reply(gone, "ACCEPTED", at=world.clock.now, number=4))
    assert world.standings()[-1] is Standing.CLOSED


def no_order_of_arrival_changes_what_anybody_sees(world: World) -> None:
    for address in (LARA, PIERRE, PAULA):
        *others, last = world.letters(address)
        assert b"method=CANCEL" in last.raw
        assert in_every_order(address, [*others, last]) == []
        (entry,) = in_every_order(address, others)
        assert entry.starts_at.minute in (0, 15)
