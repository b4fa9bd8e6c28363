"""Letters of a call's committee: to its reviewers, and to applicants what was decided."""

from collections.abc import Sequence
from datetime import datetime

from webinars.domain.links import Purpose
from webinars.domain.texts import email_key
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import (
    Block,
    Facts,
    Heading,
    Lead,
    Link,
    Paragraph,
    Sender,
    render_from,
    times,
)
from webinars.letters.drafts import Draft
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.calls import Application, ApplicationState, CallState, Decision
from webinars.models.committees import Reviewer
from webinars.models.delegations import Delegation
from webinars.queries.notices import Matter


def invite(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Ask a member of the committee to review; None for one who left it, and for a call that is off."""
    reviewer = _member(matter)
    if reviewer is None:
        return None
    title = matter.call.title.best(reader.language)
    blocks: list[Block] = [
        Lead(_("You are asked to review the applications to “%(call)s”.", call=title)),
        *_begins(matter, reader, now),
        _link(reviewer),
        Paragraph(_("You need no account. Whoever has this link reviews in your name: keep it to yourself.")),
        Paragraph(_("Declare a conflict of interest on the page. You then judge only the others.")),
    ]
    return _draft(matter, reader, _("Please review: %(call)s", call=title), blocks)


def remind(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Tell a reviewer how many applications wait; None once none does."""
    reviewer, left = _member(matter), matter.reviews_left
    if reviewer is None or not left or matter.call.closes_at > now:
        return None
    title = matter.call.title.best(reader.language)
    blocks: list[Block] = [
        Lead(_("The committee of “%(call)s” waits for your reviews.", call=title)),
        Facts(((_("Applications left"), str(left)),)),
        _link(reviewer),
    ]
    return _draft(matter, reader, _("Reviews are missing: %(call)s", call=title), blocks)


def tell(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Tell an applicant what was decided; None after another decision, or when it was withdrawn.

    A notice names its decision: two that wait are one letter, of what was released last.
    """
    application = matter.application
    if application is None or application.state is not ApplicationState.SENT:
        return None
    decision = application.told_decision
    if decision is None or matter.notice.details.get("decision") != decision.value:
        return None
    title = matter.call.title.best(reader.language)
    blocks = [*_decided(application, decision, title, reader), *_ways_on(application, decision)]
    return _draft(matter, reader, _("Decision on your application: %(call)s", call=title), blocks)


def _decided(application: Application, decision: Decision, title: str, reader: Reader) -> list[Block]:
    """Say the decision first, and then what it means."""
    lead, meaning = {
        Decision.ACCEPT: (
            _("Your application to “%(call)s” is accepted.", call=title),
            _("We look forward to working with your city."),
        ),
        Decision.RESERVE: (
            _("Your application to “%(call)s” is on the reserve list.", call=title),
            _("A place may become free. We write to you again when that is decided."),
        ),
        Decision.DECLINE: (
            _("Your application to “%(call)s” is not accepted.", call=title),
            _("Thank you for the work that you put into it."),
        ),
    }[decision]
    city = application.city.name.best(reader.language) if application.city else application.city_name
    is_accepted = decision is Decision.ACCEPT
    cohort = application.cohort.name.best(reader.language) if application.cohort and is_accepted else ""
    return [Lead(lead), Paragraph(meaning), Facts(((_("City"), city), (_("Group"), cohort)))]


def _ways_on(application: Application, decision: Decision) -> list[Block]:
    """Return the link to the page of the city, where the reader runs it by now, and to the application."""
    own = personal_address(Purpose.APPLICATION, "applications.show", application)
    delegation = application.delegation
    if decision is not Decision.ACCEPT or (delegation is not None and not _is_focal(application, delegation)):
        return [Link(_("Open your application"), own, is_button=True)]
    if delegation is None:
        next_step = Paragraph(
            _("We write to you again when your city can name who presents and who takes part.")
        )
        return [next_step, Link(_("Open your application"), own, is_button=True)]
    city = personal_address(Purpose.DELEGATION, "delegations.answer", delegation)
    return [
        Paragraph(_("Your city has a page now. Name there who presents and who takes part.")),
        Link(_("Open the page of your city"), city, is_button=True),
        Link(_("Open your application"), own),
    ]


def _is_focal(application: Application, delegation: Delegation) -> bool:
    """Say whether who applied runs the city: somebody else may have been named since, whose link it is."""
    return email_key(delegation.focal_email or "") == email_key(application.contact_email)


def _begins(matter: Matter, reader: Reader, now: datetime) -> list[Block]:
    """Say from when on applications can be reviewed: they may change until the call closes."""
    call = matter.call
    if call.closes_at <= now:
        return [Paragraph(_("The call is closed. You can begin now."))]
    return [
        Paragraph(_("Applications may change until the call closes. You can review them from then on.")),
        Heading(_("The call closes")),
        times(call.closes_at, None, call.zone, reader),
    ]


def _link(reviewer: Reviewer) -> Link:
    address = personal_address(Purpose.REVIEW, "reviews.index", reviewer)
    return Link(_("Open the applications"), address, is_button=True)


def _member(matter: Matter) -> Reviewer | None:
    reviewer = matter.reviewer
    is_one = reviewer is not None and reviewer.removed_at is None
    return reviewer if is_one and matter.call.state is not CallState.CANCELLED else None


def _draft(matter: Matter, reader: Reader, subject: str, blocks: Sequence[Block]) -> Draft:
    sender = Sender.of_call(matter.call, reader.language)
    body = render_from(sender, subject, blocks, reader=reader)
    return Draft(reader, subject, body, reply_to=matter.call.contact_email)
