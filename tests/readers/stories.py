"""A part of a seminar in a hard zone: what happens to it, and every calendar that comes of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from tests import builders
from tests.support.invited import history
from tests.support.letters import Read, post_round
from tests.support.registrants import a_seated, token
from tests.support.replies import countered, mail, receive
from webinars.domain.links import Purpose
from webinars.models import City, DelegationRole, Invitation, Presenter, Registration, Series, Session, Slot
from webinars.models.database import db, transaction
from webinars.services import invitations, replies
from webinars.services.sessions import SessionTime, cancel_session, move_session

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROSA = "rosa@paris.example"
OLGA = builders.ORGANISER
# A quarter of an hour; within a day of the end of summer time; across it; half an hour of it; south of the
# equator; one that is written in UTC.
PARTS = {
    "Asia/Kathmandu": ("2026-11-25T10:00", HOUR),
    "Europe/Paris": ("2026-10-25T12:00", HOUR),
    "America/Los_Angeles": ("2026-10-30T21:00", 2 * DAY),
    "Australia/Lord_Howe": ("2026-11-25T10:00", HOUR),
    "America/Santiago": ("2026-11-25T10:00", HOUR),
    "Asia/Gaza": ("2026-11-25T10:00", HOUR),
}

Told = tuple[str, int, str, str]  # UID, SEQUENCE, start and end


@dataclass
class Collected:
    """The calendars of a story, by name, and what the rows of the database say that they tell."""

    bytes_of: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, tuple[str, list[Told]]] = field(default_factory=dict)

    def add(self, name: str, content: bytes, method: str, *told: Told) -> None:
        assert name not in self.bytes_of
        self.bytes_of[name] = content
        self.told[name] = method, sorted(told)


@dataclass(frozen=True)
class Stage:
    """A part in one zone, with two who attend and one who presents."""

    zone: str
    session: Session
    slot: Slot
    rosa: Registration
    other: Registration
    presenter: Presenter

    def told(self, person: Registration | Presenter) -> Told:
        """Return what the invitation of *person* tells, by the rows as they are now."""
        column = Invitation.presenter_id if isinstance(person, Presenter) else Invitation.registration_id
        statement = select(Invitation).where(column == person.id)
        row = db.session.scalars(statement.execution_options(populate_existing=True)).one()
        starts_at, ends_at = self._times()
        if isinstance(person, Presenter):  # the second slot, a quarter of an hour after the start
            starts_at += timedelta(minutes=15)
            ends_at = starts_at + timedelta(minutes=20)
        return row.uid, row.sequence, shown(starts_at), shown(ends_at)

    def told_publicly(self) -> Told:
        starts_at, ends_at = self._times()
        return self.row().uid, self.row().sequence, shown(starts_at), shown(ends_at)

    def row(self) -> Session:
        """Return the part as it is in the database now: a request lets go of what was read before."""
        return db.session.get_one(Session, self.session.id, populate_existing=True)

    def _times(self) -> tuple[datetime, datetime]:
        row = self.row()
        assert row.starts_at
        assert row.ends_at
        return row.starts_at, row.ends_at


def shown(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def slug_of(zone: str) -> str:
    return zone.rpartition("/")[2].lower().replace("_", "-")


def a_stage(zone: str, series: Series, city: City, edition: int) -> Stage:
    """Write a part of a seminar in *zone*, and owe everybody in it their invitation."""
    slug = slug_of(zone)
    seminar = builders.a_seminar(slug=slug, series_id=series.id, edition=edition, zone=zone)
    local_start = datetime.fromisoformat(PARTS[zone][0])
    session = builders.a_session(seminar, "part", zone=zone, local_start=local_start, minutes=145)
    builders.a_slot(session, 0, minutes=15)
    slot = builders.a_slot(session, 1, minutes=20)
    builders.a_delegation(seminar, city, role=DelegationRole.ATTENDING)
    presenter = builders.a_presenter(slot, f"{slug}@city.example", zone=zone)
    rosa, other = a_seated(seminar, session, email=ROSA, zone=zone), a_seated(seminar, session)
    with transaction():
        invitations.invite_presenter(presenter, slot, session, now=builders.NOW)
        for person in (rosa, other):
            invitations.invite_registrant(person, session, now=builders.NOW)
    return Stage(zone, session, slot, rosa, other, presenter)


def calendar_of(letter: Read) -> bytes:
    content = letter.calendar_part().get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


@dataclass(frozen=True)
class Story:
    """What happens to a part, and every calendar that comes of it."""

    stage: Stage
    client: FlaskClient
    collected: Collected
    personal: str  # the path of Rosa's own calendar
    before: tuple[Stage, ...]  # what else that shows

    def run(self) -> None:
        stage, now = self.stage, builders.NOW
        self.letters("request", now, stage.rosa, stage.other, stage.presenter)
        self.downloads("first")
        later = datetime.fromisoformat(PARTS[stage.zone][0]) + PARTS[stage.zone][1]
        time = SessionTime(local_start=later, zone=stage.zone, minutes=150)
        move_session(stage.session.id, time, by=OLGA, now=now + DAY)
        self.letters("update", now + DAY, stage.rosa, stage.other, stage.presenter)
        self.refuse_another_time(now + 2 * DAY)
        with transaction():
            invitations.close_registrant(stage.other, None, now=now + 3 * DAY)
        self.letters("cancel of a person", now + 3 * DAY, stage.other)
        self.downloads("moved")
        cancel_session(stage.session.id, by=OLGA, now=now + 4 * DAY)
        self.letters("cancel of a session", now + 4 * DAY, stage.rosa, stage.presenter)
        self.feeds("cancelled")

    def letters(self, what: str, now: datetime, *people: Registration | Presenter) -> None:
        """Take what everybody gets by mail, who are *people* and nobody else."""
        stage = self.stage
        by_address = {letter.letter.recipient: letter for letter in post_round(now)}
        assert by_address.keys() == {person.email for person in people}, what
        method = what.split()[0].upper().replace("UPDATE", "REQUEST")
        for person in people:
            kind = {stage.rosa.email: "Rosa", stage.presenter.email: "the presenter"}.get(
                person.email, "another"
            )
            self.add(
                f"{what} to {kind}", calendar_of(by_address[person.email]), method, self.stage.told(person)
            )

    def refuse_another_time(self, now: datetime) -> None:
        stage = self.stage
        whose = Invitation.presenter_id == stage.presenter.id
        invitation = db.session.scalars(select(Invitation).where(whose)).one()
        told = countered(invitation, now + 30 * DAY, stamped_at=now)
        receive(mail(invitation, told), now=now)
        replies.refuse_proposal(history()[-1].key, by=OLGA, now=now)
        self.letters("declinecounter", now, stage.presenter)

    def downloads(self, when: str) -> None:
        """Take what a person, or the public, can download of this part."""
        stage = self.stage
        rosas, presenters = token(Purpose.REGISTRATION, stage.rosa), token(Purpose.PRESENTER, stage.presenter)
        own, slot = stage.told(stage.rosa), stage.told(stage.presenter)
        self.get(f"{when}: download of a registrant", f"/registrations/{rosas}/part.ics", own)
        self.get(f"{when}: download of a presenter", f"/presenters/{presenters}/slot.ics", slot)
        self.feeds(when)

    def feeds(self, when: str) -> None:
        """Take what Rosa and the public can follow of this part."""
        self.get(
            f"{when}: personal", self.personal, *(one.told(one.rosa) for one in (*self.before, self.stage))
        )
        seminar = f"/seminars/{slug_of(self.stage.zone)}"
        for path in (f"{seminar}.ics", f"{seminar}/part.ics"):
            self.get(f"{when}: {path.removeprefix(seminar)}", path, self.stage.told_publicly())

    def get(self, name: str, path: str, *told: Told) -> None:
        answer = self.client.get(path)
        assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8"), path
        self.add(name, answer.data, "", *told)

    def add(self, name: str, content: bytes, method: str, *told: Told) -> None:
        self.collected.add(f"{self.stage.zone}: {name}", content, method, *told)
