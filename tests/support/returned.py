"""Rows of what came back, for tests of pages: as if a mail had been read."""

from typing import Any

from tests.builders import NOW, kept
from webinars.domain.calendar.replies import Said
from webinars.models import Invitation
from webinars.models.replies import Reply, ReplyKind, Standing


def a_reply(invitation: Invitation | None = None, **values: Any) -> Reply:
    """Write a yes to an event that counts, as a calendar sent it."""
    values = {
        "kind": ReplyKind.REPLY,
        "standing": Standing.KEPT,
        "said": Said.ACCEPTED,
        "sequence": 0,
        "received_at": NOW,
        "invitation_id": invitation.id if invitation else None,
    } | values
    return kept(Reply(**values))
