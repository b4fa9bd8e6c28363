"""What becomes of an accepted application: a delegation with its themes, and a presentation that waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.domain.zone_search import fold
from webinars.models.calls import Application, ApplicationTheme
from webinars.models.cities import City
from webinars.models.database import db, lock, transaction
from webinars.models.delegations import TAKING_PART, Delegation, DelegationRole
from webinars.models.presentations import DelegationTheme
from webinars.models.seminars import Seminar
from webinars.queries.cities import directory
from webinars.queries.rankings import without_delegation
from webinars.services import presentations
from webinars.services.calls import lock_call
from webinars.services.cities import CityFields, added_city
from webinars.services.edits import check_editable, edit
from webinars.services.polls import ask_at_new_address
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable, touch


@dataclass(frozen=True)
class Made:
    """How many applications became delegations, and for each of the others its city and why it did not."""

    delegations: int
    refusals: tuple[tuple[str, Refusal], ...] = ()


def make_delegations(call_id: int, seminar_id: int, *, by: Actor, now: datetime) -> Made:
    """Let every accepted application that was told become a delegation of a seminar; those that are stay.

    Raises Refusal when there is none, or the seminar is in the archive.
    """
    with transaction():
        lock_call(call_id)
        seminar = lock_editable(seminar_id)
        accepted = without_delegation(call_id)
        if not accepted:
            raise Refusal(N_("Every accepted city that was told is a delegation already."))
        return make_each(accepted, seminar, by=by, now=now)


def make_each(applications: Iterable[Application], seminar: Seminar, *, by: Actor, now: datetime) -> Made:
    """Let each become a delegation of the locked *seminar*, in the caller's transaction."""
    made, refusals = 0, []
    for application in applications:
        try:
            become_delegation(application, seminar, by=by, now=now)
            made += 1
        except Refusal as refusal:
            refusals.append((_city_words(application), refusal))
    return Made(made, tuple(refusals))


def become_delegation(application: Application, seminar: Seminar, *, by: Actor, now: datetime) -> Delegation:
    """Return the delegation of an application (its city loaded), in the caller's transaction.

    A city that the directory lacks is added to it; a delegation that the seminar has is used again. Raises
    Refusal, and changes nothing, for a host, and for a city that cannot be added by itself.
    """
    check_editable(seminar)
    city = application.city or _known(application) or _new_city(application, by=by, now=now)
    if city.id in (seminar.host_city_id, seminar.second_host_city_id):
        raise Refusal(
            N_("%(city)s is a host of this seminar, and no delegation. Put it into the programme by hand."),
            city=city.name,
        )
    delegation = _delegation(application, city, seminar, by=by, now=now)
    # Not application.city_id: what the applicant wrote stays as it was sent.
    application.delegation_id = delegation.id
    themes = _add_themes(application, delegation)
    if application.wants_slot:
        presentations.add(
            delegation,
            title=LocalizedText.from_mapping({application.language: application.presentation_title}),
            theme_id=next(iter(themes), None),
            application_id=application.id,
            presenter_name=None,  # whom the focal point names
            presenter_email=None,
            by=by,
            now=now,
        )
    touch(seminar.id, now=now)
    return delegation


def _known(application: Application) -> City | None:
    """Return the member that an application names, in any language."""
    wanted = fold(application.city_name)
    for city in directory():
        names = {fold(name) for name in city.name.to_mapping().values()}
        if wanted in names and application.country in (None, city.country):
            return city
    return None


def _new_city(application: Application, *, by: Actor, now: datetime) -> City:
    """Add the city to the directory. Raises Refusal where its name is not in Latin letters."""
    name = LocalizedText.from_mapping({application.language: application.city_name})
    wanted = CityFields(
        name=name, country=application.country, zone=application.zone, sort_key=application.city_name
    )
    return added_city(wanted, by=by, now=now)


def _delegation(
    application: Application, city: City, seminar: Seminar, *, by: Actor, now: datetime
) -> Delegation:
    """Return the city's delegation, which takes part from now on; its focal point is who applied."""
    of = (Delegation.seminar_id == seminar.id, Delegation.city_id == city.id)
    found = db.session.scalar(select(Delegation.id).where(*of))
    if found is None:
        delegation = Delegation(seminar_id=seminar.id, city_id=city.id, role=DelegationRole.INVITED)
        db.session.add(delegation)
        record("added", delegation, by=by, now=now, seminar_id=seminar.id)
    else:
        delegation = lock(Delegation, found)
    wanted = _columns(application, delegation)
    diff = edit(delegation, wanted, expected=None, by=by, now=now, seminar_id=seminar.id)
    delegation.answered_at = delegation.answered_at or now
    if "focal_email" in diff:
        # Links that went to another address end, as they do when an organiser writes a new one.
        delegation.link_revision += 1
        delegation.undeliverable_at = None
        ask_at_new_address(delegation, now=now)
    return delegation


def _columns(application: Application, delegation: Delegation) -> dict[str, object]:
    """Return what the application says about the delegation; one that takes part keeps its role."""
    role = delegation.role if delegation.role in TAKING_PART else DelegationRole.ATTENDING
    return {
        "role": DelegationRole.PRESENTING if application.wants_slot else role,
        "focal_name": application.contact_name,
        "focal_email": application.contact_email,
        "focal_language": application.language,
    }


def _add_themes(application: Application, delegation: Delegation) -> list[int]:
    """Give the delegation the themes of the application, and return these."""
    of = select(ApplicationTheme.theme_id).where(ApplicationTheme.application_id == application.id)
    themes = list(db.session.scalars(of.order_by(ApplicationTheme.id)))
    has = select(DelegationTheme.theme_id).where(DelegationTheme.delegation_id == delegation.id)
    present = set(db.session.scalars(has))
    db.session.add_all(
        DelegationTheme(delegation_id=delegation.id, theme_id=theme_id)
        for theme_id in themes
        if theme_id not in present
    )
    db.session.flush()
    return themes


def _city_words(application: Application) -> str:
    return str(application.city.name) if application.city else application.city_name
