"""Presentations: what a delegation wants to present, kept until the running order has a place for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.running_order import check_minutes
from webinars.domain.texts import LocalizedText
from webinars.models.database import db, lock, transaction
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.presentations import Presentation
from webinars.models.slots import Slot
from webinars.models.themes import Theme
from webinars.queries.presentations import waiting_presentations, without_anything
from webinars.queries.programmes import programme
from webinars.services.delegations.rows import check_presenter
from webinars.services.edits import edit
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable


@dataclass(frozen=True, kw_only=True)
class PresentationFields:
    """What a person writes about a presentation; *minutes* None is what the other talks have."""

    title: LocalizedText
    theme_id: int | None = None
    minutes: int | None = None
    presenter_name: str | None = None
    presenter_email: str | None = None


def add(
    delegation: Delegation,
    *,
    title: LocalizedText,
    theme_id: int | None,
    application_id: int | None,
    presenter_name: str | None,
    presenter_email: str | None,
    by: Actor,
    now: datetime,
) -> Presentation:
    """Let a presentation of *delegation*, which presents from now on, wait; in the caller's transaction."""
    presentation = Presentation(
        delegation_id=delegation.id,
        title=title,
        theme_id=theme_id,
        application_id=application_id,
        presenter_name=presenter_name,
        presenter_email=presenter_email,
        created_at=now,
    )
    db.session.add(presentation)
    delegation.role = DelegationRole.PRESENTING
    record("created", presentation, by=by, now=now, seminar_id=delegation.seminar_id)
    return presentation


def add_by_hand(
    seminar_id: int, delegation_id: int | None, wanted: PresentationFields, *, by: Actor, now: datetime
) -> Presentation:
    """Let a presentation of a city of the seminar wait for a slot. Raises Refusal at a field."""
    with transaction():
        lock_editable(seminar_id)
        delegation = _delegation(seminar_id, delegation_id)
        _check(wanted)
        presentation = add(
            delegation,
            title=wanted.title,
            theme_id=wanted.theme_id,
            application_id=None,
            presenter_name=wanted.presenter_name,
            presenter_email=wanted.presenter_email,
            by=by,
            now=now,
        )
        presentation.minutes = wanted.minutes
    return presentation


def add_missing(seminar_id: int, *, by: Actor, now: datetime) -> int:
    """Let a presentation wait for each city that presents and has none, nor a slot; return how many."""
    with transaction():
        lock_editable(seminar_id)
        found = without_anything(programme(seminar_id), waiting_presentations(seminar_id))
        for delegation in found:
            add(
                delegation,
                title=LocalizedText(),
                theme_id=None,
                application_id=None,
                presenter_name=delegation.presenter_name,
                presenter_email=delegation.presenter_email,
                by=by,
                now=now,
            )
    return len(found)


def edit_presentation(
    presentation_id: int, wanted: PresentationFields, *, expected: int | None, by: Actor, now: datetime
) -> Presentation:
    """Change a presentation that waits. Raises Refusal at a field, Missing when it has a slot, or Stale."""
    with transaction():
        presentation, delegation = lock_waiting(presentation_id)
        _check(wanted)
        edit(presentation, vars(wanted), expected=expected, by=by, now=now, seminar_id=delegation.seminar_id)
    return presentation


def withdraw(presentation_id: int, *, by: Actor, now: datetime) -> Presentation:
    """Let a presentation wait no longer; its city stays as it is. Raises Missing when it has a slot."""
    with transaction():
        presentation, delegation = lock_waiting(presentation_id)
        presentation.withdrawn_at = now
        presentation.version += 1
        record("withdrawn", presentation, by=by, now=now, seminar_id=delegation.seminar_id)
    return presentation


def lock_waiting(presentation_id: int) -> tuple[Presentation, Delegation]:
    """Lock a presentation and before it its seminar; raise Missing unless it waits. No own transaction."""
    whose = select(Delegation).join(Presentation).where(Presentation.id == presentation_id)
    delegation = db.session.scalars(whose.execution_options(populate_existing=True)).one_or_none()
    if delegation is None:
        raise _gone()
    lock_editable(delegation.seminar_id)
    presentation = lock(Presentation, presentation_id)
    if presentation.withdrawn_at is not None or _stands(presentation.slot_id):
        raise _gone()
    return presentation, delegation


def _stands(slot_id: int | None) -> bool:
    """Say whether a presentation has this slot and it was not removed."""
    if slot_id is None:
        return False
    of = select(Slot.id).where(Slot.id == slot_id, Slot.removed_at.is_(None))
    return db.session.scalar(of) is not None


def _delegation(seminar_id: int, delegation_id: int | None) -> Delegation:
    of = select(Delegation).where(Delegation.id == delegation_id, Delegation.seminar_id == seminar_id)
    found = db.session.scalars(of).one_or_none()
    if found is None or found.role is DelegationRole.ABSENT:
        raise Refusal(N_("Choose a city that takes part in this seminar."), field="delegation")
    return found


def _check(wanted: PresentationFields) -> None:
    if wanted.minutes is not None:
        check_minutes(wanted.minutes)
    check_presenter(wanted.presenter_name, wanted.presenter_email)
    of = select(Theme.id).where(Theme.id == wanted.theme_id)
    if wanted.theme_id is not None and db.session.scalar(of) is None:
        raise Refusal(N_("This theme is no longer in the directory. Choose another one."), field="theme")


def _gone() -> Missing:
    return Missing(N_("This presentation no longer waits for a slot. Go back to the running order."))
