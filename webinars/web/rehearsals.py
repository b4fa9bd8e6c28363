"""What a presenter does about a rehearsal, by the signed link of the own page: the answer, and the event."""

from dataclasses import replace

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.letters.addresses import address
from webinars.models.invitations import Invitation
from webinars.models.slots import Answer
from webinars.queries.rehearsals import own_rehearsal
from webinars.services import rehearsals
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.own_events import own_event, own_file
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_invited import Invited, invited_by
from webinars.web.presenters_page import OwnForms, own_page
from webinars.web.rehearsals_page import ComingForm

blueprint = Blueprint("rehearsals", __name__)


@blueprint.post("/presenters/<token>/rehearsals/<key>/answer")
@allow(Permission.LINK)
def answer(token: str, key: str) -> ResponseReturnValue:
    """Keep whether the person comes."""
    invited, form = invited_by(token), ComingForm.made(key)
    ident, by = _invitation(invited, key).rehearsal_id or 0, invited.actor

    def save() -> None:
        said = Answer(form.answer.data)
        rehearsals.answer(ident, key, said, form.comment.data or "", by=by, now=clock.now())

    if form.attempt(save):
        flash(gettext("Your answer is kept."), "ok")
        return see_other("presenters.show", token=token, _anchor="rehearsals")
    again = invited_by(token)
    return own_page(again, replace(OwnForms.of(again), coming=(key, form)), status=form.status)


@blueprint.get("/presenters/<token>/rehearsals/<key>.ics")
@allow(Permission.LINK)
def calendar(token: str, key: str) -> ResponseReturnValue:
    """Give the rehearsal, to add to a calendar; 304 when the reader has it already."""
    invited = invited_by(token)
    invitation, whole = _invitation(invited, key), invited.programme
    person = invitation.presenter or invited.presenter
    source = address("rehearsals.calendar", token=token, key=key)
    return own_file(
        person,
        invitation,
        whole.seminar,
        filename="rehearsal.ics",
        write=lambda: own_event(person, invitation, whole, source_url=source),
    )


def _invitation(invited: Invited, key: str) -> Invitation:
    return own_rehearsal(invited.programme.seminar.id, invited.presenter.email, key)
