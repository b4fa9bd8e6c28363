"""Replies that nobody would write: whatever the lines are, they are read or refused with a reason."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tests.support.answering import as_calendar, reply_lines
from webinars.domain.calendar.replies import UnreadableReply, read_reply

NAMES = ("UID", "ATTENDEE", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "COMMENT", "METHOD", "BEGIN", "END")
PIECES = (
    *(
        ":",
        ";",
        ",",
        "=",
        '"',
        "\\",
        "^",
        "^n",
        "\\n",
        "\r\n ",
        " ",
        "\t",
        "\x00",
        "\x1b",
        "\u2028",
        "é",
        "٣",
    ),
    *("TZID", "PARTSTAT", "EMAIL", "DELEGATED-TO", "VALUE", "mailto:", "@", "a", "1", "-", "%00", "%ff"),
    *(
        "20261020T120000",
        "Z",
        "20261301T000000",
        "00010101T000000",
        "99991231T235959",
        "P1W",
        "-P9999999999D",
    ),
    *("Europe/Paris", "/", "UTC", "Romance Standard Time", "x" * 300),
)
LINES = st.builds(
    "{}{}".format, st.sampled_from(NAMES), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
)


@given(lines=st.lists(LINES, min_size=1, max_size=4), place=st.integers(1, 13), cut=st.integers(0, 900))
def test_any_lines_are_read_or_refused(lines: list[str], place: int, cut: int) -> None:
    whole = reply_lines()
    content = as_calendar([*whole[:place], *lines, *whole[place + len(lines) :]])
    for calendar in (content, content[:cut]):
        with suppress(UnreadableReply):
            read = read_reply(calendar)
            assert read.uid.isprintable()
            assert len(read.comment) <= 4000


@given(content=st.binary(max_size=500))
def test_any_bytes_are_refused(content: bytes) -> None:
    with suppress(UnreadableReply):
        raise AssertionError(read_reply(content))
