"""The page of an application, by signed link: saved, sent, changed until the close, withdrawn."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import Missing, Refusal
from webinars.domain.links import Purpose
from webinars.models.calls import Application
from webinars.queries.applications import Dossier, application_by_link, dossier_of
from webinars.services import applications
from webinars.services.applications import ALLOWED
from webinars.web import clock
from webinars.web.answers import page, see_other, sentence
from webinars.web.applications_forms import ApplicationForm, form_for
from webinars.web.applications_lines import city_words, file_key
from webinars.web.applications_page import own_page
from webinars.web.limits import FILE_LIMIT, OFFICE_MAIL_LIMIT, limiter
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.uploads import FileForm, sent, takes_file

blueprint = Blueprint("applications", __name__, url_prefix="/applications/<token>")


@blueprint.route("/", methods=["GET", "POST"])
@allow(Permission.LINK)
@limiter.limit(OFFICE_MAIL_LIMIT, methods=["POST"])
def show(token: str) -> ResponseReturnValue:
    """Show the application and where it stands; keep what was written, and send it when that was asked."""
    dossier = dossier_of(_application(token))
    form = form_for(dossier)
    if form.attempt(lambda: _keep(form, dossier)):
        is_sent = "send" in request.form
        flash(gettext("Your application is sent.") if is_sent else gettext("What you wrote is kept."), "ok")
        return see_other("applications.show", token=token)
    # A refusal let go of what was read before.
    dossier = dossier_of(_application(token)) if form.is_submitted() else dossier
    return own_page(dossier, token, form, status=form.status)


@blueprint.post("/files/<question_key>")
@allow(Permission.LINK)
@takes_file
@limiter.limit(FILE_LIMIT)
def attach(token: str, question_key: str) -> ResponseReturnValue:
    """Answer a question with a file."""
    ident, file_form = _application(token).id, FileForm(ALLOWED)

    def keep() -> None:
        applications.attach(ident, question_key, *file_form.sent(), now=clock.now())

    if file_form.attempt(keep):
        flash(gettext("The file is kept."), "ok")
        return see_other("applications.show", token=token, _anchor=f"file-{question_key}")
    dossier = dossier_of(_application(token))
    wrong = (question_key, file_form)
    return own_page(dossier, token, _as_saved(dossier), wrong=wrong, status=file_form.status)


@blueprint.get("/files/<question_key>")
@allow(Permission.LINK)
def file(token: str, question_key: str) -> Response:
    """Give back a file of the application."""
    return sent(file_key(dossier_of(_application(token)), question_key))


@blueprint.post("/files/<question_key>/remove")
@allow(Permission.LINK)
def detach(token: str, question_key: str) -> ResponseReturnValue:
    """Take the file off a question."""
    try:
        applications.detach(_application(token).id, question_key, now=clock.now())
        flash(gettext("The file is taken off."), "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other("applications.show", token=token)


@blueprint.route("/withdraw", methods=["GET", "POST"])
@allow(Permission.LINK)
def withdraw(token: str) -> ResponseReturnValue:
    """Ask once, then withdraw the application."""
    application = _application(token)
    if request.method == "POST":
        try:
            applications.withdraw(application.id, now=clock.now())
        except Missing:
            raise
        except Refusal as refusal:
            flash(sentence(refusal), "warn")
        return see_other("applications.show", token=token)
    return page(
        "applications/withdraw.html",
        application=application,
        call=application.call,
        city=city_words(application),
        token=token,
    )


def _keep(form: ApplicationForm, dossier: Dossier) -> None:
    ident, now = dossier.application.id, clock.now()
    version = applications.save(ident, form.fields(dossier), expected=form.expected, now=now)
    # What is refused below was kept: the form that shows it is that of the new version.
    form.version.data = str(version)
    if "send" in request.form:
        applications.send(ident, now=now)


def _as_saved(dossier: Dossier) -> ApplicationForm:
    """Return the form as it was saved, beside another that was refused."""
    return form_for(dossier, is_posted=False)


def _application(token: str) -> Application:
    return application_by_link(*link_of(Purpose.APPLICATION, token))
