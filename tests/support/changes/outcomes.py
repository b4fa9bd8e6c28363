"""What goes out after a change, in the words of docs/calendars.md."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from flask import Flask
from icalendar import Calendar

from tests.support.changes.documented import NOTHING, table
from tests.support.letters import Read
from webinars.models import Invitation, Session
from webinars.models.database import db

# (METHOD, SEQUENCE, PARTSTAT, DTSTAMP, STATUS) → the word for it
WORDS: Mapping[tuple[str, ...], str] = {
    tuple(row.cells.values()): row.change for row in table("Word", "METHOD") if row.change != NOTHING
}


def held_events() -> dict[str, tuple[int, datetime]]:
    """Return SEQUENCE and DTSTAMP of what people were sent, by UID."""
    sent = db.session.scalars(db.select(Invitation).execution_options(populate_existing=True))
    return {
        one.uid: (one.sent_sequence, one.sent_changed_at)
        for one in sent
        if one.sent_sequence is not None and one.sent_changed_at is not None
    }


def words_for(
    letters: Iterable[Read], held: Mapping[str, tuple[int, datetime]], *, since: datetime
) -> list[str]:
    """Name each letter by its row of the legend, sorted; what no row describes is spelled out."""
    return sorted(_word(letter, held, since=since) for letter in letters)


def _word(letter: Read, held: Mapping[str, tuple[int, datetime]], *, since: datetime) -> str:
    if not any(part.get_content_type() == "text/calendar" for part in letter.message.walk()):
        return WORDS["none", "none", "none", "none", "none"]
    event = letter.event
    sequence, stamp = int(event["SEQUENCE"]), event.DTSTAMP
    answer = str(event["ATTENDEE"].params["PARTSTAT"])
    told = held.get(str(event["UID"]))
    # A first one is as new as what was done.
    before = told[1] if told else since - timedelta(seconds=1)
    found = (
        str(letter.calendar["METHOD"]),
        str(sequence) if told is None else _compared(sequence, told[0], ("lower", "same", "raised")),
        # Everybody had accepted: who still has is not asked again.
        "kept" if answer == "ACCEPTED" else answer,
        "later"
        if told is None and stamp >= before
        else _compared(stamp, before, ("earlier", "same", "later")),
        str(event.get("STATUS", "none")),
    )
    return WORDS.get(found, " ".join(found))


def _compared(now: int | datetime, before: int | datetime, words: tuple[str, str, str]) -> str:
    less, same, more = words
    if now == before:
        return same
    return more if now > before else less  # type: ignore[operator]


def public_bytes(app: Flask, slug: str) -> bytes | None:
    """Return the public feed of the seminar; None while there is none."""
    answer = app.test_client().get(f"/seminars/{slug}.ics")
    return answer.data if answer.status_code == 200 else None


def feed_word(before: bytes | None, after: bytes | None, session: Session) -> str:
    """Name what became of the event of *session* between two states of a public feed."""
    if before == after:
        return NOTHING
    assert after is not None
    if before is None:
        return "new"
    old, new = _event(before, session.uid), _event(after, session.uid)
    if new["SEQUENCE"] < old["SEQUENCE"] or new.DTSTAMP <= old.DTSTAMP:
        return "stale"
    if new["SEQUENCE"] == old["SEQUENCE"]:
        return "later"
    return "cancelled" if new["STATUS"] == "CANCELLED" else "raised"


def _event(feed: bytes, uid: str):  # type: ignore[no-untyped-def]  # (a property's type hangs on its name)
    (event,) = [one for one in Calendar.from_ical(feed).walk("VEVENT") if one["UID"] == uid]
    return event
