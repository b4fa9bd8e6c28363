"""Assets: slides, video messages and documents that slots need: asked for, sent, accepted or to improve."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webinars.domain.answering import is_fresh
from webinars.domain.assets import check_url
from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.files import Family
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.presentations import Asset, AssetKind, AssetState
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.assets import MISSING, assets_of
from webinars.services import uploads
from webinars.services.edits import edit
from webinars.services.moves import is_ahead
from webinars.services.notices import post_once
from webinars.services.presenters.managing import check_may_write, manager_of
from webinars.services.presenters.rows import check_held, lock_presenter, presenters_of
from webinars.services.records import Actor, record
from webinars.services.slots import lock_slot

FAMILIES: Mapping[AssetKind, frozenset[Family]] = {
    AssetKind.SLIDES: frozenset({Family.SLIDES}),
    AssetKind.VIDEO_MESSAGE: frozenset({Family.VIDEO}),
    AssetKind.DOCUMENT: frozenset({Family.DOCUMENT}),
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What somebody sends: a file by *name* and *content*, or the address where it lies."""

    name: str = ""
    content: bytes | None = None
    url: str = ""


def ask_for(
    slot_ids: Collection[int], kind: AssetKind, due_on: date | None, *, by: Actor, now: datetime
) -> int:
    """Ask for one thing in each of these slots of one part that is not asked for it yet; return in how many.

    Who has said that they present there is owed a letter at once. Raises Refusal at "due_on".
    """
    asked = 0
    for slot_id in sorted(set(slot_ids)):
        with transaction():
            slot, session, seminar = lock_slot(slot_id)
            check_held(session, seminar)
            _check_day(due_on, session, now=now)
            if any(one.kind is kind for one in assets_of([slot_id]).get(slot_id, ())):
                continue
            asset = Asset(slot_id=slot_id, kind=kind, due_on=due_on)
            db.session.add(asset)
            record("asked for", asset, by=by, now=now, seminar_id=seminar.id)
            owe_letters(slot, seminar.id, now=now)
            asked += 1
    return asked


def edit_day(asset_id: int, due_on: date | None, *, expected: int | None, by: Actor, now: datetime) -> Asset:
    """Set until when something is to be there. Raises Refusal at "due_on", or Stale."""
    with transaction():
        asset, _slot, session, seminar = _lock(asset_id)
        if due_on != asset.due_on:
            _check_day(due_on, session, now=now)
        edit(asset, {"due_on": due_on}, expected=expected, by=by, now=now, seminar_id=seminar.id)
    return asset


def remove_asset(asset_id: int, *, by: Actor, now: datetime) -> Asset:
    """Ask for something no longer; what was sent stays with the record."""
    with transaction():
        asset, _slot, _session, seminar = _lock(asset_id)
        asset.removed_at = now
        asset.version += 1
        record("removed", asset, by=by, now=now, seminar_id=seminar.id)
    return asset


def send(asset_id: int, sent: Sent, *, by: Actor, now: datetime) -> Asset:
    """Keep what the office got another way. Raises Refusal at "file" or "url"."""
    with transaction():
        asset, _slot, _session, seminar = _lock(asset_id)
        _keep(asset, sent, seminar, by=by, now=now)
    return asset


def send_own(presenter_id: int, asset_id: int, sent: Sent, *, by: Actor, now: datetime) -> Asset:
    """Keep what a presenter sends for their slot, also after its day; accepted is what the office has.

    Raises Refusal at "file" or "url" and once the part is over, Forbidden where another one manages the slot.
    """
    with transaction():
        presenter, slot, session, _seminar = lock_presenter(presenter_id)
        asset, _slot, _session, seminar = _lock(asset_id)
        if asset.slot_id != slot.id:
            raise _gone()
        check_may_write(presenter)
        if asset.state is AssetState.ACCEPTED:
            raise Refusal(N_("The host has accepted this already. Write to the host if it has to change."))
        if session.is_cancelled or not is_ahead(session, now=now):
            raise Refusal(N_("This part is over or called off. Nothing is needed any more."))
        _keep(asset, sent, seminar, by=by, now=now)
    return asset


def accept_asset(asset_id: int, *, expected: int | None, by: Actor, now: datetime) -> Asset:
    """Accept what was sent. Raises Refusal when nothing was, or Stale when it is another by now."""
    return _judge(asset_id, AssetState.ACCEPTED, "", expected=expected, by=by, now=now)


def ask_to_improve(asset_id: int, comment: str, *, expected: int | None, by: Actor, now: datetime) -> Asset:
    """Want something again, and owe its presenters the *comment* at once.

    Raises Refusal at "comment" without one and when nothing was sent, or Stale when it is another by now.
    """
    if not comment:
        raise Refusal(N_("Say what to improve: the presenters read it in the letter."), field="comment")
    return _judge(asset_id, AssetState.TO_IMPROVE, comment, expected=expected, by=by, now=now)


def remind_of(asset_id: int, *, by: Actor, now: datetime) -> None:
    """Owe the presenters a letter about what is missing. Raises Refusal when it is there, or one is fresh."""
    with transaction():
        asset, slot, session, seminar = _lock(asset_id)
        check_held(session, seminar)
        if asset.state not in MISSING or not is_ahead(session, now=now):
            raise Refusal(N_("This has arrived, or the part is over. There is nothing to ask."))
        if is_fresh(asset.reminded_at, now=now):
            raise Refusal(
                N_("The presenters got a letter within the last day. Wait a day before you remind.")
            )
        if not owe_letters(slot, seminar.id, now=now):
            raise Refusal(N_("Nobody has accepted to present here yet. Remind the presenters of that first."))
        record("reminded", asset, by=by, now=now, seminar_id=seminar.id)


def owe_letters(slot: Slot, seminar_id: int, *, now: datetime) -> int:
    """Owe who presents in *slot* one letter about all that is missing; return to how many people.

    The manager alone gets it where there is one. In the caller's transaction, who holds the slot.
    """
    db.session.flush()
    present = [one for one in presenters_of(slot.id) if one.answer is Answer.ACCEPTED]
    manager = manager_of(present)
    readers: list[Presenter] = [manager] if manager else present
    for presenter in readers:
        post_once(NoticeKind.ASSET_REMINDER, now=now, seminar_id=seminar_id, presenter_id=presenter.id)
    for asset in assets_of([slot.id]).get(slot.id, ()) if readers else ():
        if asset.state in MISSING:
            asset.reminded_at = now
    return len(readers)


def _judge(
    asset_id: int, state: AssetState, comment: str, *, expected: int | None, by: Actor, now: datetime
) -> Asset:
    with transaction():
        asset, slot, session, seminar = _lock(asset_id)
        if asset.upload_id is None and asset.url is None:
            raise Refusal(N_("Nobody has sent this yet. Wait for it, or send a reminder."))
        wanted = {"state": state, "comment": comment}
        diff = edit(asset, wanted, expected=expected, by=by, now=now, seminar_id=seminar.id, verb="judged")
        if diff and state is AssetState.TO_IMPROVE and session.takes_place(seminar):
            owe_letters(slot, seminar.id, now=now)
    return asset


def _keep(asset: Asset, sent: Sent, seminar: Seminar, *, by: Actor, now: datetime) -> None:
    """Put what was sent in the place of what there was."""
    if sent.content is None and not sent.url:
        raise Refusal(N_("Choose a file, or write the address where it lies."), field="url")
    upload_id = None
    if sent.content is not None:
        file = uploads.checked(sent.name, sent.content, allowed=FAMILIES[asset.kind])
        upload_id = uploads.keep(file, now=now).id
    changes = {
        "state": AssetState.RECEIVED,
        "upload_id": upload_id,
        "url": None if upload_id else check_url(sent.url, field="url"),
        "received_at": now,
    }
    edit(asset, changes, expected=None, by=by, now=now, seminar_id=seminar.id, verb="sent")


def _check_day(due_on: date | None, session: Session, *, now: datetime) -> None:
    if due_on is not None and is_past(due_on, now=now, zone=session.zone):
        raise Refusal(N_("This date is past. Choose a later one."), field="due_on")
    if due_on is not None and session.local_start.date() < due_on:
        raise Refusal(N_("The part starts before this date. Choose an earlier one."), field="due_on")


def _lock(asset_id: int) -> tuple[Asset, Slot, Session, Seminar]:
    """Lock an asset and before it its slot; raise Missing when it is asked for no longer."""
    slot_id = db.session.scalar(select(Asset.slot_id).where(Asset.id == asset_id))
    if slot_id is None:
        raise _gone()
    slot, session, seminar = lock_slot(slot_id)
    asset = lock(Asset, asset_id)
    if asset.removed_at is not None:
        raise _gone()
    return asset, slot, session, seminar


def _gone() -> Missing:
    return Missing(N_("This is no longer asked for. Go back and reload the page."))
