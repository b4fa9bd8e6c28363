"""Swaps in words: a slot with its times on one clock, an effect on somebody's day, an entry of the log."""

from dataclasses import dataclass

from webinars.domain.planner.changes import Direction
from webinars.domain.running_order import Finding
from webinars.domain.timezones import offset_words
from webinars.letters.names import part_name
from webinars.letters.times import Clock, clock_of
from webinars.models.records import Record
from webinars.queries.programmes import Programme
from webinars.queries.swaps import Effect, Stand
from webinars.web.joining import with_label
from webinars.web.organise.editors import finding_words
from webinars.web.organise.moving_words import ChangeLine, change_line
from webinars.web.organise.record_words import changed_lines, moment_words, verb_words
from webinars.web.programmes import slot_words
from webinars.web.reader import language

BREAKS = (Direction.LOST, Direction.WORSE)


@dataclass(frozen=True)
class LoggedLine:
    """Who changed what of the programme, and how; *changes* are field, before and after."""

    at: str
    actor: str
    what: str
    title: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class EffectLine:
    """What the swap does to somebody's day, with the *title* of their slot."""

    title: str
    line: ChangeLine


def log_line(record: Record) -> LoggedLine:
    """Return an entry of the log in words, at the time of the office's clock."""
    return LoggedLine(
        at=moment_words(record.at),
        actor=record.actor,
        what=verb_words(record.verb),
        title=record.title,
        changes=changed_lines(record.noun, record.changes),
    )


def effect_line(effect: Effect) -> EffectLine:
    """Return what a swap does to somebody's day in words."""
    offsets = tuple(_offset(stand, effect.zone) for stand in (effect.move.was, effect.move.now))
    return EffectLine(
        slot_words(effect.move.now.placed.slot, language()),
        change_line(effect.who, effect.change, zone=effect.zone, offsets=(offsets[0], offsets[1])),
    )


def finding_line(whole: Programme, finding: Finding) -> tuple[str, str]:
    """Return the level of a finding, and what it says of which part."""
    parts = (
        part_name(one.session, language()) for one in whole.sessions if one.session.key == finding.session
    )
    words = finding_words(finding)
    return finding.level.value, next((with_label(part, words) for part in parts), words)


def clock_on(stand: Stand, zone: str | None) -> Clock | None:
    """Return when a slot is on the clock of *zone*; None where nobody knows."""
    zone = zone or stand.session.zone
    if stand.placed.starts_at is None or zone is None:
        return None
    return clock_of(stand.placed.starts_at, stand.placed.ends_at, zone, against=stand.session.zone)


def _offset(stand: Stand, zone: str) -> str:
    return offset_words(stand.placed.starts_at, zone) if stand.placed.starts_at else ""
