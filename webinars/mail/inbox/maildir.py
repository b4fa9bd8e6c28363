"""Answers in a Maildir: what is unseen is read and kept as seen; what cannot be read is flagged too."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from webinars.mail.inbox.mime import UnreadableMail, check_size
from webinars.mail.inbox.stories import Fate, InboxAway, Tally, put_aside, tell_of_many

SEEN, FLAGGED = "S", "F"
_INFO = ":2,"


def take_maildir(app: Flask, folder: Path) -> Tally:
    """Read every mail of *folder* that nobody has seen, the oldest name first.

    Raises InboxAway when it is no Maildir, or the database does not answer; the rest is then left unseen.
    """
    if not all((folder / name).is_dir() for name in ("new", "cur")):
        raise InboxAway(f"{folder} is no Maildir: it needs the folders new and cur")
    tally = Tally()
    for path in _unseen(folder):
        if fate := _fate_of(app, path):
            tally.note(fate)
    return tally


def _unseen(folder: Path) -> Iterator[Path]:
    try:
        found = [*(folder / "new").iterdir(), *(folder / "cur").iterdir()]
    except OSError as error:
        raise InboxAway(f"{folder}: {error.strerror}") from error
    for path in sorted(found, key=lambda path: path.name):
        if not path.name.startswith(".") and SEEN not in _flags(path) and path.is_file():
            yield path


def _flags(path: Path) -> str:
    return path.name.partition(_INFO)[2]


def _fate_of(app: Flask, path: Path) -> Fate | None:
    """Tell the story of one mail; None when another reader was faster."""
    try:
        check_size(path.stat().st_size)
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except UnreadableMail as error:
        fate = put_aside(path.name, error)
    except OSError as error:
        return put_aside(path.name, error.strerror)  # left where it is: who cannot read it cannot move it
    else:
        fate = tell_of_many(app, content, name=path.name)
    _mark(path, SEEN if fate is not Fate.ASIDE else FLAGGED + SEEN)
    return fate


def _mark(path: Path, flags: str) -> None:
    base, _, before = path.name.partition(_INFO)
    together = "".join(sorted({*before, *flags}))
    try:
        path.rename(path.parent.parent / "cur" / f"{base}{_INFO}{together}")
    except OSError as error:
        put_aside(path.name, f"it cannot be marked: {error.strerror}")
