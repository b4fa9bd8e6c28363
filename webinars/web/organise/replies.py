"""The queue of replies: proposed times, answers of people nobody invited, letters that came back."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import SelectField

from webinars.domain.errors import Missing, Refusal
from webinars.models.rehearsals import Rehearsal
from webinars.queries.proposals import impacts
from webinars.queries.replies import Queue, waiting_counts, waiting_replies
from webinars.queries.seminars import seminar_choices
from webinars.services import replies
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, sentence, status_of
from webinars.web.context import show_times_for
from webinars.web.filters import offer
from webinars.web.organise.replies_lines import line_of
from webinars.web.pages import Turned, asked_page, see_onward
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone

blueprint = Blueprint("replies", __name__, url_prefix="/replies")

QUEUES = {
    Queue.PROPOSALS: (_l("Proposed times"), "wait"),
    Queue.UNKNOWN: (_l("Answers of unknown people"), "warn"),
    Queue.BOUNCES: (_l("Letters that came back"), "stop"),
}
SINGLES = {
    Queue.PROPOSALS: _l("Proposed time"),
    Queue.UNKNOWN: _l("Answer of somebody unknown"),
    Queue.BOUNCES: _l("Letter that came back"),
}
DONE = {
    "accept": _l("The part is moved. Everybody in it gets an update."),
    "accept rehearsal": _l("The rehearsal is moved. Everybody who is asked gets an update."),
    "refuse": _l("The time stays. The presenter gets a letter."),
    "seen": _l("Taken out of the queue."),
}


class ReplyFilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """Which replies to show."""

    what = SelectField(_l("What"))
    seminar = SelectField(_l("Seminar"))


@dataclass(frozen=True)
class Wanted:
    """What the filters leave in; None for all. *asked* are the filters as they stand in the address."""

    form: ReplyFilterForm
    queue: Queue | None
    seminar_id: int | None
    asked: dict[str, str]


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> ResponseReturnValue:
    """List what waits for an organiser, the oldest first."""
    return _index_page()


@blueprint.post("/<key>/<any(accept,refuse,seen):decision>")
@allow(Permission.ORGANISE)
def decide(key: str, decision: str) -> ResponseReturnValue:
    """Move a part to the proposed time, leave it where it is, or take a reply out of the queue."""
    try:
        done = _decide(key, decision)
    except Missing:
        raise
    except Refusal as refusal:
        return _index_page({key: sentence(refusal)}, status=status_of(refusal))
    flash(str(DONE[done]), "ok")
    return see_onward(".index")


def _decide(key: str, decision: str) -> str:
    """Do it, and return which words say so."""
    now = clock.now()
    if decision == "accept":
        shown = request.form.get("version", type=int)
        meeting = replies.accept_proposal(key, expected=shown, by=actor(), now=now)
        return "accept rehearsal" if isinstance(meeting, Rehearsal) else decision
    if decision == "refuse":
        replies.refuse_proposal(key, by=actor(), now=now)
    else:
        replies.take_out(key, by=actor(), now=now)
    return decision


def _index_page(errors: Mapping[str, str] | None = None, *, status: int = 200) -> ResponseReturnValue:
    """Show the list, with what was refused at the reply itself, or on top when that has left the queue."""
    errors, wanted = errors or {}, _asked_for()
    zone = str(reader_zone(current_app.config["OFFICE_ZONE"]))
    show_times_for(zone, at=clock.now())
    number, size = asked_page(), current_app.config["PAGE_SIZE"]
    found = waiting_replies(wanted.queue, number=number, size=size, seminar_id=wanted.seminar_id)
    meant = impacts(found.items, now=clock.now())
    lines = [line_of(one, meant, zone, errors) for one in found.items]
    shown = {line.reply.key for line in lines}
    return page(
        "organise/replies/index.html",
        status=status,
        filters=wanted.form,
        asked=wanted.asked,
        counts={QUEUES[queue]: count for queue, count in waiting_counts(wanted.seminar_id).items() if count},
        page=Turned(found),
        lines=lines,
        queues=QUEUES,
        singles=SINGLES,
        refused=[text for key, text in errors.items() if key not in shown],
        reset=url_for(".index") if wanted.asked else None,
    )


def _asked_for() -> Wanted:
    form, seminars = ReplyFilterForm(request.args), seminar_choices()
    queue = offer(form.what, [(one.value, words) for one, (words, _mark) in QUEUES.items()])
    slug = offer(form.seminar, [(one.slug, one.theme.best(language()) or one.slug) for one in seminars])
    return Wanted(
        form=form,
        queue=Queue(queue) if queue else None,
        seminar_id=next((one.id for one in seminars if one.slug == slug), None),
        asked={name: value for name, value in (("what", queue), ("seminar", slug)) if value},
    )
