"""Answers in a folder on an IMAP server: unseen mails are read, and marked as seen afterwards (RFC 3501)."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from webinars.mail.inbox.mime import UnreadableMail, check_size
from webinars.mail.inbox.stories import Fate, InboxAway, Tally, put_aside, tell_of_many

MAILS_OF_A_PASS = 500  # the rest waits for the next one
SEEN, ASIDE = r"(\Seen)", r"(\Seen \Flagged)"
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")
# The last one is a server's name that is none.
_ERRORS = (imaplib.IMAP4.error, OSError, UnicodeError)


@dataclass(frozen=True)
class ImapSettings:
    """How the inbox is reached."""

    server: str
    port: int
    security: str
    username: str | None
    password: str | None = field(repr=False)
    folder: str
    timeout_seconds: int


def imap_settings(app: Flask) -> ImapSettings:
    """Return how the inbox of the settings is reached."""
    return ImapSettings(
        server=app.config["IMAP_SERVER"],
        port=app.config["IMAP_PORT"],
        security=app.config["IMAP_SECURITY"],
        username=app.config["IMAP_USERNAME"],
        password=app.config["IMAP_PASSWORD"],
        folder=app.config["IMAP_FOLDER"],
        timeout_seconds=app.config["MAIL_TIMEOUT_SECONDS"],
    )


def take_imap(app: Flask) -> Tally:
    """Read the unseen mails of the folder, the oldest first; 500 at most.

    Raises InboxAway when the server or the database cannot be reached; the rest is then left unseen.
    """
    tally = Tally()
    with _inbox(imap_settings(app)) as client:
        for uid in _unseen(client)[:MAILS_OF_A_PASS]:
            tally.note(_fate_of(app, client, uid))
    return tally


@contextmanager
def _inbox(settings: ImapSettings) -> Iterator[imaplib.IMAP4]:
    """Give the open folder; what the server or the line does wrong inside is InboxAway."""
    where = f"{settings.server}:{settings.port}"
    try:
        client = _dialled(settings)
        try:
            _sign_in(client, settings)
            _checked(client.select(_quoted(settings.folder)))
            yield client
        finally:
            _hang_up(client)
    except _ERRORS as error:
        raise InboxAway(f"{where}: {_reason(error)}") from error


def _dialled(settings: ImapSettings) -> imaplib.IMAP4:
    server, port, timeout = settings.server, settings.port, settings.timeout_seconds
    if settings.security == "tls":
        return imaplib.IMAP4_SSL(server, port, ssl_context=ssl.create_default_context(), timeout=timeout)
    return imaplib.IMAP4(server, port, timeout=timeout)


def _sign_in(client: imaplib.IMAP4, settings: ImapSettings) -> None:
    if settings.security == "starttls":
        client.starttls(ssl_context=ssl.create_default_context())
    if settings.username is None:
        return
    # LOGIN takes neither letters outside ASCII nor every quotation mark, PLAIN takes all (RFC 4616).
    said = f"\0{settings.username}\0{settings.password or ''}".encode()
    if "AUTH=PLAIN" in client.capabilities:
        client.authenticate("PLAIN", lambda _challenge: said)
    else:
        client.login(settings.username, settings.password or "")


def _hang_up(client: imaplib.IMAP4) -> None:
    """Say goodbye, if anybody listens still: what went wrong before must not be hidden by this."""
    with suppress(*_ERRORS):
        client.logout()


def _unseen(client: imaplib.IMAP4) -> list[str]:
    found = _checked(client.uid("SEARCH", "UNSEEN"))
    return [uid.decode("ascii") for uid in (found[0] or b"").split()]


def _fate_of(app: Flask, client: imaplib.IMAP4, uid: str) -> Fate:
    """Tell the story of one mail and mark it; its size is asked before its text."""
    name = f"with UID {uid}"
    try:
        content = _fetched(client, uid)
    except UnreadableMail as error:
        fate = put_aside(name, error)
    else:
        fate = tell_of_many(app, content, name=name)
    _mark(client, uid, ASIDE if fate is Fate.ASIDE else SEEN)
    return fate


def _fetched(client: imaplib.IMAP4, uid: str) -> bytes:
    """Return the bytes of a mail without marking it. Raises UnreadableMail for one too large, or gone."""
    about = _checked(client.uid("FETCH", uid, "(RFC822.SIZE)"))
    size = _SIZE.search(b" ".join(line for line in about if isinstance(line, bytes)))
    if size is None:
        raise UnreadableMail("it is gone")
    check_size(int(size[1]))
    answer = _checked(client.uid("FETCH", uid, "(BODY.PEEK[])"))
    pairs = [piece for piece in answer if isinstance(piece, tuple)]
    if not pairs:
        raise UnreadableMail("it is gone")
    return bytes(pairs[0][1])


def _mark(client: imaplib.IMAP4, uid: str, flags: str) -> None:
    _checked(client.uid("STORE", uid, "+FLAGS.SILENT", flags))


def _checked(answer: tuple[str, list[Any]]) -> list[Any]:
    """Return what came with OK: lines, and pairs of a line and a literal. Raises imaplib's error else."""
    kind, lines = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(lines[0])
    return lines


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _reason(error: Exception) -> str:
    said = error.args[0] if len(error.args) == 1 else error
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
