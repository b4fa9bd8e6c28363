"""Ten thousand damaged answers: nothing crashes, and nobody answers for another."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.mail.inbox.mutations import mutated
from tests.support.clients import Asked, asked_of
from tests.support.databases import ON_POSTGRESQL, ON_SQLITE
from tests.support.invited import a_guest
from tests.support.moments import DAY
from tests.support.replies import INBOX
from webinars.domain.texts import email_key
from webinars.mail.inbox.mime import UnreadableMail
from webinars.mail.inbox.reading import read_mail
from webinars.models import Invitation, Registration, Seat
from webinars.services.replies import Received, receive

COUNT = 10_000
SAMPLE = 1_500
SEED = 20_261_122


def read(mails: Iterable[bytes]) -> list[Received]:
    """Give what could be read of the mails; whatever else than a reason they raise is a crash."""
    received, left_alone, refused = [], 0, 0
    for mail in mails:
        try:
            found = read_mail(mail)
        except UnreadableMail:
            refused += 1
            continue
        if found is None:
            left_alone += 1
        else:
            received.append(found)
    # Were nearly all of one kind, the damages would be too small or too large to find anything.
    total = len(received) + left_alone + refused
    assert min(len(received), left_alone, refused) > total / 20
    return received


def proves(mail: Received, asked: Asked) -> bool:
    """Say whether the mail has the token, the UID and the attendee of one person."""
    reply = mail.reply
    return (
        reply is not None
        and email_key(asked.inbox) in map(email_key, mail.recipients)
        and (reply.uid, email_key(reply.attendee)) == (asked.uid, email_key(asked.attendee))
    )


def standing(database: SQLAlchemy) -> list[tuple[object, ...]]:
    """Give what people have: answers, invitations, seats and registrations, row by row."""
    return [
        tuple(row)
        for table in (Invitation.__table__, Seat.__table__, Registration.__table__)
        for row in database.session.execute(select(table).order_by(table.c.id))
    ]


def try_all(database: SQLAlchemy, count: int, *, now: datetime) -> tuple[int, int]:
    """Receive each different one of *count* damaged answers; count what proves something, and the rest."""
    (_, _, anna), (_, _, ben) = a_guest(now), a_guest(now)
    asked, other = (asked_of(each, inbox=INBOX) for each in (anna, ben))
    received = read(mutated(count, seed=SEED, asked=asked, other=other))
    different = {replace(mail, message_id=""): mail for mail in received}
    proved, before = 0, standing(database)
    for number, mail in enumerate(different.values()):
        receive(replace(mail, message_id=f"<{number}@city.example>"), inbox=INBOX, now=now + DAY)
        assert not proves(mail, other)
        after = standing(database)
        if proves(mail, asked):
            proved += 1
            assert [row for row in after if row not in before] in ([], [own_row(database, anna.id)])
            before = after
        else:
            assert after == before
    return proved, len(different) - proved


def own_row(database: SQLAlchemy, invitation_id: int) -> tuple[object, ...]:
    table = Invitation.__table__
    return tuple(database.session.execute(select(table).where(table.c.id == invitation_id)).one())


@ON_SQLITE
def test_ten_thousand_damaged_answers_crash_nothing_and_answer_for_nobody_else(
    database: SQLAlchemy, now: datetime
) -> None:
    proved, rest = try_all(database, COUNT, now=now)
    assert proved > 50
    assert rest > 200


@ON_POSTGRESQL
def test_damaged_answers_do_no_more_on_the_other_database(database: SQLAlchemy, now: datetime) -> None:
    proved, rest = try_all(database, SAMPLE, now=now)
    assert proved > 10
    assert rest > 50
