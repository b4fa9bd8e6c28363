"""One's own account: how one is named, in which language and zone letters come, and the way to the rest."""

from flask import Blueprint, current_app, flash
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from webinars.domain.timezones import zone_city, zone_names
from webinars.letters.readers import offered
from webinars.services import accounts
from webinars.web import clock
from webinars.web.accounts.words import ROLES
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.forms import Form, OneLine, options, own_name
from webinars.web.permissions import Permission, allow
from webinars.web.reader import remember

blueprint = Blueprint("accounts", __name__, url_prefix="/account")


class OwnForm(Form):
    """What people say of themselves; fields are named like the columns."""

    name = StringField(
        _l("Name"), [InputRequired(), OneLine(200)], description=_l("The log shows it to your colleagues.")
    )
    language = SelectField(
        _l("Language"), [InputRequired()], description=_l("For letters to you, and for this browser.")
    )
    zone = SelectField(_l("Time zone"), description=_l("For letters to you, and for this browser."))

    def offer(self) -> None:
        """Fill the choices; a stored zone of an older name stays among them."""
        tags = current_app.config["LANGUAGES"]
        self.language.choices = options((tag, own_name(tag)) for tag in tags)
        known = {*zone_names(), *([current_user.zone] if current_user.zone else [])}
        zones = [(zone, f"{zone_city(zone)} ({zone})") for zone in sorted(known, key=zone_city)]
        self.zone.choices = options([("", gettext("The office's zone")), *zones])


@blueprint.route("/", methods=["GET", "POST"])
@allow(Permission.ACCOUNT)
def show() -> Response | tuple[str, int]:
    """Show one's own account, and keep what one changes."""
    form = OwnForm(obj=current_user)
    form.offer()
    if not form.is_submitted():
        form.language.data = offered(current_user.language)
        form.zone.data = current_user.zone or ""
        return page("accounts/show.html", form=form, roles=ROLES)
    if not form.validate():
        return page("accounts/show.html", form=form, roles=ROLES, status=422)
    language, zone = form.language.data, form.zone.data or None
    accounts.edit_own(
        current_user.id, name=form.name.data, language=language, zone=zone, by=actor(), now=clock.now()
    )
    with force_locale(language):
        flash(gettext("The changes are kept."), "ok")
    return remember(see_other("accounts.show"), language=language, zone=zone)
