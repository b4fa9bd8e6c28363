"""Letters about a registration without a calendar: confirming, its state, a new address, handing over."""

from datetime import datetime, timedelta

from flask import current_app

from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.letters.addresses import Linked, address, personal_address
from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph, render, times
from webinars.letters.drafts import Draft
from webinars.letters.events import page_of
from webinars.letters.names import part_name, seminar_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.registrations import Registration, RegistrationState
from webinars.models.sessions import Session
from webinars.queries.notices import Matter, Standing
from webinars.services.registrations.links import address_link

# Who has one of these is told the time of the part.
_TIMED = frozenset({SeatState.REQUESTED, SeatState.PENDING, SeatState.WAITING, SeatState.SEATED})


def confirm_registration(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Ask to confirm a registration; None once it is confirmed or cancelled."""
    person = _person(matter)
    if person.state is not RegistrationState.UNCONFIRMED:
        return None
    subject = _("Confirm your registration: %(seminar)s", seminar=_seminar(matter, reader))
    wanted = [one for one in matter.standings if one.seat.state is SeatState.REQUESTED]
    blocks: list[Block] = [
        *_asked(person, reader),
        *_confirm_link(person, now=now),
        *(block for one in wanted for block in _part(matter, one, reader)),
        _stranger(person),
    ]
    return _draft(matter, reader, subject, blocks)


def state(matter: Matter, reader: Reader, _now: datetime) -> Draft:
    """Say where each part stands, and give the personal link."""
    person = _person(matter)
    standings = _shown(matter)
    lead, more = _lead(matter, standings, person)
    subject = _("%(lead)s – %(seminar)s", lead=lead.rstrip("."), seminar=_seminar(matter, reader))
    blocks: list[Block] = [Lead(lead), *(Paragraph(text) for text in more)]
    is_mixed = len({one.seat.state for one in standings}) > 1
    for one in standings:
        with_words = _takes_place(matter, one) and (is_mixed or one.queue_place is not None)
        blocks += _part(matter, one, reader, with_words=with_words)
    return _draft(matter, reader, subject, [*blocks, *_own_page(matter, person)])


def confirm_address(matter: Matter, reader: Reader, now: datetime) -> Draft:
    """Ask at a new address whether it is the person's."""
    person = _person(matter)
    subject = _("Confirm your new address: %(seminar)s", seminar=_seminar(matter, reader))
    blocks: list[Block] = [
        Lead(_("Confirm your new address.")),
        Paragraph(_("Letters and invitations for your registration go to this address from then on.")),
        *_link(Purpose.CONFIRM_ADDRESS, "registrations.confirm_address", address_link(person), now=now),
        Paragraph(_("You did not ask for this? Then ignore this letter: nothing changes.")),
    ]
    return _draft(matter, reader, subject, blocks)


def hand_over(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Offer a colleague's seats; None once they are taken over or withdrawn."""
    giver, person = matter.predecessor, _person(matter)
    if giver is None or RegistrationState.CANCELLED in (giver.state, person.state):
        return None
    subject = _(
        "%(name)s hands a seat over to you: %(seminar)s", name=giver.name, seminar=_seminar(matter, reader)
    )
    blocks: list[Block] = [
        Lead(_("%(name)s hands a seat over to you.", name=giver.name)),
        Paragraph(_("It is yours when you confirm. Open the page and press the button there.")),
        *_confirm_link(person, now=now),
        Paragraph(_("You do not want it? Then ignore this letter: nothing changes.")),
    ]
    return _draft(matter, reader, subject, blocks)


def _asked(person: Registration, reader: Reader) -> list[Block]:
    """Say what is to be done, and to whom a city named who named them."""
    if person.nominated_by is None:
        text = _("Your seat is not taken yet. Open the page and press the button there.")
        return [Lead(_("Confirm your registration.")), Paragraph(text)]
    city = person.city.name.best(reader.language) if person.city else ""
    lead = _("%(name)s named you as a participant for %(city)s.", name=person.nominated_by, city=city)
    text = _("You take part when you agree. Open the page, read what we keep, and press the button there.")
    return [Lead(lead), Paragraph(text)]


def _stranger(person: Registration) -> Paragraph:
    if person.nominated_by is None:
        return Paragraph(_("You did not register? Then ignore this letter: nothing happens."))
    return Paragraph(_("You do not want to take part? Then ignore this letter: nothing happens."))


def _confirm_link(person: Registration, *, now: datetime) -> list[Block]:
    return _link(Purpose.CONFIRM, "registrations.confirm", person, now=now)


def _link(purpose: Purpose, endpoint: str, row: Linked, *, now: datetime) -> list[Block]:
    """Return the button that leads to a confirmation, and for how long it does."""
    days = int(current_app.config["CONFIRM_DAYS"])
    link = personal_address(purpose, endpoint, row, expires_at=now + timedelta(days=days))
    return [
        Link(_("Open the page to confirm"), link, is_button=True),
        Paragraph(_("This link is valid for %(days)d days.", days=days)),
    ]


def _own_page(matter: Matter, person: Registration) -> list[Block]:
    if person.state is RegistrationState.CANCELLED:
        if not matter.seminar.is_public:
            return []
        link = address("registrations.register", slug=matter.seminar.slug)
        return [Paragraph(_("You can register again.")), Link(_("Register again"), link)]
    return [
        Paragraph(_("This link is your key: do not pass it on.")),
        Link(_("See or change your registration"), page_of(person), is_button=True),
    ]


def _shown(matter: Matter) -> list[Standing]:
    """Return the parts to tell of: what was given up only where nothing else is left."""
    current = [one for one in matter.standings if one.seat.state is not SeatState.GIVEN_UP]
    return current or list(matter.standings)


def _lead(matter: Matter, standings: list[Standing], person: Registration) -> tuple[str, list[str]]:
    """Return the first sentence, and what follows from it."""
    if person.state is RegistrationState.CANCELLED:
        return _("Your registration is cancelled."), []
    if standings and not any(_takes_place(matter, one) for one in standings):
        return _("What you registered for is cancelled."), []
    states = {one.seat.state for one in standings}
    if len(states) != 1:
        return _("This is where your registration stands."), []
    return _words(states.pop())


def _words(state: SeatState) -> tuple[str, list[str]]:
    """Return the sentence for one state and its consequence; no two states read alike."""
    return {
        SeatState.REQUESTED: (
            _("Your request is not confirmed yet."),
            [_("Confirm it with the link in our first letter.")],
        ),
        SeatState.PENDING: (
            _("Your registration waits for the organiser’s approval."),
            [_("The organiser reads it and decides. You get a letter either way.")],
        ),
        SeatState.WAITING: (
            _("You are on the waiting list."),
            [
                _("All seats are taken at the moment."),
                _("A seat that becomes free goes to the first on the list, and you get a letter."),
            ],
        ),
        SeatState.SEATED: (_("Your seat is kept."), []),
        SeatState.REFUSED: (
            _("The organiser did not accept your registration."),
            [_("Write to the organiser if you have a question.")],
        ),
        SeatState.GIVEN_UP: (_("You gave up your seat."), []),
        SeatState.EXPIRED: (_("Registration closed before you confirmed."), []),
    }[state]


def _part(matter: Matter, standing: Standing, reader: Reader, *, with_words: bool = False) -> list[Block]:
    session = matter.part(standing.seat.session_id).session
    blocks: list[Block] = [Heading(part_name(session, reader.language))]
    if with_words:
        blocks.append(Facts((_stand(standing),)))
    return blocks + _times(matter, session, standing.seat.state, reader)


def _takes_place(matter: Matter, standing: Standing) -> bool:
    return matter.part(standing.seat.session_id).session.takes_place(matter.seminar)


def _stand(standing: Standing) -> tuple[str, str]:
    place = standing.queue_place
    if place is not None:
        return _("Waiting list"), _("You have place %(place)d.", place=place)
    return _("State"), _words(standing.seat.state)[0]


def _times(matter: Matter, session: Session, seat_state: SeatState, reader: Reader) -> list[Block]:
    if not session.takes_place(matter.seminar):
        return [Paragraph(_("This part is cancelled. It does not take place."))]
    if seat_state not in _TIMED or session.starts_at is None or session.zone is None:
        return []
    second = matter.seminar.second_zone
    return [times(session.starts_at, session.ends_at, session.zone, reader, second_zone=second)]


def _draft(matter: Matter, reader: Reader, subject: str, blocks: list[Block]) -> Draft:
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email)


def _person(matter: Matter) -> Registration:
    person = matter.notice.registration
    if person is None:
        raise ValueError("this letter is about a registration")
    return person


def _seminar(matter: Matter, reader: Reader) -> str:
    return seminar_name(matter.seminar, reader.language)
