"""A person's own calendar: their parts and slots in all seminars, at a signed address without an account."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from webinars.domain.calendar.feeds import FEED_OCTETS, feed, window_moved_at, window_start
from webinars.domain.links import Purpose
from webinars.letters.addresses import address
from webinars.letters.readers import offered
from webinars.models.subscriptions import Subscription
from webinars.queries.programmes import programmes
from webinars.queries.subscriptions import (
    Personal,
    has_moved,
    invitations_of,
    personal_calendar,
    subscription_by_id,
)
from webinars.web import clock
from webinars.web.calendars.answers import PRIVATE, Validator, calendar_answer, tag_of
from webinars.web.calendars.contents import described
from webinars.web.light import light
from webinars.web.links import link_of
from webinars.web.own_events import Placed, own_vevent
from webinars.web.permissions import Permission, allow
from webinars.web.subscriptions.blueprint import blueprint


@blueprint.get("/calendars/<token>.ics")
@allow(Permission.LINK)
@light
def show(token: str) -> Response:
    """Answer with everything present and coming that a person is invited to."""
    now = clock.now()
    found = personal_calendar(*link_of(Purpose.FEED, token), since=window_start(now))
    moved_at = window_moved_at(now)
    return calendar_answer(
        Validator(tag_of(moved_at, found.state), max(moved_at, found.changed_at)),
        ("own", found.ident),
        cache=PRIVATE,
        filename="webinars.ics",
        write=lambda: _content(found, token, now=now),
    )


def _content(found: Personal, token: str, *, now: datetime) -> bytes:
    held = subscription_by_id(found.ident)
    vevents = [content for _, content in sorted(_vevents(found, held.alarm_minutes))]
    office = str(current_app.config["OFFICE_NAME"])
    with force_locale(offered(held.language).replace("-", "_")):
        return feed(
            gettext("Seminars of %(office)s", office=office),
            described(_about(held, vevents, now=now), since=window_start(now)),
            held.zone,
            source_url=address("subscriptions.show", token=token),
            vevents=vevents,
            octets=FEED_OCTETS,
        )


def _about(held: Subscription, vevents: Sequence[bytes], *, now: datetime) -> str:
    """Return what the calendar is about; why it is empty where its events have left for another address."""
    about = str(gettext("Your parts and your presentations, as they stand. Each change is followed here."))
    if vevents or not has_moved(held.attendee_key, since=window_start(now)):
        return about
    moved = gettext(
        "The events that were here belong to another mail address now. Is it yours? Follow the link in a "
        "letter to that address: the page has the address of your new calendar."
    )
    return f"{moved}\n{about}"


def _vevents(found: Personal, alarm_minutes: int | None) -> list[Placed]:
    """Return the events that the calendar shows; six statements, none without an event."""
    invitations = invitations_of(found.shown) if found.shown else ()
    seminar_ids = sorted({invitation.meeting.seminar_id for invitation in invitations})
    plans = {plan.seminar.id: plan for plan in programmes(seminar_ids)}
    placed = []
    for invitation in invitations:
        person = invitation.registration or invitation.presenter
        assert person is not None, "an invitation is a registrant's or a presenter's"
        plan = plans[invitation.meeting.seminar_id]
        placed.append(own_vevent(person, invitation, plan, alarm_minutes=alarm_minutes))
    return [one for one in placed if one is not None]
