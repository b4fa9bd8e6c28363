"""Presenters: what each change owes their calendar, and what they may do themselves."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    ORGANISER,
    a_city,
    a_delegation,
    a_seminar,
    a_session,
    a_slot,
    text,
)
from tests.support.letters import post_round
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.models import (
    Answer,
    Invitation,
    InvitationState,
    Notice,
    NoticeKind,
    Presenter,
    Record,
    Seminar,
    SeminarState,
    SessionState,
    Slot,
)
from webinars.services.invitations import answer as answer_by_calendar
from webinars.services.presenters import (
    OwnTexts,
    PresenterFields,
    answer,
    assign,
    edit_own,
    edit_presenter,
    remind,
    remind_all,
    remove,
)
from webinars.services.records import Actor

PAULA = Actor("Paula Presenter")
FIELDS = PresenterFields(
    name="Paula Presenter", email="paula@paris.example", language="en", zone="Europe/Paris"
)
LATER = NOW + timedelta(days=2)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_seminar()


@pytest.fixture
def slot(seminar: Seminar) -> Slot:
    return a_slot(a_session(seminar))


@pytest.fixture
def paula(slot: Slot) -> Presenter:
    return assign(slot.id, None, FIELDS, by=ORGANISER, now=NOW)


def invitations(database: SQLAlchemy) -> list[tuple[str, InvitationState]]:
    rows = database.session.scalars(
        select(Invitation).order_by(Invitation.id).execution_options(populate_existing=True)
    )
    return [(one.attendee_email, one.state) for one in rows]


def kinds(database: SQLAlchemy) -> list[NoticeKind]:
    return list(database.session.scalars(select(Notice.kind).order_by(Notice.id)))


def changed(**values: object) -> PresenterFields:
    return PresenterFields(**vars(FIELDS) | values)


def test_an_assigned_presenter_gets_a_request_for_the_slot(
    database: SQLAlchemy, seminar: Seminar, slot: Slot
) -> None:
    paris = a_delegation(seminar, a_city())
    assign(slot.id, paris.id, FIELDS, by=ORGANISER, now=NOW)
    assert database.session.get_one(Slot, slot.id, populate_existing=True).delegation_id == paris.id
    (letter,) = post_round(NOW)
    assert letter.calendar["METHOD"] == "REQUEST"
    assert letter.letter.recipient == "paula@paris.example"


def test_a_slot_takes_several_presenters_and_nobody_twice(
    database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    other = assign(slot.id, None, changed(email="otto@paris.example"), by=ORGANISER, now=NOW)
    assert (paula.position, other.position) == (0, 1)
    with pytest.raises(Refusal, match="already") as refused:
        assign(slot.id, None, changed(email="PAULA@paris.example"), by=ORGANISER, now=NOW)
    assert refused.value.field == "email"


def test_a_presenter_of_the_past_is_noted_and_not_written_to(database: SQLAlchemy, seminar: Seminar) -> None:
    past = a_session(seminar, local_start=datetime.fromisoformat("2021-11-24T10:00"))
    unknown = a_session(seminar, "evening", zone=None)
    for session in (past, unknown):
        assign(a_slot(session).id, None, FIELDS, by=ORGANISER, now=NOW)
    assert (kinds(database), invitations(database)) == ([], [])


def test_nobody_is_asked_to_present_in_a_cancelled_part(database: SQLAlchemy, seminar: Seminar) -> None:
    slot = a_slot(a_session(seminar, state=SessionState.CANCELLED))
    with pytest.raises(Refusal, match="Restore it"):
        assign(slot.id, None, FIELDS, by=ORGANISER, now=NOW)


def test_a_city_of_another_seminar_is_refused(database: SQLAlchemy, slot: Slot) -> None:
    stranger = a_delegation(a_seminar(), a_city())
    with pytest.raises(Refusal) as refused:
        assign(slot.id, stranger.id, FIELDS, by=ORGANISER, now=NOW)
    assert refused.value.field == "delegation"


def test_an_unknown_zone_is_refused_at_its_field(database: SQLAlchemy, slot: Slot) -> None:
    with pytest.raises(Refusal) as refused:
        assign(slot.id, None, changed(zone="EST5"), by=ORGANISER, now=NOW)
    assert refused.value.field == "zone"


def test_nobody_is_asked_to_answer_by_a_day_that_is_past(slot: Slot, paula: Presenter) -> None:
    yesterday = (NOW - timedelta(days=1)).date()
    late = replace(FIELDS, email="second@paris.example", answer_by=yesterday)
    with pytest.raises(Refusal) as refused:
        assign(slot.id, None, late, by=ORGANISER, now=NOW)
    assert refused.value.field == "answer_by"
    with pytest.raises(Refusal, match="This date is past"):
        edit_presenter(paula.id, replace(FIELDS, answer_by=yesterday), expected=None, by=ORGANISER, now=NOW)


def test_a_day_that_went_by_since_stands_in_no_other_changes_way(slot: Slot) -> None:
    in_time = replace(FIELDS, answer_by=NOW.date())
    paula = assign(slot.id, None, in_time, by=ORGANISER, now=NOW)
    renamed = edit_presenter(
        paula.id, replace(in_time, name="Paula P."), expected=None, by=ORGANISER, now=LATER
    )
    assert (renamed.name, renamed.answer_by) == ("Paula P.", NOW.date())


def test_a_name_and_a_biography_owe_nothing(database: SQLAlchemy, paula: Presenter) -> None:
    post_round(NOW)
    wanted = changed(name="Paula P.", biography="Engineer.", language="ja")
    edit_presenter(paula.id, wanted, expected=1, by=ORGANISER, now=LATER)
    assert post_round(LATER) == []
    assert invitations(database) == [("paula@paris.example", InvitationState.OPEN)]


def test_another_address_closes_one_invitation_and_opens_another(
    database: SQLAlchemy, paula: Presenter
) -> None:
    post_round(NOW)
    answer(paula.id, Answer.ACCEPTED, "", by=PAULA, now=NOW)
    edited = edit_presenter(
        paula.id, changed(email="p.p@paris.example"), expected=None, by=ORGANISER, now=LATER
    )
    assert (edited.answer, edited.answered_at, edited.link_revision) == (Answer.NEEDS_ACTION, None, 2)
    sent = {read.letter.recipient: str(read.calendar["METHOD"]) for read in post_round(LATER)}
    assert sent == {"paula@paris.example": "CANCEL", "p.p@paris.example": "REQUEST"}


def test_capitals_that_are_corrected_in_an_address_end_no_links_and_ask_nobody_anew(
    database: SQLAlchemy, paula: Presenter
) -> None:
    answer(paula.id, Answer.ACCEPTED, "", by=PAULA, now=NOW)
    wanted = changed(email="Paula@Paris.example")
    edited = edit_presenter(paula.id, wanted, expected=None, by=ORGANISER, now=LATER)
    assert (edited.email, edited.link_revision, edited.answer) == (wanted.email, 1, Answer.ACCEPTED)


def test_a_removed_presenter_gets_a_cancel_and_is_gone(database: SQLAlchemy, paula: Presenter) -> None:
    post_round(NOW)
    remove(paula.id, by=ORGANISER, now=LATER)
    assert [str(read.calendar["METHOD"]) for read in post_round(LATER)] == ["CANCEL"]
    for again in (remove, remind):
        with pytest.raises(Missing):
            again(paula.id, by=ORGANISER, now=LATER)


def test_page_and_calendar_give_one_answer(database: SQLAlchemy, paula: Presenter) -> None:
    answer(paula.id, Answer.DECLINED, "I am on leave.", by=PAULA, now=NOW)
    invitation = database.session.scalars(select(Invitation)).one()
    assert (invitation.answer, invitation.answer_comment) == (Answer.DECLINED, "I am on leave.")
    answer_by_calendar_in_transaction(database, invitation)
    paula = database.session.get_one(Presenter, paula.id, populate_existing=True)
    assert (paula.answer, paula.answered_at) == (Answer.ACCEPTED, LATER)


def answer_by_calendar_in_transaction(database: SQLAlchemy, invitation: Invitation) -> None:
    answer_by_calendar(invitation, Answer.ACCEPTED, "", now=LATER)
    database.session.commit()


def test_the_same_answer_twice_is_written_down_once_with_the_presenters_name(
    database: SQLAlchemy, seminar: Seminar, paula: Presenter
) -> None:
    before = database.session.get_one(Seminar, seminar.id, populate_existing=True).revision
    for _ in range(2):
        answer(paula.id, Answer.ACCEPTED, "", by=PAULA, now=LATER)
    record = database.session.scalars(select(Record).where(Record.verb == "answered")).one()
    assert (record.actor, record.changes["answer"]) == ("Paula Presenter", ["NEEDS-ACTION", "ACCEPTED"])
    assert database.session.get_one(Seminar, seminar.id, populate_existing=True).revision == before + 1


def test_an_answer_is_taken_until_the_part_starts(database: SQLAlchemy, paula: Presenter) -> None:
    start = datetime.fromisoformat("2026-11-25T10:00:00+09:00")
    answer(paula.id, Answer.ACCEPTED, "", by=PAULA, now=start - timedelta(seconds=1))
    with pytest.raises(Refusal, match="has started"):
        answer(paula.id, Answer.DECLINED, "", by=PAULA, now=start)


@pytest.mark.parametrize("said", [Answer.NEEDS_ACTION, Answer.TENTATIVE])
def test_a_page_takes_yes_or_no_only(database: SQLAlchemy, paula: Presenter, said: Answer) -> None:
    with pytest.raises(Refusal) as refused:
        answer(paula.id, said, "", by=PAULA, now=NOW)
    assert refused.value.field == "answer"


def test_presenters_write_their_texts_and_their_calendars_follow_the_title(
    database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    post_round(NOW)
    wanted = OwnTexts(title=text("Rivers", ja="川"), biography="Engineer.", slot_version=1, version=1)
    edit_own(paula.id, wanted, by=PAULA, now=LATER)
    assert database.session.get_one(Slot, slot.id, populate_existing=True).title == text("Rivers", ja="川")
    assert database.session.get_one(Presenter, paula.id, populate_existing=True).biography == "Engineer."
    (letter,) = post_round(LATER)
    assert str(letter.event["SUMMARY"]).endswith(": Rivers")
    edit_own(paula.id, replace(wanted, biography="Plans.", slot_version=2, version=2), by=PAULA, now=LATER)
    assert post_round(LATER) == []


def test_of_two_who_write_the_title_the_second_sees_what_the_first_wrote(
    database: SQLAlchemy, slot: Slot, paula: Presenter
) -> None:
    first = OwnTexts(title=text("Rivers"), biography="", slot_version=1, version=1)
    second = OwnTexts(title=text("Parks"), biography="Engineer.", slot_version=1, version=1)
    edit_own(paula.id, first, by=PAULA, now=LATER)
    with pytest.raises(Stale) as stale:
        edit_own(paula.id, second, by=PAULA, now=LATER)
    assert stale.value.theirs == {"title": text("Rivers")}
    assert database.session.get_one(Presenter, paula.id, populate_existing=True).biography == ""


def test_texts_lock_at_the_end_of_their_day_at_the_host(database: SQLAlchemy) -> None:
    seminar = a_seminar(presenters_edit_until=date(2026, 11, 10))
    paula = assign(a_slot(a_session(seminar)).id, None, FIELDS, by=ORGANISER, now=NOW)
    wanted = OwnTexts(title=text("Rivers"), biography="")
    last = datetime.fromisoformat("2026-11-10T23:59:59+09:00")
    edit_own(paula.id, wanted, by=PAULA, now=last)
    with pytest.raises(Refusal, match="closed"):
        edit_own(paula.id, wanted, by=PAULA, now=last + timedelta(seconds=1))


def test_without_a_date_texts_lock_when_the_part_is_over(database: SQLAlchemy, paula: Presenter) -> None:
    end = datetime.fromisoformat("2026-11-25T12:35:00+09:00")
    wanted = OwnTexts(title=text("Rivers"), biography="")
    edit_own(paula.id, wanted, by=PAULA, now=end - timedelta(seconds=1))
    with pytest.raises(Refusal, match="closed"):
        edit_own(paula.id, wanted, by=PAULA, now=end)


def test_silent_presenters_are_reminded_once_a_day(
    database: SQLAlchemy, seminar: Seminar, slot: Slot, paula: Presenter
) -> None:
    otto = assign(slot.id, None, changed(email="otto@paris.example"), by=ORGANISER, now=NOW)
    answer(otto.id, Answer.DECLINED, "", by=Actor("Otto"), now=NOW)
    post_round(NOW)
    with pytest.raises(Refusal, match="within the last day"):
        remind(paula.id, by=ORGANISER, now=NOW + timedelta(hours=23))
    with pytest.raises(Refusal, match="has answered"):
        remind(otto.id, by=ORGANISER, now=LATER)
    assert remind_all(seminar.id, by=ORGANISER, now=LATER) == 1
    assert remind_all(seminar.id, by=ORGANISER, now=LATER) == 0
    assert [read.letter.recipient for read in post_round(LATER)] == ["paula@paris.example"]


def test_an_archived_seminar_is_closed_to_every_change(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.ARCHIVED)
    slot = a_slot(a_session(seminar))
    with pytest.raises(Refusal, match="in the archive"):
        assign(slot.id, None, FIELDS, by=ORGANISER, now=NOW)
