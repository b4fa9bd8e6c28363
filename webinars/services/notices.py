"""Notices: the only module that owes a letter; what is owed is written in the transaction that caused it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, exists, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import String

from webinars.domain.errors import N_, Refusal
from webinars.models.database import UTCDateTime, db, enum_of, lock, transaction
from webinars.models.invitations import Invitation
from webinars.models.notices import WAITING, Notice, NoticeKind, NoticeState
from webinars.models.sessions import Session
from webinars.services.records import Actor, record


class Cause(StrEnum):
    """Why a calendar letter was owed, where the state alone does not say it; ``details["cause"]``."""

    PROMOTED = "promoted"  # from the waiting list
    RESTORED = "restored"  # the session takes place after all
    AGAIN = "again"  # somebody wished for the same letter once more


def post(
    kind: NoticeKind,
    *,
    now: datetime,
    seminar_id: int | None = None,
    registration_id: int | None = None,
    presenter_id: int | None = None,
    delegation_id: int | None = None,
    account_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Notice:
    """Owe a letter of *kind*, from *due_at* (UTC; None: at once); for calendar letters see owe_calendar."""
    if kind is NoticeKind.CALENDAR:
        raise ValueError("a calendar letter is owed for an invitation")
    notice = Notice(
        kind=kind,
        seminar_id=seminar_id,
        registration_id=registration_id,
        presenter_id=presenter_id,
        delegation_id=delegation_id,
        account_id=account_id,
        details=dict(details or {}),
        posted_at=now,
        due_at=due_at or now,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def owe_calendar(
    which: ColumnElement[bool], *, now: datetime, is_settling: bool, cause: Cause | None = None
) -> None:
    """Owe a calendar letter for every invitation that *which* selects; one statement.

    An invitation for which one waits already gets no second: the first will tell the present state.
    """
    db.session.flush()
    details = {"cause": cause.value} if cause else {}
    values: dict[str, ColumnElement[Any]] = {
        "key": random_key(),
        "kind": literal(NoticeKind.CALENDAR, enum_of(NoticeKind, "notice_kind")),
        "state": literal(NoticeState.OWED, enum_of(NoticeState, "notice_state")),
        "seminar_id": Session.seminar_id.expression,
        "invitation_id": Invitation.id.expression,
        "registration_id": Invitation.registration_id.expression,
        "presenter_id": Invitation.presenter_id.expression,
        "details": literal(details, JSON()),
        "posted_at": literal(now, UTCDateTime()),
        "due_at": literal(now, UTCDateTime()),
        "is_settling": literal(is_settling),
        "attempts": literal(0),
        "is_repeated": literal(False),
    }
    owed = select(*values.values()).join(Session, Session.id == Invitation.session_id).where(which)
    # A name that both dialects share; "insert where not exists" would need a lock against a second writer.
    insert = sqlite.insert if db.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Notice).from_select(list(values), owed, include_defaults=False)
    db.session.execute(statement.on_conflict_do_nothing())


def hold(notice: Notice, *, by: Actor, now: datetime) -> None:
    """Keep an owed letter back until it is released; raise Refusal when it is on its way or over."""
    with transaction():
        row = _in_state(
            notice, NoticeState.OWED, N_("This letter is on its way or over. Load the page again.")
        )
        _change(row, NoticeState.HELD, "held", by=by, now=now)


def release(notice: Notice, *, by: Actor, now: datetime) -> None:
    """Let a held letter go; raise Refusal when it is not held."""
    with transaction():
        row = _in_state(notice, NoticeState.HELD, N_("This letter is not held. Load the page again."))
        _change(row, NoticeState.OWED, "released", by=by, now=now)


def retry(notice: Notice, *, by: Actor, now: datetime) -> None:
    """Owe a letter again that was given up; raise Refusal when it was not.

    Where a newer one waits for the same invitation, that one tells all, and this one is dropped.
    """
    with transaction():
        row = _in_state(notice, NoticeState.FAILED, N_("This letter was not given up. Load the page again."))
        row.attempts, row.due_at, row.error = 0, now, None
        state = NoticeState.DROPPED if another_waits(row) else NoticeState.OWED
        _change(row, state, "retried", by=by, now=now)


def another_waits(notice: Notice) -> bool:
    """Say whether another calendar letter waits for the invitation of *notice*; one statement.

    Then *notice* must not be owed again (one waits at a time); a repeated one leaves its mark to the other.
    """
    if notice.invitation_id is None:
        return False
    other = exists().where(
        Notice.invitation_id == notice.invitation_id,
        Notice.kind == NoticeKind.CALENDAR,
        Notice.state.in_(WAITING),
        Notice.id != notice.id,
    )
    return bool(db.session.scalar(select(other)))


def _in_state(notice: Notice, state: NoticeState, otherwise: str) -> Notice:
    row = lock(Notice, notice.id)
    if row.state is not state:
        raise Refusal(otherwise)
    return row


def _change(row: Notice, state: NoticeState, verb: str, *, by: Actor, now: datetime) -> None:
    before, row.state = row.state, state
    record(verb, row, by=by, now=now, seminar_id=row.seminar_id, changes={"state": (before, state)})


class random_key(GenericFunction[str]):  # noqa: N801 (reads as the SQL function that it is)
    """An unguessable key for every row of an INSERT…SELECT, where a Python default is made only once."""

    type = String(22)
    inherit_cache = True


@compiles(random_key, "sqlite")
def _sqlite_key(_element: random_key, _compiler: SQLCompiler, **_options: Any) -> str:
    return "lower(hex(randomblob(11)))"


@compiles(random_key, "postgresql")
def _postgresql_key(_element: random_key, _compiler: SQLCompiler, **_options: Any) -> str:
    return "substr(replace(gen_random_uuid()::text, '-', ''), 1, 22)"
