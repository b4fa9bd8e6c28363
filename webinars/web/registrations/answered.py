"""What somebody's calendar said to a part, for their own page and for the organiser's."""

from dataclasses import dataclass

from webinars.letters.times import Clock, clock_of
from webinars.models.invitations import Invitation
from webinars.models.slots import Answer
from webinars.web.registrations.replies_words import invited_words
from webinars.web.registrations.rows import State


@dataclass(frozen=True)
class Answered:
    """An answer in words; *at* is when it came (None: there is none), *is_expected* where one can come.

    *is_asked_again* says that there was one, to a time that has changed since.
    """

    state: State
    comment: str
    at: Clock | None
    is_expected: bool
    is_declined: bool
    is_asked_again: bool


def answered(invitation: Invitation, zone: str) -> Answered:
    """Return what was said to an event, with its moment on the clock of *zone*."""
    is_silent = invitation.answer is Answer.NEEDS_ACTION and not invitation.delegated_to
    at = None if is_silent else invitation.answered_at
    return Answered(
        state=invited_words(invitation),
        comment=invitation.answer_comment,
        at=clock_of(at, None, zone) if at else None,
        is_expected=invitation.is_answerable or not is_silent,
        is_declined=invitation.answer is Answer.DECLINED,
        is_asked_again=is_silent and invitation.is_answerable and invitation.answered_at is not None,
    )
