"""A presenter's own page by signed link: the slot, the answer, the texts, and the event for a calendar."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import N_, Missing
from webinars.domain.links import Purpose
from webinars.letters.addresses import address
from webinars.models.slots import Answer
from webinars.queries.presenters import open_invitation_of, place_of, presenter_by_link
from webinars.queries.programmes import programme
from webinars.services import presenters
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.links import link_of
from webinars.web.own_events import own_event, own_file
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_forms import AnswerForm, TextsForm
from webinars.web.presenters_page import Invited, own_page

blueprint = Blueprint("presenters", __name__)


@blueprint.get("/presenters/<token>/")
@allow(Permission.LINK)
def show(token: str) -> ResponseReturnValue:
    """Show the slot, what was answered, and the texts."""
    invited = _invited(token)
    return own_page(invited, AnswerForm.kept(invited.presenter), _texts(invited))


@blueprint.post("/presenters/<token>/answer")
@allow(Permission.LINK)
def answer(token: str) -> ResponseReturnValue:
    """Keep whether the person presents."""
    invited, form = _invited(token), AnswerForm(prefix="answer")
    ident, by = invited.presenter.id, invited.actor

    def save() -> None:
        said = Answer(form.answer.data)
        presenters.answer(ident, said, form.comment.data or "", by=by, now=clock.now())

    if form.attempt(save):
        flash(gettext("Your answer is kept."), "ok")
        return see_other("presenters.show", token=token)
    again = _invited(token)
    return own_page(again, form, _texts(again), status=form.status)


@blueprint.post("/presenters/<token>/edit")
@allow(Permission.LINK)
def edit(token: str) -> ResponseReturnValue:
    """Keep the title and the biography."""
    invited = _invited(token)
    ident, by = invited.presenter.id, invited.actor
    form = TextsForm.posted(invited.slot, invited.languages)
    if form.attempt(lambda: presenters.edit_own(ident, form.texts(), by=by, now=clock.now())):
        flash(gettext("Your texts are kept."), "ok")
        return see_other("presenters.show", token=token)
    again = _invited(token)
    form.renew(again.slot, again.presenter)
    return own_page(again, AnswerForm.kept(again.presenter), form, status=form.status)


@blueprint.get("/presenters/<token>/slot.ics")
@allow(Permission.LINK)
def calendar(token: str) -> ResponseReturnValue:
    """Give the person's event, to add to a calendar; 304 when the reader has it already."""
    invited = _invited(token)
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


def _invited(token: str) -> Invited:
    presenter = presenter_by_link(*link_of(Purpose.PRESENTER, token))
    whole = programme(presenter.slot.session.seminar_id)
    return Invited(presenter, whole, place_of(whole, presenter.slot_id), token)


def _texts(invited: Invited) -> TextsForm:
    return TextsForm.kept(invited.slot, invited.presenter, invited.languages)
