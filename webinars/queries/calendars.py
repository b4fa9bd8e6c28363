"""What the public calendars need: first the columns of their validators, then those of their parts.

A calendar may have thousands of parts, and shows a few columns of each: rows of a model would cost more than
writing all events.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Text, and_, bindparam, cast, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.domain.texts import LocalizedText
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import TAKING_PART, Delegation
from webinars.models.prepared import PreparedRead
from webinars.models.seminars import Seminar, SeminarState, Series
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Slot, SlotKind
from webinars.queries.stamps import stamped

NOWHERE = N_("There is no calendar at this address. Take the address from the seminar's page.")


@dataclass(frozen=True)
class Stamp:
    """The stored state of a public seminar: *revision* rises with everything its calendar shows."""

    seminar_id: int
    revision: int
    changed_at: datetime


@dataclass(frozen=True)
class Gathering:
    """The stored state of the public seminars of a series or a city.

    *state* is everything stored that decides on the calendar, *changed_at* the latest change of any seminar;
    None without one. *parts* names for each seminar of the calendar the part that belongs to it (None: all).
    """

    ident: int
    state: tuple[Any, ...]
    changed_at: datetime | None
    parts: Mapping[int, int | None]

    def has(self, part: "Part") -> bool:
        """Say whether *part*, one of a seminar of the calendar, belongs to it."""
        return self.parts[part.seminar_id] in (None, part.id)


class Part(NamedTuple):
    """The columns of a part that its public event shows; *name* is the text by language."""

    id: int
    seminar_id: int
    key: str
    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    state: SessionState
    name: Mapping[str, str]


class PartSlot(NamedTuple):
    """The columns of a slot that the event of its part shows; *city* is who presents."""

    session_id: int
    minutes: int | None
    kind: SlotKind
    title: LocalizedText
    speaker: LocalizedText
    city: LocalizedText | None


# --- validators ---------------------------------------------------------------------------------------------

_IS_PUBLIC = Seminar.state != SeminarState.DRAFT
_seminar = select(Seminar.id, Seminar.revision, Seminar.changed_at).where(
    Seminar.slug == bindparam("slug"), _IS_PUBLIC
)
_SEMINAR = PreparedRead(_seminar)
_PART = PreparedRead(
    _seminar.join(Session, Session.seminar_id == Seminar.id).where(
        Session.key == bindparam("key"), Session.starts_at.is_not(None)
    )
)
_SERIES = PreparedRead(
    select(Series.id, Series.version, Seminar.id, Seminar.revision, Seminar.changed_at)
    .outerjoin(Seminar, and_(Seminar.series_id == Series.id, _IS_PUBLIC))
    .where(Series.slug == bindparam("slug"))
    .order_by(Seminar.id)
)
_asked = select(Delegation.seminar_id).where(Delegation.city_id == City.id).correlate(City)
_is_held_by_city = or_(Seminar.host_city_id == City.id, Seminar.second_host_city_id == City.id)
_CITY = PreparedRead(
    select(
        City.id,
        City.version,
        Seminar.id,
        Seminar.revision,
        Seminar.changed_at,
        Delegation.role,
        Delegation.session_id,
    )
    .select_from(City)
    .outerjoin(Seminar, and_(_IS_PUBLIC, or_(Seminar.id.in_(_asked), _is_held_by_city)))
    .outerjoin(Delegation, and_(Delegation.seminar_id == Seminar.id, Delegation.city_id == City.id))
    .where(City.slug == bindparam("slug"))
    .order_by(Seminar.id)
)


def seminar_stamp(slug: str) -> Stamp:
    """Return the stamp of a public seminar; one statement by a unique index. Raises Missing."""
    return _found(_SEMINAR, slug=slug)


def session_stamp(slug: str, key: str) -> Stamp:
    """Return the stamp for one part; one statement by unique indexes.

    Raises Missing, also for a part without a zone: what has no instant has no place in a calendar.
    """
    return _found(_PART, slug=slug, key=key)


def series_gathering(slug: str) -> Gathering:
    """Return the public seminars of a series; one statement by unique indexes. Raises Missing."""
    rows = _rows(_SERIES, slug=slug)
    return _gathered(rows, {row[2]: None for row in rows if row[2] is not None})


def city_gathering(slug: str) -> Gathering:
    """Return the public seminars that a city takes part in; one statement by indexes. Raises Missing.

    A city without a part of its own choice follows all parts, and so does a host, which is asked nothing.
    """
    rows = _rows(_CITY, slug=slug)
    held = (row for row in rows if row[2] is not None)
    return _gathered(rows, {row[2]: row[6] for row in held if row[5] is None or row[5] in TAKING_PART})


def _found(statement: PreparedRead, **values: str) -> Stamp:
    return Stamp(*_rows(statement, **values)[0])


def _rows(statement: PreparedRead, **values: str) -> Sequence[Any]:
    rows = stamped(statement, values)
    if not rows:
        raise Missing(NOWHERE)
    return rows


def _gathered(rows: Sequence[Any], parts: Mapping[int, int | None]) -> Gathering:
    # The city that no longer comes counts too: its answer touched the seminar, and the calendar is newer.
    changed = (row[4] for row in rows if row[4] is not None)
    return Gathering(rows[0][0], tuple(map(tuple, rows)), max(changed, default=None), parts)


# --- what is shown ------------------------------------------------------------------------------------------


def series_by_id(ident: int) -> Series:
    """Return the series; one statement."""
    return db.session.get_one(Series, ident)


def city_by_id(ident: int) -> City:
    """Return the city; one statement."""
    return db.session.get_one(City, ident)


def seminars_of(seminar_ids: Collection[int]) -> Mapping[int, Seminar]:
    """Return seminars by id, with series and host city; one statement."""
    loaded = (joinedload(Seminar.series), joinedload(Seminar.host_city), joinedload(Seminar.second_host_city))
    statement = select(Seminar).where(Seminar.id.in_(seminar_ids)).options(*loaded)
    found = db.session.scalars(statement.execution_options(populate_existing=True))
    return {seminar.id: seminar for seminar in found}


def parts_of(
    seminar_ids: Collection[int], *, key: str | None = None, since: datetime | None = None
) -> Sequence[Part]:
    """Return the parts that have an instant, in order of start; one statement.

    Only the one with *key*, and only what ends after *since*, where these are given.
    """
    columns = [Session.id, Session.seminar_id, Session.key, Session.uid, Session.sequence, Session.changed_at]
    columns += [Session.starts_at, Session.ends_at, Session.zone, Session.state]
    statement = select(*columns, cast(Session.name, Text)).where(
        Session.seminar_id.in_(seminar_ids), Session.starts_at.is_not(None)
    )
    if key is not None:
        statement = statement.where(Session.key == key)
    if since is not None:
        statement = statement.where(Session.ends_at > since)
    # Past the mapper, which would look at every row once more.
    rows = db.session.connection().execute(statement.order_by(Session.starts_at, Session.id)).all()
    # Read as one text: thousands of small ones take five times as long.
    names = json.loads(f"[{','.join(str(row[-1]) for row in rows)}]")
    return [Part._make((*row[:-1], name)) for row, name in zip(rows, names, strict=True)]


def slots_of(seminar_ids: Collection[int]) -> Mapping[int, Sequence[PartSlot]]:
    """Return the slots of every part in running order, by the id of the part; one statement."""
    columns = (Slot.session_id, Slot.minutes, Slot.kind, Slot.title, Slot.speaker, City.name)
    statement = (
        select(*columns)
        .join(Session, Slot.session_id == Session.id)
        .outerjoin(Delegation, Slot.delegation_id == Delegation.id)
        .outerjoin(City, Delegation.city_id == City.id)
        .where(Session.seminar_id.in_(seminar_ids), Slot.removed_at.is_(None))
        .order_by(Slot.position, Slot.id)
    )
    found: defaultdict[int, list[PartSlot]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row[0]].append(PartSlot._make(row))
    return found
