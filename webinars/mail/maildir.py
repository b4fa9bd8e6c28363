"""Letters into a Maildir, where no mail server is set up: any mail reader opens the folder."""

from collections.abc import Callable
from io import BytesIO
from mailbox import Error, Maildir
from pathlib import Path

from webinars.mail.failures import Unreachable


def _nothing() -> None:
    """Do nothing while there is nothing to wait for."""


class MaildirTransport:
    """A Maildir that takes the place of a server; a letter appears in ``new`` whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._maildir: Maildir | None = None

    def open(self) -> None:
        """Make the folder. Raises Unreachable when it cannot be written."""
        if self._maildir is not None:
            return
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self._maildir = Maildir(self._folder, factory=None, create=True)
        except OSError as error:
            raise Unreachable(f"{self._folder}: {error.strerror}") from error

    def announce(self, _recipient: str) -> None:
        """Do nothing: a folder needs no time to get ready."""

    def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None] = _nothing) -> None:
        """Add the letter; who gets it is in its own To. Raises Unreachable when the folder takes none."""
        if self._maildir is None:
            raise RuntimeError("a letter is sent before the transport is open")
        try:
            # A file object, because only then the line ends become those of the files of this machine.
            self._maildir.add(BytesIO(message))
        except (OSError, Error) as error:
            self.close()
            raise Unreachable(f"{self._folder}: {error}") from error

    def close(self) -> None:
        """Forget the folder; the next `open` looks whether it is still there."""
        self._maildir = None
