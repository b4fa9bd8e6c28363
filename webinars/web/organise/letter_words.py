"""Letters in words: their states, what they are about, and what went wrong with them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.models.notices import NoticeKind, NoticeState
from webinars.services.outbox import Trouble, TroubleKind, Wish

# The word, and the mark that stands before it.
STATES = {
    NoticeState.OWED: (_l("Waiting"), "wait"),
    NoticeState.HELD: (_l("Held"), "warn"),
    NoticeState.CLAIMED: (_l("On its way"), "open"),
    NoticeState.SENT: (_l("Sent"), "ok"),
    NoticeState.DROPPED: (_l("Not needed"), "off"),
    NoticeState.FAILED: (_l("Given up"), "stop"),
}
KINDS = {
    NoticeKind.CALENDAR: _l("Calendar invitation"),
    NoticeKind.CONFIRM_REGISTRATION: _l("Confirm the registration"),
    NoticeKind.REGISTRATION_STATE: _l("State of the registration"),
    NoticeKind.CONFIRM_ADDRESS: _l("Confirm the new address"),
    NoticeKind.HAND_OVER: _l("Hand over a seat"),
    NoticeKind.CITY_INVITATION: _l("Invitation of a city"),
    NoticeKind.CITY_REMINDER: _l("Reminder to a city"),
    NoticeKind.PRESENTER_REMINDER: _l("Reminder to a presenter"),
    NoticeKind.CONFIRM_ANSWER: _l("Ask whose answer it is"),
    NoticeKind.COUNTER_REFUSED: _l("Proposed time refused"),
    NoticeKind.GIVE_BACK: _l("Offer to give the seat back"),
    NoticeKind.HOURS_POLL: _l("Ask a city for its hours"),
    NoticeKind.SWAP_PROPOSAL: _l("Ask to change places"),
    NoticeKind.REMINDER: _l("Reminder of a part"),
    NoticeKind.MESSAGE: _l("Message of the organiser"),
    NoticeKind.ASSET_REMINDER: _l("Ask a presenter for slides, video or document"),
    NoticeKind.APPLICATION_DRAFT: _l("Link to a draft of an application"),
    NoticeKind.APPLICATION_RECEIPT: _l("Receipt of an application"),
    NoticeKind.CALL_EXTENDED: _l("More time to apply"),
    NoticeKind.CALL_CANCELLED: _l("Call cancelled"),
    NoticeKind.REVIEW_INVITATION: _l("Ask to review applications"),
    NoticeKind.REVIEW_REMINDER: _l("Reminder of reviews"),
    NoticeKind.DECISION: _l("Decision on an application"),
    NoticeKind.ACCOUNT: _l("Account"),
}
TROUBLES = {
    TroubleKind.REFUSED: _l("The mail server refused it for good."),
    TroubleKind.LATER: _l("The mail server did not take it now."),
    TroubleKind.UNCERTAIN: _l("The line broke after it was handed over: it may have arrived."),
    TroubleKind.INTERRUPTED: _l("The mail worker ended while it was on its way: it may have arrived."),
    TroubleKind.UNWRITABLE: _l("It cannot be written."),
    TroubleKind.CRASHED: _l("Writing it ended the mail worker."),
    TroubleKind.JOINED: _l("A newer letter about the same invitation tells everything."),
}
WISHES = {
    Wish.HOLD: _l("Hold"),
    Wish.RELEASE: _l("Release"),
    Wish.RETRY: _l("Try again now"),
}


def reason(trouble: Trouble) -> str:
    """Return the reason: our own in the reader's language, the server's in its own words."""
    return gettext(trouble.reason) if trouble.reason else ""
