"""Slots: every change of the running order, and who is told of it."""

from datetime import timedelta
from functools import partial

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
from tests.support.programmes import a_programme, sequences
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.models import (
    Answer,
    Invitation,
    InvitationState,
    Notice,
    Presenter,
    Record,
    Seminar,
    SeminarState,
    Session,
    SlotKind,
)
from webinars.queries.slots import slots_of, spans
from webinars.services.slots import (
    SlotFields,
    add_slot,
    edit_slot,
    move_down,
    move_slot,
    move_up,
    remove_slot,
    reorder,
)

TALK = SlotFields(kind=SlotKind.PRESENTATION, minutes=20, title=text("Parks"))
LATER = NOW + timedelta(minutes=1)


def starts(session: Session) -> dict[int, str]:
    """Return the start of each slot in UTC."""
    return {
        ident: f"{span[0]:%H:%M}" for ident, span in spans(session, slots_of(session.id)).items() if span[0]
    }


def test_a_new_slot_stands_last(database: SQLAlchemy) -> None:
    session, (first, _second) = a_programme([20, 30])
    slot = add_slot(session.id, TALK, by=ORGANISER, now=NOW)
    assert (slot.position, starts(session)[slot.id], starts(session)[first.id]) == (2, "01:50", "01:00")
    assert sequences(database) == [0, 0]


def test_every_change_of_a_slot_raises_the_revision_of_the_seminar(database: SQLAlchemy) -> None:
    session, (first, second) = a_programme([20, 30])
    changes = (
        partial(add_slot, session.id, TALK),
        partial(edit_slot, first.id, TALK, expected=None),
        partial(move_down, first.id),
        partial(move_slot, second.id, 2),
        partial(remove_slot, second.id),
    )
    for change in changes:
        change(by=ORGANISER, now=NOW)
    assert database.session.scalar(select(Seminar.revision)) == 1 + len(changes)


def test_a_longer_slot_moves_and_raises_itself_and_the_later_ones_only(database: SQLAlchemy) -> None:
    session, (first, second, third) = a_programme([20, 30, 30])
    edit_slot(second.id, SlotFields(kind=second.kind, minutes=40), expected=1, by=ORGANISER, now=LATER)
    assert starts(session) == {first.id: "01:00", second.id: "01:20", third.id: "02:00"}
    assert sequences(database) == [0, 1, 1]


def test_a_moved_presenter_is_asked_again_and_owed_one_settling_letter(database: SQLAlchemy) -> None:
    _session, (first, _second) = a_programme([20, 30])
    edit_slot(first.id, SlotFields(kind=first.kind, minutes=25), expected=1, by=ORGANISER, now=NOW)
    edit_slot(first.id, SlotFields(kind=first.kind, minutes=15), expected=2, by=ORGANISER, now=LATER)
    notices = database.session.scalars(select(Notice)).all()
    assert [notice.is_settling for notice in notices] == [True, True]
    assert sequences(database) == [2, 2]
    assert set(database.session.scalars(select(Invitation.answer))) == {Answer.NEEDS_ACTION}


def test_a_new_title_owes_its_presenters_an_update_and_asks_nobody_again(database: SQLAlchemy) -> None:
    _session, (first, _second) = a_programme([20, 30])
    edit_slot(first.id, TALK, expected=1, by=ORGANISER, now=LATER)
    assert sequences(database) == [0, 0]
    assert list(database.session.scalars(select(Presenter.answer))) == [Answer.ACCEPTED] * 2
    (notice,) = database.session.scalars(select(Notice))
    held = database.session.get_one(Invitation, notice.invitation_id)
    assert (held.slot_id, notice.is_settling, held.changed_at) == (first.id, True, LATER)


def test_swapping_two_slots_of_one_length_keeps_both_uids_and_raises_both(database: SQLAlchemy) -> None:
    session, (first, second, third) = a_programme([20, 20, 30])
    before = database.session.scalars(select(Invitation.uid).order_by(Invitation.slot_id)).all()
    reorder(session.id, [second.key, first.key, third.key], by=ORGANISER, now=LATER)
    assert starts(session) == {second.id: "01:00", first.id: "01:20", third.id: "01:40"}
    assert sequences(database) == [1, 1, 0]
    assert database.session.scalars(select(Invitation.uid).order_by(Invitation.slot_id)).all() == before


def test_a_new_order_is_recorded_with_both_orders(database: SQLAlchemy) -> None:
    session, (first, second) = a_programme([20, 30])
    reorder(session.id, [second.key, first.key], by=ORGANISER, now=LATER)
    record = database.session.scalars(select(Record)).one()
    assert (record.verb, record.changes) == (
        "reordered",
        {"order": [["Talk 1", "Talk 2"], ["Talk 2", "Talk 1"]]},
    )


def test_the_order_that_is_there_already_changes_nothing(database: SQLAlchemy) -> None:
    session, (first, second) = a_programme([20, 30])
    reorder(session.id, [first.key, second.key], by=ORGANISER, now=LATER)
    assert sequences(database) == [0, 0]
    assert database.session.scalars(select(Record)).all() == []


@pytest.mark.parametrize("wrong", ["missing", "twice", "strange"])
def test_an_order_that_is_not_of_all_slots_once_is_stale(database: SQLAlchemy, wrong: str) -> None:
    session, (first, second) = a_programme([20, 30])
    orders = {"missing": [first.key], "twice": [first.key, first.key], "strange": [first.key, "x"]}
    with pytest.raises(Stale):
        reorder(session.id, orders[wrong], by=ORGANISER, now=LATER)
    assert slots_of(session.id) == (first, second)


def test_a_slot_steps_up_and_down_and_stops_at_the_ends(database: SQLAlchemy) -> None:
    session, (first, second, third) = a_programme([20, 30, 40])
    move_up(third.id, by=ORGANISER, now=NOW)
    assert slots_of(session.id) == (first, third, second)
    move_down(first.id, by=ORGANISER, now=NOW)
    assert slots_of(session.id) == (third, first, second)
    move_up(third.id, by=ORGANISER, now=NOW)
    move_down(second.id, by=ORGANISER, now=NOW)
    assert slots_of(session.id) == (third, first, second)


def test_a_slot_is_put_at_a_place_that_exists(database: SQLAlchemy) -> None:
    session, (first, second, third) = a_programme([20, 30, 40])
    move_slot(third.id, 0, by=ORGANISER, now=NOW)
    assert slots_of(session.id) == (third, first, second)
    with pytest.raises(Refusal) as refused:
        move_slot(third.id, 3, by=ORGANISER, now=NOW)
    assert refused.value.field == "place"


def test_a_removed_slot_closes_its_invitation_and_lets_the_later_ones_move_up(database: SQLAlchemy) -> None:
    session, (first, second, third) = a_programme([20, 30, 40])
    remove_slot(second.id, by=ORGANISER, now=LATER)
    assert slots_of(session.id) == (first, third)
    assert third.position == 1
    states = database.session.scalars(select(Invitation.state).order_by(Invitation.slot_id)).all()
    assert states == [InvitationState.OPEN, InvitationState.CLOSED, InvitationState.OPEN]
    assert sequences(database) == [0, 1, 1]


def test_a_removed_slot_is_gone_for_every_later_change(database: SQLAlchemy) -> None:
    _session, (first, _second) = a_programme([20, 30])
    remove_slot(first.id, by=ORGANISER, now=NOW)
    changes = (
        partial(edit_slot, first.id, TALK, expected=None),
        partial(move_up, first.id),
        partial(remove_slot, first.id),
    )
    for change in changes:
        with pytest.raises(Missing):
            change(by=ORGANISER, now=NOW)


def test_a_stale_edit_of_a_slot_is_refused_with_what_differs(database: SQLAlchemy) -> None:
    _session, (first, _second) = a_programme([20, 30])
    edit_slot(first.id, TALK, expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as refused:
        edit_slot(
            first.id,
            SlotFields(kind=first.kind, minutes=45, title=text("Parks")),
            expected=1,
            by=ORGANISER,
            now=NOW,
        )
    assert refused.value.theirs == {"minutes": 20}


@pytest.mark.parametrize("minutes", [0, -5, 156, 10**12])
def test_a_slot_that_does_not_fit_its_part_is_refused_at_its_length(
    database: SQLAlchemy, minutes: int
) -> None:
    session, (first, _second) = a_programme([20, 30])
    wanted = SlotFields(kind=SlotKind.REPORT, minutes=minutes)
    for change in (
        partial(add_slot, session.id, wanted),
        partial(edit_slot, first.id, wanted, expected=None),
    ):
        with pytest.raises(Refusal) as refused:
            change(by=ORGANISER, now=NOW)
        assert refused.value.field == "minutes"


def test_only_a_past_part_may_have_a_slot_of_unknown_length(database: SQLAlchemy) -> None:
    unknown = SlotFields(kind=SlotKind.REPORT, minutes=None)
    session = a_session(a_seminar())
    with pytest.raises(Refusal) as refused:
        add_slot(session.id, unknown, by=ORGANISER, now=NOW)
    assert refused.value.field == "minutes"
    after = session.ends_at
    assert add_slot(session.id, unknown, by=ORGANISER, now=after or NOW).minutes is None
    stated = a_session(a_seminar(), zone=None)
    assert add_slot(stated.id, unknown, by=ORGANISER, now=NOW).minutes is None


def test_a_slot_is_given_to_a_city_of_its_own_seminar_only(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    ours, theirs = a_delegation(seminar, a_city()), a_delegation(a_seminar(), a_city("Seoul"))
    wanted = SlotFields(kind=SlotKind.PRESENTATION, minutes=20, delegation_id=ours.id)
    assert add_slot(session.id, wanted, by=ORGANISER, now=NOW).delegation_id == ours.id
    strange = SlotFields(kind=SlotKind.PRESENTATION, minutes=20, delegation_id=theirs.id)
    with pytest.raises(Refusal) as refused:
        add_slot(session.id, strange, by=ORGANISER, now=NOW)
    assert refused.value.field == "delegation"


def test_slots_in_the_archive_refuse_every_change(database: SQLAlchemy) -> None:
    session = a_session(a_seminar(state=SeminarState.ARCHIVED))
    slot = a_slot(session)
    changes = (
        partial(add_slot, session.id, TALK),
        partial(edit_slot, slot.id, TALK, expected=None),
        partial(remove_slot, slot.id),
        partial(reorder, session.id, [slot.key]),
        partial(move_up, slot.id),
    )
    for change in changes:
        with pytest.raises(Refusal, match="archive"):
            change(by=ORGANISER, now=NOW)
