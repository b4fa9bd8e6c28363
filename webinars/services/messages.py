"""Messages of the organiser's own: written, changed until they are sent, and sent once."""

from dataclasses import asdict, dataclass
from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.placeholders import check_placeholders
from webinars.domain.texts import LocalizedText
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration
from webinars.models.reminders import Message
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter
from webinars.queries.messages import Audience, audience_of, presenters, registrants
from webinars.services.edits import check_editable, difference
from webinars.services.notices import owe_each
from webinars.services.records import Actor, record


@dataclass(frozen=True)
class MessageFields:
    """What an organiser writes to whom; both texts may hold placeholders (domain/placeholders)."""

    subject: LocalizedText
    text: LocalizedText
    audience: Audience


def add_message(seminar_id: int, wanted: MessageFields, *, by: Actor, now: datetime) -> Message:
    """Keep a message that is not sent yet. Raises Refusal at the field that is wrong."""
    _check(wanted)
    with transaction():
        check_editable(db.session.get_one(Seminar, seminar_id, populate_existing=True))
        message = Message(seminar_id=seminar_id, created_at=now, **_columns(wanted))
        db.session.add(message)
        record("created", message, by=by, now=now, seminar_id=seminar_id)
    return message


def edit_message(
    message_id: int, wanted: MessageFields, *, expected: int, by: Actor, now: datetime
) -> Message:
    """Change a message that is not sent yet. Raises Refusal at the field that is wrong, or Stale."""
    _check(wanted)
    with transaction():
        message = lock(Message, message_id)
        check_editable(db.session.get_one(Seminar, message.seminar_id, populate_existing=True))
        if message.sent_at is not None:
            raise Refusal(N_("This message was sent. Write a new one."))
        _change(message, wanted, expected=expected, by=by, now=now)
    return message


def send_message(message_id: int, *, expected: int, by: Actor, now: datetime) -> Message:
    """Owe the message to everybody whom it reaches now; a second time does nothing.

    A constant number of statements. *expected* is the version that was previewed. Raises Refusal when that
    has changed since, or when it reaches nobody.
    """
    with transaction():
        message = lock(Message, message_id)
        if message.sent_at is not None:
            return message
        check_editable(db.session.get_one(Seminar, message.seminar_id, populate_existing=True))
        if message.version != expected:
            raise Refusal(N_("This message has changed since you saw it. Read it again, then send it."))
        message.recipients, message.sent_at = _owe(message, now=now), now
        if not message.recipients:
            raise Refusal(N_("This message reaches nobody. Choose other people."))
        changes = {"recipients": (None, message.recipients)}
        record("sent", message, by=by, now=now, seminar_id=message.seminar_id, changes=changes)
    return message


def _change(message: Message, wanted: MessageFields, *, expected: int, by: Actor, now: datetime) -> None:
    """Set what differs, and log whom it is for now by their names."""
    columns, was = _columns(wanted), asdict(audience_of(message))
    diff = difference(message, columns, expected=expected)
    if diff:
        whom = {name: (was[name], value) for name, value in asdict(wanted.audience).items()}
        changes = {
            name: pair for name, pair in (diff | whom).items() if name != "audience" and pair[0] != pair[1]
        }
        message.subject, message.text, message.audience = wanted.subject, wanted.text, wanted.audience.kept
        message.version += 1
        record("edited", message, by=by, now=now, seminar_id=message.seminar_id, changes=changes)


def _owe(message: Message, *, now: datetime) -> int:
    wanted, seminar_id = audience_of(message), message.seminar_id
    details = {"message": message.id}
    return sum(
        owe_each(NoticeKind.MESSAGE, people, which, seminar_id=seminar_id, details=details, now=now)
        for people, which in (
            (Registration, registrants(seminar_id, wanted)),
            (Presenter, presenters(seminar_id, wanted)),
        )
    )


def _columns(wanted: MessageFields) -> dict[str, object]:
    return {"subject": wanted.subject, "text": wanted.text, "audience": wanted.audience.kept}


def _check(wanted: MessageFields) -> None:
    for field, text in (("subject", wanted.subject), ("text", wanted.text)):
        if not text:
            raise Refusal(N_("Write this in at least one language."), field=field)
        check_placeholders(text, field=field)
