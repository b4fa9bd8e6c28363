"""Checks: what is wrong with a programme, where it stands, and whether it blocks publishing."""

from collections.abc import Iterator
from datetime import datetime

from webinars.domain.errors import N_
from webinars.domain.running_order import Finding, Level, RunningSession, SlotLength, findings
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot

NO_PART = N_("Add at least one part.")
NO_LINK = N_("Give this part its join link.")
WHOLE_SEMINAR = ""  # stands in Finding.session for what belongs to no part


def checks(programme: Programme, *, now: datetime) -> tuple[Finding, ...]:
    """Return every finding: those of the whole seminar and its rooms, then part by part in running order.

    A finding's *slot* counts the slots of its part from 0. Cancelled parts are not looked at. No statement.
    """
    running = [_running(part) for part in programme.planned]
    return (*_of_the_seminar(programme, now), *findings(running, now=now))


def _running(part: ProgrammeSession) -> RunningSession:
    session = part.session
    lengths = tuple(
        SlotLength(one.slot.minutes, slot_words(one), tuple(presenter.email for presenter in one.presenters))
        for one in part.slots
    )
    return RunningSession(
        session.key, str(session.name) or session.key, session.starts_at, session.minutes, lengths
    )


def slot_words(one: ProgrammeSlot) -> str:
    """Return what to call a slot in a sentence: its title, else its city, else what it is."""
    city = one.delegation.city if one.delegation else None
    return str(one.slot.title) or (str(city.name) if city else "") or one.slot.kind.value


def _of_the_seminar(programme: Programme, now: datetime) -> Iterator[Finding]:
    seminar = programme.seminar
    if not seminar.theme:
        yield _blocks(N_("Write the theme."))
    if not seminar.host_name and seminar.host_city is None:
        yield _blocks(N_("Write who hosts the seminar."))
    if not programme.planned:
        yield _blocks(NO_PART)
    if not seminar.contact_email and not seminar.contact_phone:
        yield _warns(N_("Write an e-mail address or a telephone number for questions."))
    yield from _without_link(programme, now)
    yield from _without_slot(programme, now)


def _without_link(programme: Programme, now: datetime) -> Iterator[Finding]:
    for part in programme.planned:
        session = part.session
        if session.join_url is None and session.ends_at is not None and session.ends_at > now:
            yield Finding(Level.WARNS, NO_LINK, session.key)


def _without_slot(programme: Programme, now: datetime) -> Iterator[Finding]:
    """Yield the cities that present, and have no slot to do it in; of what is past, sources rarely say."""
    if programme.ends_at is None or programme.ends_at <= now:
        return
    placed = {one.slot.delegation_id for part in programme.planned for one in part.slots}
    for delegation in programme.presenting:
        if delegation.city is not None and delegation.id not in placed:
            session = delegation.session or programme.planned[0].session
            text = N_("%(city)s presents and has no slot. Give it one.")
            yield Finding(Level.WARNS, text, session.key, None, {"city": delegation.city.name})


def _blocks(text: str) -> Finding:
    return Finding(Level.BLOCKS, text, WHOLE_SEMINAR)


def _warns(text: str) -> Finding:
    return Finding(Level.WARNS, text, WHOLE_SEMINAR)
