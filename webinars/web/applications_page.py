"""What the page of an application shows: where it stands, until when it can change, its files."""

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.models.calls import Application, ApplicationState, Decision, QuestionKind
from webinars.queries.applications import Dossier, field_of
from webinars.services.applications import ALLOWED
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.applications_forms import ApplicationForm
from webinars.web.applications_lines import answer_lines, city_words, size_words
from webinars.web.calls_words import closes, standing_of
from webinars.web.context import show_times_for
from webinars.web.reader import language
from webinars.web.uploads import FileForm


@dataclass(frozen=True)
class State:
    """Where an application stands, as a word with a mark."""

    word: str
    mark: str


@dataclass(frozen=True)
class FileLine:
    """A question that asks for a file: the one that is there ("" for none), and the form for another."""

    key: str
    label: str
    help: str
    is_required: bool
    is_missing: bool
    name: str
    size: str
    form: FileForm


def own_page(
    dossier: Dossier,
    token: str,
    form: ApplicationForm,
    *,
    wrong: tuple[str, FileForm] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the page; *wrong* is the form of a file that was refused, by the key of its question."""
    application, call = dossier.application, dossier.call
    is_open = (
        standing_of(call, now=clock.now()).is_open and application.state is not ApplicationState.WITHDRAWN
    )
    show_times_for(application.zone, at=call.closes_at)
    return page(
        "applications/show.html",
        status=status,
        application=application,
        call=call,
        city=city_words(application),
        token=token,
        state=state_of(application),
        decision=decision_words(application),
        closes=closes(call, application.zone),
        is_open=is_open,
        # What was typed a moment too late stays to be copied.
        is_shown=is_open or form.is_submitted(),
        form=form,
        question_fields=[form[field_of(one)] for one in dossier.questions if field_of(one) in form],
        files=_file_lines(dossier, form, wrong),
        lines=answer_lines(
            dossier, lambda one: url_for("applications.file", token=token, question_key=one.key)
        ),
        themes=[theme.name.best(language()) for theme in dossier.themes],
        zone_url=None,  # The times are those of the city.
    )


def state_of(application: Application) -> State:
    """Return where an application stands for the applicant."""
    return {
        ApplicationState.DRAFT: State(gettext("Draft, not sent"), "wait"),
        ApplicationState.SENT: State(gettext("Sent"), "ok"),
        ApplicationState.WITHDRAWN: State(gettext("Withdrawn"), "off"),
    }[application.state]


def decision_words(application: Application) -> State | None:
    """Return what the applicant was told; None before that."""
    if application.told_decision is None:
        return None
    return {
        Decision.ACCEPT: State(gettext("Your application is accepted."), "ok"),
        Decision.RESERVE: State(gettext("Your application is on the reserve list."), "wait"),
        Decision.DECLINE: State(gettext("Your application is not accepted."), "off"),
    }[application.told_decision]


def _file_lines(
    dossier: Dossier, form: ApplicationForm, wrong: tuple[str, FileForm] | None
) -> list[FileLine]:
    found = []
    for question in dossier.questions:
        if question.kind is not QuestionKind.FILE or question.removed_at is not None:
            continue
        answer = dossier.answers.get(question.id)
        upload = answer.upload if answer else None
        own = wrong[1] if wrong and wrong[0] == question.key else FileForm(ALLOWED, formdata=None)
        own.file.id = f"file-{question.key}"
        found.append(
            FileLine(
                key=question.key,
                label=question.label.best(language()),
                help=question.explanation.best(language()),
                is_required=question.is_required,
                is_missing=field_of(question) in form.missing_files,
                name=upload.name if upload else "",
                size=size_words(upload) if upload else "",
                form=own,
            )
        )
    return found
