"""Letters to who applies to a call: the way back, the receipt, more time, and a call that is off."""

from collections.abc import Sequence
from datetime import datetime

from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import (
    Block,
    Facts,
    Heading,
    Lead,
    Link,
    Paragraph,
    Sender,
    change,
    render_from,
    times,
)
from webinars.letters.drafts import Draft
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.calls import Application, ApplicationState, Call, CallState
from webinars.queries.notices import Matter


def way_back(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Bring the link to an application; None for one that was withdrawn, and for a call that is off."""
    application, call = _application(matter), matter.call
    if application.state is ApplicationState.WITHDRAWN or call.state is CallState.CANCELLED:
        return None
    title = call.title.best(reader.language)
    blocks: list[Block] = [
        Lead(_("Here is your application to “%(call)s”.", call=title)),
        _link(application),
        *_until(application, reader, now=now),
        Paragraph(_("You need no account. Whoever has this link can change it: keep it to yourself.")),
        Paragraph(_("Somebody else wrote your address there? Open the link and withdraw the application.")),
    ]
    return _draft(matter, reader, _("Your application: %(call)s", call=title), blocks)


def receipt(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Say that an application has arrived; None once it is withdrawn, or the call is off."""
    application, call = _application(matter), matter.call
    if application.state is not ApplicationState.SENT or call.state is CallState.CANCELLED:
        return None
    assert application.sent_at is not None, "what is sent has its moment"
    title = call.title.best(reader.language)
    blocks: list[Block] = [
        Lead(_("We have your application to “%(call)s”.", call=title)),
        Facts(
            (
                (_("City"), city_of(application, reader.language)),
                (_("Presentation"), application.presentation_title),
            )
        ),
        Heading(_("It arrived")),
        times(application.sent_at, None, call.zone, reader),
        *_until(application, reader, now=now),
        _link(application),
        Paragraph(_("The committee reads it after the close. We write to you once it has decided.")),
    ]
    return _draft(matter, reader, _("We have your application: %(call)s", call=title), blocks)


def extended(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Say to who has a draft that there is more time; None once it is sent, or the new close is past."""
    application, call = _application(matter), matter.call
    is_wanted = application.state is ApplicationState.DRAFT and call.state is CallState.PUBLISHED
    if not is_wanted or call.closes_at <= now:
        return None
    title, was = call.title.best(reader.language), str(matter.notice.details["closed_at"])
    spans = (datetime.fromisoformat(was), None), (call.closes_at, None)
    blocks: list[Block] = [
        Lead(_("You have more time for your application to “%(call)s”.", call=title)),
        change(*spans, call.zone, reader),
        Heading(_("The call closes")),
        times(call.closes_at, None, call.zone, reader),
        _link(application),
        Paragraph(_("You have a draft that is not sent. Withdraw it, and we write to you no more.")),
    ]
    return _draft(matter, reader, _("More time to apply: %(call)s", call=title), blocks)


def called_off(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Say that nothing comes of a call; None for one who withdrew."""
    application, call = _application(matter), matter.call
    if application.state is ApplicationState.WITHDRAWN or call.state is not CallState.CANCELLED:
        return None
    title = call.title.best(reader.language)
    blocks: list[Block] = [
        Lead(_("The call “%(call)s” is cancelled.", call=title)),
        Paragraph(_("Your application is not read any more. You need to do nothing.")),
        Paragraph(_("Questions? Answer this letter.")) if call.contact_email else _link(application),
    ]
    return _draft(matter, reader, _("Cancelled: %(call)s", call=title), blocks)


def city_of(application: Application, language: str) -> str:
    """Return the city of an application that is loaded with it."""
    return application.city.name.best(language) if application.city else application.city_name


def _until(application: Application, reader: Reader, *, now: datetime) -> list[Block]:
    """Say until when it can be changed; nothing once that is past."""
    call: Call = application.call
    if call.closes_at <= now:
        return []
    is_sent = application.state is ApplicationState.SENT
    heading = _("You can change it until") if is_sent else _("Send it before")
    return [Heading(heading), times(call.closes_at, None, call.zone, reader)]


def _link(application: Application) -> Link:
    address = personal_address(Purpose.APPLICATION, "applications.show", application)
    return Link(_("Open your application"), address, is_button=True)


def _application(matter: Matter) -> Application:
    if matter.application is None:
        raise ValueError("this letter is about an application")
    return matter.application


def _draft(matter: Matter, reader: Reader, subject: str, blocks: Sequence[Block]) -> Draft:
    body = render_from(Sender.of_call(matter.call, reader.language), subject, blocks, reader=reader)
    return Draft(reader, subject, body, reply_to=matter.call.contact_email)
