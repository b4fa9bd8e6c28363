"""Letters, from a notice to the bytes that go out, written from the present state."""

from collections.abc import Callable, Mapping
from datetime import datetime

from webinars.letters import (
    accounts,
    applications,
    assets,
    committees,
    delegations,
    invitations,
    own_messages,
    polls,
    presenters,
    registrations,
    rehearsals,
    reminders,
    replies,
    swaps,
)
from webinars.letters.drafts import Draft
from webinars.letters.messages import Letter, letter_of
from webinars.letters.readers import Reader, reader_of
from webinars.letters.translating import in_language
from webinars.models.notices import Notice, NoticeKind
from webinars.queries.notices import Matter, load

Writer = Callable[[Matter, Reader, datetime], Draft | None]


def _remind(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    return (reminders.write if matter.rehearsal is None else rehearsals.remind)(matter, reader, now)


WRITERS: Mapping[NoticeKind, Writer] = {
    NoticeKind.CALENDAR: invitations.write,
    NoticeKind.CONFIRM_REGISTRATION: registrations.confirm_registration,
    NoticeKind.REGISTRATION_STATE: registrations.state,
    NoticeKind.CONFIRM_ADDRESS: registrations.confirm_address,
    NoticeKind.HAND_OVER: registrations.hand_over,
    NoticeKind.CITY_INVITATION: delegations.invite,
    NoticeKind.CITY_REMINDER: delegations.remind,
    NoticeKind.PRESENTER_REMINDER: presenters.remind,
    NoticeKind.CONFIRM_ANSWER: replies.confirm_answer,
    NoticeKind.COUNTER_REFUSED: replies.counter_refused,
    NoticeKind.GIVE_BACK: replies.give_back,
    NoticeKind.HOURS_POLL: polls.ask,
    NoticeKind.SWAP_PROPOSAL: swaps.write,
    NoticeKind.REMINDER: _remind,
    NoticeKind.MESSAGE: own_messages.write,
    NoticeKind.APPLICATION_DRAFT: applications.way_back,
    NoticeKind.APPLICATION_RECEIPT: applications.receipt,
    NoticeKind.CALL_EXTENDED: applications.extended,
    NoticeKind.CALL_CANCELLED: applications.called_off,
    NoticeKind.REVIEW_INVITATION: committees.invite,
    NoticeKind.REVIEW_REMINDER: committees.remind,
    NoticeKind.DECISION: committees.tell,
    NoticeKind.ASSET_REMINDER: assets.remind,
    NoticeKind.ACCOUNT: accounts.write,
}


def compose(notice: Notice, *, now: datetime) -> Letter | None:
    """Return the letter of *notice* as it must be now, dated *now*; None when it is no longer needed.

    Reads everything anew (see queries.notices.load); for many notices load them together and call write.
    """
    matters = load([notice.id])
    return write(matters[0], now=now) if matters else None


def write(matter: Matter, *, now: datetime) -> Letter | None:
    """Return the letter of *matter*, dated *now*; None when it is no longer needed. No statement."""
    draft = draft_of(matter, now=now)
    return letter_of(draft, matter.notice, now=now) if draft else None


def draft_of(matter: Matter, *, now: datetime) -> Draft | None:
    """Return what the letter says, in its reader's language; None when it is no longer needed."""
    reader = reader_of(matter)
    if reader is None:
        return None
    with in_language(reader.language):
        return WRITERS[matter.notice.kind](matter, reader, now)
