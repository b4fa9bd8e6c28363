"""Rows of an application, locked, and when they may change."""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import offset_words, zone_city
from webinars.models.calls import Application, ApplicationState, Call, CallState
from webinars.models.database import db, lock
from webinars.services.records import Actor


def lock_open(application_id: int, *, now: datetime) -> tuple[Application, Call]:
    """Lock an application that may change now, and hold its call as it is, in the caller's transaction.

    Applicants do not wait for each other, but for who changes or cancels the call. Raises Refusal.
    """
    call = _held_call(application_id)
    application = lock(Application, application_id)
    if application.state is ApplicationState.WITHDRAWN:
        raise Refusal(N_("This application is withdrawn. Start another on the page of the call."))
    check_open(call, now=now)
    return application, call


def _held_call(application_id: int) -> Call:
    """Keep the office from changing what is asked until the answer is written; before the application."""
    whose = select(Call).join(Application, Application.call_id == Call.id)
    held = whose.where(Application.id == application_id).with_for_update(of=Call, read=True)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def check_open(call: Call, *, now: datetime) -> None:
    """Raise Refusal unless the call takes applications at *now*: from its opening to before its close."""
    if call.state is not CallState.PUBLISHED:
        raise Refusal(N_("This call takes no applications. Look for another one."))
    if now < call.opens_at:
        raise Refusal(
            N_("This call opens on %(clock)s (%(city)s, %(offset)s). Come back then."),
            clock=call.local_opens,
            city=zone_city(call.zone),
            offset=offset_words(call.opens_at, call.zone),
        )
    if now >= call.closes_at:
        raise Refusal(
            N_(
                "This call closed on %(clock)s (%(city)s, %(offset)s), so nothing more is taken. What you "
                "typed is still on this page: copy it if you need it."
            ),
            clock=call.local_closes,
            city=zone_city(call.zone),
            offset=offset_words(call.closes_at, call.zone),
        )


def applicant(application: Application) -> Actor:
    """Return who acts by the link, as the log names them."""
    return Actor(application.contact_name)
