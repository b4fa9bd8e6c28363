"""Answers and replies in words: what was said, which way it came, and what became of it."""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.calendar.replies import Said
from webinars.models.invitations import Invitation
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.slots import Answer
from webinars.web.registrations.rows import State

ANSWERS = {
    Answer.ACCEPTED: (_l("Accepted"), "ok"),
    Answer.TENTATIVE: (_l("Maybe"), "wait"),
    Answer.DECLINED: (_l("Declined"), "stop"),
    Answer.NEEDS_ACTION: (_l("No answer"), "open"),
}
SAID = {
    Said.ACCEPTED: ANSWERS[Answer.ACCEPTED],
    Said.TENTATIVE: ANSWERS[Answer.TENTATIVE],
    Said.DECLINED: ANSWERS[Answer.DECLINED],
    Said.NEEDS_ACTION: ANSWERS[Answer.NEEDS_ACTION],
    Said.DELEGATED: (_l("Asked somebody else to come"), "open"),
}
WAYS = {
    ReplyKind.REPLY: _l("from the calendar"),
    ReplyKind.COUNTER: _l("from the calendar"),
    ReplyKind.REFRESH: _l("from the calendar"),
    ReplyKind.PAGE: _l("on the page"),
    ReplyKind.BOUNCE: _l("from the mail server"),
}
STANDINGS = {
    Standing.KEPT: _l("This was the answer from then on."),
    Standing.OUTDATED: _l("Older than the answer that is kept: it changed nothing."),
    Standing.OLD_TIME: _l("To the old time. The person is asked again."),
    Standing.CLOSED: _l("The event was no longer in the calendar: it changed nothing."),
    Standing.UNPROVEN: _l("Came without the person’s own address. A letter asks whether it is theirs."),
    Standing.UNKNOWN: _l("From somebody who is not invited: it changed nothing."),
    Standing.WAITING: _l("Waits for the organiser."),
    Standing.ACCEPTED: _l("Accepted: the part was moved."),
    Standing.REFUSED: _l("Refused: the time stays."),
    Standing.SERVED: _l("The present event was sent."),
    Standing.SEEN: _l("Seen by the organiser."),
}
# The classes of RFC 3463 that people can do something about; the longest code that fits is said.
RETURNED = {
    "5.1.1": _l("This mailbox does not exist. Ask for the right address."),
    "5.1.2": _l("This mail domain does not exist. Look for a typing mistake after the @."),
    "5.1.10": _l("This mail domain takes no mail. Ask for another address."),
    "5.1": _l("The address is wrong. Ask for the right one."),
    "5.2.1": _l("This mailbox is closed. Ask for another address."),
    "5.2.2": _l("The mailbox is full. Ask the person to make room, or for another address."),
    "5.2.3": _l("The letter was too large for this mailbox."),
    "5.2": _l("The mailbox took no letter."),
    "5.3": _l("The mail server of this address does not work as it should."),
    "5.4": _l("The mail server of this address could not be reached."),
    "5.7": _l("The mail server refused our letters. Ask the person’s office to let them in."),
}
_CODE = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")


def said_words(answer: Answer) -> State:
    """Return the word and mark of what a registrant answered."""
    word, mark = ANSWERS[answer]
    return State(str(word), mark)


def invited_words(invitation: Invitation) -> State:
    """Return the word and mark of what stands with an invitation; who sent somebody else is shown so."""
    if invitation.delegated_to:
        return State(gettext("Asked %(email)s to come", email=invitation.delegated_to), "open")
    return said_words(invitation.answer)


def reply_words(reply: Reply) -> State:
    """Return what somebody said, or wished."""
    if reply.kind is ReplyKind.COUNTER:
        return State(gettext("Another time proposed"), "wait")
    if reply.kind is ReplyKind.REFRESH:
        return State(gettext("Asked for the present event"), "open")
    if reply.delegated_to:
        return State(gettext("Asked %(email)s to come", email=reply.delegated_to), "open")
    word, mark = SAID[reply.said] if reply.said else (gettext("No answer"), "open")
    return State(str(word), mark)


def returned_words(reason: str) -> str:
    """Return why a letter came back in plain words, by the status code in the server's *reason*."""
    found = _CODE.search(reason)
    code = found[0] if found else ""
    words = RETURNED.get(code) or RETURNED.get(code.rpartition(".")[0])
    return str(words or _l("The letter did not arrive. Ask for another address."))
