"""What invited people said: the answer of each person to each part, as their calendar or page gave it."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState


def open_events(registration_ids: Collection[int]) -> Mapping[tuple[int, int], Invitation]:
    """Return what is in registrants' calendars, by ids of registration and part; one statement."""
    statement = select(Invitation).where(
        Invitation.registration_id.in_(registration_ids), Invitation.state == InvitationState.OPEN
    )
    rows = db.session.scalars(statement.execution_options(populate_existing=True))
    return {(row.registration_id or 0, row.session_id or 0): row for row in rows}
