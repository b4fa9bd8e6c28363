"""What seminars, parts and slots are called in letters and in calendars."""

from webinars.domain import names
from webinars.letters.translating import gettext as _
from webinars.models.delegations import Delegation
from webinars.models.invitations import Meeting
from webinars.models.rehearsals import Rehearsal, RehearsalKind
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Slot


def seminar_name(seminar: Seminar, language: str) -> str:
    """Return the short name of a seminar that is loaded with its series."""
    return names.seminar_name(
        language,
        series=seminar.series.name if seminar.series else None,
        edition=seminar.edition,
        theme=seminar.theme,
        slug=seminar.slug,
    )


def host_name(seminar: Seminar, language: str) -> str:
    """Return who holds the seminar; "" when nobody is named."""
    if said := seminar.host_name.best(language):
        return said
    cities = [city.name.best(language) for city in (seminar.host_city, seminar.second_host_city) if city]
    return _("%(host)s and %(second)s", host=cities[0], second=cities[1]) if cities[1:] else "".join(cities)


def part_name(session: Session, language: str) -> str:
    """Return the name of a part, or its key where it has none."""
    return session.name.best(language) or session.key


def rehearsal_name(rehearsal: Rehearsal, language: str) -> str:
    """Return the name of a rehearsal, or what it is where it has none."""
    kinds = {
        RehearsalKind.REHEARSAL: _("Rehearsal"),
        RehearsalKind.TECHNICAL_CHECK: _("Technical check"),
    }
    return rehearsal.name.best(language) or kinds[rehearsal.kind]


def meeting_name(meeting: Meeting, language: str) -> str:
    """Return the name of a part or a rehearsal."""
    if isinstance(meeting, Rehearsal):
        return rehearsal_name(meeting, language)
    return part_name(meeting, language)


def slot_name(slot: Slot, language: str) -> str:
    """Return the title of a slot, or what it is where it has none."""
    return slot.title.best(language) or _("Your presentation")


def city_name(delegation: Delegation, language: str) -> str:
    """Return the city of a delegation; "" when it has no name."""
    return delegation.city.name.best(language) if delegation.city else ""


def event_name(seminar: Seminar, part: str, language: str) -> str:
    """Return what a calendar shows for a part or a slot of *seminar*."""
    return str(_("%(seminar)s: %(part)s", seminar=seminar_name(seminar, language), part=part))
