"""Letters to a mail server over SMTP: one connection for many, and each refusal in its place."""

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from webinars.domain.errors import N_
from webinars.mail.failures import Undelivered, Unreachable
from webinars.services.outbox import TroubleKind

OK = 250
GO_ON = 354
WILL_FORWARD = 251
CLOSING = 421
TOO_LARGE = 552
# For the answers to MAIL, RCPT and DATA, for room to write the text, and for the last word.
WAITS_OF_A_LETTER = 5
# Some servers end a conversation that goes on for very long, and a new one costs little.
LETTERS_PER_CONNECTION = 100
# Servers end a conversation in which nothing is said, the hasty ones after some ten seconds.
SILENCE_SECONDS = 5
NOT_ASCII = N_("The mail server takes only addresses in plain Latin letters.")


@dataclass(frozen=True)
class SmtpSettings:
    """How the server is reached: *greeting* is the name we say, *sender* the envelope's.

    *timeout_seconds*, once for each wait of a letter, stay below the lease: a living worker must not be taken
    for dead.
    """

    server: str
    port: int
    security: str
    username: str | None
    password: str | None
    sender: str
    timeout_seconds: float
    greeting: str


def _nothing() -> None:
    """Wait for the server's answer and do nothing else."""


class SmtpTransport:
    """A connection to the mail server, made when a letter is at hand and kept while there are more."""

    def __init__(self, settings: SmtpSettings, *, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._settings = settings
        self._silence_seconds = silence_seconds
        self._client: smtplib.SMTP | None = None
        self._letters = 0
        # When the server last took a letter (seconds of time.monotonic); None: it owes us a clean start.
        self._accepted_at: float | None = None
        # How many answers are still to be read to what was said for a letter; it may not have followed yet.
        self._owed_answers = 0

    def open(self) -> None:
        """Reuse the connection if it still answers, else make a new one. Raises Unreachable."""
        if self._client is not None and not self._can_go_on(self._client):
            self.close()
        if self._client is None:
            self._client = _connected(self._settings)
            self._letters, self._accepted_at = 0, None

    def announce(self, recipient: str) -> None:
        """Say for whom a letter is, and let `send` read the answer: the server thinks while the caller does.

        Says nothing in a new conversation, nor for a name outside ASCII, on which more hangs than MAIL.
        Raises Unreachable.
        """
        if self._client is None or self._accepted_at is None or not recipient.isascii():
            return
        try:
            self._say_envelope(self._client, recipient)
        except OSError:
            self._hang_up()
            self.open()

    def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None] = _nothing) -> None:
        """Hand one letter over. Raises Undelivered for this letter, Unreachable for all of them."""
        if self._client is None:
            raise RuntimeError("a letter is sent before the transport is open")
        is_trusted, self._accepted_at = self._accepted_at is not None, None
        try:
            self._offer(self._client, recipient)
        except (Undelivered, Unreachable):
            if not (is_trusted and self._is_hung_up()):
                raise
            # The server ended the conversation after the letter before. This one surely stayed here.
            self.open()
            self._offer(self._client, recipient)
        self._letters += 1
        self._hand_over(self._client, message, meanwhile)
        self._accepted_at = time.monotonic()

    def close(self) -> None:
        """Say goodbye, if anybody listens still."""
        client, self._client = self._client, None
        self._owed_answers = 0
        if client is None:
            return
        try:
            client.quit()
        except OSError:
            client.close()

    def _can_go_on(self, client: smtplib.SMTP) -> bool:
        """Say whether the next letter can follow; asks only where the last one was not taken just now."""
        if self._letters >= LETTERS_PER_CONNECTION:
            return False
        if self._owed_answers or self._accepted_at is None:
            return self._still_answers(client)
        return time.monotonic() - self._accepted_at <= self._silence_seconds or self._still_answers(client)

    def _still_answers(self, client: smtplib.SMTP) -> bool:
        """Ask before a letter is marked as being sent: a server may have ended an idle conversation.

        It forgets the letter that was announced and has not come.
        """
        self._accepted_at = None
        try:
            while self._owed_answers:
                self._answer(client)
            code, _ = client.rset()
        except OSError:
            return False
        finally:
            self._owed_answers = 0
        return code == OK

    def _offer(self, client: smtplib.SMTP, address: str) -> None:
        options = "" if address.isascii() else _utf8_options(client)
        client.command_encoding = "ascii" if address.isascii() else "utf-8"
        with self._broken_line_means(TroubleKind.LATER):
            if not self._owed_answers:
                self._say_envelope(client, address, options)
            is_all_said = self._owed_answers > 1
            code, reply = self._answer(client)
        if code != OK:
            raise self._sender_refused(code, reply)
        with self._broken_line_means(TroubleKind.LATER):
            code, reply = self._answer(client) if is_all_said else client.docmd("RCPT", f"TO:<{address}>")
        if code not in (OK, WILL_FORWARD):
            raise self._refused(code, reply)

    def _say_envelope(self, client: smtplib.SMTP, address: str, options: str = "") -> None:
        """Say MAIL, and RCPT with it to a server that takes them together (RFC 2920): a wait less.

        By hand: smtplib reads both addresses as headers first, which takes as long as the answers.
        """
        commands = [f"MAIL FROM:<{self._settings.sender}>{options}"]
        if client.has_extn("pipelining"):
            commands.append(f"RCPT TO:<{address}>")
        if any("\r" in command or "\n" in command for command in commands):
            raise ValueError("an address does not end a line")
        # In one packet: a second one would wait until the first is acknowledged.
        client.send("".join(f"{command}\r\n" for command in commands))
        self._owed_answers = len(commands)

    def _answer(self, client: smtplib.SMTP) -> tuple[int, bytes]:
        self._owed_answers -= 1
        return client.getreply()

    def _hand_over(self, client: smtplib.SMTP, message: bytes, meanwhile: Callable[[], None]) -> None:
        with self._broken_line_means(TroubleKind.UNCERTAIN):
            code, reply = client.docmd("DATA")
            if code == GO_ON:
                client.send(_as_text(message))
        if code == GO_ON:
            meanwhile()
            with self._broken_line_means(TroubleKind.UNCERTAIN):
                code, reply = client.getreply()
        if code != OK:
            raise self._refused(code, reply)

    @contextmanager
    def _broken_line_means(self, kind: TroubleKind) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._hang_up()
            raise Undelivered(kind, str(error)) from error

    def _sender_refused(self, code: int, reply: bytes) -> Exception:
        """Tell a letter that is too large from a server that takes nothing from us."""
        if code == TOO_LARGE:
            return self._refused(code, reply)
        self._hang_up()
        return Unreachable(_words(code, reply))

    def _refused(self, code: int, reply: bytes) -> Undelivered:
        if code == CLOSING:
            self._hang_up()
        is_for_good = 500 <= code < 600
        return Undelivered(TroubleKind.REFUSED if is_for_good else TroubleKind.LATER, _words(code, reply))

    def _is_hung_up(self) -> bool:
        return self._client is None

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        self._owed_answers = 0
        if client is not None:
            client.close()


def _connected(settings: SmtpSettings) -> smtplib.SMTP:
    """Return a conversation that is ready for letters; smtplib's errors are all OSErrors."""
    where = f"{settings.server}:{settings.port}"
    try:
        client = _dialled(settings)
    except OSError as error:
        raise Unreachable(f"{where}: {_reason(error)}") from error
    try:
        if settings.security == "starttls":
            client.starttls(context=ssl.create_default_context())
        client.ehlo_or_helo_if_needed()
        if settings.username is not None:
            client.login(settings.username, settings.password or "")
    except OSError as error:
        client.close()
        raise Unreachable(f"{where}: {_reason(error)}") from error
    return client


def _dialled(settings: SmtpSettings) -> smtplib.SMTP:
    server, port, greeting = settings.server, settings.port, settings.greeting
    if settings.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server, port, greeting, timeout=settings.timeout_seconds, context=context)
    return smtplib.SMTP(server, port, greeting, timeout=settings.timeout_seconds)


def _as_text(message: bytes) -> bytes:
    """Return *message* as it follows DATA: no line of it ends the text (RFC 5321 §4.5.2)."""
    first = b"." if message.startswith(b".") else b""
    ending = b"" if message.endswith(b"\r\n") else b"\r\n"
    return b"".join((first, message.replace(b"\n.", b"\n.."), ending, b".\r\n"))


def _utf8_options(client: smtplib.SMTP) -> str:
    """Return what a name outside ASCII needs of the server (RFC 6531 §3.4)."""
    if not client.has_extn("smtputf8"):
        raise Undelivered(TroubleKind.REFUSED, NOT_ASCII)
    return " SMTPUTF8 BODY=8BITMIME"


def _words(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}"


def _reason(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _words(error.smtp_code, reply if isinstance(reply, bytes) else reply.encode())
    return str(error)
