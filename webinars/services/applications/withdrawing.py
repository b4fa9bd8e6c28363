"""Withdrawing an application: it stays, and nobody reads it any more."""

from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.models.calls import Application, ApplicationState, Call
from webinars.models.database import db, lock, transaction
from webinars.services.applications.rows import applicant
from webinars.services.records import record


def withdraw(application_id: int, *, now: datetime) -> None:
    """Take an application back, before or after the close; a second time does nothing.

    Raises Refusal once the applicant was told a decision: what follows from it is the office's to undo.
    """
    with transaction():
        application = lock(Application, application_id)
        if application.state is ApplicationState.WITHDRAWN:
            return
        if application.told_decision is not None:
            raise Refusal(
                N_("A decision on this application was sent to you. Write to the office to change that.")
            )
        call = db.session.get_one(Call, application.call_id)
        application.state, application.changed_at = ApplicationState.WITHDRAWN, now
        application.version += 1
        record("withdrew", application, by=applicant(application), now=now, seminar_id=call.seminar_id)
