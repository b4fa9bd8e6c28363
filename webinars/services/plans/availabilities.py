"""When a city can take part in one seminar, and in how many of its parts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.absences import Absence
from webinars.domain.errors import N_, Refusal
from webinars.domain.hours import CELL_MINUTES, Hours
from webinars.domain.planner import checks
from webinars.domain.planner.problems import Attend
from webinars.domain.timezones import LAST_YEAR
from webinars.models.database import db, transaction
from webinars.models.delegations import Delegation
from webinars.models.plans import Availability
from webinars.models.seminars import Seminar
from webinars.services.plans.rows import write
from webinars.services.records import Actor
from webinars.services.seminars import lock_editable

MOST_ABSENCES = 50
LONGEST_COMMENT = 2000


@dataclass(frozen=True, kw_only=True)
class AvailabilityFields:
    """What is said of a city at a seminar; None in *hours* or *days_off* is what the directory says."""

    attend: Attend
    hours: Hours | None = None
    days_off: frozenset[int] | None = None
    absences: tuple[Absence, ...] = ()
    comment: str = ""

    def columns(self) -> dict[str, object]:
        """Return the values by column, as the table holds them."""
        return vars(self) | {
            "days_off": None if self.days_off is None else sorted(self.days_off),
            "absences": tuple(sorted(set(self.absences))),
            "comment": self.comment.strip(),
        }


def save_availability(
    seminar_id: int,
    city_id: int,
    wanted: AvailabilityFields,
    *,
    expected: int | None,
    by: Actor,
    now: datetime,
) -> Availability:
    """Keep when a city can take part in a seminar.

    *expected* is the version that the form was opened with; 0 where nothing had been said before. Raises
    Refusal at a band, at "days_off", "absences[0]" or "comment", or Stale.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        return write_availability(seminar, city_id, wanted, expected=expected, by=by, now=now)


def write_availability(
    seminar: Seminar,
    city_id: int,
    wanted: AvailabilityFields,
    *,
    expected: int | None,
    by: Actor,
    now: datetime,
    verb: str | None = None,
) -> Availability:
    """Do the same in the caller's transaction, which holds the seminar; *verb* is what the log says."""
    check_availability(wanted)
    _check_guest(seminar, city_id)
    whose = {"seminar_id": seminar.id, "city_id": city_id}
    row, _ = write(Availability, whose, wanted.columns(), expected=expected, by=by, now=now, verb=verb)
    return row


def check_availability(wanted: AvailabilityFields) -> None:
    """Raise Refusal at the first field that cannot be."""
    if wanted.hours is not None:
        checks.hours(wanted.hours)
    checks.weekdays(wanted.days_off or ())
    if len(wanted.absences) > MOST_ABSENCES:
        text = N_("Enter at most %(limit)d absences. Join those that touch.")
        raise Refusal(text, field="absences", limit=MOST_ABSENCES)
    for number, absence in enumerate(wanted.absences):
        for local in (absence.begins_at, absence.ends_at):
            check_end(local, f"absences[{number}]")
    if len(wanted.comment.strip()) > LONGEST_COMMENT:
        text = N_("Write at most %(limit)d characters. This text has %(length)d.")
        raise Refusal(text, field="comment", limit=LONGEST_COMMENT, length=len(wanted.comment.strip()))


def check_end(local: datetime, field: str) -> None:
    """Raise Refusal at *field* for a wall clock at which no absence begins or ends."""
    if local.minute % CELL_MINUTES or local.second or local.microsecond:
        text = N_("%(time)s is no multiple of 5 minutes. Round it.")
        raise Refusal(text, field=field, time=f"{local:%H:%M}")
    if not checks.FIRST_YEAR <= local.year <= LAST_YEAR:
        text = N_("The planner knows the years %(first)s to %(last)s. Choose a date in these years.")
        raise Refusal(text, field=field, first=checks.FIRST_YEAR, last=LAST_YEAR)


def _check_guest(seminar: Seminar, city_id: int) -> None:
    guest = select(Delegation.id).where(Delegation.seminar_id == seminar.id, Delegation.city_id == city_id)
    if (
        city_id not in (seminar.host_city_id, seminar.second_host_city_id)
        and db.session.scalar(guest) is None
    ):
        raise Refusal(N_("This city takes no part in the seminar. Add it to the delegations first."))
