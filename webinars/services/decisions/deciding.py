"""What the committee decides of applications, alone or in cohorts; applicants hear nothing of it here."""

from collections.abc import Collection
from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.calls import Application, Call, Cohort, Decision
from webinars.models.database import db, lock, transaction
from webinars.queries.rankings import applications_by_keys, cohorts_of
from webinars.services.calls import lock_call
from webinars.services.edits import edit
from webinars.services.records import Actor, record
from webinars.services.reviews import FINAL

MOST_COHORTS = 50


def decide(
    call_id: int,
    keys: Collection[str],
    decision: Decision | None,
    *,
    cohort_id: int | None,
    by: Actor,
    now: datetime,
) -> int:
    """Decide about the applications with these *keys*, and return how many were decided otherwise before.

    *decision* None takes one back that nobody was told. An acceptance or a refusal that was told stays; who
    is on the reserve list may still become either. Raises Refusal, and then decides of none.
    """
    with transaction():
        call = lock_call(call_id)
        if call.closes_at > now:
            raise Refusal(N_("The call has not closed yet. Decide after that."))
        chosen = applications_by_keys(call_id, list(keys))
        if not chosen or len(chosen) != len(set(keys)):
            raise Refusal(N_("Choose applications from the list."), field="applications")
        cohort = _cohort(call_id, cohort_id)
        # Before the rows are locked: that reads them anew, without their cities.
        cities = [_city_words(one) for one in chosen]
        rows = [lock(Application, one.id) for one in chosen]
        for row, city in zip(rows, cities, strict=True):
            _check(row, decision, city)
        return sum(_decide(row, decision, cohort, call, by=by, now=now) for row in rows)


def add_cohort(call_id: int, name: LocalizedText, *, by: Actor, now: datetime) -> Cohort:
    """Add a cohort after the others. Raises Refusal at "name"."""
    with transaction():
        call = lock_call(call_id)
        if not name:
            raise Refusal(N_("Write this in at least one language."), field="name")
        present = cohorts_of(call_id)
        if len(present) >= MOST_COHORTS:
            raise Refusal(N_("A call has at most %(limit)d groups."), field="name", limit=MOST_COHORTS)
        cohort = Cohort(call_id=call_id, position=len(present), name=name)
        db.session.add(cohort)
        record("added", cohort, by=by, now=now, seminar_id=call.seminar_id)
    return cohort


def rename_cohort(
    cohort_id: int, name: LocalizedText, *, expected: int | None, by: Actor, now: datetime
) -> None:
    """Give a cohort another name. Raises Refusal at "name", or Stale."""
    with transaction():
        call = lock_call(db.session.get_one(Cohort, cohort_id).call_id)
        if not name:
            raise Refusal(N_("Write this in at least one language."), field="name")
        changes = {"name": name}
        edit(lock(Cohort, cohort_id), changes, expected=expected, by=by, now=now, seminar_id=call.seminar_id)


def _cohort(call_id: int, cohort_id: int | None) -> Cohort | None:
    found = next((one for one in cohorts_of(call_id) if one.id == cohort_id), None)
    if cohort_id is not None and found is None:
        raise Refusal(N_("Choose a group of this call."), field="cohort")
    return found


def _check(application: Application, decision: Decision | None, city: object) -> None:
    told = application.told_decision
    if told in FINAL and decision is not told:
        raise Refusal(
            N_("%(city)s was told its decision, and that stays. Leave it out."),
            field="applications",
            city=city,
        )
    if told is Decision.RESERVE and decision is None:
        raise Refusal(
            N_("%(city)s knows that it is on the reserve list. Accept or decline it."),
            field="applications",
            city=city,
        )


def _decide(
    application: Application,
    decision: Decision | None,
    cohort: Cohort | None,
    call: Call,
    *,
    by: Actor,
    now: datetime,
) -> bool:
    """Write the decision down, and say whether it is another than before."""
    wanted = {"decision": decision, "cohort_id": cohort.id if cohort and decision else None}
    seminar_id = call.seminar_id
    diff = edit(application, wanted, expected=None, by=by, now=now, seminar_id=seminar_id, verb="decided")
    if "decision" in diff:
        application.decided_at = now if decision else None
    return bool(diff)


def _city_words(application: Application) -> object:
    return application.city.name if application.city else application.city_name
