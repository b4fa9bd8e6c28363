"""Edits of a row by a form: one diff for the version, the log and the refusal of a stale form."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from webinars.domain.errors import N_, Refusal, Stale
from webinars.models.database import Base, Versioned
from webinars.models.seminars import Seminar
from webinars.services.records import Actor, record

NOTHING: Mapping[str, tuple[object, object]] = MappingProxyType({})


def check_editable(seminar: Seminar) -> None:
    """Raise Refusal when the seminar is in the archive: it is closed to every change."""
    if seminar.is_read_only:
        raise Refusal(N_("This seminar is in the archive. Take it out of the archive before you change it."))


def edit(
    row: Base,
    changes: Mapping[str, object],
    *,
    expected: int | None,
    by: Actor,
    now: datetime,
    seminar_id: int | None = None,
    verb: str = "edited",
    beside: Mapping[str, tuple[object, object]] = NOTHING,
) -> dict[str, tuple[object, object]]:
    """Set *changes* on the locked *row* and return what differed, each field with (before, after).

    *beside* is (before, after) of what the same form changes in other rows, which the caller sets afterwards.
    *expected* is the version that the form was opened with (None: whatever it is). Raises Stale, with the
    stored values that differ from the typed ones, when somebody else was faster and did not write the same.
    """
    if not isinstance(row, Versioned):
        raise TypeError(f"{row!r} has no version")
    diff = difference(row, changes, expected=expected, beside=beside)
    for name in diff.keys() - beside.keys():
        setattr(row, name, diff[name][1])
    if diff:
        row.version += 1
        record(verb, row, by=by, now=now, seminar_id=seminar_id, changes=diff)
    return diff


def difference(
    row: Versioned,
    changes: Mapping[str, object],
    *,
    expected: int | None,
    beside: Mapping[str, tuple[object, object]] = NOTHING,
) -> dict[str, tuple[object, object]]:
    """Return what `edit` would change, each field with (before, after); refuse as it does, change nothing."""
    diff = {
        name: (getattr(row, name), value) for name, value in changes.items() if getattr(row, name) != value
    }
    diff |= {name: values for name, values in beside.items() if values[0] != values[1]}
    if expected is not None and row.version != expected and diff:
        raise Stale(
            N_("Somebody else changed this while you edited it. Compare, then save again."),
            theirs={name: before for name, (before, _) in diff.items()},
            version=row.version,
        )
    return diff
