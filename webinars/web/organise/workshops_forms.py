"""The form of a workshop of pairs, and the running order that it would make."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from webinars.domain.texts import LocalizedText, one_line
from webinars.domain.workshops import Lengths
from webinars.letters.times import TimePair, time_pair
from webinars.models.delegations import DelegationRole
from webinars.models.sessions import Session
from webinars.queries.programmes import Programme, ProgrammeSession
from webinars.services.themes import LONGEST_NAME
from webinars.services.workshops import KINDS, Side, Workshop
from webinars.web.forms import Form, ManyLines, options
from webinars.web.programmes import kind_words
from webinars.web.reader import language


class WorkshopForm(Form):
    """What the template is filled with."""

    first = SelectField(_l("First city"), [InputRequired(_l("Choose a city."))])
    second = SelectField(_l("Second city"), [InputRequired(_l("Choose a city."))])
    names = TextAreaField(
        _l("Themes, one on each line"),
        [InputRequired(_l("Write at least one theme.")), ManyLines(4000)],
        description=_l("In the language of this page, in their order. New ones are added to the directory."),
    )
    presentation = IntegerField(
        _l("Minutes of each presentation"), [InputRequired(_l("Write a number."))], default=15
    )
    discussion = IntegerField(
        _l("Minutes of each discussion"), [InputRequired(_l("Write a number."))], default=20
    )
    pause = IntegerField(
        _l("Minutes of break between themes"),
        [InputRequired(_l("Write a number, or 0 for none."))],
        default=0,
    )
    takes_turns = BooleanField(_l("The second city begins every other theme"))

    def offer(self, whole: Programme) -> None:
        """Fill the choice of cities: the hosts first, then who takes part."""
        self._sides = dict(_sides(whole))
        names = [(slug, side.city.name.best(language())) for slug, side in self._sides.items()]
        self.first.choices = self.second.choices = options(names)
        if not self.is_submitted() and len(names) > 1:
            self.first.data, self.second.data = names[0][0], names[1][0]

    @property
    def cities(self) -> tuple[str, ...]:
        """Return the names of the two that are chosen."""
        chosen = (self._sides.get(field.data) for field in (self.first, self.second))
        return tuple(side.city.name.best(language()) for side in chosen if side)

    def wanted(self) -> Workshop:
        """Return what was posted; raise Refusal at "names" for a name that is too long."""
        lines = [line.strip() for line in self.names.data.splitlines() if line.strip()]
        return Workshop(
            first=self._sides[self.first.data],
            second=self._sides[self.second.data],
            themes=tuple(
                LocalizedText(((language(), one_line(line, field="names", limit=LONGEST_NAME)),))
                for line in lines
            ),
            lengths=Lengths(self.presentation.data, self.discussion.data, self.pause.data),
            takes_turns=self.takes_turns.data,
        )


@dataclass(frozen=True)
class WorkshopLine:
    """A slot as it would be: on the clocks of both cities (None: no known time), what, and who."""

    pair: TimePair | None
    title: str
    kind: str
    who: str
    minutes: int


def lines_of(part: ProgrammeSession, wanted: Workshop) -> list[WorkshopLine]:
    """Return the slots of the workshop as they would stand behind those of *part*."""
    filled = sum(placed.slot.minutes or 0 for placed in part.slots)
    offsets = accumulate((step.minutes for step in wanted.steps), initial=filled)
    lines = []
    for step, offset in zip(wanted.steps, offsets, strict=False):
        side = wanted.side(step.turn)
        title = "" if step.theme is None else wanted.themes[step.theme].best(language())
        lines.append(
            WorkshopLine(
                pair=_pair(part.session, wanted, offset),
                title=title,
                kind=kind_words(KINDS[step.turn]),
                who=side.city.name.best(language()) if side else "",
                minutes=step.minutes,
            )
        )
    return lines


def _pair(session: Session, wanted: Workshop, minutes: int) -> TimePair | None:
    if session.starts_at is None:
        return None
    starts_at = session.starts_at + timedelta(minutes=minutes)
    return time_pair(starts_at, None, wanted.first.city.zone, None, second_zone=wanted.second.city.zone)


def _sides(whole: Programme) -> Iterator[tuple[str, Side]]:
    for city in (whole.seminar.host_city, whole.seminar.second_host_city):
        if city is not None:
            yield city.slug, Side(city, None)
    for delegation in whole.delegations:
        if delegation.city is not None and delegation.role is not DelegationRole.ABSENT:
            yield delegation.city.slug, Side(delegation.city, delegation)
