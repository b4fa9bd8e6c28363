"""`webinars inbox`: answers that came by mail, from a pipe, a Maildir or an IMAP server."""

import logging
import os
import sys
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import ScriptInfo, pass_script_info
from limits.errors import ConfigurationError
from sqlalchemy.exc import SQLAlchemyError

from webinars.cli.deliver import LINE
from webinars.cli.stops import Stop
from webinars.config import WrongSetting
from webinars.domain.errors import Refusal
from webinars.mail.inbox.imap import take_imap
from webinars.mail.inbox.maildir import take_maildir
from webinars.mail.inbox.mime import MAIL_LIMIT
from webinars.mail.inbox.stories import BUGS, InboxAway, put_aside, tell

log = logging.getLogger("webinars.inbox")

CHUNK = 64 * 1024  # bytes
# What can be wrong around a mail, each with a sentence of its own.
AWAY = (InboxAway, WrongSetting, ConfigurationError, Refusal)


@click.command()
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read what is unseen in this Maildir instead.",
)
@click.option("--imap", is_flag=True, help="Read what is unseen on the IMAP server of the settings instead.")
@pass_script_info
def inbox(info: ScriptInfo, *, maildir: Path | None, imap: bool) -> None:
    """Read one mail from standard input, as the pipe of a mail server gives it.

    The exit code is then 0 for every mail, wanted or not, and 75 when the mail server should try again later.
    With --maildir or --imap it is 0, or 1 when the folder, the server or the database cannot be reached.
    """
    logging.basicConfig(level=logging.INFO, format=LINE)
    if maildir is not None and imap:
        raise click.UsageError("Give --maildir or --imap, not both.")
    if maildir is None and not imap:
        sys.exit(_take_from_pipe(info, sys.stdin.buffer))
    app = info.load_app()
    if imap and app.config["IMAP_SERVER"] is None:
        raise Stop("there is no IMAP server. Name one with WEBINARS_IMAP_SERVER.")
    try:
        tally = take_maildir(app, maildir) if maildir is not None else take_imap(app)
    except InboxAway as away:
        raise Stop(f"the inbox cannot be read: {away}.") from None
    click.echo(f"{tally}.")


def _take_from_pipe(info: ScriptInfo, pipe: BinaryIO) -> int:
    """Read the mail, and return the exit code for a mail server (sysexits.h)."""
    try:
        content = _content_of(pipe)
        if content is None:
            put_aside("from the pipe", f"it has more than {MAIL_LIMIT} bytes")
        else:
            tell(info.load_app(), content, name="from the pipe")
    except AWAY as error:
        log.error("The mail server is asked to try again later: %s", error)
        return os.EX_TEMPFAIL
    except (*BUGS, SQLAlchemyError):  # a mail server that heard of a bug would write to a stranger about it
        log.exception("The mail server is asked to try again later.")
        return os.EX_TEMPFAIL
    return os.EX_OK


def _content_of(pipe: BinaryIO) -> bytes | None:
    """Return the mail; None for one too large, which is read to its end: who writes it must not fail."""
    content = pipe.read(MAIL_LIMIT + 1)
    if len(content) <= MAIL_LIMIT:
        return content
    while pipe.read(CHUNK):
        pass
    return None
