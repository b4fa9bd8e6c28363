"""Lists of people: an empty one to fill in, a filled one to look at, and what it does once confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinars.domain.errors import Refusal
from webinars.domain.people import Line, blank_workbook, read_people, read_table
from webinars.models.registrations import ParticipantRole
from webinars.queries.nominations import known_keys, places_of
from webinars.services import nominations
from webinars.services.nominations import Nominee
from webinars.web import clock
from webinars.web.answers import see_other, sentence
from webinars.web.limits import NOMINATION_LIMIT, limiter
from webinars.web.nominations.blueprint import blueprint
from webinars.web.nominations.desk import Desk, desk_of, desk_page
from webinars.web.nominations.forms import ListForm, ShownListForm
from webinars.web.nominations.words import HEADS, heads, words_of
from webinars.web.permissions import Permission, allow
from webinars.web.registrations.forms import ROLES, offer_parts

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Wrong:
    """A row that is left out, and why, in words."""

    line: Line
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What a list holds: who is new to the city, whom it knows, and the rows that are left out."""

    new: tuple[Line, ...]
    known: tuple[Line, ...]
    wrong: tuple[Wrong, ...]


@blueprint.get("/people/list.xlsx")
@allow(Permission.LINK)
def template(token: str) -> Response:
    """Give an empty list to fill in."""
    desk_of(token)
    response = Response(blank_workbook(gettext("People"), heads()), content_type=WORKBOOK)
    response.headers["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


@blueprint.route("/people/import/", methods=["GET", "POST"])
@allow(Permission.LINK)
@limiter.limit(NOMINATION_LIMIT, methods=["POST"])
def import_list(token: str) -> ResponseReturnValue:
    """Ask for a list; show what it would do, and store nothing."""
    desk, form = desk_of(token), ListForm()
    offer_parts(form.parts, desk.open_sessions(clock.now()))
    shown: list[tuple[bytes, Found]] = []

    def read() -> None:
        name, content = form.file_name(), form.content()
        shown.append((content, _found(desk, content, name=name)))

    if not form.attempt(read):
        return _ask_page(desk, form)
    carried = ShownListForm(formdata=None)
    carried.carry(shown[0][0], form.parts.data)
    return _found_page(desk, carried, shown[0][1])


@blueprint.post("/people/import/confirm")
@allow(Permission.LINK)
@limiter.limit(NOMINATION_LIMIT)
def confirm_list(token: str) -> ResponseReturnValue:
    """Ask everybody who is new in a list that was shown."""
    desk, form = desk_of(token), ShownListForm()
    try:
        found = _found(desk, form.file())
    except Refusal as refusal:
        return _lost_page(desk, form, refusal)
    delegation_id, by, asked = desk.delegation.id, desk.actor, list[int]()
    people = [_nominee(desk, line, form.parts.data or []) for line in found.new]

    def save() -> None:
        asked.append(nominations.nominate(delegation_id, people, by=by, now=clock.now()))

    if not form.attempt(save):
        return _found_page(desk_of(token), form, found)
    if asked[0]:
        flash(
            ngettext("%(num)s person is asked by mail.", "%(num)s people are asked by mail.", asked[0]), "ok"
        )
    else:
        flash(gettext("Everybody in this list was named before. Nothing was changed."), "warn")
    return see_other("nominations.people", token=token)


def _found(desk: Desk, content: bytes, *, name: str | None = None) -> Found:
    """Read a list and say what is in it. Raises Refusal at "file"."""
    lines = read_people(read_table(content, name=name), words_of(desk.open_sessions(clock.now())))
    good = [line for line in lines if not line.problems]
    known = known_keys(desk.delegation, [line.email_key for line in good])
    return Found(
        new=tuple(line for line in good if line.email_key not in known),
        known=tuple(line for line in good if line.email_key in known),
        wrong=tuple(
            Wrong(line, tuple(sentence(one) for one in line.problems)) for line in lines if line.problems
        ),
    )


def _nominee(desk: Desk, line: Line, parts: Sequence[str]) -> Nominee:
    return Nominee(
        name=line.name,
        email=line.email,
        organisation=line.organisation,
        role=ParticipantRole(line.role) if line.role else ParticipantRole.OFFICIAL,
        language=line.language or desk.letters_in,
        session_keys=line.part_keys or frozenset(parts),
    )


def _ask_page(desk: Desk, form: ListForm) -> ResponseReturnValue:
    if not form.is_submitted():
        form.parts.data = desk.proposed_parts(clock.now())
    return desk_page(
        desk,
        "list.html",
        status=form.status,
        form=form,
        heads=list(HEADS.values()),
        roles=list(ROLES.values()),
    )


def _lost_page(desk: Desk, shown: ShownListForm, refusal: Refusal) -> ResponseReturnValue:
    """Ask for the file again: what came with the form is no list any more."""
    form = ListForm(formdata=None)
    offer_parts(form.parts, desk.open_sessions(clock.now()))
    form.parts.data = shown.parts.data
    form.refuse(refusal)
    form.status = 422
    return _ask_page(desk, form)


def _found_page(desk: Desk, form: ShownListForm, found: Found) -> ResponseReturnValue:
    places = places_of(desk.delegation)
    size = current_app.config["PAGE_SIZE"]
    return desk_page(
        desk,
        "found.html",
        status=form.status,
        form=form,
        found=found,
        size=size,
        places=places,
        is_too_many=places.left is not None and len(found.new) > places.left,
    )
