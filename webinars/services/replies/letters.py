"""Letters that replies owe: is it yours, it stays as it was, give the seat back; and the event once more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from webinars.models.database import db
from webinars.models.notices import WAITING, Notice, NoticeKind, NoticeState
from webinars.models.registrations import Registration
from webinars.models.replies import Reply
from webinars.services import invitations
from webinars.services.notices import Cause, post
from webinars.services.replies.rows import Held

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UNSENT = (*WAITING, NoticeState.CLAIMED)


def ask_whether(held: Held, reply: Reply, *, now: datetime) -> None:
    """Ask at the invited address whether *reply* is the person's; at most once a day."""
    details = {
        "reply": reply.key,
        "said": reply.said.value if reply.said else None,
        "starts_at": _written(reply.proposed_starts_at),
    }
    _owe(NoticeKind.CONFIRM_ANSWER, held, details, now=now, pause=DAY)


def say_it_stays(held: Held, reply: Reply, *, now: datetime, pause: timedelta = timedelta(0)) -> None:
    """Tell who proposed another time that it stays (DECLINECOUNTER)."""
    details = {"starts_at": _written(reply.proposed_starts_at), "ends_at": _written(reply.proposed_ends_at)}
    _owe(NoticeKind.COUNTER_REFUSED, held, details, now=now, pause=pause)


def offer_to_give_back(held: Held, *, now: datetime) -> None:
    """Offer a registrant who declined to give the seat back; only their own page does it."""
    _owe(NoticeKind.GIVE_BACK, held, {}, now=now, pause=HOUR)


def ask_again(held: Held, *, now: datetime) -> None:
    """Send the present event to who answered a former time: once for each SEQUENCE.

    More often would be a loop with a program that answers by itself. Where a letter is on its way the person
    is asked by that.
    """
    invitation = held.invitation
    if invitation.asked_again_sequence == invitation.sequence or _is_on_its_way(invitation.id):
        return
    invitation.asked_again_sequence = invitation.sequence
    invitations.send_again(invitation, now=now, cause=Cause.OLD_TIME)


def _is_on_its_way(invitation_id: int) -> bool:
    unsent = select(Notice.id).where(
        Notice.invitation_id == invitation_id,
        Notice.kind == NoticeKind.CALENDAR,
        Notice.state.in_(UNSENT),
    )
    return db.session.scalars(unsent.limit(1)).first() is not None


def _owe(
    kind: NoticeKind, held: Held, details: Mapping[str, Any], *, now: datetime, pause: timedelta
) -> None:
    """Owe a letter about the invitation; none where one is fresher than *pause*.

    One that still waits tells the new *details* instead of its own.
    """
    last = (
        select(Notice)
        .where(Notice.kind == kind, Notice.invitation_id == held.invitation.id)
        .order_by(Notice.id.desc())
        .limit(1)
        # Held until this change is committed: else a worker could write it from what was before.
        .with_for_update(of=Notice)
        .execution_options(populate_existing=True)
    )
    notice = db.session.scalars(last).first()
    if notice is not None and notice.state in WAITING and not notice.is_repeated:
        notice.details = dict(details)
    elif notice is None or notice.posted_at <= now - pause:
        _post(kind, held, details, now=now)


def _post(kind: NoticeKind, held: Held, details: Mapping[str, Any], *, now: datetime) -> None:
    is_registrant = isinstance(held.person, Registration)
    post(
        kind,
        now=now,
        seminar_id=held.seminar.id,
        invitation_id=held.invitation.id,
        registration_id=held.person.id if is_registrant else None,
        presenter_id=None if is_registrant else held.person.id,
        details=details,
    )


def _written(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
