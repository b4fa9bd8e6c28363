"""What the pages of a swap show: the slots to choose from, and what changing places would do."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from webinars.domain.errors import N_, Missing, Refusal
from webinars.letters.names import city_name, part_name
from webinars.letters.times import Clock
from webinars.models.sessions import Session
from webinars.models.slots import Answer
from webinars.queries.plans import planned_cities
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot
from webinars.queries.swaps import Move, Preview, Stand, effects, held_by, sent_elsewhere
from webinars.services.swaps import check_possible
from webinars.web import clock
from webinars.web.answers import sentence
from webinars.web.joining import in_line
from webinars.web.organise.swaps_words import BREAKS, EffectLine, clock_on, effect_line, finding_line
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language


@dataclass(frozen=True)
class Choice:
    """A slot with which another one can change places, on the host's clock."""

    key: str
    title: str
    who: str
    minutes: int | None
    clock: Clock | None


@dataclass(frozen=True)
class PartChoices:
    """The slots of one part to choose from."""

    session: Session
    slots: tuple[Choice, ...]


@dataclass(frozen=True)
class MoveLine:
    """A slot before and after, on the clock of who presents; for nobody (*who* "") the host's."""

    title: str
    who: str
    was: Clock | None
    now: Clock | None
    parts: tuple[str, str] | None
    is_chosen: bool


@dataclass(frozen=True)
class Foreseen:
    """A swap in words: why it cannot be ("" when it can), what it breaks, who moves, how many are told.

    *findings* are level and words, *breaks* what is worse for somebody, *others* what is not.
    """

    both: tuple[Stand, Stand]
    titles: tuple[str, str]
    impossible: str
    findings: tuple[tuple[str, str], ...]
    elsewhere: tuple[str, ...]
    breaks: tuple[EffectLine, ...]
    others: tuple[EffectLine, ...]
    moves: tuple[MoveLine, ...]
    held: int

    @property
    def is_harmless(self) -> bool:
        """Say whether nothing speaks against it."""
        return not (self.findings or self.elsewhere or self.breaks)


def standing(whole: Programme, key: str) -> Stand:
    """Return where the slot with that key stands; raise Missing when it is no longer in the programme."""
    stands = (Stand(placed, part.session) for part in whole.sessions for placed in part.slots)
    found = next((stand for stand in stands if stand.placed.slot.key == key), None)
    if found is None:
        raise Missing(N_("This slot is no longer in the programme. Go back to the running order."))
    return found


def choices(whole: Programme, own: Stand) -> list[PartChoices]:
    """Return the slots that another one can change places with, by part."""
    found = (PartChoices(part.session, tuple(_choices(part, own))) for part in whole.planned)
    return [part for part in found if part.slots]


def foreseen(whole: Programme, preview: Preview) -> Foreseen:
    """Return what a swap would do, in words; six statements."""
    cities, both = planned_cities(whole.seminar.id), (preview.first, preview.second)
    felt = effects(preview.moves, cities, language=language())
    return Foreseen(
        both=both,
        titles=titles_of(*both),
        impossible=_impossible(*both),
        findings=tuple(finding_line(whole, one) for one in preview.findings),
        elsewhere=tuple(_elsewhere(move) for move in sent_elsewhere(preview.moves, cities)),
        breaks=tuple(effect_line(one) for one in felt if one.change.direction in BREAKS),
        others=tuple(effect_line(one) for one in felt if one.change.direction not in BREAKS),
        moves=tuple(line for move in preview.moves for line in _move_lines(move, both)),
        held=held_by([move.now.placed.slot.id for move in preview.moves]),
    )


def titles_of(first: Stand, second: Stand) -> tuple[str, str]:
    """Return the titles of two slots; with who presents each, where both have the same."""
    one, other = _title(first.placed), _title(second.placed)
    if one != other:
        return one, other
    first_who, second_who = (who_words(stand.placed.slot, language()) for stand in (first, second))
    return " · ".join(filter(None, (one, first_who))), " · ".join(filter(None, (other, second_who)))


def _impossible(first: Stand, second: Stand) -> str:
    try:
        check_possible(first, second, now=clock.now())
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def _choices(part: ProgrammeSession, own: Stand) -> Iterator[Choice]:
    for placed in part.slots:
        if placed.slot.id != own.placed.slot.id:
            yield Choice(
                key=placed.slot.key,
                title=_title(placed),
                who=_who(placed),
                minutes=placed.slot.minutes,
                clock=clock_on(Stand(placed, part.session), None),
            )


def _move_lines(move: Move, both: tuple[Stand, Stand]) -> Iterator[MoveLine]:
    """Yield a line for each presenter of a slot, or one on the host's clock where nobody presents."""
    people: list[tuple[str, str | None]] = [(one.name, one.zone) for one in move.now.placed.presenters]
    is_chosen = move.now.placed.slot.id in {stand.placed.slot.id for stand in both}
    for who, zone in people or [("", None)]:
        yield MoveLine(
            title=_title(move.now.placed),
            who=who,
            was=clock_on(move.was, zone),
            now=clock_on(move.now, zone),
            parts=_parts(move),
            is_chosen=is_chosen,
        )


def _parts(move: Move) -> tuple[str, str] | None:
    """Return the part before and after, None where it is the same."""
    if move.was.session is move.now.session:
        return None
    return part_name(move.was.session, language()), part_name(move.now.session, language())


def _elsewhere(move: Move) -> str:
    delegation = move.now.placed.delegation
    city = city_name(delegation, language()) if delegation else ""
    part = part_name(move.now.session, language())
    return str(gettext("%(city)s does not attend “%(part)s”, where its slot would be.", city=city, part=part))


def _who(placed: ProgrammeSlot) -> str:
    names = in_line(one.name for one in placed.presenters if one.answer is not Answer.DECLINED)
    return " · ".join(words for words in (who_words(placed.slot, language()), names) if words)


def _title(placed: ProgrammeSlot) -> str:
    return slot_words(placed.slot, language())
