"""The section "Your calendar" of a registrant's and a presenter's own page."""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from webinars.domain.links import Purpose
from webinars.domain.texts import email_key
from webinars.letters.addresses import personal_address
from webinars.letters.readers import offered
from webinars.models.registrations import Registration
from webinars.models.slots import Presenter
from webinars.models.subscriptions import Subscription
from webinars.queries.subscriptions import subscription_of
from webinars.services.subscriptions import Subscriber
from webinars.web.calendars import Ways, ways_into
from webinars.web.forms import Form

NO_ALARM = "none"
ALARM_CHOICES = [
    (NO_ALARM, _l("No reminder")),
    ("0", _l("When it starts")),
    ("10", _l("10 minutes before")),
    ("60", _l("1 hour before")),
    ("1440", _l("1 day before")),
]


class AlarmForm(Form):
    """When calendars remind of each event; the one of a row shows what was chosen."""

    alarm = SelectField(_l("Reminder before each event"), [InputRequired()], choices=ALARM_CHOICES)

    @property
    def minutes(self) -> int | None:
        """Return the choice in minutes; None for no alarm."""
        return None if self.alarm.data == NO_ALARM else int(self.alarm.data)


@dataclass(frozen=True)
class Owner:
    """Whose calendar it is: the person of a page, and the page, by the purpose of its link and its token."""

    person: Registration | Presenter
    purpose: Purpose
    token: str

    @property
    def subscriber(self) -> Subscriber:
        """Return the person as a subscription knows them."""
        return Subscriber(self.person.email, offered(self.person.language), self.person.zone)

    @property
    def page(self) -> str:
        """Return the address of this section on the person's page."""
        endpoint = "presenters.show" if self.purpose is Purpose.PRESENTER else "registrations.show"
        return url_for(endpoint, token=self.token, _anchor="your-calendar")

    def url(self, endpoint: str) -> str:
        """Return where the form of *endpoint* posts to."""
        return url_for(f"subscriptions.{endpoint}", purpose=self.purpose.value, token=self.token)


@dataclass(frozen=True)
class OwnCalendar:
    """What the section shows; *ways* and *form* are None until the person makes an address."""

    owner: Owner
    ways: Ways | None
    form: AlarmForm | None


def own_calendar(person: Registration | Presenter, purpose: Purpose, token: str) -> OwnCalendar:
    """Return what the section of a person's page shows; one statement."""
    held = subscription_of(email_key(person.email))
    owner = Owner(person, purpose, token)
    if held is None:
        return OwnCalendar(owner, None, None)
    return OwnCalendar(owner, _ways(held), _form(held))


def _ways(held: Subscription) -> Ways:
    https = personal_address(Purpose.FEED, "subscriptions.show", held)
    return ways_into(https, gettext("Seminars of %(office)s", office=current_app.config["OFFICE_NAME"]))


def _form(held: Subscription) -> AlarmForm:
    chosen = NO_ALARM if held.alarm_minutes is None else str(held.alarm_minutes)
    return AlarmForm(formdata=None, data={"alarm": chosen}, prefix="calendar")
