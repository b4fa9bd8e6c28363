"""Delegations in words: what a city's role is called, and where it stands."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.models.delegations import Delegation, DelegationRole
from webinars.web.reader import language
from webinars.web.registrations.rows import State

ROLES = {
    DelegationRole.INVITED: _l("Has not said"),
    DelegationRole.PRESENTING: _l("Presents"),
    DelegationRole.ATTENDING: _l("Attends"),
    DelegationRole.ABSENT: _l("Does not take part"),
}
MARKS = {
    DelegationRole.INVITED: "open",
    DelegationRole.PRESENTING: "ok",
    DelegationRole.ATTENDING: "ok",
    DelegationRole.ABSENT: "off",
}


def standing_of(delegation: Delegation) -> State:
    """Say where a city stands: its answer, or what is missing before it can give one."""
    if delegation.role is not DelegationRole.INVITED:
        return State(str(ROLES[delegation.role]), MARKS[delegation.role])
    if delegation.is_silent:
        return State(gettext("Has not answered"), "warn")
    if not delegation.focal_email:
        return State(gettext("Has no address yet"), "open")
    return State(gettext("Not invited yet"), "open")


def city_words(delegation: Delegation) -> str:
    """Return the name of the city in the reader's language, or say that nobody states it."""
    return delegation.city.name.best(language()) if delegation.city else gettext("City not named")
