"""The numbered rules of calendar letters, 6 to 12: identity and messages; rule 13 has a file of its own."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.letters import post_round, waiting
from tests.support.registrants import a_seated
from tests.support.scenes import a_scene, a_stage, call_off, method_and_sequence, move
from webinars import letters
from webinars.models import Answer, Invitation, Seminar, SessionState
from webinars.models.database import db, transaction
from webinars.services import invitations
from webinars.services.seminars import cancel_seminar

pytestmark = ON_SQLITE


def test_rule_6_a_letter_sent_again_keeps_its_sequence(database: SQLAlchemy, now: datetime) -> None:
    a_scene()
    (first,) = post_round(now)
    with transaction():
        invitations.send_again(db.session.scalars(db.select(Invitation)).one(), now=now)
    (again,) = post_round(now)
    assert method_and_sequence(again) == ("REQUEST", 0)
    assert again.event["UID"] == first.event["UID"]


def test_rule_7_dtstamp_is_the_stored_moment_and_rises_when_a_letter_is_sent_again(
    database: SQLAlchemy, now: datetime
) -> None:
    a_scene()
    (first,) = post_round(now + timedelta(hours=1))
    with transaction():
        invitations.send_again(db.session.scalars(db.select(Invitation)).one(), now=now)
    (again,) = post_round(now + timedelta(hours=2))
    assert first.event.DTSTAMP == first.event["LAST-MODIFIED"].dt == now
    assert now + timedelta(seconds=1) == again.event.DTSTAMP


def test_rule_8_the_parts_stand_in_the_order_that_clients_expect(database: SQLAlchemy, now: datetime) -> None:
    a_scene()
    (letter,) = post_round(now)
    assert [part.get_content_type() for part in letter.message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar = letter.calendar_part()
    assert b"\r\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST\r\n" in letter.letter.message
    assert calendar["Content-Transfer-Encoding"] == "base64"
    (attachment,) = letter.message.iter_attachments()
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_payload(decode=True) == calendar.get_payload(decode=True)
    assert all(not part.defects for part in letter.message.walk())


def test_rule_8_the_method_of_the_part_is_that_of_the_calendar_before_any_component(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person = a_scene()
    post_round(now)
    call_off(session, now=now)
    (letter,) = post_round(now)
    content = letter.calendar_part().get_content()
    assert letter.calendar_part().get_param("method") == "CANCEL"
    assert content.index("METHOD:CANCEL") < content.index("BEGIN:V", 10)


def test_rule_9_a_request_names_one_attendee_and_asks_for_an_answer(
    make_app: Callable[..., Flask], now: datetime
) -> None:
    with make_app(RSVP_ADDRESS="rsvp@office.example").app_context():
        _session, person = a_scene()
        (letter,) = post_round(now)
        attendees = letter.event["ATTENDEE"]
        assert str(attendees) == f"mailto:{person.email}"
        assert dict(attendees.params) == {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE",
            "CN": "Rosa Registrant",
        }
        assert letter.event["STATUS"] == "CONFIRMED"
        assert {
            "ORGANIZER",
            "UID",
            "SEQUENCE",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "SUMMARY",
        } <= letter.event.keys()


def test_rule_9_an_update_that_moves_nothing_carries_the_answer(database: SQLAlchemy, now: datetime) -> None:
    a_scene()
    post_round(now)
    with transaction():
        invitation = db.session.scalars(db.select(Invitation)).one()
        invitations.answer(invitation, Answer.ACCEPTED, "", now=now)
        invitations.send_again(invitation, now=now)
    (letter,) = post_round(now)
    assert letter.event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_rule_9_an_update_that_moves_asks_for_an_answer_again(database: SQLAlchemy, now: datetime) -> None:
    session, _person = a_scene()
    post_round(now)
    with transaction():
        invitation = db.session.scalars(db.select(Invitation)).one()
        invitations.answer(invitation, Answer.ACCEPTED, "", now=now)
    move(session, 30, now=now)
    (letter,) = post_round(now)
    assert letter.event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_rule_10_organizer_is_the_from_address_with_a_token_for_each_person_and_event(
    make_app: Callable[..., Flask], now: datetime
) -> None:
    with make_app(RSVP_ADDRESS="rsvp@office.example").app_context():
        a_scene()
        a_scene()
        both = post_round(now)
        addresses = [str(one.event["ORGANIZER"]).removeprefix("mailto:") for one in both]
        keys = [one.key for one in db.session.scalars(db.select(Invitation).order_by(Invitation.id))]
        assert addresses == [f"rsvp+{key}@office.example" for key in keys]
        assert [one.message["From"].addresses[0].addr_spec for one in both] == addresses


def test_rule_10_without_an_inbox_the_office_invites_and_asks_for_no_answer(
    database: SQLAlchemy, now: datetime
) -> None:
    a_scene()
    (letter,) = post_round(now)
    assert letter.event["ORGANIZER"] == "mailto:webinars@localhost.invalid"
    assert letter.message["From"].addresses[0].addr_spec == "webinars@localhost.invalid"
    assert letter.event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_rule_10_organizer_stays_when_an_inbox_is_set_up_later(
    make_app: Callable[..., Flask], now: datetime
) -> None:
    with make_app().app_context():
        session, _person = a_scene()
        post_round(now)
        move(session, 30, now=now)
    with make_app(RSVP_ADDRESS="rsvp@office.example").app_context():
        (update,) = post_round(now)
        assert update.event["ORGANIZER"] == "mailto:webinars@localhost.invalid"
        assert update.event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_rule_10_organizer_is_never_the_recipients_own_address(
    make_app: Callable[..., Flask], now: datetime
) -> None:
    with make_app(MAIL_FROM="office@tokyo.example").app_context():
        a_scene(email="Office@tokyo.example")
        (letter,) = post_round(now)
        assert letter.event["ORGANIZER"] == "mailto:office+invitations@tokyo.example"


def test_rule_11_the_room_is_in_conference_location_and_description_and_an_alarm_is_set(
    database: SQLAlchemy, now: datetime
) -> None:
    a_scene()
    (letter,) = post_round(now)
    event = letter.event
    room = str(event["LOCATION"])
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/join/[\w.-]+", room)
    assert str(event["CONFERENCE"]) == room
    assert room in str(event["DESCRIPTION"])
    assert f'href="{room}"' in letter.html
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], bool(alarm["DESCRIPTION"])) == ("DISPLAY", True)
    assert (event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("OPAQUE", "BUSY")


def test_rule_11_only_presenters_may_propose_another_time(database: SQLAlchemy, now: datetime) -> None:
    a_scene()
    a_stage()
    assert [str(one.event["X-MICROSOFT-DISALLOW-COUNTER"]) for one in post_round(now)] == ["TRUE", "FALSE"]


def test_rule_12_a_cancel_repeats_the_event_as_it_was_sent(database: SQLAlchemy, now: datetime) -> None:
    session, _person = a_scene()
    (request,) = post_round(now)
    with transaction():
        assert session.starts_at is not None
        session.move_to(session.starts_at + timedelta(hours=3), 145, now=now)
        session.state = SessionState.CANCELLED
        invitations.close_session(session.id, now=now)
    (cancel,) = post_round(now)
    for name in ("UID", "ORGANIZER", "DTSTART", "DTEND", "SUMMARY"):
        assert cancel.event[name].to_ical() == request.event[name].to_ical(), name
    assert str(cancel.event["ATTENDEE"]) == str(request.event["ATTENDEE"])
    assert cancel.event.walk("VALARM") == []


def test_rule_12_status_is_cancelled_only_when_the_session_is(database: SQLAlchemy, now: datetime) -> None:
    session, person = a_scene()
    other = a_seated(db.session.get_one(Seminar, session.seminar_id), session)
    with transaction():
        invitations.invite_registrant(other, session, now=now)
    post_round(now)
    with transaction():
        invitations.close_registrant(person, None, now=now)
    (uninvited,) = post_round(now)
    call_off(session, now=now)
    (cancelled,) = post_round(now)
    assert "STATUS" not in uninvited.event
    assert cancelled.event["STATUS"] == "CANCELLED"


def test_rule_12_status_is_cancelled_also_when_the_whole_seminar_is(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, _presenter = a_stage()
    seat = a_seated(db.session.get_one(Seminar, session.seminar_id), session)
    with transaction():
        invitations.invite_registrant(seat, session, now=now)
    post_round(now)
    cancel_seminar(session.seminar_id, by=ORGANISER, now=now)
    asked, seated = post_round(now)
    assert [str(one.event["STATUS"]) for one in (asked, seated)] == ["CANCELLED"] * 2
    assert "The part in which you were to present is cancelled." in asked.text
    assert "This part is cancelled. It does not take place." in seated.text


def test_rule_12_the_cancel_of_a_removed_slot_still_names_it_and_its_time(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, slot, _presenter = a_stage()
    (request,) = post_round(now)
    with transaction():
        slot.removed_at = now
        invitations.close_slot(slot.id, now=now)
    (cancel,) = post_round(now)
    assert cancel.event.start == request.event.start
    assert str(cancel.event["SUMMARY"]) == str(request.event["SUMMARY"]) == "Recovery of cities: Talk 2"
    assert "no longer in the programme" in cancel.text


def test_rule_12_a_presenters_invitation_is_the_request_and_asks_to_answer_by_a_date(
    database: SQLAlchemy, now: datetime
) -> None:
    a_stage()
    (letter,) = post_round(now)
    assert method_and_sequence(letter) == ("REQUEST", 0)
    assert "Please accept or decline by Thursday 1 October 2026." in letter.text
    assert "/presenters/" in letter.text
    assert letter.event.start.strftime("%H:%M") == "17:15"
    assert letter.event.duration == timedelta(minutes=20)


def test_the_same_state_gives_the_same_bytes(database: SQLAlchemy, now: datetime) -> None:
    a_scene()
    (notice,) = waiting()
    first, second = letters.compose(notice, now=now), letters.compose(notice, now=now)
    assert first is not None
    assert first == second
    assert first.message_id == f"<{notice.key}.request.0@localhost.invalid>"
