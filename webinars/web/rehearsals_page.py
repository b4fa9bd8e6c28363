"""The rehearsals on a presenter's own page: when they are, the way in, and whether the person comes."""

from dataclasses import dataclass, replace
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField, ValidationError

from webinars.domain.errors import Refusal
from webinars.letters.names import rehearsal_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.invitations import Invitation
from webinars.models.rehearsals import Rehearsal
from webinars.models.replies import Reply
from webinars.models.slots import Answer
from webinars.queries.proposals import last_proposals
from webinars.queries.rehearsals import own_rehearsals
from webinars.services.rehearsals import why_unanswerable
from webinars.web import clock
from webinars.web.answers import sentence
from webinars.web.forms import Form, ManyLines
from webinars.web.presenters_invited import Invited
from webinars.web.presenters_words import Proposed, proposal_words
from webinars.web.reader import language
from webinars.web.registrations.replies_words import invited_words
from webinars.web.registrations.rows import State

ANSWERS = (Answer.ACCEPTED.value, Answer.DECLINED.value)


class ComingForm(Form):
    """Yes or no to a rehearsal; the buttons carry *answer*."""

    answer = StringField(_l("Answer"))
    comment = TextAreaField(
        _l("Reason"), [ManyLines(1000)], description=_l("The host reads it. You may leave it empty.")
    )

    @classmethod
    def made(cls, key: str, **kwargs: Any) -> Self:
        """Return the form about the invitation with *key*: a page may show several."""
        return cls(prefix=f"coming-{key}-", **kwargs)

    def validate_answer(self, field: Any) -> None:
        """Refuse what is neither yes nor no."""
        if field.data not in ANSWERS:
            raise ValidationError(gettext("Accept or decline."))


@dataclass(frozen=True)
class OwnRehearsal:
    """A rehearsal in words: *state* is the answer, or that it is off; *unanswerable* why none is asked.

    *room* is the address where it is held, "" where nobody has to go (yet).
    """

    invitation: Invitation
    rehearsal: Rehearsal
    name: str
    pair: TimePair
    state: State
    unanswerable: str
    room: str
    form: ComingForm
    is_off: bool
    proposed: Proposed | None = None

    @property
    def answer(self) -> str:
        """Return what the person said."""
        return self.invitation.answer.value


def own_meetings(invited: Invited, refused: tuple[str, ComingForm] | None = None) -> list[OwnRehearsal]:
    """Return the rehearsals of the person, with an answer that was *refused*, by its key; two statements."""
    found = own_rehearsals(invited.programme.seminar.id, invited.presenter.email)
    proposals = last_proposals([one.id for one in found])
    return [
        replace(_own(one, invited, refused), proposed=_proposed(one, proposals.get(one.id), invited))
        for one in found
    ]


def _proposed(invitation: Invitation, reply: Reply | None, invited: Invited) -> Proposed | None:
    rehearsal, starts_at = invitation.rehearsal, reply.proposed_starts_at if reply else None
    if reply is None or rehearsal is None or starts_at is None:
        return None
    second, zone = invited.programme.seminar.second_zone, invited.presenter.zone
    return Proposed(
        proposal_words(reply, is_of_this_time=reply.sequence == invitation.sequence),
        time_pair(starts_at, reply.proposed_ends_at, rehearsal.zone, zone, second_zone=second),
        reply.comment,
    )


def _own(invitation: Invitation, invited: Invited, refused: tuple[str, ComingForm] | None) -> OwnRehearsal:
    rehearsal, seminar = invitation.rehearsal, invited.programme.seminar
    assert rehearsal is not None, "it was found by its rehearsal"
    reason = why_unanswerable(invitation, rehearsal, seminar, now=clock.now())
    takes_place = rehearsal.takes_place(seminar)
    form = ComingForm.made(invitation.key, formdata=None)
    if refused is not None and refused[0] == invitation.key:
        form = refused[1]
    return OwnRehearsal(
        invitation=invitation,
        rehearsal=rehearsal,
        name=rehearsal_name(rehearsal, language()),
        pair=time_pair(
            rehearsal.starts_at,
            rehearsal.ends_at,
            rehearsal.zone,
            invited.presenter.zone,
            second_zone=seminar.second_zone,
        ),
        state=invited_words(invitation) if takes_place else State(gettext("Cancelled"), "stop"),
        unanswerable=sentence(Refusal(reason)) if reason else "",
        room=(rehearsal.join_url or "") if takes_place else "",
        form=form,
        is_off=not takes_place,
    )
