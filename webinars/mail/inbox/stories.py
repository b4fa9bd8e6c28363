"""The story of one mail: read, understood in a transaction of its own, and told to whoever keeps the mail.

A mail is marked after its story has ended. Who dies in between has it told again, which changes nothing: the
service knows the Message-IDs that it has seen.
"""

import logging
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Flask
from sqlalchemy import exc

from webinars.domain.errors import Refusal
from webinars.mail.inbox.mime import UnreadableMail
from webinars.mail.inbox.reading import read_mail
from webinars.services.replies import receive

log = logging.getLogger("webinars.inbox")

DATABASE_AWAY = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
# The names of bugs. What is not among them, such as a machine without memory, is no mail's fault.
BUGS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NameError),
    *(OSError, RuntimeError, TypeError, ValueError),
)


class Fate(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"
    NOT_OURS = "not ours"  # no answer in it, or one to nothing that we know
    ASIDE = "put aside"  # for a person to look at


class InboxAway(Exception):
    """The inbox or the database cannot be reached: no mail is to blame, and all wait."""


@dataclass
class Tally:
    """How many mails met which fate."""

    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))

    def note(self, fate: Fate) -> None:
        """Count one mail more."""
        self.counts[fate] += 1

    def __str__(self) -> str:
        return ", ".join(f"{count} {fate}" for fate, count in self.counts.items())


def tell(app: Flask, content: bytes, *, name: str) -> Fate:
    """Read the mail *content* and do what it says; *name* is what the log calls it.

    Raises InboxAway while the database cannot be had. Everything else that is wrong with a mail is its own.
    """
    with app.app_context():
        try:
            return _fate_of(app, content, name)
        except DATABASE_AWAY as error:
            raise InboxAway(f"the database does not answer: {getattr(error, 'orig', error)}") from error
        except (exc.SQLAlchemyError, Refusal):
            log.exception("The mail %s could not be kept.", name)
            return Fate.ASIDE


def tell_of_many(app: Flask, content: bytes, *, name: str) -> Fate:
    """Tell the story of one mail among others: a bug that it uncovers stops no mail behind it.

    Raises InboxAway as `tell` does.
    """
    try:
        return tell(app, content, name=name)
    except BUGS:
        log.exception("The mail %s uncovered a mistake in this program. It is put aside.", name)
        return Fate.ASIDE


def put_aside(name: str, reason: object) -> Fate:
    """Say in the log why the mail *name* is not read."""
    log.warning("The mail %s cannot be read: %s.", name, reason)
    return Fate.ASIDE


def _fate_of(app: Flask, content: bytes, name: str) -> Fate:
    try:
        mail = read_mail(content)
    except UnreadableMail as error:
        return put_aside(name, error)
    if mail is None:
        return Fate.NOT_OURS
    standing = receive(mail, inbox=app.config["RSVP_ADDRESS"], now=app.config["CLOCK"]())
    log.info("The mail %s: %s.", name, standing or "nothing to keep")
    return Fate.NOT_OURS if standing is None else Fate.TAKEN
