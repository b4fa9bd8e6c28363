"""Invitations: the one place that opens, raises, closes and answers them; each change owes its letter.

Every function takes part in the caller's transaction; the caller holds the row of the session.
"""

from webinars.services.invitations.answering import answer
from webinars.services.invitations.everybody import (
    carry_slot,
    close_session,
    close_slot,
    raise_session,
    raise_slots,
    reopen_session,
)
from webinars.services.invitations.persons import (
    close_presenter,
    close_registrant,
    invite_forgotten,
    invite_presenter,
    invite_registrant,
    invite_registrants,
    send_again,
)
from webinars.services.invitations.rehearsals import (
    close_rehearsal,
    close_rehearsals,
    follow_answer,
    invite_instead,
    invite_rehearsal,
    leave_rehearsal,
    raise_rehearsal,
    readdress_rehearsals,
    rehearsals_ahead,
    rehearsals_left,
    reopen_rehearsal,
    reopen_rehearsals,
)
from webinars.services.invitations.sending import (
    Dispatch,
    keep_organizer,
    keep_perhaps_sent,
    keep_sent,
)
from webinars.services.invitations.words import (
    correct,
    correct_rehearsal,
    correct_session,
    correct_slots,
    rename_rehearsal,
    rename_seminar,
    rename_session,
    rename_slot,
)

__all__ = [
    "Dispatch",
    "answer",
    "carry_slot",
    "close_presenter",
    "close_registrant",
    "close_rehearsal",
    "close_rehearsals",
    "close_session",
    "close_slot",
    "correct",
    "correct_rehearsal",
    "correct_session",
    "correct_slots",
    "follow_answer",
    "invite_forgotten",
    "invite_instead",
    "invite_presenter",
    "invite_registrant",
    "invite_registrants",
    "invite_rehearsal",
    "keep_organizer",
    "keep_perhaps_sent",
    "keep_sent",
    "leave_rehearsal",
    "raise_rehearsal",
    "raise_session",
    "raise_slots",
    "readdress_rehearsals",
    "rehearsals_ahead",
    "rehearsals_left",
    "rename_rehearsal",
    "rename_seminar",
    "rename_session",
    "rename_slot",
    "reopen_rehearsal",
    "reopen_rehearsals",
    "reopen_session",
    "send_again",
]
