"""Letters that are owed, for the tests of those who send them."""

from datetime import datetime

from sqlalchemy import select

from tests import builders
from webinars.domain.seating import SeatState
from webinars.models import Invitation, Notice, NoticeKind, NoticeState, Registration, Seat
from webinars.models.database import db, transaction
from webinars.services import invitations


def owe_invitations(count: int = 1, *, now: datetime = builders.NOW) -> list[str]:
    """Invite *count* people to a part; return their addresses, in the order in which the letters are owed."""
    if not count:
        return []
    seminar = builders.a_seminar()
    session = builders.a_session(seminar)
    first = builders.a_registration(seminar, "person-0@paris.example")
    people = [first, *(_like(first, f"person-{number}@paris.example") for number in range(1, count))]
    with transaction():
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all(
            Seat(registration_id=person.id, session_id=session.id, state=SeatState.SEATED, changed_at=now)
            for person in people
        )
        for person in people:
            invitations.invite_registrant(person, session, now=now)
    return [person.email for person in people]


def owe_unwritable(*, now: datetime = builders.NOW) -> int:
    """Owe a calendar letter about no invitation, which nobody can write; return its id."""
    person = builders.a_registration(builders.a_seminar(), "nobody@paris.example")
    return _owe(NoticeKind.CALENDAR, person, now=now)


def owe_crashing(*, now: datetime = builders.NOW) -> int:
    """Owe a letter about an account to nobody: writing it ends the worker. Return its id."""
    return _owe(NoticeKind.ACCOUNT, None, now=now)


def uninvite(email: str, *, now: datetime) -> None:
    """Take the parts out of the calendar of the person at *email*."""
    person = db.session.scalars(select(Registration).where(Registration.email == email)).one()
    with transaction():
        invitations.close_registrant(person, None, now=now)


def resend(email: str, *, now: datetime) -> None:
    """Owe the open invitation of the person at *email* once more."""
    invitation = db.session.scalars(select(Invitation).where(Invitation.attendee_email == email)).one()
    with transaction():
        invitations.send_again(invitation, now=now)


def states() -> list[NoticeState]:
    """Return the state of every letter, in the order in which they were owed."""
    db.session.rollback()
    return list(db.session.scalars(select(Notice.state).order_by(Notice.id)))


def notice(ident: int) -> Notice:
    """Return the letter of that id, as it is now."""
    db.session.rollback()
    row = db.session.get(Notice, ident, populate_existing=True)
    assert row is not None
    return row


def notice_to(email: str) -> Notice:
    """Return the one calendar letter to *email*, as it is now."""
    statement = select(Notice).join(Notice.invitation).where(Invitation.attendee_email == email)
    db.session.rollback()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _like(person: Registration, email: str) -> Registration:
    """Return a registration like *person*'s, not written yet: one transaction for many is faster."""
    own = {"id", "key", "email", "email_key"}
    names = [column.key for column in Registration.__table__.columns if column.key not in own]
    return Registration(email=email, email_key=email, **{name: getattr(person, name) for name in names})


def _owe(kind: NoticeKind, person: Registration | None, *, now: datetime) -> int:
    seminar_id = person.seminar_id if person else None
    row = Notice(
        kind=kind,
        seminar_id=seminar_id,
        registration_id=person.id if person else None,
        details={"text": "A link", "subject": "Sign in"},
        posted_at=now,
        due_at=now,
    )
    return builders.kept(row).id
