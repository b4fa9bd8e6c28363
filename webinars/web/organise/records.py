"""The log: who changed what, from what, to what."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField

from webinars.domain.errors import N_, Missing
from webinars.models.records import Record
from webinars.queries.records import record_nouns, records_page
from webinars.queries.seminars import seminar_choices
from webinars.web.forms import options
from webinars.web.organise.record_words import changed_lines, moment_words, noun_words, verb_words
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("records", __name__, url_prefix="/log")


class LogFilter(Form):  # type: ignore[misc]
    """Which entries of the log to show."""

    seminar = SelectField(_l("Seminar"))
    noun = SelectField(_l("What"))


@dataclass(frozen=True)
class LogLine:
    """An entry of the log in words; *changes* are field, before and after."""

    record: Record
    at: str
    verb: str
    noun: str
    changes: tuple[tuple[str, str, str], ...]


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> str:
    """Show the log, the latest first, of everything or of one seminar or one kind of thing."""
    form = LogFilter(request.args)
    seminar_id, noun = _asked_for(form)
    found = records_page(asked_page(), current_app.config["PAGE_SIZE"], seminar_id=seminar_id, noun=noun)
    return render_template(
        "organise/records/index.html",
        form=form,
        page=Turned(found),
        lines=[_line(record) for record in found.items],
        reset=url_for(".index") if seminar_id or noun else None,
    )


def _asked_for(form: LogFilter) -> tuple[int | None, str | None]:
    """Fill the choices of *form*; return what it chose: the id of a seminar and a noun, None for all."""
    seminars, nouns = seminar_choices(), record_nouns()
    everything = ("", gettext("Everything"))
    titles = [(one.slug, _title(one.slug, one.theme.best(language()))) for one in seminars]
    form.seminar.choices = options([everything, *titles])
    form.noun.choices = options([everything, *((noun, noun_words(noun)) for noun in nouns)])
    ids = {one.slug: one.id for one in seminars}
    slug, noun = form.seminar.data or "", form.noun.data or ""
    if slug not in {"", *ids} or noun not in {"", *nouns}:
        raise Missing(N_("The log has nothing like that. Choose from the lists above it."))
    return ids.get(slug), noun or None


def _line(record: Record) -> LogLine:
    return LogLine(
        record=record,
        at=moment_words(record.at, "%H:%M:%S"),
        verb=verb_words(record.verb),
        noun=noun_words(record.noun),
        changes=changed_lines(record.noun, record.changes),
    )


def _title(slug: str, theme: str) -> str:
    return f"{theme} ({slug})" if theme else slug
