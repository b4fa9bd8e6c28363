"""Rows of planning: one for each seminar, city or both, made when it is first written."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from webinars.domain.errors import N_, Stale
from webinars.models.database import Base, db
from webinars.services.edits import edit
from webinars.services.records import Actor, record

R = TypeVar("R", bound=Base)


def write(
    model: type[R],
    whose: Mapping[str, int],
    values: Mapping[str, object],
    *,
    expected: int | None,
    by: Actor,
    now: datetime,
    verb: str | None = None,
) -> tuple[R, bool]:
    """Set *values* on the one row that is of *whose* seminar and city, which is made where it is missing.

    Say also whether anything changed.
    *expected* is the version that the form was opened with: 0 where there was no row, None for whatever it
    is. In the caller's transaction, which holds the row that it hangs on. Raises Stale.
    """
    row, seminar_id = find(model, whose), whose.get("seminar_id")
    if row is not None:
        diff = edit(
            row, values, expected=expected, by=by, now=now, seminar_id=seminar_id, verb=verb or "edited"
        )
        return row, bool(diff)
    if expected:
        raise Stale(
            N_("Somebody else took this away while you edited it. Look at it again, then save."), theirs={}
        )
    row = model(**whose, **values)
    db.session.add(row)
    record(verb or "created", row, by=by, now=now, seminar_id=seminar_id)
    return row, True


def find(model: type[R], whose: Mapping[str, int]) -> R | None:
    """Return the row as it is now, None where there is none; one statement."""
    statement = select(model).filter_by(**whose).execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()
