"""A proposed running order in words: each line with the city's clock, what it feels, and what changes."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from webinars.domain.ribbon.own import own_shades
from webinars.domain.ribbon.shades import MINUTE
from webinars.domain.timezones import offset_words
from webinars.letters.names import part_name
from webinars.letters.times import Clock, clock_of
from webinars.models.presentations import Presentation
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Slot
from webinars.queries.orders import Proposal, ProposedLine, ProposedPart, Waiting, Why
from webinars.web.delegations_words import city_words
from webinars.web.joining import in_line
from webinars.web.organise.moving_words import State, clock_of_lived
from webinars.web.organise.planning_words import listed
from webinars.web.organise.presentations_rows import title_of
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language


@dataclass(frozen=True)
class Strip:
    """The part on a city's day, as a drawing of one unit for each minute; *talk* is left edge and width.

    *shades* are shade, left edge and width; none for what is fixed.
    """

    width: int
    shades: tuple[tuple[str, float, float], ...]
    talk: tuple[float, int]


@dataclass(frozen=True)
class OrderLine:
    """A line of a proposed order, *before* says where a slot that moves stands now.

    *own* is the city's clock, *felt* its hours and *cost* its discomfort; None, "" and 0 for what is fixed.
    """

    title: str
    who: str
    host: Clock
    own: Clock | None
    felt: str
    cost: int
    is_worst: bool
    theme: str
    state: State
    before: str
    presenters: tuple[str, ...]
    is_fixed: bool
    strip: Strip


@dataclass(frozen=True)
class OrderPart:
    """A part with its lines; *when* is its own clock."""

    name: str
    when: Clock
    lines: tuple[OrderLine, ...]


def part_rows(proposal: Proposal) -> tuple[OrderPart, ...]:
    """Return the parts of a proposal in words."""
    return tuple(_part(part, proposal.worst) for part in proposal.parts)


def worst_sentences(proposal: Proposal) -> list[str]:
    """Say which talk is hardest for its city, and why it stands there."""
    return [_worst_sentence(line) for line in proposal.worst_lines]


def left_out_sentence(one: Waiting) -> str:
    """Say why a presentation that waits has no place in the proposal."""
    title, city = title_of(one.presentation), city_words(one.presentation.delegation)
    match one.why:
        case Why.OTHER_LENGTH:
            text = ngettext(
                "“%(title)s” asks for %(num)s minute, unlike the other talks. Give it a slot by hand.",
                "“%(title)s” asks for %(num)s minutes, unlike the other talks. Give it a slot by hand.",
                one.presentation.minutes or 0,
                title=title,
            )
        case Why.CLOSED_PART:
            text = gettext(
                "“%(title)s”: the part that %(city)s attends cannot be put in order. Choose another for it.",
                title=title,
                city=city,
            )
        case _:
            text = gettext("“%(title)s”: %(city)s takes no part any more.", title=title, city=city)
    return str(text)


def _part(part: ProposedPart, worst: int) -> OrderPart:
    return OrderPart(
        name=part_name(part.session, language()),
        when=clock_of(part.starts_at, part.ends_at, part.zone),
        lines=tuple(_line(part, line, worst) for line in part.lines),
    )


def _line(part: ProposedPart, line: ProposedLine, worst: int) -> OrderLine:
    people = line.placed.presenters if line.placed else ()
    return OrderLine(
        title=_title(line),
        who=_who(line),
        host=clock_of(line.starts_at, line.ends_at, part.zone),
        own=_own_clock(line),
        felt=_felt(line),
        cost=line.discomfort,
        is_worst=0 < line.discomfort == worst,
        theme=_theme(line),
        state=_state(line),
        before=_before(line),
        presenters=tuple(one.name for one in people if one.answer is not Answer.DECLINED),
        is_fixed=line.city is None,
        strip=_strip(part, line),
    )


def _title(line: ProposedLine) -> str:
    if line.presentation is not None:
        return title_of(line.presentation)
    assert line.slot is not None, "a line is a slot or a presentation"
    return slot_words(line.slot, language())


def _who(line: ProposedLine) -> str:
    if line.presentation is not None:
        return city_words(line.presentation.delegation)
    return who_words(line.slot, language()) if line.slot else ""


def _own_clock(line: ProposedLine) -> Clock | None:
    if line.felt is None or line.city is None:
        return None
    return clock_of_lived(line.felt, line.city.zone, offset_words(line.starts_at, line.city.zone))


def _felt(line: ProposedLine) -> str:
    return listed(gettext(one.words) for one in line.felt.conditions) if line.felt else ""


def _theme(line: ProposedLine) -> str:
    carrier: Presentation | Slot | None = line.presentation or line.slot
    return carrier.theme.name.best(language()) if carrier and carrier.theme else ""


def _state(line: ProposedLine) -> State:
    if line.presentation is not None:
        return State(gettext("New slot"), "open")
    if line.has_moved:
        return State(gettext("Moves"), "wait")
    return State(gettext("Stays"), "off")


def _before(line: ProposedLine) -> str:
    """Say where a slot that moves stands now."""
    if line.was is None or not line.has_moved:
        return ""
    session, starts_at = line.was
    clock = _clock(starts_at, session)
    if session is line.session:
        return str(gettext("Now at %(clock)s.", clock=clock))
    return str(gettext("Now at %(clock)s in “%(part)s”.", clock=clock, part=part_name(session, language())))


def _strip(part: ProposedPart, line: ProposedLine) -> Strip:
    shades = own_shades(line.city, part.starts_at, part.ends_at) if line.city else ()
    begins = [(one.begins - part.starts_at) / MINUTE for one in shades]
    widths = [(one.ends - one.begins) / MINUTE for one in shades]
    names = [one.shade.value for one in shades]
    return Strip(
        width=part.session.minutes,
        shades=tuple(zip(names, begins, widths, strict=True)),
        talk=((line.starts_at - part.starts_at) / MINUTE, line.minutes),
    )


def _worst_sentence(line: ProposedLine) -> str:
    own = _own_clock(line)
    said = gettext(
        "%(title)s: %(clock)s there, %(hours)s.",
        title=in_line((_who(line), gettext("“%(title)s”", title=_title(line)))),
        clock=own.clock if own else "",
        hours=_felt(line),
    )
    if line.best is None or line.best[1] == line.discomfort:
        better = gettext("No slot that it can have suits it better.")
    else:
        better = gettext(
            "At %(clock)s on the host’s clock it alone would be better off, all together would not.",
            clock=_clock(line.best[0], line.session),
        )
    return str(gettext("%(sentence)s %(next)s", sentence=said, next=better))


def _clock(instant: datetime, session: Session) -> str:
    """Return an instant on the clock of a part."""
    return clock_of(instant, None, session.zone or "UTC").clock
