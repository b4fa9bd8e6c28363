"""The plan of an import in words: groups, parts and slots, what is left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.calendar.imports import Problem, Talk
from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import to_local
from webinars.letters.times import Clock, clock_of, stated
from webinars.models.slots import SlotKind
from webinars.queries.programmes import Programme
from webinars.services.imports import (
    NO_PART,
    Change,
    Choice,
    Detail,
    Plan,
    PlannedPart,
    PlannedSlot,
    Reading,
)
from webinars.services.imports.choices import zone_of
from webinars.web.answers import page, sentence
from webinars.web.organise.imports_forms import GroupForm, PlanForm, UploadForm
from webinars.web.programmes import kind_words
from webinars.web.reader import language

CHANGES = {
    Change.NEW: (_l("new"), "ok"),
    Change.CHANGED: (_l("changes"), "warn"),
    Change.SAME: (_l("unchanged"), "off"),
    Change.KEPT: (_l("not of this file, stays"), "off"),
}
DETAILS = {
    Detail.TITLE: _l("title"),
    Detail.TIME: _l("time"),
    Detail.LENGTH: _l("length"),
    Detail.PART: _l("part"),
}
NOWHERE = Refusal(N_("You chose to leave it out."))


@dataclass(frozen=True)
class GroupLine:
    """A group of talks: when, how many, where, what is wrong with the choice; and the fields that choose."""

    clock: Clock
    talks: int
    titles: tuple[str, ...]
    rooms: str
    wrong: tuple[str, ...]
    form: GroupForm


@dataclass(frozen=True)
class SlotLine:
    """A slot as it will be; *was* is the title that it has now, where that changes."""

    clock: Clock | None
    title: str
    was: str
    minutes: int | None
    uid: str
    line: int | None
    change: str
    mark: str
    details: str
    late: int


@dataclass(frozen=True)
class PartLine:
    """A part as it will be; *was* is its present time, where that changes."""

    name: str
    change: str
    mark: str
    clock: Clock
    was: str
    minutes: int
    slots: tuple[SlotLine, ...]
    dropped: int


@dataclass(frozen=True)
class ProblemLine:
    """What is wrong at a line of the file."""

    line: int
    title: str
    reason: str


def upload_page(whole: Programme, form: UploadForm) -> tuple[str, int]:
    """Return the page that asks for a file."""
    return page("organise/imports/upload.html", seminar=whole.seminar, form=form, status=form.status)


def plan_page(
    whole: Programme,
    form: PlanForm,
    reading: Reading,
    choices: Sequence[Choice],
    plan: Plan,
    *,
    is_other: bool = False,
) -> tuple[str, int]:
    """Return the page that shows what taking the file over would do; *is_other* than what was shown last."""
    form.show(choices, plan, whole)
    zone = zone_of(whole)
    return page(
        "organise/imports/plan.html",
        seminar=whole.seminar,
        form=form,
        groups=_groups(form, reading, plan, zone),
        planned=[_part(part, zone) for part in plan.parts],
        left_out=[_problem(one) for one in _left_out(reading, choices)],
        notes=[_problem(one) for one in reading.found.problems if not one.is_left_out],
        missing=plan.missing,
        changes=plan.changes,
        is_possible=not plan.wrong,
        is_other=is_other,
        zone=clock_of(reading.found.talks[0].starts_at, None, zone) if reading.found.talks else None,
        status=form.status,
    )


def _groups(form: PlanForm, reading: Reading, plan: Plan, zone: str) -> list[GroupLine]:
    wrong: dict[int | None, list[str]] = {}
    for number, reason in plan.wrong:
        wrong.setdefault(number, []).append(sentence(reason))
    return [
        GroupLine(
            clock=clock_of(group.talks[0].starts_at, group.talks[-1].ends_at, zone),
            talks=len(group.talks),
            titles=tuple(dict.fromkeys(_title(talk) for talk in (group.talks[0], group.talks[-1]))),
            rooms=", ".join(dict.fromkeys(talk.location for talk in group.talks if talk.location)),
            wrong=tuple(wrong.get(number, ())),
            form=fields,
        )
        for number, (group, fields) in enumerate(zip(reading.groups, form.groups, strict=True))
    ]


def _title(talk: Talk) -> str:
    """Return the title of a talk, or what its slot will be called where it has none."""
    return talk.title or kind_words(SlotKind.PRESENTATION)


def _part(part: PlannedPart, zone: str) -> PartLine:
    session = part.session
    zone = (session.zone if session else None) or zone
    word, mark = CHANGES[part.change]
    is_moved = part.change is Change.CHANGED and session is not None
    return PartLine(
        name=session.name.best(language()) if session else part.name or gettext("A new part"),
        change=str(word),
        mark=mark,
        clock=clock_of(part.starts_at, part.ends_at, zone),
        was=_was(session.starts_at, session.minutes, zone) if session and is_moved else "",
        minutes=part.minutes,
        slots=tuple(_slot(slot, zone) for slot in part.slots),
        dropped=len(part.dropped),
    )


def _was(starts_at: datetime | None, minutes: int, zone: str) -> str:
    if starts_at is None:
        return ""
    words = stated(to_local(starts_at, zone).replace(tzinfo=None))
    return str(gettext("%(start)s, %(minutes)s minutes", start=words, minutes=minutes))


def _slot(slot: PlannedSlot, zone: str) -> SlotLine:
    word, mark = CHANGES[slot.change]
    is_retitled = Detail.TITLE in slot.details and slot.slot is not None
    return SlotLine(
        clock=clock_of(slot.starts_at, slot.ends_at, zone) if slot.starts_at else None,
        title=slot.title or kind_words(slot.kind),
        was=slot.slot.title.best(language()) if is_retitled and slot.slot else "",
        minutes=slot.minutes,
        uid=slot.talk.uid if slot.talk else "",
        line=slot.talk.line if slot.talk else None,
        change=str(word),
        mark=mark,
        details=", ".join(str(DETAILS[one]) for one in slot.details),
        late=slot.late,
    )


def _left_out(reading: Reading, choices: Sequence[Choice]) -> list[Problem]:
    """Return why each event that is not taken is not, by line."""
    chosen = [
        Problem(talk.line, NOWHERE, talk.title)
        for group, choice in zip(reading.groups, choices, strict=True)
        if choice.target == NO_PART
        for talk in group.talks
    ]
    found = [one for one in reading.found.problems if one.is_left_out]
    return sorted([*found, *chosen], key=lambda one: one.line)


def _problem(one: Problem) -> ProblemLine:
    return ProblemLine(one.line, one.title, sentence(one.reason))
