"""Whatever is typed comes back as it was meant, and adds no line, property or component of its own."""

import hashlib
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import webinars
from tests.domain.calendar import strict_reader
from tests.domain.calendar.strict_reader import Component
from tests.readers.facts import CalendarFacts
from tests.readers.in_python import LIBRARIES
from tests.readers.nasty import FAMILY, LINE_BREAKS, TEXTS, name_of, one_line_of, paragraphs_of
from tests.readers.running import ROOT, SECONDS
from tests.readers.written import Written, every_calendar, facts_of, nasty_event
from webinars.domain.calendar.events import Event
from webinars.domain.calendar.feeds import feed, feed_event
from webinars.domain.calendar.messages import request

PACKAGE = Path(webinars.__file__).parent
PIECES = (
    *LINE_BREAKS, *'"^\\;,:=\t \x00\x0b\x0c\x1c\x1d\x1e\x7f\ud800\ufeff\u200f\u202e\u2067', FAMILY, "東京",
    "^n", "^'", "\\n", "\\N", "BEGIN:VEVENT", "END:VCALENDAR", "X-EVIL:1", "mailto:evil@example.org",
)  # fmt: skip
TYPED = st.lists(st.sampled_from(PIECES) | st.text(max_size=90), max_size=40).map("".join)


def shape(component: Component) -> tuple[str, list[str], list[object]]:
    """Return the names of all properties and components, in their order."""
    return component.name, component.names(), [shape(one) for one in component.components]


def read_strictly(event: Event) -> CalendarFacts:
    """Return the facts as the strict reader finds them: the fourth, and the only one to look at the bytes."""
    calendar = strict_reader.read(request(event))
    vevent = calendar.only("VEVENT")
    plain = facts_of(nasty_event("a"))
    found = {name: vevent[name.upper()].text for name in ("summary", "description", "location")}
    names = {
        f"{who}_name": vevent[who.upper()].parameters["CN"].replace("^^", "^")
        for who in ("organizer", "attendee")
    }
    addresses = {who: vevent[who.upper()].value for who in ("organizer", "attendee")}
    (uid,) = (one.text for one in vevent.properties if one.name == "UID")
    told = {**vars(plain), **found, **names, **addresses, "uid": uid}
    return CalendarFacts(calendar["METHOD"].value, ("Asia/Tokyo",), (type(plain)(**told),))


def meant(event: Event) -> CalendarFacts:
    return CalendarFacts("REQUEST", ("Asia/Tokyo",), (facts_of(event),))


@given(TYPED)
def test_four_readers_find_any_text_again(typed: str) -> None:
    event = nasty_event(f"a{typed}z")
    content = request(event).decode()
    assert read_strictly(event) == meant(event)
    for library, reads in LIBRARIES.items():
        assert reads(content) == meant(event), library


@given(TYPED)
def test_any_text_leaves_every_line_of_a_message_where_it_is(typed: str) -> None:
    plain, nasty = (strict_reader.read(request(nasty_event(text))) for text in ("a", f"a{typed}"))
    assert shape(nasty) == shape(plain)


@given(TYPED, TYPED)
def test_any_name_and_description_of_a_feed_come_back(name: str, description: str) -> None:
    vevents = [feed_event(nasty_event(f"a{name}"), cancelled_word="Cancelled")]
    source = "https://x.example/7.ics"
    content = feed(name, description, "Asia/Tokyo", source_url=source, vevents=vevents)
    read = strict_reader.read(content)
    assert (read["NAME"].text, read["X-WR-CALNAME"].text) == (one_line_of(name),) * 2
    assert (read["DESCRIPTION"].text, read["X-WR-CALDESC"].text) == (paragraphs_of(description),) * 2
    plain = feed("a", "a", "Asia/Tokyo", source_url=source, vevents=vevents)
    assert shape(read) == shape(strict_reader.read(plain))


def test_every_nasty_text_is_in_the_calendars_that_all_readers_get(calendars: dict[str, Written]) -> None:
    for what, typed in TEXTS.items():
        assert calendars[f"request with {what}"].says == meant(nasty_event(typed))
        for name in (f"request with {what}", f"feed with {what}"):
            (event,) = calendars[name].says.events
            assert event.summary == one_line_of(typed), name


def test_a_name_is_written_so_that_every_reader_shows_it() -> None:
    assert name_of('Jo "The ^ Rock" O\\Neil,\r\nParis') == "Jo 'The ^ Rock' O/Neil, Paris"
    event = nasty_event('Jo "The ^ Rock" O\\Neil,\r\nParis')
    attendee = strict_reader.read(request(event)).only("VEVENT")["ATTENDEE"]
    assert attendee.parameters["CN"] == "Jo 'The ^^ Rock' O/Neil, Paris"


def digest_of_everything() -> str:
    content = b"".join(written.content for written in every_calendar().values())
    return hashlib.sha256(content).hexdigest()


def test_no_assertion_and_no_library_stands_between_a_text_and_its_bytes() -> None:
    """Python -O drops assertions, and icalendar guards its lines with these; a new process has new hashes."""
    program = "from tests.readers.test_nasty_texts import digest_of_everything as d; print(d())"
    command = [sys.executable, "-O", "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT, timeout=SECONDS)
    assert done.stdout.strip() == digest_of_everything()
    written_by_others = [path for path in PACKAGE.rglob("*.py") if "to_ical" in path.read_text("utf-8")]
    assert written_by_others == []
