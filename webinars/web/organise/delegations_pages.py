"""What the organiser's pages of delegations show: the list, the cities to add, one city."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request
from flask_babel import gettext

from webinars.domain.answering import next_day
from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import day_words
from webinars.letters.names import city_name, part_name
from webinars.letters.times import TimePair
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.slots import Answer
from webinars.queries.cities import directory
from webinars.queries.delegations import Line, counts, delegation_by_key, lines, slots_of_delegation
from webinars.queries.nominations import place_counts
from webinars.queries.pages import slice_of
from webinars.queries.programmes import Programme, ProgrammeSlot, programme
from webinars.queries.rhythms import ASKING_STATES
from webinars.queries.seminars import seminar_by_slug
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.delegations_words import city_words, standing_of
from webinars.web.organise.delegations_forms import AddForm, AskForm, DelegationForm, UnnamedForm, asked_for
from webinars.web.organise.seminars_overview import pair_of
from webinars.web.pages import Turned, asked_page
from webinars.web.programmes import slot_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State

HEADS = (
    "city", "country", "zone", "role", "part", "places", "focal_name", "focal_email", "focal_language",
    "presenter_name", "presenter_email", "answer_by", "invited_at", "reminded_at", "answered_at", "slots",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A delegation in the list, in words; *lacks* says what somebody still has to do.

    *next_reminder* is its day while the city is silent.
    """

    line: Line
    city: str
    part: str
    state: State
    lacks: tuple[str, ...]
    next_reminder: str


@dataclass(frozen=True)
class SlotRow:
    """A slot of a city: its title, its part, and when it is (None: not known)."""

    key: str
    title: str
    part: str
    pair: TimePair | None


def list_page(slug: str, ask: AskForm) -> tuple[str, int]:
    """Return the list with the form that asks all cities; its status is the form's."""
    whole = programme(seminar_by_slug(slug).id)
    filters, wanted = asked_for([part.session for part in whole.sessions])
    number = asked_page() if request.method == "GET" else 1
    found = slice_of(lines(whole, wanted), number, current_app.config["PAGE_SIZE"])
    if not ask.is_submitted():
        ask.answer_by.data = whole.seminar.answer_by
    return page(
        "organise/delegations/index.html",
        status=ask.status,
        seminar=whole.seminar,
        page=Turned(found),
        rows=[_row(line, whole) for line in found.items],
        filters=filters,
        is_filtered=wanted != type(wanted)(),
        counts=counts(whole.seminar.id),
        taken=place_counts(whole.seminar.id),
        ask=ask,
    )


def add_page(slug: str, named: AddForm, unnamed: UnnamedForm) -> tuple[str, int]:
    """Return the page of cities to add: the directory without those that are in, and without the hosts."""
    whole = programme(seminar_by_slug(slug).id)
    hosts = {whole.seminar.host_city_id, whole.seminar.second_host_city_id}
    out = {one.city_id for one in whole.delegations} | hosts
    cities = [city for city in directory() if city.id not in out]
    named.offer(cities)
    return page(
        "organise/delegations/add.html",
        status=max(named.status, unnamed.status),
        seminar=whole.seminar,
        named=named,
        unnamed=unnamed,
        has_directory=bool(cities),
    )


def edit_page(slug: str, key: str, form: DelegationForm | None, ask: AskForm) -> tuple[str, int]:
    """Return the page of one delegation with the form that was refused; the other shows it as it is."""
    whole = programme(seminar_by_slug(slug).id)
    delegation = delegation_by_key(whole.seminar.id, key)
    if form is None:
        form = DelegationForm(formdata=None, obj=delegation)
        form.show([part.session for part in whole.sessions], delegation)
    if not ask.is_submitted() or ask.status == 200:
        ask.answer_by.data = delegation.answer_by or whole.seminar.answer_by
    return page(
        "organise/delegations/edit.html",
        status=max(form.status, ask.status),
        seminar=whole.seminar,
        delegation=delegation,
        city=city_words(delegation),
        state=standing_of(delegation),
        slots=[_slot_row(whole, one) for one in slots_of_delegation(whole, delegation)],
        form=form,
        ask=ask,
        is_invitable=delegation.role is DelegationRole.INVITED and delegation.invited_at is None,
        page_url=personal_address(Purpose.DELEGATION, "delegations.answer", delegation),
    )


def cells_of(line: Line) -> list[object]:
    """Return a delegation as a row of a table, under HEADS."""
    one = line.delegation
    city = (city_name(one, language()), one.city.country, one.city.zone) if one.city else ("", "", "")
    part = part_name(one.session, language()) if one.session else ""
    focal = (one.focal_name, one.focal_email, one.focal_language)
    moments = [moment and moment.isoformat() for moment in (one.invited_at, one.reminded_at, one.answered_at)]
    slots = "; ".join(slot_words(placed.slot, language()) for placed in line.slots)
    named = (one.presenter_name, one.presenter_email)
    return [*city, one.role.value, part, one.places, *focal, *named, one.answer_by, *moments, slots]


def _row(line: Line, whole: Programme) -> Row:
    delegation = line.delegation
    return Row(
        line=line,
        city=city_words(delegation),
        part=part_name(delegation.session, language()) if delegation.session else "",
        state=standing_of(delegation),
        lacks=tuple(_lacks(line)),
        next_reminder=_next_reminder(delegation, whole),
    )


def _next_reminder(delegation: Delegation, whole: Programme) -> str:
    """Return when a silent city is reminded next, in words; "" for never (queries/rhythms decides alike)."""
    now, seminar = clock.now(), whole.seminar
    is_written_to = delegation.is_silent and delegation.focal_email and not delegation.undeliverable_at
    if not is_written_to or seminar.state not in ASKING_STATES or _has_started(whole, now):
        return ""
    day = next_day(
        seminar.answer_reminder_days,
        delegation.answer_by or seminar.answer_by,
        written_at=delegation.reminded_at or delegation.invited_at,
        now=now,
        zone=seminar.zone,
    )
    return day_words(day) if day else ""


def _has_started(whole: Programme, now: datetime) -> bool:
    planned = (part.session for part in whole.sessions if not part.session.is_cancelled)
    return any(one.starts_at is not None and one.starts_at <= now for one in planned)


def _lacks(line: Line) -> list[str]:
    """Say in words what is open about a city."""
    delegation, found = line.delegation, []
    presents = delegation.role is DelegationRole.PRESENTING
    if line.lacks_slot and delegation.city is not None:
        found.append(gettext("Has no slot"))
    if line.has_idle_slot:
        found.append(gettext("Has a slot, and does not present"))
    if presents and not delegation.presenter_email and not any(one.presenters for one in line.slots):
        found.append(gettext("Names no presenter yet"))
    if any(_misses_a_presenter(one) for one in line.slots):
        found.append(gettext("A presenter declined"))
    return found


def _misses_a_presenter(placed: ProgrammeSlot) -> bool:
    """Tell whether somebody declined, and nobody is asked in their place."""
    asked = {one.substitute_for_id for one in placed.presenters if one.answer is not Answer.DECLINED}
    return any(one.answer is Answer.DECLINED and one.id not in asked for one in placed.presenters)


def _slot_row(whole: Programme, one: ProgrammeSlot) -> SlotRow:
    session = next(part.session for part in whole.sessions if part.session.id == one.slot.session_id)
    return SlotRow(
        key=one.slot.key,
        title=slot_words(one.slot, language()),
        part=part_name(session, language()),
        pair=pair_of(one.starts_at, one.ends_at, session.zone, whole.seminar.second_zone),
    )
