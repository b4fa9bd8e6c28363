"""The inbox of `webinars serve`: one pass after the other, for as long as the process lives.

It needs no stop of its own: whatever kills it leaves a mail unmarked, whose story is told again.
"""

import logging
import threading

from flask import Flask

from webinars.mail.inbox.imap import take_imap
from webinars.mail.inbox.stories import InboxAway

log = logging.getLogger("webinars.inbox")


def watch(app: Flask, *, stop_event: threading.Event) -> None:
    """Read the inbox every INBOX_POLL_SECONDS until *stop_event* is set; a server that is away is waited for.

    The log hears of it when the inbox goes away, when the reason changes, and when it is back.
    """
    last_trouble: str | None = None
    while not stop_event.is_set():
        trouble = _trouble_of_a_pass(app)
        if trouble not in (None, last_trouble):
            log.warning("The inbox cannot be read: %s. Trying again.", trouble)
        elif trouble is None and last_trouble is not None:
            log.warning("The inbox can be read again.")
        last_trouble = trouble
        stop_event.wait(app.config["INBOX_POLL_SECONDS"])


def _trouble_of_a_pass(app: Flask) -> str | None:
    try:
        take_imap(app)
    except InboxAway as away:
        return str(away)
    return None
