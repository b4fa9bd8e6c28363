"""What is wrong with programmes of other systems: told at its line, and the rest is read."""

import random

import pytest

from tests.support.programme_files import GOOGLE, INDICO, OUTLOOK, PRETALX, SCHED, calendar, crlf, event
from webinars.domain.calendar.imports import MOST_BYTES, MOST_EVENTS, read_talks
from webinars.domain.errors import Refusal

TOKYO = "Asia/Tokyo"


def problems(content: bytes) -> list[tuple[int, str, bool]]:
    found = read_talks(content, TOKYO)
    return [(one.line, str(one.reason), one.is_left_out) for one in found.problems]


UTC_START, UTC_END = ":20270120T010000Z", ":20270120T013000Z"


@pytest.mark.parametrize(
    ("wrong", "line", "reason"),
    [
        (event("1", ":tomorrow", UTC_END), 6, "“tomorrow” is no date and time."),
        (event("1", ":20270231T010000Z", UTC_END), 6, "“20270231T010000Z” is no date and time."),
        (event("1", UTC_START, ":20270120T250000Z"), 7, "“20270120T250000Z” is no date and time."),
        (
            event("1", ";VALUE=DATE:20270120", UTC_END),
            6,
            "This event is for whole days. A talk needs a clock.",
        ),
        (event("1", UTC_START), 3, "This event has neither an end (DTEND) nor a DURATION."),
        (event("1", UTC_START, UTC_START), 7, "This event ends before it has begun, or at its start."),
        (
            event("1", UTC_START, ":20270121T010001Z"),
            7,
            "This time is between two minutes. Give it in whole minutes.",
        ),
        (event("1", UTC_START, ":20270122T010000Z"), 7, "This event lasts longer than a day."),
        (event("1", UTC_START, "", "DURATION:P99999999999D"), 7, "“P99999999999D” is no length."),
        (event("1", UTC_START, "", "DURATION:soon"), 7, "“soon” is no length."),
        (
            event("1", UTC_START, "", "DURATION:-PT5M"),
            7,
            "This event ends before it has begun, or at its start.",
        ),
        (
            event("1", UTC_START, "", "DURATION:PT90S"),
            7,
            "This time is between two minutes. Give it in whole minutes.",
        ),
        (
            event("1", UTC_START, UTC_END, "RRULE:FREQ=SECONDLY"),
            8,
            "This event repeats (RRULE). Give each of its talks an event of its own.",
        ),
        (
            event("1", UTC_START, UTC_END, "RECURRENCE-ID:20270120T010000Z"),
            8,
            "This event repeats (RECURRENCE-ID). Give each of its talks an event of its own.",
        ),
        (
            event("1", ";TZID=EST5:20270120T100000", UTC_END),
            6,
            "'EST5' is no IANA zone; did you mean America/New_York?",
        ),
        (
            event("1", ";TZID=Europe/Paris:20270328T023000", UTC_END),
            6,
            "2027-03-28 02:30 does not exist in Paris",
        ),
        (
            event("1", ";TZID=Europe/Paris:20271031T023000", UTC_END),
            6,
            "2027-10-31 02:30 happens twice in Paris.",
        ),
        (event("1", ":20400120T010000Z", UTC_END), 6, "The time zone database knows the years 1970 to 2037."),
        (
            event("", UTC_START, UTC_END),
            4,
            "This event has no UID: it could not be found again in the next file.",
        ),
        (event("u" * 251, UTC_START, UTC_END), 4, "The UID of this event has more than 250 characters."),
        (event("1", UTC_START, UTC_END, "STATUS:CANCELLED"), 3, "This event is cancelled in the file."),
        ("BEGIN:VEVENT\nUID:1\nEND:VEVENT", 3, "This event has no start (DTSTART)."),
        (
            "BEGIN:VEVENT\nDTSTART:20270120T010000Z\nEND:VEVENT",
            3,
            "This event has no UID: it could not be found again in the next file.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_leaves_the_event_out(
    wrong: str, line: int, reason: str
) -> None:
    good = event("good", UTC_START, UTC_END, title="Good")
    found = read_talks(calendar(wrong, good), TOKYO)
    assert [talk.uid for talk in found.talks] == ["good"]
    (problem,) = found.problems
    assert (problem.line, problem.is_left_out) == (line, True)
    assert str(problem.reason).startswith(reason)


def test_the_same_uid_twice_counts_once() -> None:
    twice = [event("1", UTC_START, UTC_END, title=title) for title in ("First", "Second")]
    assert [talk.title for talk in read_talks(calendar(*twice), TOKYO).talks] == ["First"]
    assert problems(calendar(*twice)) == [(9, "Line 3 has the same UID. Only the first is taken.", True)]


def test_an_event_that_is_left_out_is_still_in_the_file_and_a_cancelled_one_is_not() -> None:
    unread = event("unread", ":tomorrow", UTC_END)
    off = event("off", UTC_START, UTC_END, "STATUS:CANCELLED")
    assert read_talks(calendar(unread, off), TOKYO).present == {"unread"}


def test_a_file_that_ends_inside_an_event_gives_the_others() -> None:
    content = calendar(event("1", UTC_START, UTC_END), event("2", UTC_START, UTC_END))
    cut = content[: content.rindex(b"END:VEVENT")]
    assert [talk.uid for talk in read_talks(cut, TOKYO).talks] == ["1"]
    assert problems(cut) == [(9, "This event has no end in the file. Export the file again.", True)]


def test_a_line_that_is_none_is_passed_over_with_a_note() -> None:
    content = calendar(event("1", UTC_START, UTC_END, "no colon here", 'LOCATION;X="open:Hall'))
    assert [talk.uid for talk in read_talks(content, TOKYO).talks] == ["1"]
    note = "This line cannot be read, and is passed over."
    assert problems(content) == [(8, note, False), (9, note, False)]


def test_titles_are_one_line_and_not_too_long() -> None:
    long = "x" * 400
    content = calendar(
        event("1", UTC_START, UTC_END, title="Two\\nlines\tand\x0b\x7fmore"),
        event("2", UTC_START, UTC_END, title=long),
        event("3", UTC_START, UTC_END, title=""),
    )
    assert [talk.title for talk in read_talks(content, TOKYO).talks] == ["Two lines and more", "x" * 300, ""]
    assert problems(content) == [
        (11, "The title is cut after 300 characters.", False),
        (15, "This event has no title.", False),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty."),
        (b" \r\n\r\n", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "Line 1 is not UTF-8."),
        (b"<html>BEGIN:VCALENDAR</html>", "This is no calendar file."),
        (b"BEGIN:VCALENDAR\0", "This is no calendar file."),
        ("BEGIN:VCALENDAR\nX:\n".encode("utf-16"), "Line 1 is not UTF-8."),
        (b"BEGIN:VCALENDAR\nX-A:b\nSUMMARY:caf\xe9\n", "Line 3 is not UTF-8."),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "This calendar has no events."),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 50, "Line 11 opens more parts within parts"),
        (b"BEGIN:VCALENDAR\n" * 20_000, "opens more parts within parts"),
        (b"BEGIN:VCALENDAR\n" + b"\n" * 100_000, "more than 100000 lines"),
        (b"x" * (MOST_BYTES + 1), "more than 1000000 bytes"),
        (calendar(*[event(str(n), UTC_START, UTC_END) for n in range(10_000)]), "more than 1000 events"),
    ],
)
def test_what_is_no_programme_is_one_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as refused:
        read_talks(content, TOKYO)
    assert refused.value.field == "file"


def test_as_many_events_as_are_allowed_are_read() -> None:
    events = [event(str(number), UTC_START, UTC_END) for number in range(MOST_EVENTS)]
    assert len(read_talks(calendar(*events), TOKYO).talks) == MOST_EVENTS


def test_mutated_files_are_read_or_refused_and_never_break() -> None:
    chance = random.Random(20270120)
    files = [crlf(text) for text in (INDICO, PRETALX, SCHED, GOOGLE, OUTLOOK)]
    outcomes: set[bool | None] = set()
    for _ in range(3000):
        content = bytearray(chance.choice(files))
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(content))
            if chance.random() < 0.5:
                content[place] = chance.randrange(256)
            else:
                content[place : place + chance.randint(0, 60)] = content[chance.randrange(len(content)) :][
                    :30
                ]
        try:
            outcomes.add(bool(read_talks(bytes(content), TOKYO).talks))
        except Refusal:
            outcomes.add(None)
    assert outcomes == {True, False, None}
