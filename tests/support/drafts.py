"""A seminar that is not published yet, and cannot be: for tests in a browser."""

from datetime import UTC, datetime, timedelta

from tests.builders import a_city, a_delegation, a_presenter, a_seminar, a_series, a_session, a_slot, text
from webinars.models import DelegationRole, SeminarState, Session, SlotKind


def a_draft_ahead(slug: str = "partners-7") -> Session:
    """Write a draft with a running order that overruns, two months ahead of the server's clock."""
    seminar = a_seminar(slug=slug, series_id=a_series().id, edition=7, state=SeminarState.DRAFT)
    day = datetime.now(UTC).replace(tzinfo=None, hour=10, minute=0, second=0, microsecond=0)
    session = a_session(seminar, local_start=day + timedelta(days=60), minutes=60, capacity=50)
    paris = a_delegation(seminar, a_city("Paris"), role=DelegationRole.PRESENTING)
    a_slot(session, 0, minutes=5, kind=SlotKind.VIDEO_MESSAGE, speaker=text("Governor Koike Yuriko"))
    a_presenter(a_slot(session, 1, minutes=20, delegation_id=paris.id))
    a_slot(session, 2, minutes=50)
    return session
