"""Letters in the outbox, step by step: for tests of the services that move them."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from webinars.models import Invitation, Method, Notice, NoticeKind, NoticeState
from webinars.models.database import db, transaction
from webinars.services import notices, outbox
from webinars.services.invitations import Dispatch
from webinars.services.outbox import Begun, Outgoing

LEASE = timedelta(minutes=2)
SETTLING = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)


def owed(count: int = 1) -> list[int]:
    """Owe letters about registrations; return their ids."""
    person = builders.a_registration(builders.a_seminar())
    with transaction():
        posted = [
            notices.post(
                NoticeKind.REGISTRATION_STATE,
                now=NOW,
                seminar_id=person.seminar_id,
                registration_id=person.id,
            )
            for _ in range(count)
        ]
    return [notice.id for notice in posted]


def an_invitation() -> Invitation:
    seminar = builders.a_seminar()
    return builders.an_invitation(builders.a_registration(seminar), builders.a_session(seminar))


def owe_calendar(invitation: Invitation, *, is_settling: bool = False, now: datetime = NOW) -> None:
    with transaction():
        notices.owe_calendar(Invitation.id == invitation.id, now=now, is_settling=is_settling)


def claim(worker: str = "one", *, now: datetime = NOW, limit: int = 20) -> tuple[int, ...]:
    return outbox.claim(worker, now=now, limit=limit, lease=LEASE, settling=SETTLING)


def a_letter(dispatch: Dispatch | None = None, *, is_secret: bool = False) -> Outgoing:
    message = ("rosa@paris.example", "Your seat", b"Text\r\n", "<one@tokyo.example>")
    return Outgoing(*message, dispatch, is_secret)


def a_dispatch(method: Method = Method.REQUEST) -> Dispatch:
    return Dispatch(method, 0, NOW, "office@tokyo.example", False, NOW, NOW + timedelta(hours=1))


def begin(
    notice_id: int, worker: str = "one", letter: Outgoing | None = None, *, now: datetime = NOW
) -> bool:
    notice = notice_of(notice_id)
    return outbox.begin(notice, letter or a_letter(), worker=worker, now=now, lease=LEASE) is Begun.YES


def finish(
    notice_id: int, worker: str = "one", letter: Outgoing | None = None, *, now: datetime = NOW
) -> bool:
    left = outbox.left_of(notice_of(notice_id), (letter or a_letter()).dispatch)
    return outbox.finish([left], worker=worker, now=now) == {notice_id}


def notice_of(notice_id: int) -> Notice:
    return db.session.scalars(
        select(Notice).where(Notice.id == notice_id).execution_options(populate_existing=True)
    ).one()


def states() -> list[NoticeState]:
    return list(db.session.scalars(select(Notice.state).order_by(Notice.id)))
