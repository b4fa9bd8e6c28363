"""The public form, and the page after it."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app, request
from flask.typing import ResponseReturnValue

from webinars.domain.errors import N_, Missing
from webinars.models.cities import City
from webinars.models.registrations import ParticipantRole
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.cities import directory
from webinars.queries.registrations import seat_counts
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import sessions_of
from webinars.services import registrations
from webinars.services.registrations import Application, has_open_part
from webinars.web import clock
from webinars.web.answers import page, see_other
from webinars.web.context import show_times_for
from webinars.web.limits import MAIL_LIMIT, limiter
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language, reader_zone
from webinars.web.registrations.blueprint import blueprint
from webinars.web.registrations.closing import closed_words
from webinars.web.registrations.forms import CityForm, RegisterForm, consent_number, show_consent
from webinars.web.registrations.rows import choices, recommendation


@blueprint.route("/seminars/<slug>/register", methods=["GET", "POST"])
@allow(Permission.PUBLIC)
@limiter.limit(MAIL_LIMIT, methods=["POST"])
def register(slug: str) -> ResponseReturnValue:
    """Show the form; take an application and say the same to everybody."""
    seminar, now = _public_seminar(slug), clock.now()
    sessions, cities = sessions_of(seminar.id), directory()
    if not has_open_part(seminar, sessions, now=now):
        return _closed_page(seminar, sessions, now=now)
    form, seminar_id = RegisterForm(), seminar.id
    form.offer(cities, sessions)
    if form.attempt(lambda: registrations.register(seminar_id, _application(form, seminar, cities), now=now)):
        return see_other("registrations.sent", slug=slug)
    return _form_page(form, seminar, sessions, cities, now=now)


@blueprint.get("/seminars/<slug>/register/sent")
@allow(Permission.PUBLIC)
def sent(slug: str) -> ResponseReturnValue:
    """Say that a letter is on its way, whoever asked."""
    days = int(current_app.config["CONFIRM_DAYS"])
    return page("registrations/sent.html", seminar=_public_seminar(slug), days=days)


def _public_seminar(slug: str) -> Seminar:
    seminar = seminar_by_slug(slug)
    if not seminar.is_public:
        raise Missing(N_("There is no seminar “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return seminar


def _closed_page(seminar: Seminar, sessions: Sequence[Session], *, now: datetime) -> ResponseReturnValue:
    words = closed_words(seminar, sessions, now=now)
    status = 200 if request.method == "GET" else 422
    return page("registrations/closed.html", status=status, seminar=seminar, words=words)


def _form_page(
    form: RegisterForm,
    seminar: Seminar,
    sessions: Sequence[Session],
    cities: Sequence[City],
    *,
    now: datetime,
) -> ResponseReturnValue:
    """Show the form for the chosen city, with the part that suits it."""
    if not form.is_submitted():
        form.city.data = request.args.get("city", "")
        form.language.data = language()
    show_consent(form)
    city = next((city for city in cities if city.slug == form.city.data), None)
    zone = city.zone if city else _zone(seminar)
    suggested = recommendation(seminar, sessions, city, now=now)
    if suggested and not form.is_submitted():
        form.parts.data = [suggested.part_key]
    show_times_for(zone, at=min((one.starts_at for one in sessions if one.starts_at), default=None))
    return page(
        "registrations/register.html",
        status=form.status,
        form=form,
        city_form=_city_form(form),
        seminar=seminar,
        rows=choices(seminar, sessions, seat_counts(seminar.id), suggested, zone=zone, now=now),
    )


def _city_form(form: RegisterForm) -> CityForm:
    city_form = CityForm()
    city_form.city.choices = form.city.choices
    city_form.city.data = form.city.data
    return city_form


def _application(form: RegisterForm, seminar: Seminar, cities: Sequence[City]) -> Application:
    city = next((city for city in cities if city.slug == form.city.data), None)
    return Application(
        name=form.name.data or "",
        email=form.email.data or "",
        city_id=city.id if city else None,
        organisation=form.organisation.data or "",
        role=ParticipantRole(form.role.data),
        language=form.language.data,
        zone=city.zone if city else _zone(seminar),
        session_keys=frozenset(form.parts.data or ()),
        consent_number=consent_number(form.consent_number),
    )


def _zone(seminar: Seminar) -> str:
    """Return the reader's zone, for who names no city of the directory."""
    return reader_zone(seminar.zone) or str(current_app.config["OFFICE_ZONE"])
