"""A plan applied, as the organiser's page of planning does it."""

from datetime import date, timedelta

from tests import builders
from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.planning import a_plan
from webinars.domain.planner.problems import Objective
from webinars.models import Seminar, SeminarState
from webinars.models.database import db, transaction
from webinars.queries.sessions import sessions_of
from webinars.services.plans import apply_plan

AN_HOUR = timedelta(hours=1)
DAY = date(2026, 11, 25)


def _plan_a_draft(cast: Cast) -> None:
    """Take the seminar back to a draft, and ask for parts as long as they are."""
    tokyo = builders.a_city("Tokyo", zone="Asia/Tokyo", slug="host")
    with transaction():
        seminar = db.session.get_one(Seminar, cast.seminar.id)
        seminar.state, seminar.host_city_id = SeminarState.DRAFT, tokyo.id
    parts = tuple(session.minutes for session in sessions_of(cast.seminar.id))
    a_plan(cast.seminar, first_date=DAY, last_date=DAY, parts=parts)


@change("Plan applied to a draft, in which presenters were asked", given=_plan_a_draft)
def _applied(cast: Cast) -> None:
    starts = [session.starts_at + AN_HOUR for session in sessions_of(cast.seminar.id) if session.starts_at]
    apply_plan(cast.seminar.id, starts, Objective.MINIMAX, expected=1, by=ORGANISER, now=cast.now)
