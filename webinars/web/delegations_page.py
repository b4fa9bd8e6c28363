"""What the page of a city's focal point shows: its parts on both clocks, its answer, its slots."""

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import Refusal
from webinars.domain.recommendation import Listener, Part, recommend
from webinars.letters.bodies import day_words
from webinars.letters.names import city_name, host_name, part_name, seminar_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.delegations import Delegation
from webinars.models.sessions import Session
from webinars.queries.delegations import slots_of_delegation
from webinars.queries.programmes import Programme, ProgrammeSlot
from webinars.services.delegations import why_closed
from webinars.services.registrations import has_open_part
from webinars.web import clock
from webinars.web.answers import page, sentence
from webinars.web.context import show_times_for
from webinars.web.delegations_words import standing_of
from webinars.web.forms import Form
from webinars.web.presenters_words import PresenterLine, presenter_line
from webinars.web.programmes import slot_words
from webinars.web.reader import language
from webinars.web.registrations.rows import PartRow, pair_of


@dataclass(frozen=True)
class OwnSlot:
    """A slot of the city: when it is (None: not known), and who presents."""

    title: str
    pair: TimePair | None
    presenters: tuple[PresenterLine, ...]


@dataclass(frozen=True)
class Asked:
    """A city and what it is asked about; *zone* is that of its clocks, *listener* None without a city."""

    delegation: Delegation
    programme: Programme
    token: str
    zone: str | None
    listener: Listener | None

    @property
    def sessions(self) -> list[Session]:
        """Return the parts to choose from: those that take place at a known time."""
        planned = (part.session for part in self.programme.planned)
        return [session for session in planned if session.starts_at is not None and session.zone is not None]

    @property
    def closed(self) -> str | None:
        """Say why no answer is taken any more, untranslated; None while one is."""
        seminar, starts_at = self.programme.seminar, self.programme.starts_at
        return why_closed(self.delegation, seminar, starts_at, now=clock.now())


def own_page(asked: Asked, form: Form, *, status: int = 200) -> ResponseReturnValue:
    """Show the page."""
    delegation, seminar = asked.delegation, asked.programme.seminar
    reason, by = asked.closed, delegation.answer_by or seminar.answer_by
    show_times_for(asked.zone, at=asked.programme.starts_at)
    is_open = seminar.is_public and has_open_part(seminar, asked.sessions, now=clock.now())
    return page(
        "delegations/answer.html",
        status=status,
        form=form,
        token=asked.token,
        delegation=delegation,
        seminar=seminar,
        name=seminar_name(seminar, language()),
        host=host_name(seminar, language()),
        city=city_name(delegation, language()),
        state=standing_of(delegation),
        answer_by=day_words(by) if by else "",
        rows=rows_of(asked),
        slots=[_own_slot(asked, one) for one in slots_of_delegation(asked.programme, delegation)],
        closed=sentence(Refusal(reason)) if reason else "",
        register_url=url_for("registrations.register", slug=seminar.slug) if is_open else "",
        **({"zone_url": None} if delegation.city else {}),  # Then the times are those of the city.
    )


def rows_of(asked: Asked) -> list[PartRow]:
    """Return the parts on both clocks, the one that suits the city marked and explained."""
    reader = language()
    parts = [
        Part(one.key, part_name(one, reader), one.starts_at, one.minutes)
        for one in asked.sessions
        if one.starts_at is not None
    ]
    suggested = recommend(parts, asked.listener) if asked.listener else None
    key = suggested.part_key if suggested else None
    reason = gettext(suggested.reason, **suggested.values) if suggested else ""
    return [
        PartRow(
            value=one.key,
            label=part_name(one, reader),
            pair=pair_of(one, asked.zone, asked.programme.seminar.second_zone),
            recommended=one.key == key,
            reason=str(reason) if one.key == key else "",
        )
        for one in asked.sessions
    ]


def _own_slot(asked: Asked, one: ProgrammeSlot) -> OwnSlot:
    zones = {part.session.id: part.session.zone for part in asked.programme.sessions}
    host_zone, pair = zones[one.slot.session_id], None
    if one.starts_at is not None and host_zone is not None:
        second = asked.programme.seminar.second_zone
        pair = time_pair(one.starts_at, one.ends_at, host_zone, asked.zone, second_zone=second)
    presenters = tuple(presenter_line(presenter) for presenter in one.presenters)
    return OwnSlot(slot_words(one.slot, language()), pair, presenters)
