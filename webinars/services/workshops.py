"""Workshops of pairs: a part is filled from the template in one action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.domain.workshops import MOST_THEMES, Lengths, Step, Turn, steps
from webinars.models.cities import City
from webinars.models.database import transaction
from webinars.models.delegations import Delegation
from webinars.models.sessions import Session
from webinars.models.slots import Slot, SlotKind
from webinars.models.themes import Theme
from webinars.queries.slots import slots_of
from webinars.services.records import Actor, record_each
from webinars.services.seminars import touch
from webinars.services.sessions import lock_session
from webinars.services.slots import MOST_SLOTS, NO_TEXT, SlotFields, append_slot
from webinars.services.themes import themes_named

KINDS = {
    Turn.FIRST: SlotKind.PRESENTATION,
    Turn.SECOND: SlotKind.PRESENTATION,
    Turn.ALL: SlotKind.DISCUSSION,
    Turn.BREAK: SlotKind.BREAK,
}


@dataclass(frozen=True)
class Side:
    """A city of the pair; *delegation* None: a host, which is named as the speaker."""

    city: City
    delegation: Delegation | None


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What the template is filled with; *themes* are names in their order."""

    first: Side
    second: Side
    themes: tuple[LocalizedText, ...]
    lengths: Lengths
    takes_turns: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return what happens, in order."""
        return steps(len(self.themes), self.lengths, takes_turns=self.takes_turns)

    def side(self, turn: Turn) -> Side | None:
        """Return who presents; None where all discuss, or nobody speaks."""
        return {Turn.FIRST: self.first, Turn.SECOND: self.second}.get(turn)


def check_workshop(wanted: Workshop, session: Session, slots: Iterable[Slot]) -> None:
    """Raise Refusal at a field when *wanted* does not fit behind the *slots* of a part."""
    wanted.lengths.check()
    if wanted.first.city.id == wanted.second.city.id:
        raise Refusal(N_("Choose two different cities."), field="second")
    if not 1 <= len(wanted.themes) <= MOST_THEMES:
        raise Refusal(N_("Write from 1 to %(most)d themes."), field="names", most=MOST_THEMES)
    kept = list(slots)
    if len(kept) + len(wanted.steps) > MOST_SLOTS:
        raise Refusal(N_("A part has at most %(limit)d slots."), limit=MOST_SLOTS)
    takes = sum(step.minutes for step in wanted.steps)
    left = session.minutes - sum(slot.minutes or 0 for slot in kept)
    if takes > left:
        raise Refusal(
            N_(
                "This takes %(takes)d minutes, and the part has %(left)d left. "
                "Shorten it, or make the part longer."
            ),
            field="presentation",
            takes=takes,
            left=max(left, 0),
        )


def make_workshop(session_id: int, wanted: Workshop, *, by: Actor, now: datetime) -> int:
    """Add the slots of a workshop at the end of a part, and its themes where they are new; return how many.

    Raises Refusal at a field.
    """
    with transaction():
        session, seminar = lock_session(session_id)
        slots = slots_of(session_id)
        check_workshop(wanted, session, slots)
        themes = themes_named(wanted.themes, by=by, now=now)
        if len(themes) < len(wanted.themes):
            raise Refusal(N_("Name each theme once."), field="names")
        made = [
            _slot(session_id, wanted, step, themes, position=position)
            for position, step in enumerate(wanted.steps, len(slots))
        ]
        record_each("created", [(slot, {}) for slot in made], by=by, now=now, seminar_id=seminar.id)
        touch(seminar.id, now=now)
    return len(made)


def _slot(session_id: int, wanted: Workshop, step: Step, themes: tuple[Theme, ...], *, position: int) -> Slot:
    side = wanted.side(step.turn)
    theme = None if step.theme is None else themes[step.theme]
    fields = SlotFields(
        kind=KINDS[step.turn],
        minutes=step.minutes,
        title=theme.name if theme else NO_TEXT,
        speaker=side.city.name if side and side.delegation is None else NO_TEXT,
        delegation_id=side.delegation.id if side and side.delegation else None,
    )
    slot = append_slot(session_id, fields, position=position)
    slot.theme_id = theme.id if theme else None
    return slot
