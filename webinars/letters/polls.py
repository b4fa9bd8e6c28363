"""The letter that asks a focal point when its city can take part, and what is assumed, in words."""

from datetime import date, datetime, timedelta

from webinars.domain.links import Purpose
from webinars.domain.timezones import offset_words, to_local, transitions, zone_city
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph, day_words, render
from webinars.letters.drafts import Draft
from webinars.letters.hours import bands_of, weekdays_words
from webinars.letters.names import host_name, seminar_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.queries.notices import Matter
from webinars.queries.polls import Poll, Standing
from webinars.services.polls import why_closed


def ask(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Ask when the city can take part, or ask again; None once it has answered, or nobody asks any more."""
    poll = matter.poll
    if poll is None or poll.standing is Standing.ANSWERED:
        return None
    if why_closed(poll.delegation, poll.seminar, poll.plan):
        return None
    city = poll.city.name.best(reader.language)
    if poll.is_asked_again:
        subject = _("New dates: when can %(city)s take part?", city=city)
    elif poll.availability and poll.availability.reminded_at:
        subject = _("Please answer: when can %(city)s take part?", city=city)
    else:
        subject = _("When can %(city)s take part?", city=city)
    body = render(subject, _blocks(poll, reader), reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email)


def days_words(days: tuple[date, ...]) -> str:
    """Return the first and the last of several days in a row, in words; "" for none."""
    if not days:
        return ""
    if len(days) == 1:
        return day_words(days[0])
    return str(_("%(first)s to %(last)s", first=day_words(days[0]), last=day_words(days[-1])))


def clock_words(zone: str, begins_at: datetime, ends_at: datetime) -> str:
    """Return the clock of *zone* by its place and its offset between two instants, and when that changes."""
    words = f"{zone_city(zone)}, {offset_words(begins_at, zone)}"
    for change in transitions(zone, begins_at, ends_at):
        day = day_words(to_local(change.at - timedelta(minutes=1), zone).date())
        offset = offset_words(change.at, zone)
        words = _("%(clock)s until %(day)s, then %(offset)s", clock=words, day=day, offset=offset)
    return words


def _blocks(poll: Poll, reader: Reader) -> list[Block]:
    link = personal_address(Purpose.HOURS, "hours.answer", poll.delegation)
    return [
        *_opening(poll, reader),
        _dates(poll, reader),
        Heading(_("What you told us") if poll.is_asked_again else _("What we assume")),
        Facts((*bands_of(poll.planned.hours), (_("Days off"), weekdays_words(poll.planned.days_off)))),
        Paragraph(_("Say whether these hours are right, and on which dates your city cannot take part.")),
        Link(_("Say when you can"), link, is_button=True),
        Paragraph(_("You need no account. You can change your answer until the times are chosen.")),
    ]


def _opening(poll: Poll, reader: Reader) -> list[Block]:
    seminar, city = seminar_name(poll.seminar, reader.language), poll.city.name.best(reader.language)
    lead = Lead(
        _(
            "The times of %(seminar)s are being chosen so that they suit %(city)s too.",
            seminar=seminar,
            city=city,
        )
    )
    if poll.is_asked_again:
        return [
            Lead(_("The dates have changed since you answered. Please look at your answer again.")),
            Paragraph(lead.text),
        ]
    if poll.availability and poll.availability.reminded_at:
        return [Lead(_("We have no answer from you yet.")), Paragraph(lead.text)]
    return [lead]


def _dates(poll: Poll, reader: Reader) -> Facts:
    clock = clock_words(poll.planned.zone, *poll.span) if poll.span else ""
    return Facts(
        (
            (_("Dates"), days_words(poll.days)),
            (_("Clock"), clock),
            (_("Theme"), poll.seminar.theme.best(reader.language)),
            (_("Host"), host_name(poll.seminar, reader.language)),
        )
    )
