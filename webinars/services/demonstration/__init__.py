"""The demonstration: the sixth seminar as it was held, an invented seventh, and an eighth to be planned.

For the eighth, cities have answered a call for talks, which a committee judges.

Everything goes through the services, so that invitations, letters and records are as they would be. Loading
again adds what is missing and changes nothing that is there: a load that was cut off can be completed.
"""

from datetime import datetime

from sqlalchemy import func, select

from webinars.models.accounts import Account, RoleName
from webinars.models.database import db
from webinars.models.seminars import Seminar, SeminarState
from webinars.services.accounts import add_account
from webinars.services.cities import load_directory
from webinars.services.demonstration import eighth, facts, invented, invented_call
from webinars.services.demonstration.call import call_of, is_judged, load_call
from webinars.services.demonstration.eighth import load_eighth
from webinars.services.demonstration.lookups import seminar_of
from webinars.services.demonstration.registrants import is_everybody_registered, register_people
from webinars.services.demonstration.seventh import load_seventh
from webinars.services.demonstration.sixth import load_sixth
from webinars.services.records import SYSTEM

ORGANISER_EMAIL = invented.ORGANISER_EMAIL
SLUG = invented.SLUG
CALL_SLUG = invented_call.SLUG


def load_demonstration(*, now: datetime) -> None:
    """Add the directory, the seminars, everybody in them and an organiser, as far as they are missing."""
    load_directory(now=now)
    _add_organiser(now=now)
    sixth = load_sixth(now=now)
    seventh = load_seventh(sixth, now=now)
    if seventh.state is SeminarState.PUBLISHED:
        register_people(seventh, now=now)
    load_call(load_eighth(seventh, now=now), now=now)


def is_wanted() -> bool:
    """Say whether the database has no seminar of its own, and not the whole demonstration either."""
    known = (facts.SLUG, invented.SLUG, eighth.SLUG)
    if db.session.scalar(select(func.count(Seminar.id)).where(Seminar.slug.not_in(known))):
        return False
    seventh, last, call = seminar_of(invented.SLUG), seminar_of(eighth.SLUG), call_of(CALL_SLUG)
    if seventh is None or last is None or call is None:
        return True
    is_whole = is_everybody_registered(seventh.id) and eighth.is_ready(last.id) and is_judged(call.id)
    return not is_whole


def _add_organiser(*, now: datetime) -> None:
    known = select(Account).where(Account.email == invented.ORGANISER_EMAIL)
    if db.session.scalars(known).one_or_none() is None:
        add_account(
            invented.ORGANISER_EMAIL,
            invented.ORGANISER_NAME,
            RoleName.ORGANISER,
            password_hash=None,
            by=SYSTEM,
            now=now,
        )
