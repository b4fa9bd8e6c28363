"""The people of a rehearsal: their answers by page and by mail, another address, and leaving the seminar."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_presenter
from tests.support.invited import history
from tests.support.letters import post_round
from tests.support.rehearsing import Stage, an_asked_stage, at_half_past_six, rehearsed
from tests.support.replies import answered, countered, mail, receive, said
from webinars.domain.calendar.replies import Said
from webinars.domain.errors import Missing, Refusal
from webinars.models import Answer, Invitation, InvitationState, Presenter, Record, Standing
from webinars.models.database import db
from webinars.services.histories import send_again
from webinars.services.presenters import PresenterFields, Substitute, edit_presenter, name_substitute, remove
from webinars.services.presenters import answer as say_whether_they_present
from webinars.services.rehearsals import answer, cancel_rehearsal, move_rehearsal, take_off
from webinars.services.replies import accept_proposal, confirm_answer, refuse_proposal
from webinars.services.sessions import cancel_session
from webinars.services.slots import move_down, remove_slot

LATER = NOW + timedelta(hours=1)
ABOUT: dict[str, Any] = {"by": ORGANISER, "now": LATER}
OPEN, CLOSED = InvitationState.OPEN, InvitationState.CLOSED
OTTO = Substitute(name="Otto Other", email="otto@paris.example")
AT_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def say(stage: Stage, person: Presenter, what: Answer, comment: str = "", now: datetime = LATER) -> None:
    answer(stage.rehearsal.id, rehearsed(person).key, what, comment, by=ORGANISER, now=now)


def presenting(person: Presenter) -> Answer:
    return db.session.get_one(Presenter, person.id, populate_existing=True).answer


def to_the_slot(person: Presenter) -> Invitation:
    statement = select(Invitation).where(
        Invitation.presenter_id == person.id, Invitation.rehearsal_id.is_(None)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def proposed(stage: Stage, starts_at: datetime | None = AT_NINE) -> str:
    """Let Paula's calendar propose another time, and return the key of the reply."""
    held = rehearsed(stage.paula)
    receive(mail(held, countered(held, starts_at, stamped_at=LATER)), now=LATER)
    return history()[-1].key


def test_an_answer_is_of_the_rehearsal_alone(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    say(stage, stage.paula, Answer.DECLINED, "I am on a train.")
    held = rehearsed(stage.paula)
    assert (held.answer, held.answer_comment) == (Answer.DECLINED, "I am on a train.")
    assert (presenting(stage.paula), to_the_slot(stage.paula).answer) == (Answer.ACCEPTED, Answer.ACCEPTED)
    assert rehearsed(stage.pedro).answer is Answer.NEEDS_ACTION
    (reply,) = history()
    assert (reply.seminar_id, reply.invitation_id) == (stage.seminar.id, held.id)


def test_a_yes_keeps_no_reason_and_the_same_twice_is_logged_once(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    say(stage, stage.paula, Answer.ACCEPTED, "Glad to.")
    say(stage, stage.paula, Answer.ACCEPTED)
    assert rehearsed(stage.paula).answer_comment == ""
    (changes,) = db.session.scalars(select(Record.changes).where(Record.verb == "answered"))
    assert changes["answer"] == ["NEEDS-ACTION", "ACCEPTED"]
    assert changes["rehearsal_id"][1] == stage.rehearsal.kind.value


@pytest.mark.parametrize("what", [Answer.TENTATIVE, Answer.NEEDS_ACTION])
def test_the_page_takes_yes_or_no(database: SQLAlchemy, what: Answer) -> None:
    stage = an_asked_stage()
    with pytest.raises(Refusal):
        say(stage, stage.paula, what)


def test_once_it_has_started_nobody_answers(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    with pytest.raises(Refusal, match="started"):
        say(stage, stage.paula, Answer.ACCEPTED, now=stage.rehearsal.starts_at)


def test_who_was_taken_off_and_what_is_off_asks_for_no_answer(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, **ABOUT)
    with pytest.raises(Refusal, match="no longer"):
        say(stage, stage.paula, Answer.ACCEPTED)
    cancel_rehearsal(stage.rehearsal.id, **ABOUT)
    with pytest.raises(Refusal, match="does not take place"):
        say(stage, stage.pedro, Answer.ACCEPTED)


def test_an_invitation_to_a_slot_is_no_key_to_a_rehearsal(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    with pytest.raises(Missing):
        take_off(stage.rehearsal.id, to_the_slot(stage.paula).key, **ABOUT)


def test_an_answer_by_mail_is_kept_like_one_of_a_slot(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    assert answered(rehearsed(stage.paula), Said.TENTATIVE, now=LATER) is Standing.KEPT
    assert rehearsed(stage.paula).answer is Answer.TENTATIVE
    assert presenting(stage.paula) is Answer.ACCEPTED


def test_an_answer_by_mail_to_the_old_time_asks_again(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    move_rehearsal(stage.rehearsal.id, at_half_past_six(), **ABOUT)
    post_round(LATER)
    then = LATER + timedelta(minutes=5)
    assert answered(rehearsed(stage.paula), now=then, sequence=0) is Standing.OLD_TIME
    (letter,) = post_round(then)
    assert "answer again" in letter.text
    assert int(letter.event["SEQUENCE"]) == 1


def test_an_answer_without_the_token_is_asked_about_by_its_event(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    held = rehearsed(stage.paula)
    unproven = mail(held, said(held, Said.DECLINED, stamped_at=LATER), recipients=("rsvp@office.example",))
    assert receive(unproven, now=LATER) is Standing.UNPROVEN
    (letter,) = post_round(LATER)
    assert "Rehearsal" in str(letter.message["Subject"])
    assert confirm_answer(history()[-1].key, **ABOUT) is Standing.KEPT
    assert rehearsed(stage.paula).answer is Answer.DECLINED


def test_an_accepted_proposal_moves_the_rehearsal_for_all_and_no_part(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    key = proposed(stage)
    accept_proposal(key, expected=stage.rehearsal.version, **ABOUT)
    database.session.refresh(stage.rehearsal)
    assert stage.rehearsal.starts_at == AT_NINE
    assert stage.rehearsal.local_start == datetime.fromisoformat("2026-11-24T18:00")
    letters = {one.letter.recipient: int(one.event["SEQUENCE"]) for one in post_round(LATER)}
    assert letters == {"paula@paris.example": 1, "pedro@lima.example": 1}
    assert to_the_slot(stage.paula).sequence == 0


def test_a_refused_proposal_says_that_the_time_stays(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    refuse_proposal(proposed(stage), **ABOUT)
    (letter,) = post_round(LATER)
    assert str(letter.calendar["METHOD"]) == "DECLINECOUNTER"
    assert str(letter.event["UID"]) == rehearsed(stage.paula).uid
    assert letter.event["DTSTART"].dt == stage.rehearsal.starts_at


def test_a_proposal_for_a_rehearsal_that_moved_since_can_only_be_refused(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    key = proposed(stage)
    move_rehearsal(stage.rehearsal.id, at_half_past_six(), **ABOUT)
    with pytest.raises(Refusal, match="changed since"):
        accept_proposal(key, expected=None, **ABOUT)


def test_another_address_takes_the_rehearsal_along(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    old = rehearsed(stage.paula)
    wanted = PresenterFields(name="Paula P.", email="paula@lyon.example", language="en", zone="Europe/Paris")
    edit_presenter(stage.paula.id, wanted, expected=None, **ABOUT)
    assert rehearsed(stage.paula).uid != old.uid
    assert db.session.get_one(Invitation, old.id, populate_existing=True).state is InvitationState.CLOSED
    sent = sorted((one.letter.recipient, str(one.calendar["METHOD"])) for one in post_round(LATER))
    # Of the slot, which the person was never sent, the old address hears nothing.
    assert sent == [
        ("paula@lyon.example", "REQUEST"),
        ("paula@lyon.example", "REQUEST"),
        ("paula@paris.example", "CANCEL"),
    ]


def test_who_presents_no_longer_rehearses_no_longer(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    remove(stage.paula.id, **ABOUT)
    remove_slot(stage.slots[1].id, **ABOUT)
    closed = [rehearsed(one).state for one in (stage.paula, stage.pedro)]
    assert closed == [InvitationState.CLOSED, InvitationState.CLOSED]
    texts = {one.letter.recipient: one.text for one in post_round(LATER) if "Rehearsal" in one.text}
    assert ["no longer asked to present" in text for text in texts.values()] == [True, True]


def test_a_slot_that_moves_or_whose_part_is_off_leaves_the_rehearsal_alone(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    move_down(stage.slots[0].id, **ABOUT)
    cancel_session(stage.session.id, **ABOUT)
    held = rehearsed(stage.paula)
    assert (held.state, held.sequence) == (InvitationState.OPEN, 0)


def test_the_event_is_sent_once_more_when_a_calendar_lost_it(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    send_again(rehearsed(stage.paula).id, **ABOUT)
    (letter,) = post_round(LATER)
    assert (int(letter.event["SEQUENCE"]), letter.letter.recipient) == (0, "paula@paris.example")


def test_the_letter_says_when_on_three_clocks_what_to_bring_and_who_writes(database: SQLAlchemy) -> None:
    stage = an_asked_stage(notes="Bring your slides.", join_url="https://meet.example/secret")
    send_again(rehearsed(stage.pedro).id, **ABOUT)
    (letter,) = post_round(LATER)
    for words in (
        "Dear Pedro Presenter",
        "20:00–20:30",
        "10:00–10:30",
        "01:00–01:30",
        "Bring your slides.",
        "Say whether you come",
        "Tokyo",
    ):
        assert words in letter.text, words
    assert "https://meet.example/secret" not in letter.text
    assert b"meet.example" not in letter.letter.message
    assert "/presenters/" in str(letter.event["LOCATION"])


def test_a_rehearsal_without_a_name_is_called_by_its_kind_in_the_readers_words(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    send_again(rehearsed(stage.paula).id, **ABOUT)
    (letter,) = post_round(LATER)
    assert str(letter.event["SUMMARY"]).endswith(": Rehearsal")
    assert "DESCRIPTION" in letter.event
    assert "opens" not in str(letter.event["DESCRIPTION"])


def test_a_substitute_takes_over_the_rehearsals_and_gives_them_back(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    otto = name_substitute(stage.paula.id, "Ill.", OTTO, **ABOUT)
    assert (rehearsed(stage.paula).state, rehearsed(otto).state) == (CLOSED, OPEN)
    say_whether_they_present(stage.paula.id, Answer.ACCEPTED, "", **ABOUT)
    assert (rehearsed(stage.paula).state, rehearsed(otto).state) == (OPEN, CLOSED)


def test_who_declines_the_talk_leaves_its_rehearsals_and_comes_back_with_a_yes(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    first = rehearsed(stage.paula)
    say_whether_they_present(stage.paula.id, Answer.DECLINED, "Ill.", **ABOUT)
    (letter,) = post_round(LATER)
    assert (str(letter.calendar["METHOD"]), str(letter.event["UID"])) == ("CANCEL", first.uid)
    assert "You do not present" in letter.text
    assert (rehearsed(stage.paula).state, rehearsed(stage.pedro).state) == (CLOSED, OPEN)
    say_whether_they_present(stage.paula.id, Answer.ACCEPTED, "", **ABOUT)
    held = rehearsed(stage.paula)
    assert (held.state, held.uid, held.sequence) == (OPEN, first.uid, 2)


def test_a_no_by_mail_to_the_talk_leaves_its_rehearsals_too(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    assert answered(to_the_slot(stage.paula), Said.DECLINED, now=LATER) is Standing.KEPT
    assert (presenting(stage.paula), rehearsed(stage.paula).state) == (Answer.DECLINED, CLOSED)


def test_who_presents_another_talk_keeps_the_rehearsals_until_both_are_declined(
    database: SQLAlchemy,
) -> None:
    stage = an_asked_stage()
    again = a_presenter(stage.slots[1], stage.paula.email, answer=Answer.ACCEPTED)
    say_whether_they_present(stage.paula.id, Answer.DECLINED, "", **ABOUT)
    assert rehearsed(stage.paula).state is OPEN
    say_whether_they_present(again.id, Answer.DECLINED, "", **ABOUT)
    assert rehearsed(stage.paula).state is CLOSED


def test_whom_the_office_asks_after_the_no_comes_though_they_change_its_reason(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    say_whether_they_present(stage.paula.id, Answer.DECLINED, "", **ABOUT)
    stage.ask(stage.paula, now=LATER)
    say_whether_they_present(stage.paula.id, Answer.DECLINED, "I only listen.", **ABOUT)
    assert rehearsed(stage.paula).state is OPEN


def test_a_substitute_named_after_the_no_is_asked_to_the_rehearsals(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    say_whether_they_present(stage.paula.id, Answer.DECLINED, "", **ABOUT)
    otto = name_substitute(stage.paula.id, "Ill.", OTTO, **ABOUT)
    assert (rehearsed(stage.paula).state, rehearsed(otto).state) == (CLOSED, OPEN)


def test_whom_the_office_took_off_does_not_come_back_with_a_yes(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, **ABOUT)
    for said_so in (Answer.DECLINED, Answer.ACCEPTED):
        say_whether_they_present(stage.paula.id, said_so, "", **ABOUT)
    assert rehearsed(stage.paula).state is CLOSED


def test_a_substitute_is_not_asked_to_a_rehearsal_that_is_over(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    otto = name_substitute(stage.paula.id, "Ill.", OTTO, by=ORGANISER, now=stage.rehearsal.ends_at)
    held = select(Invitation.rehearsal_id).where(Invitation.presenter_id == otto.id)
    assert db.session.scalars(held).all() == [None]
