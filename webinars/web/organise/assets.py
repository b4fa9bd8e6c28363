"""Slides, videos and documents of a seminar: who owes what by when, and what becomes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Missing, Refusal
from webinars.letters.names import part_name
from webinars.models.presentations import Asset, AssetState
from webinars.models.sessions import Session
from webinars.models.slots import SlotKind
from webinars.queries.assets import MISSING, asset_by_key, asset_counts, asset_page
from webinars.queries.programmes import Programme, ProgrammeSlot, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.services import assets
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.assets_forms import SendForm
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.assets_forms import AskAllForm, DayForm, JudgingForm, asked_for
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State
from webinars.web.talk_words import KINDS, due_words, state_words
from webinars.web.uploads import sent, takes_file

blueprint = Blueprint("assets", __name__, url_prefix="/seminars/<slug>/assets")

TALKS = (SlotKind.PRESENTATION, SlotKind.REPORT)


@dataclass(frozen=True)
class Row:
    """Something that a slot needs, in words; *is_late* when its day is over and it is not there."""

    asset: Asset
    kind: str
    title: str
    who: str
    part: str
    due: str
    is_late: bool
    state: State


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List what the slots need, the most urgent first."""
    return _list_page(slug, AskAllForm(formdata=None))


@blueprint.post("/ask")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def ask(slug: str) -> ResponseReturnValue:
    """Ask for one thing in every talk of a part."""
    whole = programme(seminar_by_slug(slug).id)
    talks = _talks(whole)
    form = AskAllForm()
    form.offer([part.session for part in whole.planned])
    asked: list[int] = []

    def save() -> None:
        ids = talks.get(form.part.data, ())
        asked.append(assets.ask_for(ids, form.wanted, form.due_on.data, by=actor(), now=clock.now()))

    if form.attempt(save):
        words = ngettext("%(num)s talk is asked for it.", "%(num)s talks are asked for it.", asked[0])
        flash(words, "ok" if asked[0] else "warn")
        return see_other(".index", slug=slug)
    return _list_page(slug, form)


@blueprint.get("/<key>")
@allow(Permission.VIEW)
def show(slug: str, key: str) -> ResponseReturnValue:
    """Show one thing that a slot needs: what was sent, and what to do with it."""
    return _asset_page(slug, key)


@blueprint.get("/<key>/file")
@allow(Permission.VIEW)
def file(slug: str, key: str) -> ResponseReturnValue:
    """Give the file that was sent."""
    asset = _asset(slug, key)
    if asset.upload is None:
        raise Missing(N_("Nobody has sent a file for this."))
    return sent(asset.upload.key)


@blueprint.post("/<key>/accept")
@allow(Permission.ORGANISE)
def accept(slug: str, key: str) -> ResponseReturnValue:
    """Accept what was sent."""
    ident, form = _asset(slug, key).id, JudgingForm()
    if form.attempt(lambda: assets.accept_asset(ident, expected=form.expected, by=actor(), now=clock.now())):
        flash(gettext("This is accepted."), "ok")
        return see_other(".index", slug=slug)
    return _asset_page(slug, key, judging=form)


@blueprint.post("/<key>/improve")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def improve(slug: str, key: str) -> ResponseReturnValue:
    """Ask for it again, and say what to improve."""
    ident, form = _asset(slug, key).id, JudgingForm()
    if form.attempt(
        lambda: assets.ask_to_improve(
            ident, form.comment.data or "", expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The presenters are asked to improve it."), "ok")
        return see_other(".show", slug=slug, key=key)
    return _asset_page(slug, key, judging=form)


@blueprint.post("/<key>/day")
@allow(Permission.ORGANISE)
def day(slug: str, key: str) -> ResponseReturnValue:
    """Set until when it is to be there."""
    ident, form = _asset(slug, key).id, DayForm()
    if form.attempt(
        lambda: assets.edit_day(ident, form.due_on.data, expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".show", slug=slug, key=key)
    return _asset_page(slug, key, due=form)


@blueprint.post("/<key>/send")
@allow(Permission.ORGANISE)
@takes_file
def send(slug: str, key: str) -> ResponseReturnValue:
    """Keep what the office got another way."""
    asset = _asset(slug, key)
    ident, form = asset.id, SendForm.for_asset(asset)
    if form.attempt(lambda: assets.send(ident, form.sent(), by=actor(), now=clock.now())):
        flash(gettext("It is kept."), "ok")
        return see_other(".show", slug=slug, key=key)
    return _asset_page(slug, key, sending=form)


@blueprint.post("/<key>/remind")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def remind(slug: str, key: str) -> ResponseReturnValue:
    """Remind the presenters of it."""
    ident = _asset(slug, key).id
    said = gettext("The reminder is on its way.")
    return _done(slug, key, lambda: assets.remind_of(ident, by=actor(), now=clock.now()), said)


@blueprint.post("/<key>/remove")
@allow(Permission.ORGANISE)
def remove(slug: str, key: str) -> ResponseReturnValue:
    """Ask for it no longer."""
    assets.remove_asset(_asset(slug, key).id, by=actor(), now=clock.now())
    flash(gettext("This is no longer asked for."), "ok")
    return see_other(".index", slug=slug)


def _done(slug: str, key: str, do: Callable[[], object], said: str) -> ResponseReturnValue:
    try:
        do()
        flash(said, "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other(".show", slug=slug, key=key)


def _asset(slug: str, key: str) -> Asset:
    """Return an asset of that seminar; raise Missing for one of another."""
    asset, seminar = asset_by_key(key), seminar_by_slug(slug)
    if asset.slot.session.seminar_id != seminar.id:
        raise Missing(N_("This is no longer asked for. Go back and reload the page."))
    return asset


def _list_page(slug: str, form: AskAllForm) -> ResponseReturnValue:
    whole = programme(seminar_by_slug(slug).id)
    filters, wanted = asked_for([part.session for part in whole.sessions])
    found = asset_page(whole.seminar.id, wanted, asked_page(), current_app.config["PAGE_SIZE"])
    counts, places = asset_counts(whole.seminar.id), _places(whole)
    form.offer([part.session for part in whole.planned])
    return page(
        "organise/assets/index.html",
        status=form.status,
        seminar=whole.seminar,
        page=Turned(found),
        rows=[_row(asset, *places[asset.slot_id]) for asset in found.items],
        filters=filters,
        is_filtered=wanted != type(wanted)(),
        count=sum(counts.values()),
        accepted=counts.get(AssetState.ACCEPTED, 0),
        received=counts.get(AssetState.RECEIVED, 0),
        form=form,
    )


def _asset_page(
    slug: str,
    key: str,
    *,
    judging: JudgingForm | None = None,
    due: DayForm | None = None,
    sending: SendForm | None = None,
) -> ResponseReturnValue:
    # The programme last: who reads a slot alone lets go of what hangs on it.
    asset = _asset(slug, key)
    whole = programme(asset.slot.session.seminar_id)
    placed, session = _places(whole)[asset.slot_id]
    judging, due = judging or JudgingForm.kept(asset), due or DayForm.kept(asset)
    sending = sending or SendForm.empty(asset)
    return page(
        "organise/assets/show.html",
        status=max(judging.status, due.status, sending.status),
        seminar=whole.seminar,
        asset=asset,
        row=_row(asset, placed, session),
        slot=placed.slot,
        presenters=placed.presenters,
        is_missing=asset.state in MISSING,
        judging=judging,
        due=due,
        sending=sending,
    )


def _places(whole: Programme) -> Mapping[int, tuple[ProgrammeSlot, Session]]:
    """Return where each slot stands, by its id."""
    return {placed.slot.id: (placed, part.session) for part in whole.sessions for placed in part.slots}


def _talks(whole: Programme) -> Mapping[str, list[int]]:
    """Return the slots in which somebody presents, by the key of their part."""
    return {
        part.session.key: [one.slot.id for one in part.slots if one.slot.kind in TALKS]
        for part in whole.planned
    }


def _row(asset: Asset, placed: ProgrammeSlot, session: Session) -> Row:
    reader = language()
    is_over = asset.due_on is not None and is_past(asset.due_on, now=clock.now(), zone=session.zone)
    return Row(
        asset=asset,
        kind=str(KINDS[asset.kind]),
        title=slot_words(placed.slot, reader),
        who=who_words(placed.slot, reader),
        part=part_name(session, reader),
        due=due_words(asset),
        is_late=is_over and asset.state in MISSING,
        state=state_words(asset),
    )
