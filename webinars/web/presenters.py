"""A presenter's own page by signed link: the slot, the answer, the texts, and the event for a calendar."""

from dataclasses import replace

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import N_, Missing
from webinars.letters.addresses import address
from webinars.models.slots import Answer
from webinars.queries.presenters import open_invitation_of
from webinars.services import presenters
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.limits import MAIL_LIMIT, limiter
from webinars.web.own_events import own_event, own_file
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_forms import AnswerForm, TextsForm
from webinars.web.presenters_invited import invited_by
from webinars.web.presenters_page import OwnForms, own_page

blueprint = Blueprint("presenters", __name__)


@blueprint.get("/presenters/<token>/")
@allow(Permission.LINK)
def show(token: str) -> ResponseReturnValue:
    """Show the slot, what was answered, and the texts."""
    invited = invited_by(token)
    return own_page(invited, OwnForms.of(invited))


@blueprint.post("/presenters/<token>/answer")
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT)
def answer(token: str) -> ResponseReturnValue:
    """Keep whether the person presents, and whom they name instead."""
    invited, form = invited_by(token), AnswerForm(prefix="answer")
    ident, by = invited.presenter.id, invited.actor

    def save() -> None:
        said, comment, now = Answer(form.answer.data), form.comment.data or "", clock.now()
        if form.substitute:
            presenters.name_substitute(ident, comment, form.substitute, by=by, now=now)
        else:
            presenters.answer(ident, said, comment, by=by, now=now)

    if form.attempt(save):
        named = gettext("%(name)s is asked in your place.", name=form.substitute_name.data)
        flash(named if form.substitute else gettext("Your answer is kept."), "ok")
        return see_other("presenters.show", token=token)
    again = invited_by(token)
    return own_page(again, replace(OwnForms.of(again), answer=form), status=form.status)


@blueprint.post("/presenters/<token>/edit")
@allow(Permission.LINK)
def edit(token: str) -> ResponseReturnValue:
    """Keep the texts of the talk and the biography."""
    invited = invited_by(token)
    ident, by = invited.presenter.id, invited.actor
    form = TextsForm.posted(invited.slot, invited.languages, is_shared=invited.may_write)
    if form.attempt(lambda: presenters.edit_own(ident, form.texts(), by=by, now=clock.now())):
        flash(gettext("Your texts are kept."), "ok")
        return see_other("presenters.show", token=token)
    again = invited_by(token)
    form.renew(again.slot, again.presenter)
    return own_page(again, replace(OwnForms.of(again), texts=form), status=form.status)


@blueprint.get("/presenters/<token>/slot.ics")
@allow(Permission.LINK)
def calendar(token: str) -> ResponseReturnValue:
    """Give the person's event, to add to a calendar; 304 when the reader has it already."""
    invited = invited_by(token)
    person, whole = invited.presenter, invited.programme
    invitation = open_invitation_of(person.id)
    if invitation is None:
        raise Missing(N_("You are not asked to present here: there is nothing to add to a calendar."))
    source = address("presenters.calendar", token=token)
    return own_file(
        person,
        invitation,
        whole.seminar,
        filename="slot.ics",
        write=lambda: own_event(person, invitation, whole, source_url=source),
    )
