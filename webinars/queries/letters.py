"""The outbox as organisers see it: every letter with its state, its reader and its times."""

from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true

from webinars.domain.errors import N_, Missing
from webinars.models.accounts import Account
from webinars.models.calls import Application
from webinars.models.committees import Reviewer
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation
from webinars.models.notices import Crowd, Notice, NoticeKind, NoticeState, SentLetter
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter
from webinars.queries.pages import Page, check_number

Ts = TypeVarTuple("Ts")

# The address that a letter went to, or would go to now.
_EMAIL = func.coalesce(
    SentLetter.recipient,
    Invitation.attendee_email,
    case((Notice.kind == NoticeKind.CONFIRM_ADDRESS, Registration.pending_email), else_=Registration.email),
    Presenter.email,
    Delegation.focal_email,
    Application.contact_email,
    Reviewer.email,
    Account.email,
    "",
)
_NAME = func.coalesce(
    Invitation.attendee_name,
    Registration.name,
    Presenter.name,
    Delegation.focal_name,
    Application.contact_name,
    Reviewer.name,
    Account.name,
    "",
)
_SUBJECT = func.coalesce(SentLetter.subject, "")


@dataclass(frozen=True)
class LetterFilter:
    """Which letters: what is empty leaves out nothing; *text* is looked for in name, address and subject."""

    text: str = ""
    state: NoticeState | None = None
    kind: NoticeKind | None = None
    seminar_id: int | None = None


@dataclass(frozen=True)
class LetterLine:
    """A letter, its reader and its seminar; *subject* is "" until it was sent for the first time."""

    notice: Notice
    seminar: Seminar | None
    email: str
    name: str
    subject: str


@dataclass(frozen=True)
class KeptLetter:
    """One letter; *message* holds the bytes as they were handed over, None where there are none (yet).

    *message_id* is None before that.
    """

    line: LetterLine
    message: bytes | None
    message_id: str | None


def letter_lines(wanted: LetterFilter, *, number: int, size: int) -> Page[LetterLine]:
    """Return a page of the outbox, the latest first; two statements.

    Raises Missing for a page that is not there.
    """
    ids = _ids(wanted)
    total = db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    check_number(number, size=size, total=total)
    statement = (
        _with_reader(select(Notice, Seminar, _EMAIL, _NAME, _SUBJECT))
        .where(_matches(wanted))
        .order_by(Notice.posted_at.desc(), Notice.id.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    lines = tuple(_line(row) for row in db.session.execute(statement))
    return Page(lines, number, size, total)


def letter_ids(wanted: LetterFilter) -> tuple[int, ...]:
    """Return the ids of all letters of a selection; one statement."""
    return tuple(db.session.scalars(_ids(wanted)))


def crowds_waiting() -> int:
    """Return how many crowds are owed letters that no worker has made yet; one statement."""
    return db.session.scalar(select(func.count()).select_from(Crowd)) or 0


def state_counts(wanted: LetterFilter) -> dict[NoticeState, int]:
    """Count the letters of a selection by state; one statement."""
    statement = _with_reader(select(Notice.state, func.count())).where(_matches(wanted))
    rows = db.session.execute(statement.group_by(Notice.state))
    return {row[0]: row[1] for row in rows}


def letter_by_key(key: str) -> KeptLetter:
    """Return one letter with its seminar and bytes; one statement. Raises Missing."""
    kept = (SentLetter.message, SentLetter.message_id)
    statement = _with_reader(select(Notice, Seminar, _EMAIL, _NAME, _SUBJECT, *kept))
    row = db.session.execute(statement.where(Notice.key == key)).one_or_none()
    if row is None:
        raise Missing(N_("There is no such letter in the outbox. Choose one from the list."))
    return KeptLetter(LetterLine(row[0], row[1], row[2], row[3], row[4]), row[5], row[6])


def _ids(wanted: LetterFilter) -> Select[int]:
    return _with_reader(select(Notice.id)).where(_matches(wanted)).order_by(Notice.id)


def _with_reader(statement: Select[*Ts]) -> Select[*Ts]:
    """Join whoever a letter is for; at most one row of each, so that no letter shows twice."""
    return (
        statement.outerjoin(SentLetter, SentLetter.notice_id == Notice.id)
        .outerjoin(Notice.seminar)
        .outerjoin(Notice.invitation)
        .outerjoin(Notice.registration)
        .outerjoin(Notice.presenter)
        .outerjoin(Notice.delegation)
        .outerjoin(Notice.application)
        .outerjoin(Notice.reviewer)
        .outerjoin(Notice.account)
    )


def _matches(wanted: LetterFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        columns = (_EMAIL, _NAME, _SUBJECT)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    if wanted.state:
        conditions.append(Notice.state == wanted.state)
    if wanted.kind is not None:
        conditions.append(Notice.kind == wanted.kind)
    if wanted.seminar_id is not None:
        conditions.append(Notice.seminar_id == wanted.seminar_id)
    return and_(true(), *conditions)


def _line(row: Row[Notice, Seminar, str, str, str]) -> LetterLine:
    return LetterLine(row[0], row[1], row[2], row[3], row[4])
