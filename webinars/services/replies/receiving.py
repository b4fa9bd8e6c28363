"""Mail that came back is judged: believed, doubted, queued for the organiser, or not ours at all.

token, UID and ATTENDEE are one person's     understood (see meaning)
UID and ATTENDEE, no token                   UNPROVEN: a letter asks the invited address
UID, ATTENDEE another                        UNKNOWN: a forwarded invitation
token, UID unknown                           UNKNOWN
neither token nor UID                        not ours, not kept
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webinars.models.database import db, transaction
from webinars.models.invitations import Invitation
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.services.replies import letters
from webinars.services.replies.bounces import take_bounce
from webinars.services.replies.crowds import UNPROVED, settled
from webinars.services.replies.evidence import is_persons, is_proven, message_key, reply_of, tags_of
from webinars.services.replies.mails import Received
from webinars.services.replies.meaning import understand
from webinars.services.replies.rows import Held, lock_invited

MOST_TAGS = 10  # a mail to more people of ours at once is from none of them
# What nobody has proved waits for people, and people have only so much time. Who knows one invitation fills
# its own five places and no more; a thousand of them together fill a day's list and not the disk.
UNPROVEN_A_DAY = 200
UNPROVEN_A_DAY_EACH = 5


def receive(mail: Received, *, inbox: str | None, now: datetime) -> Standing | None:
    """Keep what a mail says and do what it asks for, as far as it is believed; return what became of it.

    *inbox* is the address that receives answers. None: nothing to keep, or seen before.
    """
    key = message_key(mail.message_id)
    try:
        with transaction():
            if _is_seen(key):
                return None
            if mail.reply is None:
                return take_bounce(mail, key=key, now=now)
            return _judge(mail, reply_of(mail, mail.reply, key=key, now=now), inbox=inbox, now=now)
    except IntegrityError:
        # Two programs read one mailbox, and the other was faster with this message.
        if _is_seen(key):
            return None
        raise


def _is_seen(key: str) -> bool:
    return db.session.scalar(select(Reply.id).where(Reply.message_key == key)) is not None


def _judge(mail: Received, reply: Reply, *, inbox: str | None, now: datetime) -> Standing | None:
    ident = db.session.scalar(select(Invitation.id).where(Invitation.uid == reply.uid))
    if ident is None:
        ident = _addressed(mail, inbox)
        if ident is None:
            return None
        return _keep(reply, lock_invited(ident), _doubted(ident, Standing.UNKNOWN, now=now))
    held = lock_invited(ident)
    if not is_persons(reply, held.invitation):
        standing = _doubted(ident, Standing.UNKNOWN, now=now)
    elif is_proven(mail, held.invitation, inbox=inbox):
        standing = _believe(held, reply, now=now)
    else:
        standing = _doubt(held, reply, now=now)
    return _keep(reply, held, standing)


def _keep(reply: Reply, held: Held, standing: Standing | None) -> Standing | None:
    if standing is not None:
        _belongs(reply, held)
        reply.standing = standing
        db.session.add(reply)
    return standing


def _belongs(reply: Reply, held: Held) -> None:
    reply.invitation_id, reply.seminar_id = held.invitation.id, held.seminar.id


def _believe(held: Held, reply: Reply, *, now: datetime) -> Standing | None:
    _belongs(reply, held)
    standing = understand(held, reply, now=now)
    if standing is Standing.UNKNOWN:
        return _doubted(held.invitation.id, standing, now=now)
    return settled(reply, standing, now=now)


def _doubt(held: Held, reply: Reply, *, now: datetime) -> Standing | None:
    """Ask the invited address, never the sender, whether the reply is the person's."""
    standing = _doubted(held.invitation.id, Standing.UNPROVEN, now=now)
    if standing is not None and held.is_open and reply.kind is not ReplyKind.REFRESH:
        letters.ask_whether(held, reply, now=now)
    return standing


def _doubted(invitation_id: int, standing: Standing, *, now: datetime) -> Standing | None:
    """Return *standing*; None when the day's places for what is not proved are taken."""
    recent = select(func.count(Reply.id)).where(
        Reply.received_at > now - timedelta(days=1),
        Reply.standing.in_(UNPROVED),
        Reply.kind != ReplyKind.BOUNCE,
    )
    own = db.session.execute(recent.where(Reply.invitation_id == invitation_id)).scalar_one()
    every = db.session.execute(recent).scalar_one()
    has_room = own < UNPROVEN_A_DAY_EACH and every < UNPROVEN_A_DAY
    return standing if has_room else None


def _addressed(mail: Received, inbox: str | None) -> int | None:
    """Return the id of the invitation whose token the mail was sent to.

    Looked up as it was written: where a mail system has folded its case, a reply with an unknown UID is not
    worth reading every invitation for.
    """
    tags = tags_of(mail.recipients, inbox) if inbox else set()
    statement = select(Invitation.id).where(Invitation.key.in_(sorted(tags)[:MOST_TAGS]))
    return db.session.scalars(statement.order_by(Invitation.id).limit(1)).first()
