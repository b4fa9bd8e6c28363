"""Messages of the organiser's own: listed, written, previewed with the number of readers, sent once."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinars.domain.errors import N_, Missing, Refusal
from webinars.letters.previews import Preview, preview_of
from webinars.letters.times import Clock, clock_of
from webinars.models.cities import City
from webinars.models.notices import Notice, NoticeKind
from webinars.models.registrations import Registration
from webinars.models.reminders import Message
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.cities import directory
from webinars.queries.messages import (
    audience_of,
    count_recipients,
    count_stopped,
    first_recipient,
    message_by_key,
    messages_page,
)
from webinars.queries.notices import matter_of
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import sessions_of
from webinars.services import messages
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.organise.editors import EditForm
from webinars.web.organise.messages_forms import MessageForm, audience_words
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import reader_zone

blueprint = Blueprint("messages", __name__, url_prefix="/seminars/<slug>/messages")


@dataclass(frozen=True)
class Row:
    """A message in the list: to whom, and when it was sent (None: it is not)."""

    message: Message
    to: str
    sent: Clock | None


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List the messages of a seminar: what is not sent first, then the latest."""
    seminar = seminar_by_slug(slug)
    found = messages_page(seminar.id, asked_page(), current_app.config["PAGE_SIZE"])
    sessions, cities = sessions_of(seminar.id), directory()
    rows = [_row(one, seminar, sessions, cities) for one in found.items]
    return page("organise/messages/index.html", seminar=seminar, page=Turned(found), rows=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> ResponseReturnValue:
    """Write a message; it is kept and previewed before it goes anywhere."""
    return _edit(seminar_by_slug(slug), None)


@blueprint.get("/<key>/")
@allow(Permission.VIEW)
def show(slug: str, key: str) -> ResponseReturnValue:
    """Show to how many a message goes, and one of its letters; a sent one shows when it went."""
    return _shown(slug, key)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> ResponseReturnValue:
    """Change a message that is not sent yet."""
    seminar = seminar_by_slug(slug)
    return _edit(seminar, message_by_key(seminar.id, key))


@blueprint.get("/<key>/preview")
@allow(Permission.VIEW)
def frame(slug: str, key: str) -> str:
    """Show one of the letters as its reader will see it, for a frame of ours."""
    seminar = seminar_by_slug(slug)
    found = _preview(seminar, message_by_key(seminar.id, key))
    if found is None:
        raise Missing(N_("This message reaches nobody. Choose other people."))
    g.is_framed = True
    # Letters style themselves, because mail programs read no style sheets.
    g.sandbox = "; style-src 'unsafe-inline'; script-src 'none'; sandbox"
    return found.html


@blueprint.post("/<key>/send")
@allow(Permission.ORGANISE)
def send(slug: str, key: str) -> ResponseReturnValue:
    """Send a message to everybody whom it reaches; once."""
    seminar = seminar_by_slug(slug)
    message = message_by_key(seminar.id, key)
    try:
        sent = messages.send_message(message.id, expected=EditForm().expected, by=actor(), now=clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        return _shown(slug, key, refused=sentence(refusal), status=422)
    flash(
        ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", sent.recipients or 0),
        "ok",
    )
    return see_other(".show", slug=slug, key=key)


def _edit(seminar: Seminar, message: Message | None) -> ResponseReturnValue:
    slug, ident = seminar.slug, message.id if message else None
    form = MessageForm(obj=message)
    form.offer(sessions_of(seminar.id), directory(), message)
    kept: list[Message] = []

    def save() -> None:
        by, now = actor(), clock.now()
        if ident is None:
            kept.append(messages.add_message(seminar.id, form.fields(), by=by, now=now))
        else:
            wanted = form.fields()
            kept.append(messages.edit_message(ident, wanted, expected=form.expected, by=by, now=now))

    if form.attempt(save):
        flash(gettext("The message is kept. Read it, then send it."), "ok")
        return see_other(".show", slug=slug, key=kept[0].key)
    seminar = seminar_by_slug(slug)
    return page(
        "organise/messages/edit.html", seminar=seminar, message=message, form=form, status=form.status
    )


def _shown(slug: str, key: str, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    seminar = seminar_by_slug(slug)
    message = message_by_key(seminar.id, key)
    wanted = audience_of(message)
    return page(
        "organise/messages/show.html",
        seminar=seminar,
        row=_row(message, seminar, sessions_of(seminar.id), directory()),
        count=message.recipients if message.sent_at else count_recipients(seminar.id, wanted),
        stopped=count_stopped(seminar.id),
        preview=_preview(seminar, message),
        refused=refused,
        status=status,
    )


def _row(message: Message, seminar: Seminar, sessions: Sequence[Session], cities: Sequence[City]) -> Row:
    zone = reader_zone(seminar.zone) or str(current_app.config["OFFICE_ZONE"])
    sent = clock_of(message.sent_at, None, zone) if message.sent_at else None
    return Row(message, audience_words(audience_of(message), sessions, cities), sent)


def _preview(seminar: Seminar, message: Message) -> Preview | None:
    """Return the letter to one of those whom the message reaches; None where there is nobody."""
    person = first_recipient(seminar.id, audience_of(message))
    if person is None:
        return None
    whose = {"registration": person} if isinstance(person, Registration) else {"presenter": person}
    notice = Notice(kind=NoticeKind.MESSAGE, seminar_id=seminar.id, details={"message": message.id}, **whose)
    return preview_of(matter_of(notice), now=clock.now())
