"""Replies that are refused: nobody could say whose answer they are, or nobody ever finished them."""

import pytest

from tests.support.answering import UID, as_calendar, changed, reply_lines
from webinars.domain.calendar.replies import OtherMethod, UnreadableReply, read_reply


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableReply) as error:
        read_reply(content)
    return str(error.value)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER", "", "RÉPLY"])
def test_other_methods_are_refused(method: str) -> None:
    with pytest.raises(OtherMethod, match=r"^its method is "):
        read_reply(as_calendar(reply_lines(method=method)))


def test_a_calendar_without_a_method_is_refused() -> None:
    assert refused(changed("METHOD", None)) == "its method is missing"


def test_several_people_are_refused() -> None:
    assert (
        refused(as_calendar(reply_lines(more=["ATTENDEE:mailto:b@c.example"])))
        == "it has 2 lines of ATTENDEE"
    )


def test_nobody_is_refused() -> None:
    assert refused(changed("ATTENDEE", None)) == "it has no attendee"


@pytest.mark.parametrize(
    "value",
    [
        "invalid:nomail",
        "urn:uuid:1",
        "mailto:",
        "mailto:anna",
        "mailto:a@b@c",
        "mailto:a%00@b.example",
        "x@" + "y" * 300,
    ],
)
def test_an_attendee_without_an_address_is_refused(value: str) -> None:
    assert "has no address" in refused(changed("ATTENDEE", f"ATTENDEE:{value}"))


def test_several_events_are_refused() -> None:
    other = [line.replace(UID, "other") for line in reply_lines()[4:-1]]
    both = [*reply_lines()[:-1], *other, "END:VCALENDAR"]
    assert refused(as_calendar(both)) == "it is about 2 events, of which 2 stand alone"


def test_two_answers_to_one_event_are_refused() -> None:
    other = [line.replace("ACCEPTED", "DECLINED") for line in reply_lines()[4:-1]]
    both = [*reply_lines()[:-1], *other, "END:VCALENDAR"]
    assert refused(as_calendar(both)) == "it is about 2 events, of which 2 stand alone"


def test_an_answer_to_an_occurrence_alone_is_refused() -> None:
    lines = reply_lines(more=["RECURRENCE-ID:20261020T120000Z"])
    assert refused(as_calendar(lines)) == "it is about 1 events, of which 0 stand alone"


def test_a_calendar_without_events_is_refused() -> None:
    lines = [line.replace("VEVENT", "VTODO") for line in reply_lines()]
    assert refused(as_calendar(lines)) == "it is about 0 events, of which 0 stand alone"


@pytest.mark.parametrize("uid", ["", "x" * 256, "a\\nb"])
def test_an_identity_that_cannot_be_ours_is_refused(uid: str) -> None:
    assert refused(as_calendar(reply_lines(uid=uid))) == "it has no UID that could be ours"


@pytest.mark.parametrize("number", ["-1", "1.5", "many", "2147483648", "9" * 500, "١", "1_0", ""])
def test_a_sequence_that_is_no_number_is_refused(number: str) -> None:
    assert refused(changed("SEQUENCE", f"SEQUENCE:{number}")).startswith("its SEQUENCE ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is no calendar"),
        (b"Hello", "it is no calendar"),
        (as_calendar(reply_lines()[:-1]), "its end is missing"),
        (as_calendar(reply_lines()[:-4]), "its end is missing"),
        (as_calendar(reply_lines()[1:]), "its method is missing"),
        (as_calendar([*reply_lines()[:4], *reply_lines()[5:]]), "END:'VEVENT' ends nothing that began"),
        (as_calendar(["BEGIN:VCALENDAR"] * 11), "its components are nested too deep"),
        (b" " * (256 * 1024 + 1), "it has 262145 bytes"),
        (b"X:\n" * 5001, "it has more than 5000 lines"),
        (as_calendar(reply_lines(more=["COMMENT:" + "x" * 20_000])), "a line has 20008 characters"),
        (changed("UID", "UID"), "'UID' is no line of a calendar"),
    ],
    ids=[
        "nothing",
        "text",
        "cut",
        "cut more",
        "no calendar around it",
        "no begin",
        "deep",
        "large",
        "many lines",
        "long line",
        "no colon",
    ],
)
def test_what_is_no_whole_calendar_is_refused(content: bytes, reason: str) -> None:
    assert refused(content) == reason
