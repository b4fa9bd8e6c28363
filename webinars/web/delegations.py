"""The page of a city's focal point, by signed link: what the city is asked, and its answer."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Optional

from webinars.domain.links import Purpose
from webinars.letters.names import city_name, part_name
from webinars.models.delegations import DelegationRole
from webinars.models.sessions import Session
from webinars.queries.delegations import delegation_by_link
from webinars.queries.programmes import programme
from webinars.queries.recommendation import listener_in
from webinars.services import delegations
from webinars.services.delegations import Reply
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.delegations_page import Asked, own_page, rows_of
from webinars.web.forms import MailAddress, OneLine, options
from webinars.web.links import link_of
from webinars.web.organise.editors import EditForm
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone

blueprint = Blueprint("delegations", __name__)

CHOICES = (
    (DelegationRole.PRESENTING.value, _l("We present")),
    (DelegationRole.ATTENDING.value, _l("We attend, without presenting")),
    (DelegationRole.ABSENT.value, _l("We cannot take part")),
)


class AnswerForm(EditForm):
    """What a city answers."""

    role = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose one of the answers."))],
        choices=options(CHOICES),
        validate_choice=False,
    )
    part = RadioField(_l("Which part suits you?"), [Optional()], validate_choice=False)
    presenter_name = StringField(
        _l("Who presents"),
        [OneLine(200)],
        description=_l("Nobody chosen yet? Leave this empty, and come back to this page later."),
    )
    presenter_email = EmailField(
        _l("E-mail address of the presenter"),
        [Optional(), MailAddress()],
        description=_l("The host sends the invitation with the exact time to this address."),
    )

    def offer(self, sessions: Sequence[Session]) -> None:
        """Fill the choice of parts."""
        self.part.choices = options((one.key, part_name(one, language())) for one in sessions)

    def validate_role(self, field: Any) -> None:
        """Refuse an answer that is not on the page."""
        if field.data not in {value for value, _label in CHOICES}:
            raise ValidationError(gettext("Choose one of the answers."))

    def validate_part(self, field: Any) -> None:
        """Refuse a part that is not on the page."""
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(gettext("Choose a part of this seminar."))


@blueprint.route("/delegations/<token>/", methods=["GET", "POST"])
@allow(Permission.LINK)
def answer(token: str) -> ResponseReturnValue:
    """Show what the city is asked and where it stands; keep what it answers."""
    asked = _asked(token)
    delegation = asked.delegation
    form = _form(asked)
    by = Actor(delegation.focal_name or delegation.focal_email or city_name(delegation, "en"))
    if form.attempt(lambda: delegations.answer(delegation.id, _reply(form, asked), by=by, now=clock.now())):
        flash(gettext("Your answer is kept."), "ok")
        return see_other("delegations.answer", token=token)
    return own_page(_asked(token) if form.is_submitted() else asked, form, status=form.status)


def _asked(token: str) -> Asked:
    delegation = delegation_by_link(*link_of(Purpose.DELEGATION, token))
    whole = programme(delegation.seminar_id)
    city, seminar = delegation.city, whole.seminar
    zone = city.zone if city else reader_zone(seminar.zone)
    listener = listener_in(seminar, city, name=city.name.best(language())) if city else None
    return Asked(delegation, whole, token, zone, listener)


def _form(asked: Asked) -> AnswerForm:
    """Make the form; before an answer it proposes the part that suits."""
    delegation = asked.delegation
    form = AnswerForm(obj=delegation)
    form.offer(asked.sessions)
    if not form.is_submitted():
        keys = {session.id: session.key for session in asked.sessions}
        suggested = next((row.value for row in rows_of(asked) if row.recommended), None)
        is_new = delegation.role is DelegationRole.INVITED
        form.role.data = None if is_new else delegation.role.value
        form.part.data = keys.get(delegation.session_id or 0) or (suggested if is_new else None)
    return form


def _reply(form: AnswerForm, asked: Asked) -> Reply:
    ids = {session.key: session.id for session in asked.sessions}
    return Reply(
        role=DelegationRole(form.role.data),
        session_id=ids.get(form.part.data or ""),
        presenter_name=form.presenter_name.data or None,
        presenter_email=form.presenter_email.data or None,
    )
