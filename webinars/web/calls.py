"""The public pages of calls: what is open, one call, and the form that starts an application."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from webinars.domain.errors import N_, Missing
from webinars.domain.timezones import zone_city, zone_names
from webinars.models.calls import Call, CallState
from webinars.models.cities import City
from webinars.queries.calls import announced_calls, call_by_slug, past_calls, questions_of, themes_of_call
from webinars.queries.cities import directory
from webinars.services import applications
from webinars.services.applications import Applicant
from webinars.web import clock
from webinars.web.answers import page, see_other
from webinars.web.calls_words import closes, opens, purpose_words, standing_of
from webinars.web.context import show_times_for
from webinars.web.countries import countries
from webinars.web.forms import Form, MailAddress, OneLine, options
from webinars.web.limits import MAIL_LIMIT, limiter
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import chosen_zone, language
from webinars.web.registrations.forms import check_language, offer_languages

blueprint = Blueprint("calls", __name__, url_prefix="/calls")

PAST = 10  # calls below those that are open


class StartForm(Form):
    """Who applies, and for which city: one of the directory, or one that is named with its place."""

    name = StringField(_l("Your name"), [DataRequired(_l("Write your name.")), OneLine(200)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Write your e-mail address.")), MailAddress()],
        description=_l("We send a link to this address. With it you write your application, and come back."),
    )
    city = SelectField(_l("City"), validate_choice=False)
    city_name = StringField(_l("Name of the city"), [OneLine(200)])
    country = SelectField(_l("Country or territory"), validate_choice=False)
    zone = SelectField(
        _l("Time zone"),
        validate_choice=False,
        description=_l("Leave it open to look it up by the name. We ask if that is not enough."),
    )
    language = SelectField(_l("Language of our letters"), [InputRequired()], validate_choice=False)

    def offer(self, cities: Sequence[City]) -> None:
        """Fill the choices."""
        members = [(city.slug, city.name.best(language())) for city in cities]
        self.city.choices = options([("", gettext("Not in this list")), *members])
        self.country.choices = options([("", gettext("Not stated")), *countries()])
        zones = [(zone, f"{zone_city(zone)} ({zone})") for zone in sorted(zone_names(), key=zone_city)]
        self.zone.choices = options([("", gettext("Look it up by the name")), *zones])
        offer_languages(self.language)
        self.city.flags.one_of_several = self.city_name.flags.one_of_several = True
        self._ids = {city.slug: city.id for city in cities}
        if not self.is_submitted():
            self.language.data = language()

    def validate_city(self, field: Any) -> None:
        """Ask for one of a city of the list and a name."""
        if not field.data and not self.city_name.data:
            raise ValidationError(gettext("Choose your city from the list, or write its name below."))
        if field.data and field.data not in self._ids:
            raise ValidationError(gettext("Choose your city from the list, or write its name below."))

    def validate_language(self, field: Any) -> None:
        """Refuse a language that the office does not offer."""
        check_language(field)

    def applicant(self) -> Applicant:
        """Return who was posted."""
        return Applicant(
            name=self.name.data or "",
            email=self.email.data or "",
            language=self.language.data,
            city_id=self._ids.get(self.city.data or ""),
            city_name=self.city_name.data or "",
            country=self.country.data or None,
            zone=self.zone.data or "",
        )


@blueprint.get("/")
@allow(Permission.PUBLIC)
def index() -> ResponseReturnValue:
    """List the calls that are open or will be, and those that closed last."""
    now, zone = clock.now(), chosen_zone()
    found = announced_calls(asked_page(), current_app.config["PAGE_SIZE"], now=now)

    def entry(call: Call) -> dict[str, object]:
        return {
            "call": call,
            "purpose": purpose_words(call),
            "standing": standing_of(call, now=now),
            "opens": opens(call, zone),
            "closes": closes(call, zone),
        }

    return page(
        "calls/index.html",
        page=Turned(found),
        entries=[entry(call) for call in found.items],
        past=[entry(call) for call in past_calls(PAST, now=now)] if found.number == 1 else [],
    )


@blueprint.get("/<slug>/")
@allow(Permission.PUBLIC)
def show(slug: str) -> ResponseReturnValue:
    """Show a call: what it is for, when it is open, what it asks; four statements."""
    return shown(public_call(slug))


@blueprint.route("/<slug>/apply", methods=["GET", "POST"])
@allow(Permission.PUBLIC)
@limiter.limit(MAIL_LIMIT, methods=["POST"])
def apply(slug: str) -> ResponseReturnValue:
    """Start an application; the same answer for every address, so that nobody learns who has one."""
    call, form = public_call(slug), StartForm()
    call_id = call.id
    form.offer(directory())
    if form.attempt(lambda: applications.start(call_id, form.applicant(), now=clock.now())):
        return see_other("calls.started", slug=slug)
    if not form.is_submitted() and not standing_of(call, now=clock.now()).is_open:
        return shown(call)
    call = public_call(slug)
    show_times_for(chosen_zone() or call.zone, at=call.closes_at)
    return page(
        "calls/apply.html", status=form.status, call=call, form=form, closes=closes(call, chosen_zone())
    )


@blueprint.get("/<slug>/apply/sent")
@allow(Permission.PUBLIC)
def started(slug: str) -> ResponseReturnValue:
    """Say that a letter is on its way, whoever asked."""
    return page("calls/started.html", call=public_call(slug))


def shown(call: Call, *, is_preview: bool = False) -> ResponseReturnValue:
    """Return the page of a call in any state; a preview says so."""
    now, zone = clock.now(), chosen_zone()
    show_times_for(zone or call.zone, at=call.closes_at)
    return page(
        "calls/show.html",
        call=call,
        purpose=purpose_words(call),
        standing=standing_of(call, now=now),
        opens=opens(call, zone),
        closes=closes(call, zone),
        is_ahead=now < call.opens_at,
        is_over=now >= call.closes_at,
        themes=themes_of_call(call.id),
        questions=questions_of(call.id),
        is_preview=is_preview,
    )


def public_call(slug: str) -> Call:
    """Return a call that everybody may see. Raises Missing."""
    call = call_by_slug(slug)
    if call.state is CallState.DRAFT:
        raise Missing(N_("There is no call “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return call
