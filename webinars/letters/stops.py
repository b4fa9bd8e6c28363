"""The way out of bulk mail: the address at which one person gets no more reminders and messages."""

from flask_babel import gettext as _

from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import Block, Link, Paragraph
from webinars.models.registrations import Registration
from webinars.models.slots import Presenter
from webinars.services.registrations.links import LinkedPart

REGISTRANT, PRESENTER = "registrant", "presenter"


def reminders_link(person: Registration | Presenter) -> LinkedPart:
    """Return what the link that stops a person's reminders names (Purpose.REMINDERS): kind and key."""
    kind = PRESENTER if isinstance(person, Presenter) else REGISTRANT
    return LinkedPart(f"{kind}.{person.key}", person.link_revision)


def stop_address(person: Registration | Presenter) -> str:
    """Return the address where the person's reminders stop, by one click or by a button."""
    return personal_address(Purpose.REMINDERS, "unsubscribing.show", reminders_link(person))


def way_out(person: Registration | Presenter) -> list[Block]:
    """Return the last lines of bulk mail."""
    return [
        Paragraph(_("You want no more reminders and messages? Stop them. Your place is kept.")),
        Link(_("Stop reminders"), stop_address(person)),
    ]
