"""More answers about one event in a day than a person gives: two programs that answer each other, or a robot.

They have the token, so that the last one counts as ever. What they leave behind does not grow without end.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from webinars.models.database import db
from webinars.models.replies import Reply, Standing

MOST_A_DAY_EACH = 30  # of each kind, for one invitation; a person who cannot decide sends five
UNPROVED = (Standing.UNPROVEN, Standing.UNKNOWN, Standing.SEEN)
EFFECTIVE = (Standing.KEPT, Standing.WAITING, Standing.SERVED)

log = logging.getLogger("webinars.inbox")


def is_crowded(reply: Reply, *, now: datetime) -> bool:
    """Say whether the invitation got a day's answers of that kind beside *reply*; one statement."""
    others = select(func.count(Reply.id)).where(*_beside(reply, now))
    return db.session.execute(others).scalar_one() >= MOST_A_DAY_EACH


def settled(reply: Reply, standing: Standing, *, now: datetime) -> Standing | None:
    """Return what became of a believed reply; None where it is one too many and changed nothing.

    One too many that counts takes the place of the one before it, which counts no longer.
    """
    if not is_crowded(reply, now=now):
        return standing
    if standing not in EFFECTIVE:
        _say(reply, f"This one ({standing}) changed nothing and is not kept.")
        return None
    db.session.add(reply)
    _make_room(reply, now=now)
    _say(reply, f"This one ({standing}) counts. The history has it in place of the one before.")
    return standing


def _make_room(reply: Reply, *, now: datetime) -> None:
    """Delete the newest of the others that no person has decided or confirmed: letters name those."""
    others = select(Reply.id).where(*_beside(reply, now), Reply.decided_by.is_(None))
    newest = db.session.scalars(others.order_by(Reply.id.desc()).limit(1)).first()
    db.session.execute(delete(Reply).where(Reply.id == newest))


def _beside(reply: Reply, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Reply.invitation_id == reply.invitation_id,
        Reply.kind == reply.kind,
        Reply.key != reply.key,
        Reply.standing.not_in(UNPROVED),
        Reply.received_at > now - timedelta(days=1),
    )


def _say(reply: Reply, became: str) -> None:
    log.warning(
        "Invitation %s got more than %s mails with %s within a day. %s",
        reply.invitation_id, MOST_A_DAY_EACH, reply.kind, became,
    )  # fmt: skip
