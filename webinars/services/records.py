"""Records of change: the only module that writes the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import insert

from webinars.domain.absences import Absence
from webinars.domain.hours import Band, Hours
from webinars.domain.texts import LocalizedText
from webinars.models.calls import Application, Cohort
from webinars.models.cities import City
from webinars.models.database import Base, db
from webinars.models.delegations import Delegation
from webinars.models.plans import Availability, CityHours, SeminarPlan
from webinars.models.presentations import Asset
from webinars.models.records import Record
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar, Series
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.models.themes import Theme
from webinars.models.uploads import Upload


@dataclass(frozen=True)
class Actor:
    """Who does it: the name as it is today, and the account if there is one (None: by a signed link)."""

    name: str
    account_id: int | None = None


# For each field what it was and what it is.
Changes = Mapping[str, tuple[object, object]]
SYSTEM = Actor("Webinars")
POINTERS: dict[str, type[Base]] = {
    "city_id": City,
    "cohort_id": Cohort,
    "delegation_id": Delegation,
    "host_city_id": City,
    "picture_id": Upload,
    "rehearsal_id": Rehearsal,
    "second_host_city_id": City,
    "seminar_id": Seminar,
    "series_id": Series,
    "session_id": Session,
    "upload_id": Upload,
    "slot_id": Slot,
    "theme_id": Theme,
}


def record(
    verb: str,
    row: Base,
    *,
    by: Actor,
    now: datetime,
    seminar_id: int | None = None,
    changes: Changes | None = None,
) -> None:
    """Write down that *by* did *verb* to *row*; *changes* maps each field to (before, after).

    A field that points to another row is written with that row's name: ids mean nothing to who reads.
    """
    record_each(verb, [(row, changes or {})], by=by, now=now, seminar_id=seminar_id)


def record_each(
    verb: str,
    changed: Sequence[tuple[Base, Changes]],
    *,
    by: Actor,
    now: datetime,
    seminar_id: int | None = None,
) -> None:
    """Write down that *by* did *verb* to each of the rows; as many statements as for one."""
    db.session.flush()
    alike = {"at": now, "actor": by.name, "account_id": by.account_id, "verb": verb, "seminar_id": seminar_id}
    rows = [alike | _own(row, changes) for row, changes in changed]
    if rows:
        db.session.execute(insert(Record), rows)


def _own(row: Base, changes: Changes) -> dict[str, object]:
    """Return what a line of the log says of *row* alone."""
    return {
        "noun": str(row.__tablename__),
        "noun_id": row.id,
        "title": _title_of(row),
        "changes": {
            name: [_written(name, before), _written(name, after)] for name, (before, after) in changes.items()
        },
    }


def _title_of(row: Base) -> str:
    if isinstance(row, Delegation | Availability | CityHours | Application):
        return _city_of(row)[:400]
    if isinstance(row, SeminarPlan):
        row = db.session.get_one(Seminar, row.seminar_id)
    if isinstance(row, Asset):
        row = db.session.get_one(Slot, row.slot_id)
    if isinstance(row, Rehearsal) and not row.name:
        return row.kind.value
    # Of other rows *theme* is a row of its own.
    of_seminar = ("theme",) if isinstance(row, Seminar) else ()
    for name in (*of_seminar, "name", "title", "label", "subject", "slug", "key"):
        value = getattr(row, name, None)
        if value:
            return (value.best("en") if isinstance(value, LocalizedText) else str(value))[:400]
    return ""


def _city_of(row: Delegation | Availability | CityHours | Application) -> str:
    city = db.session.get(City, row.city_id) if row.city_id else None
    return str(city.name) if city else getattr(row, "city_name", "") or getattr(row, "focal_name", "") or ""


def _written(name: str, value: object) -> object:
    """Return *value* of the field *name* as JSON holds it, a reference by the name of what it points to."""
    model = POINTERS.get(name)
    if model is None or value is None:
        return _plain(value)
    row = db.session.get(model, value)
    return _title_of(row) if row is not None else _plain(value)


def _plain(value: object) -> object:
    """Return *value* as JSON holds it."""
    if isinstance(value, LocalizedText):
        return dict(value.to_mapping())
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Hours):
        return {name: _stretch(getattr(value, name)) for name in ("preferred", "acceptable", "possible")}
    if isinstance(value, Absence):
        return "/".join(value.to_list())
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _stretch(band: Band) -> str:
    begin, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in (band.from_minute, band.to_minute))
    return f"{begin}–{end}"
