"""A seminar at a glance, in words: its parts with their seats, and what the checks find where."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from webinars.domain.running_order import Finding
from webinars.domain.seating import SeatState
from webinars.letters.times import TimePair, stated, time_pair
from webinars.models.sessions import Session
from webinars.queries.checks import NO_LINK, NO_PART, WHOLE_SEMINAR, slot_words
from webinars.queries.programmes import Programme
from webinars.queries.registrations import seat_counts
from webinars.web.joining import with_label
from webinars.web.organise.editors import finding_words
from webinars.web.reader import language, reader_zone


@dataclass(frozen=True)
class FindingLine:
    """A finding in words, with the page where it is corrected."""

    level: str
    text: str
    url: str


@dataclass(frozen=True)
class PartLine:
    """A part at a glance; *pair* is None where it has no zone, and then *stated* is its wall clock."""

    session: Session
    pair: TimePair | None
    stated: str
    slots: int
    seated: int
    waiting: int
    pending: int


def part_lines(whole: Programme) -> list[PartLine]:
    """Return the parts of a seminar with their seats; one statement."""
    counts = seat_counts(whole.seminar.id)
    lines = []
    for part in whole.sessions:
        count = counts.get(part.session.id, {})
        lines.append(
            PartLine(
                session=part.session,
                pair=pair_of(
                    part.session.starts_at,
                    part.session.ends_at,
                    part.session.zone,
                    whole.seminar.second_zone,
                ),
                stated=stated(part.session.local_start),
                slots=len(part.slots),
                seated=count.get(SeatState.SEATED, 0),
                waiting=count.get(SeatState.WAITING, 0),
                pending=count.get(SeatState.PENDING, 0),
            )
        )
    return lines


def pair_of(
    starts_at: datetime | None, ends_at: datetime | None, zone: str | None, second_zone: str | None = None
) -> TimePair | None:
    """Return how host, second host and reader see a stretch of time; None where it is no instant."""
    if starts_at is None or zone is None:
        return None
    return time_pair(starts_at, ends_at, zone, reader_zone(zone), second_zone=second_zone)


def finding_line(whole: Programme, finding: Finding) -> FindingLine:
    """Return a finding in words, where it stands, and the page where it is corrected."""
    slug = whole.seminar.slug
    if finding.text == NO_PART:
        url = url_for("organise.sessions.new", slug=slug)
    elif finding.session == WHOLE_SEMINAR:
        url = url_for("organise.seminars.edit", slug=slug)
    elif finding.text == NO_LINK:
        url = url_for("organise.sessions.edit", slug=slug, session_key=finding.session)
    else:
        url = url_for("organise.slots.index", slug=slug, session_key=finding.session)
    said = finding_words(finding)
    for words in reversed(_place(whole, finding)):
        said = with_label(words, said)
    return FindingLine(finding.level.value, said, url)


def _place(whole: Programme, finding: Finding) -> list[str]:
    """Return the names of the part and of the slot that a finding is about, as far as it is about one."""
    part = next((one for one in whole.planned if one.session.key == finding.session), None)
    if part is None:
        return []
    names = [part.session.name.best(language())]
    return names if finding.slot is None else [*names, slot_words(part.slots[finding.slot])]
