"""Presenters who change places by agreement: the question on the own page, the answer by signed link."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from webinars.domain.errors import BadLink
from webinars.domain.links import Purpose
from webinars.models.swaps import SwapState
from webinars.queries.presenters import REMOVED, REPLACED, presenter_by_link
from webinars.queries.programmes import programme
from webinars.queries.swaps import Question, proposal_by_key, question_of
from webinars.services import swaps
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.forms import Form, ManyLines, options
from webinars.web.limits import MAIL_LIMIT, limiter
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.swaps_page import Asking, asking_page, question_page

blueprint = Blueprint("swaps", __name__)


class ProposalForm(Form):
    """Whom a presenter asks, and what they say to them."""

    asked = RadioField(_l("With whom"), [InputRequired(_l("Choose a presenter."))], choices=[])
    comment = TextAreaField(
        _l("Message"), [ManyLines(500)], description=_l("The other presenter reads it in the letter.")
    )

    def offer(self, asking: Asking) -> None:
        """Fill the choice of presenters."""
        self.asked.choices = options((one.key, one.words) for one in asking.partners)


@blueprint.route("/presenters/<token>/swap", methods=["GET", "POST"])
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT, methods=["POST"])
def propose(token: str) -> ResponseReturnValue:
    """Ask another presenter to change places."""
    asking, form = _asking(token), ProposalForm()
    form.offer(asking)
    ids = {one.key: one.ident for one in asking.partners}
    ident, by = asking.presenter.id, Actor(asking.presenter.name)
    if form.attempt(
        lambda: swaps.propose(ident, ids[form.asked.data], form.comment.data or "", by=by, now=clock.now())
    ):
        flash(gettext("The question is on its way. A letter or your calendar tells you the answer."), "ok")
        return see_other("presenters.show", token=token)
    return asking_page(_asking(token), form, status=form.status)


@blueprint.post("/presenters/<token>/swap/withdraw")
@allow(Permission.LINK)
def withdraw(token: str) -> ResponseReturnValue:
    """Take back the question that waits."""
    asking = _asking(token)
    if asking.waiting is not None:
        key, by = asking.waiting.proposal.key, Actor(asking.presenter.name)
        if swaps.withdraw(key, by=by, now=clock.now()) is SwapState.WITHDRAWN:
            flash(gettext("The question is taken back. Your slot stays as it is."), "ok")
    return see_other("swaps.propose", token=token)


@blueprint.get("/swaps/<token>/")
@allow(Permission.LINK)
def show(token: str) -> ResponseReturnValue:
    """Show who asks to change places and what that changes for the reader, or what became of it."""
    return question_page(_question(token), token)


@blueprint.post("/swaps/<token>/accept")
@allow(Permission.LINK)
def accept(token: str) -> ResponseReturnValue:
    """Change places."""
    proposal = _question(token).proposal
    key, by = proposal.key, Actor(proposal.asked.name)
    swaps.accept(key, by=by, now=clock.now())
    return see_other("swaps.show", token=token)


@blueprint.post("/swaps/<token>/refuse")
@allow(Permission.LINK)
def refuse(token: str) -> ResponseReturnValue:
    """Keep the slot."""
    proposal = _question(token).proposal
    key, by = proposal.key, Actor(proposal.asked.name)
    swaps.refuse(key, by=by, now=clock.now())
    return see_other("swaps.show", token=token)


def _asking(token: str) -> Asking:
    presenter = presenter_by_link(*link_of(Purpose.PRESENTER, token))
    return Asking.of(presenter, programme(presenter.slot.session.seminar_id), token)


def _question(token: str) -> Question:
    """Return what a link asks. Raises BadLink when who is asked has newer links, or presents no longer."""
    key, revision = link_of(Purpose.SWAP, token)
    proposal = proposal_by_key(key)
    if proposal.asked.link_revision != revision:
        raise BadLink(REPLACED)
    question = question_of(proposal, programme(proposal.seminar_id), now=clock.now())
    if question.asked is None:
        raise BadLink(REMOVED)
    return question
