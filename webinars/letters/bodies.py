"""The body of a letter: blocks that a writer lists once, and that become plain text and HTML alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from functools import lru_cache
from itertools import count
from typing import ClassVar

from flask import current_app

from webinars.letters.addresses import address
from webinars.letters.names import host_name, seminar_name
from webinars.letters.readers import Reader
from webinars.letters.stencils import Stencil, as_html, hole, stencil_of
from webinars.letters.times import Clock, clock_of, date_words
from webinars.letters.translating import gettext as _
from webinars.models.calls import Call, CallState
from webinars.models.seminars import Seminar

# Mail has no style sheet of ours; the language chooses among glyphs that Chinese and Japanese share.
_LATIN = "system-ui,-apple-system,'Segoe UI',Roboto"
_HAN = {
    "ja": "'Hiragino Sans','Noto Sans JP','Noto Sans CJK JP','Yu Gothic',Meiryo",
    "ko": "'Apple SD Gothic Neo','Noto Sans KR','Malgun Gothic'",
    "zh": "'PingFang SC','Noto Sans SC','Microsoft YaHei'",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class Lead:
    """The sentence that answers the reader's question; it stands first and large."""

    text: str
    kind: ClassVar[str] = "lead"


@dataclass(frozen=True)
class Heading:
    """What the next blocks are about."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    text: str
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Words:
    """What a person wrote, in lines as they wrote it; addresses in it can be followed."""

    text: str
    kind: ClassVar[str] = "words"


@dataclass(frozen=True)
class ClockRow:
    """One stretch of time on one person's clock: *whose* says which."""

    whose: str
    clock: Clock


@dataclass(frozen=True)
class Times:
    """The same stretch of time on several clocks, the reader's first."""

    rows: tuple[ClockRow, ...]
    kind: ClassVar[str] = "times"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value; pairs without a value are left out."""

    rows: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "facts"

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs that have a value."""
        return tuple(row for row in self.rows if row[1])


@dataclass(frozen=True)
class Change:
    """What was, and what is now."""

    was: Clock
    now: Clock
    kind: ClassVar[str] = "change"


@dataclass(frozen=True)
class Link:
    """A link; the one that the letter is for *is_button*."""

    label: str
    url: str
    is_button: bool = False
    kind: ClassVar[str] = "link"


Span = tuple[datetime, datetime | None]
Block = Lead | Heading | Paragraph | Words | Times | Facts | Change | Link


@dataclass(frozen=True)
class Frame:
    """What stands around the blocks of a letter."""

    subject: str
    reader: Reader
    fonts: str
    direction: str
    office: str
    seminar_name: str
    seminar_url: str
    host: str
    contact: str


@dataclass(frozen=True)
class Body:
    """A letter's text and HTML, which say the same."""

    text: str
    html: str = field(repr=False)


@dataclass(frozen=True)
class Sender:
    """Who writes and what about, for the foot of a letter; what is not known is ""."""

    name: str
    url: str
    host: str
    contact: str

    @classmethod
    def of_seminar(cls, seminar: Seminar, language: str) -> "Sender":
        """Return the host of a seminar."""
        return cls(
            name=seminar_name(seminar, language),
            url=address("seminars.show", slug=seminar.slug) if seminar.is_public else "",
            host=host_name(seminar, language),
            contact=seminar.contact_email or "",
        )

    @classmethod
    def of_call(cls, call: Call, language: str) -> "Sender":
        """Return who runs a call."""
        is_public = call.state is not CallState.DRAFT
        return cls(
            name=call.title.best(language),
            url=address("calls.show", slug=call.slug) if is_public else "",
            host=call.run_by.best(language),
            contact=call.contact_email or "",
        )


def render(subject: str, blocks: Iterable[Block], *, reader: Reader, seminar: Seminar) -> Body:
    """Return *blocks* as plain text and as HTML, between the greeting and the line about the office."""
    return render_from(Sender.of_seminar(seminar, reader.language), subject, blocks, reader=reader)


def render_from(sender: Sender, subject: str, blocks: Iterable[Block], *, reader: Reader) -> Body:
    """Return *blocks* as `render` does, of a letter that *sender* writes."""
    language = reader.language
    listed = tuple(blocks)
    own = [reader.name, *(block.url for block in listed if isinstance(block, Link))]
    text, html = _stencils(
        Frame(
            subject=subject,
            reader=Reader(hole(0) if reader.name else "", "", language, ""),
            fonts=_fonts(language),
            direction="rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
            office=current_app.config["OFFICE_NAME"],
            seminar_name=sender.name,
            seminar_url=sender.url,
            host=sender.host,
            contact=sender.contact,
        ),
        tuple(_with_holes(listed)),
    )
    return Body(text=text.filled(own), html=html.filled(as_html(own)))


def _with_holes(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks with a hole for each address; the first hole is the reader's name."""
    numbers = count(1)
    for block in blocks:
        yield replace(block, url=hole(next(numbers))) if isinstance(block, Link) else block


@lru_cache(maxsize=256)
def _stencils(frame: Frame, blocks: tuple[Block, ...]) -> tuple[Stencil, Stencil]:
    """Return text and HTML, rendered in the language in force, which is the reader's."""
    # Not render_template: its context processors know the reader of a page, and a letter has another.
    environment = current_app.jinja_env
    context = {field.name: getattr(frame, field.name) for field in fields(frame)} | {"blocks": blocks}
    text = environment.get_template("letters/letter.txt").render(context)
    html = environment.get_template("letters/letter.html").render(context)
    return stencil_of(text), stencil_of(html)


def _fonts(language: str) -> str:
    own = _HAN.get(language.partition("-")[0])
    return ",".join(part for part in (_LATIN, own, "sans-serif") if part)


def times(
    starts_at: datetime,
    ends_at: datetime | None,
    host_zone: str,
    reader: Reader,
    *,
    second_zone: str | None = None,
) -> Times:
    """Return the stretch on the reader's clock, the host's, a second host's and in UTC."""
    return _times(starts_at, ends_at, host_zone, second_zone, reader.zone, reader.language)


def change(was: Span, now: Span, host_zone: str, reader: Reader) -> Change:
    """Return from when to when something moved, on the reader's clock."""
    return _change(was, now, host_zone, reader.zone, reader.language)


def day_words(day: date) -> str:
    """Return a day with its weekday, in the reader's language."""
    return date_words(datetime.combine(day, time()))


@lru_cache(maxsize=4096)
def _times(
    starts_at: datetime,
    ends_at: datetime | None,
    host_zone: str,
    second_zone: str | None,
    reader_zone: str,
    language: str,
) -> Times:
    """Return the rows; *language* is the one in force, and part of what is remembered.

    A part that moves owes thousands of letters to a few dozen zones: the words are made once for each.
    """
    is_host = reader_zone == host_zone
    whose = _("Your time and the host’s time") if is_host else _("Your time")
    against = None if is_host else host_zone
    rows = [ClockRow(whose, clock_of(starts_at, ends_at, reader_zone, against=against))]
    if not is_host:
        rows.append(ClockRow(_("Host’s time"), clock_of(starts_at, ends_at, host_zone)))
    if second_zone is not None and second_zone not in (host_zone, reader_zone):
        second = clock_of(starts_at, ends_at, second_zone, against=host_zone)
        rows.append(ClockRow(_("Second host’s time"), second))
    utc = clock_of(starts_at, ends_at, "UTC", against=host_zone)
    rows.append(ClockRow(_("World time"), replace(utc, zone_words="UTC")))
    return Times(tuple(rows))


@lru_cache(maxsize=4096)
def _change(was: Span, now: Span, host_zone: str, reader_zone: str, _language: str) -> Change:
    clocks = [clock_of(*span, reader_zone, against=host_zone) for span in (was, now)]
    return Change(*clocks)
