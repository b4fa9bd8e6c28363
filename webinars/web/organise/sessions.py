"""Parts of a seminar: written, moved, called off and restored."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Optional

from webinars.domain.errors import Missing, Refusal
from webinars.domain.timezones import zone_names
from webinars.models.sessions import Session
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import held_invitations, parts_beside, session_by_key
from webinars.queries.themes import every_theme
from webinars.services import sessions
from webinars.services.sessions import SessionFields
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence
from webinars.web.forms import OneLine
from webinars.web.organise.editors import EditForm, OfficeText, TimeForm
from webinars.web.organise.moving_parts import Attendance, Step, asked_step, part_change
from webinars.web.organise.moving_warnings import overlap_warnings, past_warnings
from webinars.web.permissions import Permission, allow
from webinars.web.themes import ThemeField

blueprint = Blueprint("sessions", __name__, url_prefix="/seminars/<slug>/sessions")


class SessionForm(EditForm):
    """What is written about a part besides its time."""

    name = OfficeText(_l("Name"), is_required=True)
    key = StringField(
        _l("Short name"),
        [InputRequired(_l("Write a short name.")), OneLine(40)],
        description=_l("Part of addresses, like “morning”. Small letters a–z, digits and hyphens."),
    )
    capacity = IntegerField(_l("Seats"), [Optional()], description=_l("Leave empty for no limit."))
    join_url = StringField(
        _l("Join link"),
        [OneLine(2000)],
        description=_l("The address of the room. Only those with a seat get it."),
    )
    theme = ThemeField(_l("Theme"), description=_l("Where the whole part has one."))

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        return ("theme", self.theme.slug_of(value)) if column == "theme_id" else (column, value)

    def fields(self) -> SessionFields:
        """Return what was posted."""
        return SessionFields(
            key=self.key.data,
            name=self.name.data,
            capacity=self.capacity.data,
            join_url=self.join_url.data or None,
            theme_id=self.theme.theme_id,
        )


class NewSessionForm(TimeForm, SessionForm):
    """A new part, with its time."""


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> Response | tuple[str, int]:
    """Add a part."""
    seminar = seminar_by_slug(slug)
    seminar_id = seminar.id
    form = NewSessionForm(zone=seminar.zone)
    form.theme.offer(every_theme())
    if form.attempt(
        lambda: sessions.create_session(seminar_id, form.fields(), form.time(), by=actor(), now=clock.now())
    ):
        flash(gettext("The part is kept. Add what happens in it."), "ok")
        return see_other("organise.slots.index", slug=slug, session_key=form.key.data)
    return _page("new", slug, form=form)


@blueprint.route("/<session_key>/edit", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Change the name, the seats or the room; another name is told by letter."""
    session = session_by_key(slug, session_key)
    session_id = session.id
    form = SessionForm(obj=session)
    form.theme.offer(every_theme())
    if form.attempt(
        lambda: sessions.edit_session(
            session_id, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other("organise.seminars.show", slug=slug)
    return _page("edit", slug, session_key, form=form)


@blueprint.route("/<session_key>/move", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def move(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Say what another time changes for each city, then give it to the part and owe updates."""
    session = session_by_key(slug, session_key)
    form, step = TimeForm(obj=session), asked_step()
    if not form.is_submitted():
        form.show(session)
    if step is Step.MOVE and form.attempt(lambda: _move(session.id, form)):
        flash(gettext("The time is kept. Who holds an invitation gets an update in a few minutes."), "ok")
        return see_other("organise.seminars.show", slug=slug)
    if step is Step.LOOK and form.attempt(lambda: _foresee(session, form)):
        return _preview(session, form)
    if step is Step.CHANGE:
        form.ask_again()
    return _page("move", slug, session_key, form=form)


@blueprint.route("/<session_key>/cancel", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def cancel(slug: str, session_key: str) -> Response | tuple[str, int]:
    """Say what calling the part off does, then do it."""
    session = session_by_key(slug, session_key)
    if request.method == "POST":
        try:
            sessions.cancel_session(session.id, by=actor(), now=clock.now())
        except Missing:
            raise
        except Refusal as refusal:
            return _page("cancel", slug, session_key, refused=sentence(refusal), status=422)
        flash(gettext("The part is cancelled."), "ok")
        return see_other("organise.seminars.show", slug=slug)
    return _page("cancel", slug, session_key)


@blueprint.post("/<session_key>/restore")
@allow(Permission.ORGANISE)
def restore(slug: str, session_key: str) -> Response:
    """Hold a cancelled part after all."""
    try:
        sessions.restore_session(session_by_key(slug, session_key).id, by=actor(), now=clock.now())
        flash(gettext("The part takes place."), "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other("organise.seminars.show", slug=slug)


def _move(session_id: int, form: TimeForm) -> None:
    sessions.move_session(session_id, form.time(), expected=form.expected, by=actor(), now=clock.now())


def _foresee(session: Session, form: TimeForm) -> datetime | None:
    return sessions.foresee_move(session, form.time(), expected=form.expected, now=clock.now())


def _preview(session: Session, form: TimeForm) -> tuple[str, int]:
    attendance = Attendance.of(session.seminar_id)
    change = part_change(session, form.time(), _foresee(session, form), attendance)
    overlaps = overlap_warnings(change, parts_beside(session))
    return page(
        "organise/moving/part.html",
        seminar=session.seminar,
        session=session,
        form=form,
        change=change,
        warnings=[*past_warnings([change], now=clock.now()), *overlaps],
        held=held_invitations([session.id]),
    )


def _page(
    name: str, slug: str, session_key: str | None = None, *, form: EditForm | None = None, **values: Any
) -> tuple[str, int]:
    """Return the page *name* with its rows read again: a refused service let go of what was read before."""
    session = session_by_key(slug, session_key) if session_key else None
    values.setdefault("status", form.status if form else 200)
    return page(
        f"organise/sessions/{name}.html",
        seminar=session.seminar if session else seminar_by_slug(slug),
        session=session,
        held=held_invitations([session.id]) if session else 0,
        form=form,
        zones=zone_names(),
        **values,
    )
