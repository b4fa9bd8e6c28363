"""Accounts of the office, for its administrators."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, current_app, flash, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from webinars.domain.errors import Refusal
from webinars.models.accounts import RoleName
from webinars.queries.accounts import account_by_key
from webinars.queries.accounts import accounts as list_accounts
from webinars.services import accounts
from webinars.web import clock
from webinars.web.accounts.letters import welcome
from webinars.web.accounts.words import ROLES
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence, status_of
from webinars.web.forms import Form, MailAddress, OneLine, options, own_name
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


class AccountForm(Form):
    """A new person of the office."""

    email = StringField(lazy_gettext("E-mail"), [InputRequired(), MailAddress()])
    name = StringField(lazy_gettext("Name"), [InputRequired(), OneLine(200)])
    language = SelectField(
        lazy_gettext("Language"), [InputRequired()], description=lazy_gettext("For letters to this person.")
    )
    role = RadioField(
        lazy_gettext("Role"),
        [InputRequired()],
        choices=options(ROLES.items()),
        default=RoleName.ORGANISER.value,
    )

    def offer(self) -> None:
        """Fill the choice of languages."""
        self.language.choices = options((tag, own_name(tag)) for tag in current_app.config["LANGUAGES"])


class RoleForm(Form):
    """The role of somebody who has an account."""

    role = SelectField(lazy_gettext("Role"), choices=options(ROLES.items()))


@blueprint.get("/")
@allow(Permission.ADMINISTER)
def index() -> str:
    """List the accounts."""
    turned = Turned(list_accounts(asked_page(), current_app.config["PAGE_SIZE"]))
    return render_template("organise/accounts/index.html", page=turned, roles=ROLES, role_of=accounts.role_of)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ADMINISTER)
def new() -> Response | tuple[str, int]:
    """Add an account, and write to its owner, who sets the password by a link that comes when they ask."""
    form = AccountForm()
    form.offer()
    if not form.is_submitted():
        return page("organise/accounts/new.html", form=form)
    if not form.validate():
        return page("organise/accounts/new.html", form=form, status=422)
    try:
        _add(form)
    except Refusal as refusal:
        form.refuse(refusal)
        return page("organise/accounts/new.html", form=form, status=status_of(refusal))
    flash(
        gettext("The account is there. A letter tells %(name)s how to set a password.", name=form.name.data),
        "ok",
    )
    return see_other("organise.accounts.index")


def _add(form: AccountForm) -> None:
    by, language = actor(), form.language.data
    accounts.add_account(
        form.email.data,
        form.name.data,
        RoleName(form.role.data),
        password_hash=None,
        by=by,
        now=clock.now(),
        language=language,
        letter=welcome(form.name.data, language=language, by=by.name),
    )


@blueprint.post("/<key>/role")
@allow(Permission.ADMINISTER)
def change_role(key: str) -> Response:
    """Give an account another role."""
    form = RoleForm()
    account = account_by_key(key)
    if form.validate():
        with _told():
            accounts.change_role(account.id, RoleName(form.role.data), by=actor(), now=clock.now())
    return see_other("organise.accounts.index")


@blueprint.post("/<key>/active")
@allow(Permission.ADMINISTER)
def set_active(key: str) -> Response:
    """Let an account sign in, or no longer."""
    account = account_by_key(key)
    with _told():
        accounts.set_active(account.id, "active" in request.form, by=actor(), now=clock.now())
    return see_other("organise.accounts.index")


@blueprint.post("/<key>/second-factor")
@allow(Permission.ADMINISTER)
def remove_second_factor(key: str) -> Response:
    """Take the second factor from an account whose owner lost it."""
    with _told():
        accounts.remove_second_factor(account_by_key(key).id, by=actor(), now=clock.now())
    return see_other("organise.accounts.index")


@contextmanager
def _told() -> Iterator[None]:
    """Tell a refusal of a one-button form on the list that it returns to."""
    try:
        yield
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
