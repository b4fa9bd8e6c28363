"""Notices: the only module that owes a letter; what is owed is written in the transaction that caused it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, Select, and_, exists, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import String

from webinars.models.calls import Application
from webinars.models.database import UTCDateTime, db, enum_of
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import JOINABLE, WAITING, Crowd, Notice, NoticeKind, NoticeState
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.sessions import Session
from webinars.models.slots import Presenter

CROWD = 100  # people; more of them are owed their letters by one row


class Cause(StrEnum):
    """Why a calendar letter was owed, where the state alone does not say it; ``details["cause"]``."""

    PROMOTED = "promoted"  # from the waiting list
    RESTORED = "restored"  # the session takes place after all
    OLD_TIME = "old time"  # the person answered a former time
    WORDS = "words"  # only what the event is called changed, or the clock on which its time is shown


def post(
    kind: NoticeKind,
    *,
    now: datetime,
    seminar_id: int | None = None,
    invitation_id: int | None = None,
    registration_id: int | None = None,
    presenter_id: int | None = None,
    delegation_id: int | None = None,
    application_id: int | None = None,
    reviewer_id: int | None = None,
    account_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Notice:
    """Owe a letter of *kind*, from *due_at* (UTC; None: at once); for calendar letters see owe_calendar.

    One with *invitation_id* goes to the address that was invited.
    """
    if kind is NoticeKind.CALENDAR:
        raise ValueError("a calendar letter is owed for an invitation")
    notice = Notice(
        kind=kind,
        seminar_id=seminar_id,
        invitation_id=invitation_id,
        registration_id=registration_id,
        presenter_id=presenter_id,
        delegation_id=delegation_id,
        application_id=application_id,
        reviewer_id=reviewer_id,
        account_id=account_id,
        details=dict(details or {}),
        posted_at=now,
        due_at=due_at or now,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def post_once(
    kind: NoticeKind,
    *,
    now: datetime,
    seminar_id: int,
    registration_id: int | None = None,
    presenter_id: int | None = None,
    delegation_id: int | None = None,
) -> None:
    """Owe a person or a city a letter of *kind*; one that waits is enough, for it tells the present state.

    One that is repeated is not: it goes out as it was.
    """
    waiting = select(Notice.id).where(
        Notice.kind == kind,
        Notice.state.in_(WAITING),
        Notice.is_repeated.is_(False),
        Notice.registration_id == registration_id,
        Notice.presenter_id == presenter_id,
        Notice.delegation_id == delegation_id,
    )
    # Held until this change is committed, for the reason that owe_calendar gives.
    if db.session.scalars(waiting.limit(1).with_for_update(of=Notice)).first() is None:
        post(
            kind,
            now=now,
            seminar_id=seminar_id,
            registration_id=registration_id,
            presenter_id=presenter_id,
            delegation_id=delegation_id,
        )


def owe_states(which: ColumnElement[bool], *, now: datetime) -> None:
    """Owe every registrant that *which* selects a settling letter on where they stand; two statements.

    As with post_once, one that waits is enough, and is held until this change is committed.
    """
    db.session.flush()
    who = select(Registration.id).where(which)
    waiting = and_(
        Notice.kind == NoticeKind.REGISTRATION_STATE,
        Notice.state.in_(WAITING),
        Notice.is_repeated.is_(False),
    )
    # In the order of their ids, in which an organiser who holds letters locks them too.
    held = select(Notice.id).where(waiting, Notice.registration_id.in_(who)).order_by(Notice.id)
    db.session.scalars(held.with_for_update(of=Notice)).all()
    values = _values(NoticeKind.REGISTRATION_STATE, now=now, is_settling=True, details={}) | {
        "seminar_id": Registration.seminar_id.expression,
        "registration_id": Registration.id.expression,
    }
    told = exists().where(waiting, Notice.registration_id == Registration.id)
    owed = select(*values.values()).where(which, ~told).order_by(Registration.id)
    db.session.execute(insert(Notice).from_select(list(values), owed, include_defaults=False))


def owe_each(
    kind: NoticeKind,
    people: type[Registration] | type[Presenter] | type[Application],
    which: ColumnElement[bool],
    *,
    seminar_id: int | None,
    details: Mapping[str, Any],
    now: datetime,
) -> int:
    """Owe each of the *people* that *which* selects a letter of *kind*; one statement.

    *which* joins nothing, so that nobody is met twice. Returns how many letters are owed.
    """
    db.session.flush()
    person = {Registration: "registration_id", Presenter: "presenter_id"}.get(people, "application_id")
    values = _values(kind, now=now, is_settling=False, details=details) | {
        "seminar_id": literal(seminar_id, Integer()),
        person: people.id.expression,
    }
    owed = select(*values.values()).where(which).order_by(people.id)
    statement = insert(Notice).from_select(list(values), owed, include_defaults=False)
    made: Any = db.session.execute(statement.execution_options(preserve_rowcount=True))
    return int(made.rowcount)


def owe_calendar(
    which: ColumnElement[bool], *, now: datetime, is_settling: bool, cause: Cause | None = None
) -> None:
    """Owe a calendar letter for every invitation that *which* selects; one statement.

    An invitation for which one waits already gets no second: the first will tell the present state.
    """
    db.session.flush()
    values = _calendar_values(now=now, is_settling=is_settling, cause=cause)
    # Both dialects have it under one name, the standard has not. The index decides: "insert where not exists"
    # could not see what another process writes at the same moment.
    upsert = sqlite.insert if db.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = upsert(Notice).from_select(list(values), _owed(which, values), include_defaults=False)
    # The update changes nothing and holds the row until this change is committed. Else a worker could claim
    # the letter in between and write it from the state before: the change would never be told.
    held = {"posted_at": Notice.posted_at}
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Notice.invitation_id], index_where=JOINABLE, set_=held
        )
    )


def owe_session(session_id: int, *, now: datetime) -> None:
    """Owe settling calendar letters to all registrants who hold the part; two statements.

    Up to CROWD of them get their notices here. For more one row is kept, and the next worker makes the
    notices of it: each takes many indexes and references, and who moves the part need not wait for that.
    """
    held = select(func.count()).select_from(Invitation).where(_holds(session_id))
    if (db.session.scalar(held) or 0) <= CROWD:
        owe_calendar(_holds(session_id), now=now, is_settling=True)
    else:
        db.session.add(Crowd(session_id=session_id, posted_at=now))
        db.session.flush()


def spread_crowds() -> None:
    """Make the notices of every crowd that no other worker has in hand; one statement where there is none.

    They are owed as of the moment of their cause. Who holds the part only since is owed one as well, and it
    is dropped unless it is news.
    """
    found = select(Crowd).order_by(Crowd.id).with_for_update(of=Crowd, skip_locked=True)
    for crowd in db.session.scalars(found).all():
        owe_calendar(_holds(crowd.session_id), now=crowd.posted_at, is_settling=True)
        db.session.delete(crowd)


def _holds(session_id: int) -> ColumnElement[bool]:
    is_open = Invitation.state == InvitationState.OPEN
    return and_(Invitation.session_id == session_id, Invitation.registration_id.is_not(None), is_open)


def _owed(which: ColumnElement[bool], values: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
    joined = (
        select(*values.values())
        .select_from(Invitation)
        .outerjoin(Invitation.session)
        .outerjoin(Invitation.rehearsal)
    )
    return joined.where(which).order_by(Invitation.id)


def _calendar_values(
    *, now: datetime, is_settling: bool, cause: Cause | None
) -> dict[str, ColumnElement[Any]]:
    """Return the columns of calendar letters as the database fills them from invitation and meeting."""
    details = {"cause": cause.value} if cause else {}
    return _values(NoticeKind.CALENDAR, now=now, is_settling=is_settling, details=details) | {
        "seminar_id": func.coalesce(Session.seminar_id, Rehearsal.seminar_id),
        "invitation_id": Invitation.id.expression,
        "registration_id": Invitation.registration_id.expression,
        "presenter_id": Invitation.presenter_id.expression,
    }


def _values(
    kind: NoticeKind, *, now: datetime, is_settling: bool, details: Mapping[str, Any]
) -> dict[str, ColumnElement[Any]]:
    """Return the columns that are the same in every letter of a bulk, as the database fills them."""
    return {
        "key": random_key(),
        "kind": literal(kind, enum_of(NoticeKind, "notice_kind")),
        "state": literal(NoticeState.OWED, enum_of(NoticeState, "notice_state")),
        "details": literal(details, JSON()),
        "posted_at": literal(now, UTCDateTime()),
        "due_at": literal(now, UTCDateTime()),
        "is_settling": literal(is_settling),
        "attempts": literal(0),
        "is_repeated": literal(False),
    }


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
