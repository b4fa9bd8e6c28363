"""The public events of parts, written once for each revision of their seminar, joined by every calendar."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from webinars.domain.calendar.events import Event, Own, Status
from webinars.domain.calendar.feeds import feed_event, feed_events_like
from webinars.domain.running_order import SlotLength, lay_out
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import to_local
from webinars.letters.addresses import address
from webinars.letters.names import host_name, seminar_name
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import SessionState
from webinars.queries.calendars import Part, PartSlot, slots_of
from webinars.web.calendars.answers import kept, surroundings
from webinars.web.programmes import kind_words


@dataclass(frozen=True)
class _Frame:
    """What all events of one seminar have in common, in one language."""

    changed_at: datetime
    pattern: str
    name: str
    about: str
    location: str
    url: str
    is_cancelled: bool
    language: str


def public_events(parts: Sequence[Part], seminars: Mapping[int, Seminar], language: str) -> list[bytes]:
    """Return the VEVENT of each of *parts*; what this revision had written before is not written again.

    One statement, none where everything is kept. Texts are those of *language*, which is in force.
    """
    around = surroundings()
    keys = [(part.uid, seminars[part.seminar_id].revision, language, around) for part in parts]
    found = kept().get_all(keys)
    missing = [part for part, key in zip(parts, keys, strict=True) if key not in found]
    if missing:
        written = _written(missing, seminars, language)
        added: dict[Hashable, bytes] = {
            key: written[key[0]] for key in keys if key[0] in written and key not in found
        }
        kept().keep_all(added)
        found |= added
    return [found[key] for key in keys]


def part_label(part: Part, language: str) -> str:
    """Return the name of *part*: at once where it has one in the very language, else as everywhere."""
    exact = part.name.get(language)
    return exact or LocalizedText.from_mapping(part.name).best(language) or part.key


def _written(parts: Sequence[Part], seminars: Mapping[int, Seminar], language: str) -> Mapping[str, bytes]:
    """Return the VEVENT of each of *parts* by its UID; one statement."""
    frames = {ident: _frame(seminar, language) for ident, seminar in seminars.items()}
    slots, word = slots_of(tuple(seminars)), _("Cancelled")
    alike: defaultdict[tuple[int, Status], list[Own]] = defaultdict(list)
    written: dict[str, bytes] = {}
    for part in parts:
        frame = frames[part.seminar_id]
        own, status = _own(part, frame), _status(part, frame)
        if part.id in slots:
            event = _event(own, status, frame, _description(part, frame, slots[part.id]))
            written[part.uid] = feed_event(event, cancelled_word=word)
        else:
            alike[part.seminar_id, status].append(own)
    for (seminar_id, status), each in alike.items():
        frame = frames[seminar_id]
        vevents = feed_events_like(_event(each[0], status, frame, frame.about), each, cancelled_word=word)
        written.update(zip((own.uid for own in each), vevents, strict=True))
    return written


def _frame(seminar: Seminar, language: str) -> _Frame:
    url = address("seminars.show", slug=seminar.slug)
    host = host_name(seminar, language)
    about = [seminar.theme.best(language)]
    if host:
        about.append(_("Host: %(host)s", host=host))
    about.append(_("Programme and registration: %(address)s", address=url))
    return _Frame(
        changed_at=seminar.changed_at,
        pattern=str(_("%(seminar)s: %(part)s")),
        name=seminar_name(seminar, language),
        about="\n".join(about),
        location=_("Online"),
        url=url,
        is_cancelled=seminar.state is SeminarState.CANCELLED,
        language=language,
    )


def _status(part: Part, frame: _Frame) -> Status:
    is_cancelled = frame.is_cancelled or part.state is SessionState.CANCELLED
    return Status.CANCELLED if is_cancelled else Status.CONFIRMED


def _own(part: Part, frame: _Frame) -> Own:
    # The later of the two moments: the texts of the seminar and its slots are part of the event.
    changed_at = max(part.changed_at, frame.changed_at)
    summary = frame.pattern % {"seminar": frame.name, "part": part_label(part, frame.language)}
    return Own(part.uid, part.sequence, changed_at, part.starts_at, part.ends_at, part.zone, summary)


def _event(own: Own, status: Status, frame: _Frame, description: str) -> Event:
    return Event(
        **own._asdict(),
        description=description,
        location=frame.location,
        url=frame.url,
        status=status,
        language=frame.language,
    )


def _description(part: Part, frame: _Frame, slots: Sequence[PartSlot]) -> str:
    places = lay_out(part.starts_at, [SlotLength(slot.minutes) for slot in slots])
    lines = []
    for place, slot in zip(places, slots, strict=True):
        start = f"{to_local(place.starts_at, part.zone):%H:%M} " if place.starts_at else ""
        lines.append(start + _slot(slot, frame.language))
    return "\n".join((frame.about, "", _("Programme, on the host’s clock:"), *lines))


def _slot(slot: PartSlot, language: str) -> str:
    """Return what a slot is, and in brackets the city that presents and the speaker that it names."""
    city = slot.city.best(language) if slot.city else ""
    who = ", ".join(name for name in (city, slot.speaker.best(language)) if name)
    return (slot.title.best(language) or kind_words(slot.kind)) + (f" ({who})" if who else "")
