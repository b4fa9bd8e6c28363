"""The outbox: every letter with its state, as its reader sees it; held, released and tried again."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import Blueprint, current_app, flash, g, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from webinars.domain.errors import N_, Missing
from webinars.letters.mistakes import UNWRITABLE
from webinars.letters.previews import Preview, preview
from webinars.letters.times import Clock, clock_of
from webinars.models.notices import Notice
from webinars.queries.letters import crowds_waiting, letter_by_key, letter_ids, letter_lines, state_counts
from webinars.services import outbox
from webinars.services.outbox import Wish
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import see_other
from webinars.web.context import show_times_for
from webinars.web.organise.letter_filters import asked_for
from webinars.web.organise.letter_words import KINDS, STATES, TROUBLES, WISHES, reason
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import reader_zone
from webinars.web.registrations.replies_words import returned_words

blueprint = Blueprint("letters", __name__, url_prefix="/letters")

ONE_OF_THE_WISHES = "<any(hold, release, retry):wish>"


@dataclass(frozen=True)
class Moments:
    """The times of a letter on the reader's clock; None for what has not happened."""

    posted: Clock
    due: Clock
    sent: Clock | None


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> ResponseReturnValue:
    """List the letters that fit the filters, the latest first."""
    form, wanted = asked_for(request.args)
    found = letter_lines(wanted, number=asked_page(), size=current_app.config["PAGE_SIZE"])
    zone = _zone()
    return render_template(
        "organise/letters/index.html",
        filters=form,
        asked=form.asked,
        page=Turned(found),
        rows=[(line, _moments(line.notice, zone)) for line in found.items],
        counts=state_counts(wanted),
        crowds=crowds_waiting(),
        states=STATES,
        kinds=KINDS,
    )


@blueprint.post(f"/all/{ONE_OF_THE_WISHES}")
@allow(Permission.ORGANISE)
def fulfil_all(wish: str) -> ResponseReturnValue:
    """Hold, release or try again every letter of a selection."""
    form, wanted = asked_for(request.form)
    outbox.spread()
    done = outbox.fulfil(Wish(wish), letter_ids(wanted), by=actor(), now=clock.now())
    flash(_summary(Wish(wish), done.changed), "ok" if done.changed else "warn")
    return see_other(".index", **form.asked)


@blueprint.get("/<key>/")
@allow(Permission.VIEW)
def show(key: str) -> ResponseReturnValue:
    """Show one letter: its headers, its history, and the letter itself in a frame."""
    kept = letter_by_key(key)
    notice = kept.line.notice
    zone = _zone()
    return render_template(
        "organise/letters/show.html",
        line=kept.line,
        preview=_preview(notice),
        is_kept=kept.message is not None,
        message_id=kept.message_id,
        moments=_moments(notice, zone),
        troubles=_troubles(notice, zone),
        returned=returned_words(notice.bounce_reason or "") if notice.bounced_at else "",
        wishes=[(wish, words) for wish, words in WISHES.items() if outbox.can(wish, notice)],
        states=STATES,
        kinds=KINDS,
    )


@blueprint.get("/<key>/preview")
@allow(Permission.VIEW)
def frame(key: str) -> str:
    """Show the letter as its reader sees it, for a frame of ours: nothing in it can be followed or run."""
    found = _preview(letter_by_key(key).line.notice)
    g.is_framed = True
    # Letters style themselves, because mail programs read no style sheets.
    g.sandbox = "; style-src 'unsafe-inline'; script-src 'none'; sandbox"
    if found is None:
        raise Missing(N_("This letter cannot be written. Its page says why."))
    return found.html


@blueprint.get("/<key>/letter.eml")
@allow(Permission.ORGANISE)
def original(key: str) -> ResponseReturnValue:
    """Hand out the letter as it was sent; its links are its reader's own, so viewers do not get it."""
    message = letter_by_key(key).message
    if message is None:
        raise Missing(N_("This letter is not kept as it was sent. Open its preview instead."))
    name = f"letter-{key}.eml"
    return send_file(BytesIO(message), "message/rfc822", as_attachment=True, download_name=name, max_age=0)


@blueprint.post(f"/<key>/{ONE_OF_THE_WISHES}")
@allow(Permission.ORGANISE)
def fulfil(key: str, wish: str) -> ResponseReturnValue:
    """Hold, release or try again one letter."""
    notice = letter_by_key(key).line.notice
    outbox.fulfil_one(Wish(wish), notice.id, by=actor(), now=clock.now())
    flash(_summary(Wish(wish), 1), "ok")
    return see_other(".show", key=key)


def _zone() -> str:
    zone = reader_zone(current_app.config["OFFICE_ZONE"])
    show_times_for(zone, at=clock.now())
    return str(zone)


def _moments(notice: Notice, zone: str) -> Moments:
    return Moments(
        posted=clock_of(notice.posted_at, None, zone),
        due=clock_of(notice.due_at, None, zone),
        sent=_clock(notice.sent_at, zone),
    )


def _troubles(notice: Notice, zone: str) -> list[tuple[Clock, object, str]]:
    """Return what went wrong with a letter: when, what, and the reason that was given."""
    return [
        (clock_of(trouble.at, None, zone), TROUBLES[trouble.kind], reason(trouble))
        for trouble in outbox.history(notice.error)
    ]


def _clock(instant: datetime | None, zone: str) -> Clock | None:
    return clock_of(instant, None, zone) if instant else None


def _preview(notice: Notice) -> Preview | None:
    """Return the letter as it was sent, or as it would be written now; None when it cannot be written."""
    try:
        return preview(notice, now=clock.now())
    except UNWRITABLE:
        current_app.logger.warning("letter %s cannot be written", notice.key, exc_info=True)
        return None


def _summary(wish: Wish, changed: int) -> str:
    texts: dict[Wish, str] = {
        Wish.HOLD: ngettext("%(num)s letter is held.", "%(num)s letters are held.", changed),
        Wish.RELEASE: ngettext("%(num)s letter is released.", "%(num)s letters are released.", changed),
        Wish.RETRY: ngettext("%(num)s letter is tried again.", "%(num)s letters are tried again.", changed),
    }
    return texts[wish]
