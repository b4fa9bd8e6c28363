"""What waits for somebody: an answer without proof for its owner, the rest for an organiser."""

from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.models.database import transaction
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.services.records import Actor
from webinars.services.replies.meaning import understand
from webinars.services.replies.rows import lock_reply


def confirm_answer(reply_key: str, *, by: Actor, now: datetime) -> Standing:
    """Take an answer that came without proof for the person's, and return what became of it.

    Confirming twice changes nothing. It counts from when it was given: what they said since is not undone.
    Raises Missing.
    """
    with transaction():
        reply, held = lock_reply(reply_key)
        if reply.standing is Standing.UNPROVEN and held is not None:
            reply.standing = understand(held, reply, now=now)
            _note(reply, by=by, now=now)
    return reply.standing


def take_out(reply_key: str, *, by: Actor, now: datetime) -> None:
    """Take an unknown reply or a returned letter out of the queue; twice changes nothing.

    The letter and the address stay marked. Raises Missing, and Refusal for a proposal: that wants a decision.
    """
    with transaction():
        reply, _held = lock_reply(reply_key)
        if reply.kind is ReplyKind.COUNTER and reply.standing is Standing.WAITING:
            raise Refusal(N_("The presenter waits for a decision. Accept the proposal or refuse it."))
        if reply.standing in (Standing.UNKNOWN, Standing.WAITING):
            reply.standing = Standing.SEEN
            _note(reply, by=by, now=now)


def _note(reply: Reply, *, by: Actor, now: datetime) -> None:
    reply.decided_at, reply.decided_by = now, by.name[:254]
