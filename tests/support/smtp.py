"""A real mail server that keeps what it is given, and refuses what a test tells it to refuse."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.processes import listening_socket

OPENING_SECONDS = 10


@dataclass(frozen=True)
class Received:
    """A letter as it came in: the envelope, the bytes, and the message read from them.

    Letters of one *conversation* (the address at the other end) came over one connection.
    """

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    conversation: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class SmtpServer:
    """The mailbox behind the server; every method may be called from any thread.

    A real server takes its time: *pace_seconds* pass between keeping a letter and saying so.
    """

    host = "127.0.0.1"
    pace_seconds = 0.0

    def __init__(self, port: int) -> None:
        self.port = port
        self._arrival = threading.Condition()
        self._letters: list[Received] = []
        self._refused_recipients: dict[str, str] = {}
        self._refused_letters: str | None = None

    @property
    def letters(self) -> list[Received]:
        """The letters so far, in order of arrival."""
        with self._arrival:
            return list(self._letters)

    def letters_to(self, address: str) -> list[Received]:
        return [letter for letter in self.letters if address in letter.recipients]

    def message_ids(self) -> list[str]:
        return [letter.message_id for letter in self.letters]

    def wait_for(self, count: int, *, to: str | None = None, seconds: float = 10) -> list[Received]:
        """Return the letters, or those to one address, once there are *count*; else raise TimeoutError."""

        def wanted() -> list[Received]:
            return [letter for letter in self._letters if to is None or to in letter.recipients]

        with self._arrival:
            if not self._arrival.wait_for(lambda: len(wanted()) >= count, seconds):
                raise TimeoutError(f"{len(wanted())} of {count} letters came in {seconds} s")
            return wanted()

    def clear(self) -> None:
        with self._arrival:
            self._letters.clear()

    def refuse_recipient(self, address: str, reply: str) -> None:
        """Answer RCPT TO *address* with *reply*: "550 5.1.1 No such user", "451 4.3.0 Try later"."""
        with self._arrival:
            self._refused_recipients[address] = reply

    def refuse_letters(self, reply: str) -> None:
        """Answer every letter with *reply*, after its text."""
        with self._arrival:
            self._refused_letters = reply

    def accept_everything(self) -> None:
        """Take back every refusal."""
        with self._arrival:
            self._refused_recipients.clear()
            self._refused_letters = None

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        with self._arrival:
            if address in self._refused_recipients:
                return self._refused_recipients[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        with self._arrival:
            if self._refused_letters is not None:
                return self._refused_letters
            content = envelope.original_content or b""
            recipients, conversation = tuple(envelope.rcpt_tos), str(session.peer)
            self._letters.append(Received(envelope.mail_from or "", recipients, content, conversation))
            self._arrival.notify_all()
        await asyncio.sleep(self.pace_seconds)
        return "250 2.0.0 OK"


@contextmanager
def running_smtp_server() -> Iterator[SmtpServer]:
    """Serve on a free port, in a thread of its own: the driver of the browser may hold this one's loop."""
    listening = listening_socket()
    # Conversations inherit it. Without, every answer of several lines waits 40 ms for an acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    mailbox = SmtpServer(listening.getsockname()[1])
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="smtp server")
    thread.start()
    factory = partial(SMTP, mailbox, hostname="mail.test", loop=loop, enable_SMTPUTF8=True)
    try:
        opening = loop.create_server(factory, sock=listening)
        server = asyncio.run_coroutine_threadsafe(opening, loop).result(OPENING_SECONDS)
        try:
            yield mailbox
        finally:
            asyncio.run_coroutine_threadsafe(_close(server), loop).result(OPENING_SECONDS)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    """Take no more calls, and cut off the conversations that go on."""
    server.close()
    conversations = asyncio.all_tasks() - {asyncio.current_task()}
    for conversation in conversations:
        conversation.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)
