"""What letters of some kinds say besides: read for a whole batch, and only where it has such a letter."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webinars.models.calls import Application
from webinars.models.committees import Reviewer
from webinars.models.database import db
from webinars.models.notices import NoticeKind
from webinars.models.rehearsals import Rehearsal
from webinars.queries.assets import assets_of
from webinars.queries.committees import left_of
from webinars.queries.messages import messages_by_id
from webinars.queries.notices.matters import Matter
from webinars.queries.polls import polls_about
from webinars.queries.swaps import proposals_by_key


def with_enclosures(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what the letters say besides; no statement for a kind that is not among them."""
    matters = _with_rehearsals(_with_messages(_with_swaps(_with_polls(matters))))
    return _with_assets(_with_reviewers(_with_applications(matters)))


def _with_polls(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what cities are asked about their hours; no statement where none is."""
    asked = [one for one in matters if one.notice.kind is NoticeKind.HOURS_POLL and one.notice.delegation]
    polls = polls_about([(one.notice.delegation, one.seminar) for one in asked if one.notice.delegation])
    return (
        [replace(one, poll=polls.get(one.notice.delegation_id or 0)) for one in matters] if polls else matters
    )


def _with_swaps(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add with whom presenters would change places; no statement where nobody would."""
    asked = [one.notice for one in matters if one.notice.kind is NoticeKind.SWAP_PROPOSAL]
    keys = {notice.id: str(notice.details.get("proposal")) for notice in asked}
    found = proposals_by_key(set(keys.values())) if keys else {}
    return [replace(one, swap=found.get(keys.get(one.notice.id, ""))) for one in matters] if keys else matters


def _with_messages(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what organisers wrote; no statement where nobody did."""
    ids = {one.notice.details["message"] for one in matters if one.notice.kind is NoticeKind.MESSAGE}
    if not ids:
        return matters
    found = messages_by_id(ids)
    return [replace(one, message=found.get(one.notice.details.get("message", 0))) for one in matters]


def _with_applications(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add the applications that letters are about; no statement where there is none."""
    ids = {one.notice.application_id for one in matters} - {None}
    if not ids:
        return matters
    loaded = map(joinedload, (Application.call, Application.city, Application.cohort, Application.delegation))
    statement = select(Application).where(Application.id.in_(ids)).options(*loaded)
    fresh = db.session.scalars(statement.execution_options(populate_existing=True))
    found = {application.id: application for application in fresh}
    return [replace(one, application=found.get(one.notice.application_id or 0)) for one in matters]


def _with_reviewers(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add the reviewers that letters go to, and what is left for who is reminded; no statement for none."""
    ids = {one.notice.reviewer_id for one in matters} - {None}
    if not ids:
        return matters
    loaded = (joinedload(Reviewer.call), joinedload(Reviewer.city))
    statement = select(Reviewer).where(Reviewer.id.in_(ids)).options(*loaded)
    fresh = db.session.scalars(statement.execution_options(populate_existing=True))
    found = {reviewer.id: reviewer for reviewer in fresh}
    reminded = {one.notice.reviewer_id for one in matters if one.notice.kind is NoticeKind.REVIEW_REMINDER}
    left = left_of([reviewer for reviewer in found.values() if reviewer.id in reminded])
    return [
        replace(one, reviewer=found.get(ident), reviews_left=left.get(ident, 0))
        for one in matters
        for ident in [one.notice.reviewer_id or 0]
    ]


def _with_assets(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add what the slots of presenters need; no statement where nobody is asked for anything."""
    asked = [one.notice for one in matters if one.notice.kind is NoticeKind.ASSET_REMINDER]
    slot_ids = {notice.presenter.slot_id for notice in asked if notice.presenter}
    if not slot_ids:
        return matters
    found = assets_of(slot_ids)
    return [
        replace(one, assets=found.get(one.notice.presenter.slot_id, ())) if one.notice.presenter else one
        for one in matters
    ]


def _with_rehearsals(matters: Sequence[Matter]) -> Sequence[Matter]:
    """Add to which rehearsals people are invited; no statement where nobody is."""
    invited = {one.notice.id: one.notice.invitation for one in matters if one.notice.invitation}
    ids = {one.rehearsal_id for one in invited.values() if one.rehearsal_id is not None}
    if not ids:
        return matters
    fresh = select(Rehearsal).where(Rehearsal.id.in_(ids)).execution_options(populate_existing=True)
    found = {row.id: row for row in db.session.scalars(fresh)}
    about = {ident: found.get(one.rehearsal_id or 0) for ident, one in invited.items()}
    return [replace(one, rehearsal=about.get(one.notice.id)) for one in matters]
