"""The running order of a part: its slots, each with its time and what is wrong with it, and their editor."""

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing, Refusal
from webinars.letters.times import stated
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.queries.checks import checks
from webinars.queries.presentations import waiting_presentations, without_anything
from webinars.queries.programmes import Programme, ProgrammeSession, programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import session_by_key
from webinars.queries.slots import slot_by_key
from webinars.queries.themes import every_theme
from webinars.services import slots
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import long_page, page, see_other, sentence, status_of
from webinars.web.organise.editors import finding_words
from webinars.web.organise.presentations_rows import waiting_lines
from webinars.web.organise.seminars_overview import pair_of
from webinars.web.organise.slots_forms import OtherPartForm, PlaceForm, SlotForm
from webinars.web.organise.slots_lines import Findings, slot_lines
from webinars.web.organise.swaps_notes import notes_of
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("slots", __name__, url_prefix="/seminars/<slug>")

MOST_SHOWN = 10  # Of those that wait; the page of the others turns.


@blueprint.get("/sessions/<session_key>/slots/")
@allow(Permission.VIEW)
def index(slug: str, session_key: str) -> Response:
    """Show the running order of a part, with what is wrong where it stands."""
    return _running_order(slug, session_key)


@blueprint.route("/sessions/<session_key>/slots/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Add a slot at the end of a part."""
    session = session_by_key(slug, session_key)
    session_id, seminar_id = session.id, session.seminar_id
    form = SlotForm()
    form.offer(programme(seminar_id).delegations, every_theme())
    if form.attempt(lambda: slots.add_slot(session_id, form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The slot is kept."), "ok")
        return see_other(".index", slug=slug, session_key=session_key)
    session = session_by_key(slug, session_key)
    return page(
        "organise/slots/new.html", seminar=session.seminar, session=session, form=form, status=form.status
    )


@blueprint.route("/slots/<key>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> Response | tuple[str, int]:
    """Change a slot; another length moves every later one."""
    whole, slot = _read(slug, key)
    slot_id, session_key = slot.id, slot.session.key
    form = SlotForm(obj=slot)
    form.offer(whole.delegations, every_theme())
    if not form.is_submitted():
        form.show(slot)
    if form.attempt(
        lambda: slots.edit_slot(slot_id, form.fields(), expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index", slug=slug, session_key=session_key)
    return _edit_page(slug, key, form)


@blueprint.post("/slots/<key>/remove")
@allow(Permission.ORGANISE)
def remove(slug: str, key: str) -> Response:
    """Take a slot out of the programme."""
    slot = slot_by_key(slug, key)
    session_key = slot.session.key
    slots.remove_slot(slot.id, by=actor(), now=clock.now())
    flash(gettext("The slot is out of the programme. Its presenters are told."), "ok")
    return see_other(".index", slug=slug, session_key=session_key)


@blueprint.post("/slots/<key>/move")
@allow(Permission.ORGANISE)
def move(slug: str, key: str) -> Response | tuple[str, int]:
    """Put a slot at the end of another part."""
    whole, slot = _read(slug, key)
    slot_id = slot.id
    others = _other_parts(whole, slot)
    ids = {session.key: session.id for session in others}
    form = OtherPartForm()
    form.offer(others)
    if form.attempt(
        lambda: slots.move_to_session(slot_id, ids[form.session.data], by=actor(), now=clock.now())
    ):
        flash(gettext("The slot is at the end of the other part. Its presenters are told."), "ok")
        return see_other(".index", slug=slug, session_key=form.session.data)
    return _edit_page(slug, key, None, form)


@blueprint.post("/slots/<key>/place")
@allow(Permission.ORGANISE)
def place(slug: str, key: str) -> Response | tuple[str, int]:
    """Put a slot at the place of that number."""
    slot = slot_by_key(slug, key)
    slot_id, session_key = slot.id, slot.session.key
    form = PlaceForm()
    if form.attempt(lambda: slots.move_slot(slot_id, form.place.data - 1, by=actor(), now=clock.now())):
        return see_other(".index", slug=slug, session_key=session_key)
    return _running_order(slug, session_key, wrong=(key, form), status=form.status)


@blueprint.post("/sessions/<session_key>/slots/order")
@allow(Permission.ORGANISE)
def order(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Put the slots into the posted order, or one of them one place up or down."""
    try:
        _order(slug, session_key)
    except Missing:
        raise
    except Refusal as refusal:
        return _running_order(slug, session_key, refused=sentence(refusal), status=status_of(refusal))
    return see_other(".index", slug=slug, session_key=session_key)


def _order(slug: str, session_key: str) -> None:
    up, down = request.form.get("up"), request.form.get("down")
    now = clock.now()
    if up:
        slots.move_up(slot_by_key(slug, up).id, by=actor(), now=now)
    elif down:
        slots.move_down(slot_by_key(slug, down).id, by=actor(), now=now)
    else:
        wanted = request.form.getlist("order")
        slots.reorder(session_by_key(slug, session_key).id, wanted, by=actor(), now=now)


def _edit_page(
    slug: str, key: str, form: SlotForm | None, other_part: OtherPartForm | None = None
) -> tuple[str, int]:
    """Return the page of a slot with the form that was refused; the other one shows the slot as it is."""
    whole, slot = _read(slug, key)
    if form is None:
        form = SlotForm(formdata=None, obj=slot)
        form.offer(whole.delegations, every_theme())
        form.show(slot)
    if other_part is None:
        other_part = OtherPartForm(formdata=None)
        other_part.offer(_other_parts(whole, slot))
    return page(
        "organise/slots/edit.html",
        seminar=whole.seminar,
        session=slot.session,
        slot=slot,
        form=form,
        other_part=other_part,
        status=max(form.status, other_part.status),
    )


def _read(slug: str, key: str) -> tuple[Programme, Slot]:
    """Read a slot and the programme around it; the slot last, since a programme lets go of a slot's part."""
    whole = programme(seminar_by_slug(slug).id)
    return whole, slot_by_key(slug, key)


def _other_parts(whole: Programme, slot: Slot) -> list[Session]:
    return [part.session for part in whole.planned if part.session.id != slot.session_id]


def _running_order(
    slug: str,
    session_key: str,
    *,
    refused: str = "",
    wrong: tuple[str, PlaceForm] | None = None,
    status: int = 200,
) -> Response:
    whole = programme(seminar_by_slug(slug).id)
    part = next((one for one in whole.sessions if one.session.key == session_key), None)
    if part is None:
        raise Missing(
            N_("This seminar has no part “%(key)s”. Choose one from its page."), key=session_key[:40]
        )
    found = _findings(whole, session_key)
    waiting = waiting_presentations(whole.seminar.id)
    return long_page(
        "organise/slots/index.html",
        seminar=whole.seminar,
        session=part.session,
        pair=pair_of(
            part.session.starts_at, part.session.ends_at, part.session.zone, whole.seminar.second_zone
        ),
        stated=stated(part.session.local_start),
        lines=slot_lines(part, slug, found),
        sessions=[one.session for one in whole.sessions],
        filled=_filled(part),
        notes=notes_of(whole, part.session.id),
        can_swap=_can_swap(whole, part),
        waiting=waiting_lines(waiting[:MOST_SHOWN]),
        waiting_count=len(waiting),
        without=without_anything(whole, waiting),
        findings=found.get(None, ()),
        refused=refused,
        wrong=wrong,
        status=status,
    )


def _findings(whole: Programme, session_key: str) -> Findings:
    """Return what is wrong in a part, as level and words, by the slot's number (None: the whole part)."""
    found: dict[int | None, tuple[tuple[str, str], ...]] = {}
    for one in checks(whole, now=clock.now()):
        if one.session == session_key:
            found[one.slot] = (*found.get(one.slot, ()), (one.level.value, finding_words(one)))
    return found


def _can_swap(whole: Programme, part: ProgrammeSession) -> bool:
    """Say whether the slots of a part have another one to change places with."""
    return not part.session.is_cancelled and sum(len(one.slots) for one in whole.planned) > 1


def _filled(part: ProgrammeSession) -> int:
    """Count the minutes that the slots of known length take."""
    return sum(one.slot.minutes or 0 for one in part.slots)
