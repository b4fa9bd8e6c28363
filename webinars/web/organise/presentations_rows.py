"""Presentations that wait, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from webinars.models.presentations import Presentation
from webinars.web.delegations_words import city_words
from webinars.web.reader import language


@dataclass(frozen=True)
class WaitingLine:
    """A presentation that waits; *part* is the one that its city attends, "" where that is open."""

    key: str
    title: str
    city: str
    theme: str
    part: str
    presenter: str
    minutes: int | None


def waiting_lines(waiting: Iterable[Presentation]) -> tuple[WaitingLine, ...]:
    """Return a line for each of *waiting*."""
    return tuple(_line(one) for one in waiting)


def title_of(one: Presentation) -> str:
    """Return what a presentation is called, where it has no title yet too."""
    return one.title.best(language()) or gettext("Presentation of %(city)s", city=city_words(one.delegation))


def _line(one: Presentation) -> WaitingLine:
    session = one.delegation.session
    return WaitingLine(
        key=one.key,
        title=title_of(one),
        city=city_words(one.delegation),
        theme=one.theme.name.best(language()) if one.theme else "",
        part=(session.name.best(language()) or session.key) if session else "",
        presenter=one.presenter_name or one.presenter_email or "",
        minutes=one.minutes,
    )
