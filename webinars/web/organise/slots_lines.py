"""The lines of a running order in words; there are hundreds, so what many share is said once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from webinars.domain.timezones import to_local
from webinars.models.slots import Answer, Presenter, SlotKind
from webinars.queries.programmes import ProgrammeSession, ProgrammeSlot
from webinars.web.delegations_words import city_words
from webinars.web.programmes import KINDS, theme_beside
from webinars.web.reader import language

ANSWERS = {
    Answer.ACCEPTED: (_l("accepted"), "ok"),
    Answer.DECLINED: (_l("declined"), "stop"),
    Answer.TENTATIVE: (_l("not sure"), "wait"),
    Answer.NEEDS_ACTION: (_l("not answered"), "warn"),
}
_PAGES = (
    ("organise.slots.edit", "key"),
    ("organise.presenters.new", "slot_key"),
    ("organise.swaps.choose", "key"),
    ("organise.slots.place", "key"),
)
Findings = Mapping[int | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class SlotClock:
    """When a slot is on the clock of its part, as `_time.html` writes it."""

    instant_iso: str
    clock: str
    end_clock: str | None


@dataclass(frozen=True, slots=True)
class SlotUrls:
    """Where a slot is edited, put elsewhere, and gets a presenter."""

    edit: str
    ask: str
    swap: str
    place: str


@dataclass(frozen=True, slots=True)
class PresenterLine:
    """Somebody who presents: who, and what they answered; *url* is where that is edited."""

    url: str
    name: str
    answer: str
    mark: str


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot in the running order, in words; *id* is its key, *about* what it is, how long, and its theme."""

    id: str
    urls: SlotUrls
    title: str
    about: str
    who: str
    is_break: bool
    clock: SlotClock | None
    presenters: tuple[PresenterLine, ...]
    findings: tuple[tuple[str, str], ...]


def slot_lines(part: ProgrammeSession, slug: str, findings: Findings) -> list[SlotLine]:
    """Return the slots of a part of the seminar *slug* in words, each with what is wrong with it."""
    words = _Words(part.session.zone, slug)
    return [words.line(one, findings.get(number, ())) for number, one in enumerate(part.slots)]


class _Words:
    """The words that many lines share, each made once; clocks are those of *zone*."""

    def __init__(self, zone: str | None, slug: str) -> None:
        self._language = language()
        self._kinds = {kind: str(words) for kind, words in KINDS.items()}
        self._answers = {answer: (str(word), mark) for answer, (word, mark) in ANSWERS.items()}
        self._comma = str(gettext(", "))
        self._length, self._city = cache(_length), cache(city_words)
        self._urls = [_around(endpoint, slug, name) for endpoint, name in _PAGES]
        self._presenter_url = _around("organise.presenters.edit", slug, "key")
        # A slot ends when the next one begins.
        self._local = cache(lambda instant: to_local(instant, zone)) if zone else None

    def line(self, one: ProgrammeSlot, findings: tuple[tuple[str, str], ...]) -> SlotLine:
        """Return a slot in words."""
        slot = one.slot
        kind = self._kinds[slot.kind]
        title = slot.title.best(self._language)
        theme = theme_beside(slot, self._language)
        about = self._comma.join(([kind] if title else []) + [self._length(slot.minutes)])
        return SlotLine(
            id=slot.key,
            urls=SlotUrls(*(f"{before}{slot.key}{after}" for before, after in self._urls)),
            title=title or kind,
            about=f"{about} · {theme}" if theme else about,
            who=self._city(one.delegation) if one.delegation else slot.speaker.best(self._language),
            is_break=slot.kind is SlotKind.BREAK,
            clock=self._clock(one.starts_at, one.ends_at),
            presenters=tuple(self._presenter(presenter) for presenter in one.presenters),
            findings=findings,
        )

    def _presenter(self, presenter: Presenter) -> PresenterLine:
        before, after = self._presenter_url
        return PresenterLine(
            f"{before}{presenter.key}{after}", presenter.name, *self._answers[presenter.answer]
        )

    def _clock(self, starts_at: datetime | None, ends_at: datetime | None) -> SlotClock | None:
        if starts_at is None or self._local is None:
            return None
        local = self._local(starts_at)
        return SlotClock(local.isoformat(), _hour(local), _hour(self._local(ends_at)) if ends_at else None)


def _around(endpoint: str, slug: str, name: str) -> tuple[str, str]:
    """Return what stands before and after a key in an address; no key and no slug has these letters."""
    before, _, after = url_for(endpoint, **{"slug": slug, name: "~"}).partition("~")  # type: ignore[arg-type]
    return before, after


def _hour(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def _length(minutes: int | None) -> str:
    if minutes is None:
        return str(gettext("length not known"))
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))
