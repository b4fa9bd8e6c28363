"""Moving a whole seminar to another date: what that changes city by city, and then the move."""

from flask import Blueprint, flash
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired

from webinars.models.sessions import Session
from webinars.queries.programmes import programme
from webinars.queries.rehearsals import rehearsals_ahead
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import held_invitations
from webinars.services import seminar_moves
from webinars.services.seminar_moves import ForeseenPart, NewDate
from webinars.services.shifts import first_date_of, planned_parts
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.forms import Form
from webinars.web.organise.moving_parts import Attendance, Step, asked_step, part_change, together
from webinars.web.organise.moving_warnings import past_warnings
from webinars.web.organise.shift_questions import answers, asked_about, readings, teaching
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("moving", __name__, url_prefix="/seminars/<slug>")


class DateForm(Form):
    """The date to which a seminar moves; *versions* are those of the parts that the move was shown for."""

    first_date = DateField(
        _l("Date of the first part"),
        [InputRequired(_l("Choose a date."))],
        description=_l("Each part keeps its time of day and its distance from the first."),
    )
    versions = HiddenField()

    def wanted(self, posted: dict[str, str]) -> NewDate:
        """Return what was posted; *posted* are the answers about odd clocks."""
        return NewDate(first_date=self.first_date.data, readings=readings(posted))

    @property
    def expected(self) -> dict[str, int]:
        """Return the versions that the move was shown for; one that no part has, where the form says none."""
        pairs = (pair.rpartition(":") for pair in (self.versions.data or "").split(","))
        return {key: int(number) for key, _, number in pairs if number.isascii() and number.isdecimal()}

    def show_versions(self, parts: list[Session]) -> None:
        """Keep the versions of *parts* for the move."""
        versions = seminar_moves.versions_of(parts)
        self.versions.data = ",".join(f"{key}:{version}" for key, version in versions.items())


@blueprint.route("/move", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def seminar(slug: str) -> Response | tuple[str, int]:
    """Say what another date changes for each city, then move every part that takes place."""
    seminar_id, form, posted, step = seminar_by_slug(slug).id, DateForm(), answers(), asked_step()
    if step is Step.MOVE and form.attempt(lambda: _move(seminar_id, form, posted)):
        flash(gettext("The seminar is moved. Who holds an invitation gets an update in a few minutes."), "ok")
        return see_other("organise.seminars.show", slug=slug)
    foreseen: list[ForeseenPart] = []
    if step is Step.LOOK and form.attempt(lambda: foreseen.extend(_foreseen(seminar_id, form, posted))):
        return _preview(slug, form, foreseen, posted)
    return _form_page(slug, form, posted)


def _move(seminar_id: int, form: DateForm, posted: dict[str, str]) -> None:
    wanted, expected = form.wanted(posted), form.expected
    teaching(
        lambda: seminar_moves.move_seminar(seminar_id, wanted, expected=expected, by=actor(), now=clock.now())
    )


def _foreseen(seminar_id: int, form: DateForm, posted: dict[str, str]) -> tuple[ForeseenPart, ...]:
    found: list[ForeseenPart] = []
    wanted = form.wanted(posted)
    teaching(lambda: found.extend(seminar_moves.foresee_seminar(seminar_id, wanted, now=clock.now())))
    return tuple(found)


def _preview(
    slug: str, form: DateForm, foreseen: list[ForeseenPart], posted: dict[str, str]
) -> tuple[str, int]:
    whole = seminar_by_slug(slug)
    attendance = Attendance.of(whole.id)
    form.show_versions([one.session for one in foreseen])
    changes = [part_change(one.session, one.time, one.starts_at, attendance) for one in foreseen]
    return page(
        "organise/moving/seminar.html",
        seminar=whole,
        form=form,
        changes=changes,
        warnings=past_warnings(changes, now=clock.now()),
        is_same=together(changes),
        answers=posted,
        held=held_invitations([one.session.id for one in foreseen]),
        rehearsals=rehearsals_ahead(whole.id, now=clock.now()),
    )


def _form_page(slug: str, form: DateForm, posted: dict[str, str]) -> tuple[str, int]:
    whole = programme(seminar_by_slug(slug).id)
    parts = planned_parts(whole)
    if parts and form.first_date.data is None and not form.is_submitted():
        form.first_date.data = first_date_of(parts)
    return page(
        "organise/moving/date.html",
        seminar=whole.seminar,
        form=form,
        has_parts=bool(parts),
        questions=asked_about(whole.seminar.id, form.first_date.data) if form.is_submitted() else [],
        answers=posted,
        status=form.status,
    )
