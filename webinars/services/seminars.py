"""Series and seminars: made, edited, published, called off, put into the archive."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from webinars.domain.errors import N_, Refusal
from webinars.domain.running_order import blocks_publishing
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import check_zone
from webinars.models.database import db, lock, transaction
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar, SeminarState, Series
from webinars.models.sessions import Session
from webinars.queries.checks import checks
from webinars.queries.programmes import programme
from webinars.queries.sessions import sessions_of
from webinars.services import invitations, reminders
from webinars.services.edits import check_editable, edit
from webinars.services.records import Actor, record
from webinars.services.registrations import lock_sessions_of, promote_waiting, tell_waiting
from webinars.services.renaming import NAMING_COLUMNS, naming_of, tell_renamed_seminar
from webinars.services.seminar_fields import SeminarFields

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = frozenset({"new"})  # an address of the editors: /organise/seminars/new
LAST_EDITION = 9999


def touch(seminar_id: int, *, now: datetime) -> None:
    """Note a change of what the public page or calendar shows; one statement, in the caller's transaction."""
    changed = {"revision": Seminar.revision + 1, "changed_at": now}
    db.session.execute(update(Seminar).where(Seminar.id == seminar_id).values(changed))


def touch_seminars_with(city_id: int, *, now: datetime) -> None:
    """Raise the revision of every seminar that shows the city; one statement, no transaction of its own."""
    invited = select(Delegation.seminar_id).where(Delegation.city_id == city_id)
    shows = or_(Seminar.host_city_id == city_id, Seminar.id.in_(invited))
    values = {"revision": Seminar.revision + 1, "changed_at": now}
    statement = update(Seminar).where(shows).values(values)
    db.session.execute(statement.execution_options(synchronize_session=False))


def lock_editable(seminar_id: int) -> Seminar:
    """Lock the seminar for a change; raise Refusal when it is in the archive. In the caller's transaction."""
    seminar = lock(Seminar, seminar_id)
    check_editable(seminar)
    return seminar


def create_series(slug: str, name: LocalizedText, *, by: Actor, now: datetime) -> Series:
    """Add a series. Raises Refusal at "slug" or "name"."""
    with transaction():
        check_slug(slug)
        if db.session.scalar(select(Series.id).where(Series.slug == slug)) is not None:
            raise Refusal(N_("Another series has this short name. Choose a different one."), field="slug")
        if not name:
            raise Refusal(N_("Write this in at least one language."), field="name")
        series = Series(slug=slug, name=name)
        db.session.add(series)
        record("created", series, by=by, now=now)
    return series


def create_seminar(
    wanted: SeminarFields, *, by: Actor, now: datetime, is_demonstration: bool = False
) -> Seminar:
    """Add a draft. Raises Refusal at the field that is wrong."""
    with transaction():
        return add_draft(wanted, by=by, now=now, is_demonstration=is_demonstration)


def add_draft(
    wanted: SeminarFields,
    *,
    by: Actor,
    now: datetime,
    is_demonstration: bool = False,
    duplicated_from_id: int | None = None,
) -> Seminar:
    """Add a draft in the caller's transaction. Raises Refusal at the field that is wrong."""
    _check(wanted, seminar_id=None)
    seminar = Seminar(
        state=SeminarState.DRAFT,
        created_at=now,
        changed_at=now,
        is_demonstration=is_demonstration,
        duplicated_from_id=duplicated_from_id,
        **wanted.columns(),
    )
    db.session.add(seminar)
    db.session.flush()
    record("created", seminar, by=by, now=now, seminar_id=seminar.id)
    return seminar


def edit_seminar(
    seminar_id: int, wanted: SeminarFields, *, expected: int | None, by: Actor, now: datetime
) -> Seminar:
    """Change what is written about a seminar; another name owes an update to everybody who is invited.

    Raises Refusal at a field, or Stale.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        _check(wanted, seminar_id=seminar_id)
        _check_guests("host_city", wanted.host_city_id, seminar_id)
        _check_guests("second_host_city", wanted.second_host_city_id, seminar_id)
        if seminar.is_public and wanted.slug != seminar.slug:
            raise Refusal(
                N_("The short name is part of links that were published: leave it as it is."), field="slug"
            )
        was, rhythm = naming_of(seminar), set(seminar.reminder_minutes)
        changed = edit(seminar, wanted.columns(), expected=expected, by=by, now=now, seminar_id=seminar_id)
        if NAMING_COLUMNS & changed.keys():
            tell_renamed_seminar(seminar, was, now=now)
        if "reminder_minutes" in changed:
            reminders.pass_over(seminar_id, set(wanted.reminder_minutes) - rhythm, now=now)
        if changed:
            touch(seminar_id, now=now)
    return seminar


def publish(seminar_id: int, *, by: Actor, now: datetime) -> Seminar:
    """Open a draft to the public. Raises Refusal when a finding blocks publishing."""
    with transaction():
        seminar = lock_editable(seminar_id)
        _expect(seminar, SeminarState.DRAFT, N_("Only a draft can be published."))
        if blocks_publishing(checks(programme(seminar_id), now=now)):
            raise Refusal(N_("This cannot be published yet. Correct what blocks publishing, then publish."))
        seminar.published_at = now
        _become(seminar, SeminarState.PUBLISHED, "published", by=by, now=now)
    return seminar


def cancel_seminar(seminar_id: int, *, by: Actor, now: datetime) -> Seminar:
    """Call a published seminar off: its page stays and says so, and invited people are owed a CANCEL."""
    with transaction():
        seminar = lock_editable(seminar_id)
        _expect(seminar, SeminarState.PUBLISHED, N_("Only a published seminar can be cancelled."))
        for session in _lock_planned(seminar_id):
            session.raise_sequence(now=now)
            invitations.close_session(session.id, now=now)
            tell_waiting(session.id, now=now)
        invitations.close_rehearsals(seminar_id, now=now)
        _become(seminar, SeminarState.CANCELLED, "cancelled", by=by, now=now)
    return seminar


def restore_seminar(seminar_id: int, *, by: Actor, now: datetime) -> Seminar:
    """Hold a cancelled seminar after all; parts that were called off one by one stay so."""
    with transaction():
        seminar = lock_editable(seminar_id)
        _expect(seminar, SeminarState.CANCELLED, N_("Only a cancelled seminar can be restored."))
        # Before the invitations: what they reopen depends on whether the seminar is held.
        _become(seminar, SeminarState.PUBLISHED, "restored", by=by, now=now)
        for session in _lock_planned(seminar_id):
            session.raise_sequence(now=now)
            invitations.reopen_session(session.id, now=now)
            promote_waiting(session.id, now=now)
            tell_waiting(session.id, now=now)
        invitations.reopen_rehearsals(seminar_id, now=now)
    return seminar


def archive(seminar_id: int, *, by: Actor, now: datetime) -> Seminar:
    """Put a seminar that is over into the archive: public, and closed to every change."""
    with transaction():
        seminar = lock_editable(seminar_id)
        _expect(seminar, SeminarState.PUBLISHED, N_("Only a published seminar can be archived."))
        for session in sessions_of(seminar_id):
            if not session.is_cancelled and session.ends_at is not None and session.ends_at > now:
                raise Refusal(N_("The part “%(part)s” is not over. Archive afterwards."), part=session.name)
        _become(seminar, SeminarState.ARCHIVED, "archived", by=by, now=now)
    return seminar


def unarchive(seminar_id: int, *, by: Actor, now: datetime) -> Seminar:
    """Take a seminar out of the archive, so that it can be corrected."""
    with transaction():
        seminar = lock(Seminar, seminar_id)
        _expect(seminar, SeminarState.ARCHIVED, N_("This seminar is not in the archive."))
        _become(seminar, SeminarState.PUBLISHED, "unarchived", by=by, now=now)
    return seminar


def check_slug(slug: str, *, field: str = "slug", limit: int = 80) -> None:
    """Raise Refusal at *field* unless *slug* can stand in an address."""
    if not SLUG.fullmatch(slug) or len(slug) > limit or slug in RESERVED:
        raise Refusal(
            N_(
                "Write small letters a–z, digits and single hyphens, at most %(limit)d characters; not “new”."
            ),
            field=field,
            limit=limit,
        )


def _lock_planned(seminar_id: int) -> list[Session]:
    """Lock the parts of a seminar by id, as everywhere, and return those that were not called off alone."""
    return [session for session in lock_sessions_of(seminar_id).values() if not session.is_cancelled]


def _become(seminar: Seminar, state: SeminarState, verb: str, *, by: Actor, now: datetime) -> None:
    edit(seminar, {"state": state}, expected=None, by=by, now=now, seminar_id=seminar.id, verb=verb)
    touch(seminar.id, now=now)


def _expect(seminar: Seminar, state: SeminarState, otherwise: str) -> None:
    if seminar.state is not state:
        raise Refusal(otherwise)


def _check(wanted: SeminarFields, *, seminar_id: int | None) -> None:
    """Raise Refusal at the first field of *wanted* that cannot be, for that seminar (None: a new one)."""
    check_slug(wanted.slug)
    if not wanted.theme:
        raise Refusal(N_("Write this in at least one language."), field="theme")
    if not wanted.languages:
        raise Refusal(N_("Choose at least one language."), field="languages")
    if wanted.zone is not None:
        check_zone(wanted.zone)
    if _is_taken(seminar_id, Seminar.slug == wanted.slug):
        raise Refusal(N_("Another seminar has this short name. Choose a different one."), field="slug")
    _check_hosts(wanted)
    _check_edition(wanted, seminar_id)


def _check_edition(wanted: SeminarFields, seminar_id: int | None) -> None:
    if wanted.edition is None:
        return
    if not 1 <= wanted.edition <= LAST_EDITION:
        raise Refusal(N_("Write a number from 1 to %(last)d."), field="edition", last=LAST_EDITION)
    same = (Seminar.series_id == wanted.series_id, Seminar.edition == wanted.edition)
    if wanted.series_id is not None and _is_taken(seminar_id, *same):
        raise Refusal(N_("This series has an edition of that number already."), field="edition")


def _check_hosts(wanted: SeminarFields) -> None:
    second = wanted.second_host_city_id
    if second is not None and wanted.host_city_id is None:
        raise Refusal(N_("Choose the city of the first host here, then a second."), field="host_city")
    if second is not None and second == wanted.host_city_id:
        raise Refusal(N_("This city is the first host already. Choose another."), field="second_host_city")


def _check_guests(field: str, city_id: int | None, seminar_id: int) -> None:
    """Raise Refusal at *field* for a city that takes part: the host is no delegation."""
    invited = select(Delegation.id).where(Delegation.seminar_id == seminar_id, Delegation.city_id == city_id)
    if city_id is not None and db.session.scalar(invited) is not None:
        raise Refusal(
            N_("This city is invited as a delegation, and the host is none. Choose another city."),
            field=field,
        )


def _is_taken(seminar_id: int | None, *conditions: ColumnElement[bool]) -> bool:
    statement = select(Seminar.id).where(*conditions)
    if seminar_id is not None:
        statement = statement.where(Seminar.id != seminar_id)
    return db.session.scalar(statement) is not None
