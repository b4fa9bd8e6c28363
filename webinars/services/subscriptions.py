"""A person's own calendar: its address made, replaced, and the alarm before each event chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.texts import email_key
from webinars.models.database import db, lock, transaction
from webinars.models.subscriptions import Subscription
from webinars.queries.subscriptions import subscription_of

ALARMS = (None, 0, 10, 60, 24 * 60)  # minutes before the start; None: no alarm


@dataclass(frozen=True)
class Subscriber:
    """Whose calendar it is, by mail address; *language* and *zone* are those of the calendar itself."""

    email: str
    language: str
    zone: str


def subscribe(person: Subscriber, *, now: datetime) -> Subscription:
    """Return the subscription of the person's mail address, made where there is none; it never makes two."""
    made = Subscription(
        attendee_key=email_key(person.email),
        language=person.language,
        zone=person.zone,
        created_at=now,
        changed_at=now,
    )
    with transaction():
        return subscription_of(made.attendee_key) or _added(made)


def replace_address(person: Subscriber, *, now: datetime) -> Subscription:
    """Revoke the address of the person's calendar: from now on only a new one is good.

    The calendar takes over the language and the zone that the person has now. Raises Missing.
    """

    def replace(held: Subscription) -> None:
        held.link_revision += 1
        held.language, held.zone = person.language, person.zone

    return _changed(person, replace, now=now)


def choose_alarm(person: Subscriber, minutes: int | None, *, now: datetime) -> Subscription:
    """Choose the alarm before each event (None: none). Raises Refusal for one not on offer, and Missing."""
    if minutes not in ALARMS:
        raise Refusal(N_("This reminder is not on offer. Choose one of the list."))

    def choose(held: Subscription) -> None:
        held.alarm_minutes = minutes

    return _changed(person, choose, now=now)


def _added(made: Subscription) -> Subscription:
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        # The same button pressed twice: the other was faster.
        held = subscription_of(made.attendee_key)
        if held is None:
            raise
        return held
    return made


def _changed(person: Subscriber, change: Callable[[Subscription], None], *, now: datetime) -> Subscription:
    with transaction():
        held = subscription_of(email_key(person.email))
        if held is None:
            raise Missing(N_("You have no calendar address yet. Go back and make one."))
        held = lock(Subscription, held.id)
        change(held)
        held.revision += 1
        held.changed_at = now
    return held
