"""The applications to a call: the list, and one with its answers and files."""

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form as PlainForm
from wtforms import SearchField, SelectField

from webinars.letters.times import clock_of
from webinars.models.calls import Application, ApplicationState, Question
from webinars.queries.applications import application_by_key, application_page, dossier_of
from webinars.queries.calls import application_counts, call_by_slug
from webinars.web.answers import page
from webinars.web.applications_lines import answer_lines, city_words, file_key
from webinars.web.filters import offer, words_of
from webinars.web.organise.committees_sections import committee_of
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone
from webinars.web.uploads import sent

blueprint = Blueprint("applications", __name__, url_prefix="/calls/<slug>/applications")

STATES = {
    ApplicationState.DRAFT: (_l("Draft"), "wait"),
    ApplicationState.SENT: (_l("Sent"), "ok"),
    ApplicationState.WITHDRAWN: (_l("Withdrawn"), "off"),
}


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    q = SearchField(_l("City, name or address"))
    state = SelectField(_l("State"), validate_choice=False)


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List the applications that fit the filters, those sent last first."""
    call, form = call_by_slug(slug), FilterForm(request.args)
    state = offer(form.state, [(state.value, words) for state, (words, _mark) in STATES.items()])
    found = application_page(
        call.id,
        words_of(form),
        ApplicationState(state) if state else None,
        number=asked_page(),
        size=current_app.config["PAGE_SIZE"],
    )
    return page(
        "organise/applications/index.html",
        call=call,
        page=Turned(found),
        lines=[_line(application, call.zone) for application in found.items],
        filters=form,
        is_filtered=bool(words_of(form) or state),
        counts=application_counts([call.id]).get(call.id, {}),
        states=STATES,
    )


@blueprint.get("/<key>/")
@allow(Permission.VIEW)
def show(slug: str, key: str) -> ResponseReturnValue:
    """Show an application: who, what they wrote, their files."""
    call = call_by_slug(slug)
    dossier = dossier_of(application_by_key(call.id, key))

    def file_url(question: Question) -> str:
        return url_for(".file", slug=slug, key=key, question_key=question.key)

    return page(
        "organise/applications/show.html",
        call=call,
        application=dossier.application,
        themes=[theme.name.best(language()) for theme in dossier.themes],
        lines=answer_lines(dossier, file_url),
        committee=committee_of(dossier.application, call),
        **_line(dossier.application, call.zone),
    )


@blueprint.get("/<key>/files/<question_key>")
@allow(Permission.VIEW)
def file(slug: str, key: str, question_key: str) -> Response:
    """Give a file of an application."""
    dossier = dossier_of(application_by_key(call_by_slug(slug).id, key))
    return sent(file_key(dossier, question_key))


def _line(application: Application, host_zone: str) -> dict[str, Any]:
    word, mark = STATES[application.state]
    at = application.sent_at
    return {
        "key": application.key,
        "city": city_words(application),
        "contact_name": application.contact_name,
        "contact_email": application.contact_email,
        "is_undeliverable": application.undeliverable_at is not None,
        "state_word": word,
        "state_mark": mark,
        "sent_clock": clock_of(at, None, reader_zone(host_zone) or host_zone) if at else None,
    }
