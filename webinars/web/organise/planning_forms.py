"""The forms of planning: what is looked for, and the confirmation of a proposal."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from webinars.domain.errors import N_, BadProblem, Refusal
from webinars.domain.planner.problems import Objective, Presence
from webinars.domain.timezones import to_local
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.services.plans import PlanFields
from webinars.web.forms import OneLine, options
from webinars.web.organise.editors import EditForm

_SOONEST, _DAYS = timedelta(days=60), timedelta(days=13)  # what a new plan begins with
_USUAL_MINUTES = 90
_SEPARATORS = str.maketrans("、，;+/", ",,,,,")
_MOST = 100_000


def _in_reach(_form: object, field: Any) -> None:
    """Refuse a number that no length in minutes has; what is no number is refused already."""
    if field.data is not None and not 0 <= field.data <= _MOST:
        raise ValidationError(gettext("Enter a number from 0 to %(most)s.", most=_MOST))


class LengthsField(StringField):  # type: ignore[misc]
    """Lengths in minutes in running order, typed on one line."""

    def process_data(self, value: Any) -> None:
        """Show the list that is stored."""
        self.data = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


class PlanForm(EditForm):
    """What the planner is asked."""

    first_date = DateField(_l("First date"), [InputRequired(_l("Choose the first date."))])
    last_date = DateField(
        _l("Last date"),
        [InputRequired(_l("Choose the last date."))],
        description=_l("Both on the host’s calendar. At most 366 days."),
    )
    parts = LengthsField(
        _l("Lengths of the parts in minutes"),
        [InputRequired(_l("Enter the length of each part.")), OneLine(100)],
        description=_l("One to four, in running order, with commas: 155, 145."),
    )
    gap = IntegerField(
        _l("Least pause between two parts in minutes"),
        [InputRequired(_l("Enter the minutes of the pause.")), _in_reach],
    )
    grid = RadioField(
        _l("Parts start"),
        [InputRequired(_l("Choose one."))],
        choices=options(
            [(15, _l("every 15 minutes")), (30, _l("every 30 minutes")), (60, _l("at full hours"))]
        ),
    )
    span_days = IntegerField(
        _l("Spread over how many dates"),
        [InputRequired(_l("Enter a number of dates.")), _in_reach],
        description=_l("1: all parts are on one date of the host."),
    )
    presence = RadioField(
        _l("A city is there"),
        [InputRequired(_l("Choose one."))],
        choices=options(
            [
                (Presence.WHOLE, _l("through its whole part")),
                (Presence.TALK, _l("for one talk of it; the hour that suits it best counts")),
            ]
        ),
    )
    slot_minutes = IntegerField(
        _l("Length of a talk in minutes"),
        [Optional(), _in_reach],
        description=_l("Needed where a city is there for one talk."),
    )

    def fields(self) -> PlanFields:
        """Return what was posted. Raises Refusal at *parts* when these are no numbers."""
        return PlanFields(
            first_date=self.first_date.data,
            last_date=self.last_date.data,
            parts=tuple(_lengths(self.parts.data or "")),
            grid=int(self.grid.data),
            gap=self.gap.data,
            span_days=self.span_days.data,
            presence=Presence(self.presence.data),
            slot_minutes=self.slot_minutes.data,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the second length at the field of all lengths."""
        if isinstance(refusal, BadProblem) and refusal.field:
            refusal = BadProblem(refusal.text, field=refusal.field.partition("[")[0], **refusal.values)
        super().refuse(refusal)


class ApplyForm(EditForm):
    """The confirmation: the plan as it was shown, and the objective whose proposal it is ("" for none).

    *seen* is what the page said it does (see planning_apply).
    """

    objective = HiddenField()
    seen = HiddenField()

    def chosen(self) -> Objective | None:
        """Return the objective, None for starts chosen by hand."""
        return Objective(self.objective.data) if self.objective.data in set(Objective) else None


def proposed(seminar: Seminar, sessions: Sequence[Session], *, now: datetime) -> dict[str, object]:
    """Return what a new plan begins with: the parts there are, around their date, else two weeks ahead."""
    zone = seminar.zone or "UTC"
    lengths = [session.minutes for session in sessions if session.minutes][:4] or [_USUAL_MINUTES]
    today = to_local(now.astimezone(UTC), zone).date()
    dates = [session.local_start.date() for session in sessions if session.local_start.date() > today]
    first = min(dates) if dates else today + _SOONEST
    return {
        "first_date": first,
        "last_date": first + _DAYS,
        "parts": lengths,
        "gap": 60,
        "grid": 15,
        "span_days": 1,
        "presence": Presence.WHOLE.value,
    }


def _lengths(typed: str) -> Iterator[int]:
    """Yield the numbers of a line; raise Refusal for what is none."""
    for one in typed.translate(_SEPARATORS).replace(",", " ").split():
        if not (one.isascii() and one.isdecimal() and len(one) < 7):
            text = N_("“%(typed)s” is no number of minutes. Write lengths like 155, 145.")
            raise Refusal(text, field="parts", typed=one[:20])
        yield int(one)
