"""Programmes as strangers read them: on which days, what happens, and who speaks."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.letters.names import city_name
from webinars.letters.times import date_words
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot, SlotKind
from webinars.queries.programmes import ProgrammeSlot

KINDS = {
    SlotKind.PRESENTATION: _l("Presentation"),
    SlotKind.REPORT: _l("Report"),
    SlotKind.VIDEO_MESSAGE: _l("Video message"),
    SlotKind.DISCUSSION: _l("Discussion"),
    SlotKind.BREAK: _l("Break"),
}


def dates_of(sessions: Iterable[Session]) -> str:
    """Return the host's first and last day of *sessions* in words; "" when there is none."""
    starts = sorted(session.local_start for session in sessions)
    if not starts:
        return ""
    first, last = date_words(starts[0]), date_words(starts[-1])
    if first == last:
        return first
    return str(gettext("%(first)s to %(last)s", first=first, last=last))


def slot_words(slot: Slot, language: str) -> str:
    """Return the title of a slot, or the kind of it where it has none."""
    return slot.title.best(language) or kind_words(slot.kind)


def theme_beside(slot: Slot, language: str) -> str:
    """Return the theme of a slot as it stands beside the title; "" where the title says the same."""
    name = slot.theme.name.best(language) if slot.theme else ""
    return "" if name == slot.title.best(language) else name


def kind_words(kind: SlotKind) -> str:
    """Return what happens in slots of a kind."""
    return str(KINDS[kind])


def who_words(slot: Slot, language: str) -> str:
    """Return the city that presents and the speaker that the slot names; "" when it names nobody."""
    city = city_name(slot.delegation, language) if slot.delegation else ""
    return ", ".join(name for name in (city, slot.speaker.best(language)) if name)


def named_presenters(placed: ProgrammeSlot) -> tuple[Presenter, ...]:
    """Return who may be named in public: those who said that they present."""
    return tuple(one for one in placed.presenters if one.answer is Answer.ACCEPTED)
