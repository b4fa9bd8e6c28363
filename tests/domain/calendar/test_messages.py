"""REQUEST and CANCEL as they go out by mail (rules 5 to 12)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.domain.calendar import strict_reader
from tests.domain.calendar.builders import an_event, an_invitation
from webinars.domain.calendar.events import Attendee, Event, PartStat, Party, Status
from webinars.domain.calendar.messages import cancel, decline_counter, request


def read_request(**changes: Any) -> strict_reader.Component:
    return strict_reader.read(request(an_invitation(**changes)))


def read_cancel(*, is_session_cancelled: bool, **changes: Any) -> strict_reader.Component:
    event = an_invitation(**changes)
    return strict_reader.read(cancel(event, is_session_cancelled=is_session_cancelled))


def identity(calendar: strict_reader.Component) -> list[strict_reader.Property]:
    vevent = calendar.only("VEVENT")
    names = ("UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "SUMMARY")
    return [vevent[name] for name in names]


def test_rule_8_the_method_stands_before_any_component() -> None:
    calendar = read_request()
    assert [(one.name, one.value) for one in calendar.properties] == [
        ("VERSION", "2.0"),
        ("PRODID", "-//Webinars//Webinars//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "REQUEST"),
    ]
    assert [component.name for component in calendar.components] == ["VTIMEZONE", "VEVENT"]


def test_rule_9_a_request_names_one_attendee_who_is_asked_for_an_answer() -> None:
    attendee = read_request().only("VEVENT")["ATTENDEE"]
    assert attendee.value == "mailto:zoe.martin@paris.example"
    assert attendee.parameters == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "CN": "Zoë Martin",
    }


def test_rule_9_a_request_has_every_property_that_outlook_needs() -> None:
    names = read_request().only("VEVENT").names()
    needed = {"ORGANIZER", "ATTENDEE", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS"}
    assert needed <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("answer", list(PartStat))
def test_rule_9_an_update_carries_the_present_answer(answer: PartStat) -> None:
    attendee = Attendee("Zoë Martin", "zoe.martin@paris.example", partstat=answer)
    written = read_request(attendee=attendee, sequence=2).only("VEVENT")
    assert written["ATTENDEE"].parameters["PARTSTAT"] == answer.value
    assert written["SEQUENCE"].value == "2"


def test_rule_10_the_organizer_is_the_address_that_receives_the_answers() -> None:
    organizer = read_request().only("VEVENT")["ORGANIZER"]
    assert organizer.value == "mailto:rsvp+abc123@seminars.example"
    assert organizer.parameters == {"CN": "Tokyo Metropolitan Government"}


def test_rule_10_without_an_inbox_no_answer_is_asked_for() -> None:
    attendee = Attendee("Zoë Martin", "zoe.martin@paris.example", rsvp=False)
    assert read_request(attendee=attendee).only("VEVENT")["ATTENDEE"].parameters["RSVP"] == "FALSE"


@pytest.mark.parametrize(
    "name", ['Jo "The Rock" O’Neil', "Martin, Zoë; Paris: 9e", 'x"\r\nATTENDEE:mailto:evil@x', "^n^'"]
)
def test_a_name_with_any_character_stays_a_name(name: str) -> None:
    vevent = read_request(
        attendee=Attendee(name, "z@paris.example"), organizer=Party(name, "o@tokyo.example")
    ).only("VEVENT")
    expected = name.replace('"', "'").replace("\r\n", " ").replace("^", "^^")
    assert vevent["ATTENDEE"].parameters["CN"] == vevent["ORGANIZER"].parameters["CN"] == expected
    assert (vevent["ATTENDEE"].value, vevent["ORGANIZER"].value) == (
        "mailto:z@paris.example",
        "mailto:o@tokyo.example",
    )


def test_rule_6_a_moved_invitation_keeps_its_uid_and_raises_its_sequence() -> None:
    event = an_invitation()
    moved = replace(event, sequence=1, starts_at=event.starts_at.replace(minute=30))
    first, second = (strict_reader.read(request(one)).only("VEVENT") for one in (event, moved))
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"].value, second["SEQUENCE"].value) == ("0", "1")
    assert second["DTSTART"].value == "20270120T173000"


def test_rule_7_the_same_invitation_gives_the_same_bytes() -> None:
    assert request(an_invitation()) == request(an_invitation())


@pytest.mark.parametrize("is_session_cancelled", [True, False])
def test_rule_12_a_cancel_is_of_the_same_identity_time_and_summary(is_session_cancelled: bool) -> None:
    cancelled = read_cancel(is_session_cancelled=is_session_cancelled, sequence=1)
    assert cancelled["METHOD"].value == "CANCEL"
    assert cancelled.only("VEVENT")["SEQUENCE"].value == "1"
    assert identity(cancelled) == identity(read_request())


def test_rule_12_only_a_cancelled_session_has_the_status_cancelled() -> None:
    whole = read_cancel(is_session_cancelled=True).only("VEVENT")
    assert whole["STATUS"].value == "CANCELLED"
    assert not read_cancel(is_session_cancelled=False).only("VEVENT").has("STATUS")


@pytest.mark.parametrize("is_session_cancelled", [True, False])
def test_rule_12_a_cancel_has_no_alarm_and_no_way_in(is_session_cancelled: bool) -> None:
    vevent = read_cancel(
        is_session_cancelled=is_session_cancelled, alarm_minutes=15, conference_url="https://meet.example/j/1"
    ).only("VEVENT")
    assert vevent.components == []
    assert not vevent.has("CONFERENCE")
    assert vevent["TRANSP"].value == "TRANSPARENT"


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/Paris", "Asia/Kathmandu", "Pacific/Chatham"])
def test_rule_3_a_message_brings_the_time_zone_that_gives_its_instants(zone: str) -> None:
    event = an_invitation(zone=zone)
    calendar = strict_reader.read(request(event))
    vevent = calendar.only("VEVENT")
    assert vevent["DTSTART"].parameters == {"TZID": zone}
    assert strict_reader.instant(calendar, vevent["DTSTART"]) == event.starts_at
    assert strict_reader.instant(calendar, vevent["DTEND"]) == event.ends_at


@pytest.mark.parametrize("zone", ["Asia/Gaza", "UTC"])
def test_rule_4_a_message_in_utc_brings_no_time_zone(zone: str) -> None:
    calendar = read_request(zone=zone)
    assert [component.name for component in calendar.components] == ["VEVENT"]
    assert calendar.only("VEVENT")["DTSTART"].value == "20270120T080000Z"


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (an_event(), "organizer and one attendee"),
        (an_invitation(attendee=None), "organizer and one attendee"),
        (an_invitation(status=Status.CANCELLED), "cancelled event"),
        (an_invitation(status=None), "cancelled event"),
    ],
)
def test_a_request_that_nobody_may_send_is_a_bug(event: Event, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        request(event)


def test_a_cancel_to_nobody_is_a_bug() -> None:
    with pytest.raises(ValueError, match="organizer and one attendee"):
        cancel(an_event(), is_session_cancelled=True)


def test_rule_22_a_refused_proposal_names_the_same_uid_and_sequence_at_its_own_moment() -> None:
    event = an_invitation(sequence=3)
    written_at = event.changed_at + timedelta(hours=1)
    calendar = strict_reader.read(decline_counter(event, written_at=written_at))
    assert calendar["METHOD"].value == "DECLINECOUNTER"
    assert identity(calendar) == identity(read_request(sequence=3))
    vevent = calendar.only("VEVENT")
    assert vevent["SEQUENCE"].value == "3"
    assert vevent["DTSTAMP"].value == f"{written_at:%Y%m%dT%H%M%SZ}"
    assert vevent.components == []


def test_a_refusal_is_never_stamped_before_the_event_that_it_is_about() -> None:
    event = an_invitation()
    early = decline_counter(event, written_at=event.changed_at - timedelta(hours=1))
    stamp = strict_reader.read(early).only("VEVENT")["DTSTAMP"].value
    assert stamp == f"{event.changed_at:%Y%m%dT%H%M%SZ}"
