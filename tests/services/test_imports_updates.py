"""The next version of a programme's file: updated by UID, and everybody told whose time changed."""

from datetime import datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    a_presenter,
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    a_slot,
    an_invitation,
    text,
)
from tests.support.imports import THREE, order, planned, slot_of, take, the_part
from tests.support.programme_files import calendar, event, programme_of
from webinars.models import Invitation, InvitationState, Notice, Record, Session, Slot
from webinars.models.database import db
from webinars.queries.programmes import programme
from webinars.services.imports import NEW_PART, Choice

LATER = NOW + timedelta(minutes=5)


def test_the_same_file_again_changes_nothing(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    records, revision = len(db.session.scalars(select(Record)).all()), seminar.revision
    assert take(seminar, programme_of(THREE), now=LATER) == 0
    assert len(db.session.scalars(select(Record)).all()) == records
    assert programme(seminar.id).seminar.revision == revision


def test_a_talk_that_moved_moves_and_keeps_its_slot_and_only_its_people_are_asked_again(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    session = the_part()
    held = {uid: an_invitation(a_presenter(slot_of(uid), f"{uid}@x.example"), session) for uid in "abc"}
    swapped = [THREE[0], ("c", "1030", 45, "Cleo"), ("b", "1130", 30, "Bo")]
    ids = {uid: slot_of(uid).id for uid in "abc"}
    take(seminar, programme_of(swapped), now=LATER)
    assert order(session) == [("Ada", 30), ("Cleo", 45), ("break", 15), ("Bo", 30)]
    assert {uid: slot_of(uid).id for uid in "abc"} == ids
    sequences = {uid: db.session.get_one(Invitation, one.id).sequence for uid, one in held.items()}
    assert sequences == {"a": 0, "b": 1, "c": 1}
    owed = set(db.session.scalars(select(Notice.invitation_id)))
    assert owed == {held["b"].id, held["c"].id}


def test_a_whole_part_moves_with_its_file_and_its_registrants_are_told(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    session = the_part()
    registration = a_registration(seminar)
    a_seat(registration, session)
    held = an_invitation(registration, session)
    presenting = an_invitation(a_presenter(slot_of("b"), "b@x.example"), session)
    later = [(uid, str(int(start) + 100), minutes, title) for uid, start, minutes, title in THREE]
    take(seminar, programme_of(later), now=LATER)
    moved = the_part()
    assert moved.local_start == datetime.fromisoformat("2027-01-20T11:00")
    assert (moved.sequence, moved.minutes) == (1, 120)
    assert db.session.get_one(Invitation, held.id).sequence == 1
    assert db.session.get_one(Invitation, presenting.id).sequence == 1
    assert order(session) == [("Ada", 30), ("Bo", 30), ("break", 15), ("Cleo", 45)]


def test_a_corrected_title_changes_and_asks_nobody_again_and_other_languages_stay(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    slot = slot_of("a")
    slot.title = text("Ada", ja="エイダ")
    db.session.commit()
    held = an_invitation(a_presenter(slot), the_part())
    take(seminar, programme_of([("a", "1000", 30, "Ada, corrected"), *THREE[1:]]), now=LATER)
    assert dict(slot_of("a").title.pairs) == {"en": "Ada, corrected", "ja": "エイダ"}
    invitation = db.session.get_one(Invitation, held.id)
    assert (invitation.sequence, invitation.changed_at) == (0, LATER)
    assert db.session.scalars(select(Record.verb).order_by(Record.id)).all()[-1] == "imported"


def test_an_event_that_is_gone_is_listed_and_stays_until_somebody_takes_it_out(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    session = the_part()
    held = an_invitation(a_presenter(slot_of("b")), session)
    without = programme_of([THREE[0], THREE[2]])
    assert [(one.slot.source_uid, one.is_removed) for one in planned(seminar, without).missing] == [
        ("b", False)
    ]
    assert take(seminar, without, now=LATER) == 0
    assert order(session) == [("Ada", 30), ("Bo", 30), ("break", 15), ("Cleo", 45)]
    take(seminar, without, removed=[slot_of("b").key], now=LATER)
    assert order(session) == [("Ada", 30), ("break", 45), ("Cleo", 45)]
    assert slot_of("b").removed_at == LATER
    assert db.session.get_one(Invitation, held.id).state is InvitationState.CLOSED
    assert planned(seminar, without).missing == ()


def test_a_cancelled_event_is_asked_about_and_an_unreadable_one_is_not(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    tokyo = ";TZID=Asia/Tokyo:20270120T"
    changed = calendar(
        event("a", f"{tokyo}100000", f"{tokyo}103000", "STATUS:CANCELLED"),
        event("b", ":tomorrow"),
        event("c", f"{tokyo}111500", f"{tokyo}120000", title="Cleo"),
    )
    assert [one.slot.source_uid for one in planned(seminar, changed).missing] == ["a"]


def test_who_presents_in_what_was_past_is_invited_when_the_file_moves_it_ahead(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE, day="20260820"))
    presenter = a_presenter(slot_of("b"))
    take(seminar, programme_of(THREE), now=LATER)
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.presenter_id, invitation.slot_id) == (presenter.id, slot_of("b").id)
    assert (invitation.state, invitation.sequence) == (InvitationState.OPEN, 0)


def test_slots_of_ours_keep_their_place_after_the_talk_before_them(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    session = the_part()
    for slot in db.session.scalars(select(Slot)):
        slot.position += slot.position > 1
    db.session.commit()
    a_slot(session, 2, minutes=10, title=text("Ours"))
    take(seminar, programme_of([*THREE[:2], ("c", "1130", 45, "Cleo")]), now=LATER)
    assert order(session) == [("Ada", 30), ("Bo", 30), ("Ours", 10), ("break", 20), ("Cleo", 45)]
    # Without room for it, what follows starts later than the file says, and the plan tells so.
    tight = programme_of([*THREE[:2], ("c", "1100", 45, "Cleo")])
    late = [
        (slot.title, slot.late) for part in planned(seminar, tight).parts for slot in part.slots if slot.late
    ]
    assert late == [("Cleo", 10)]


def test_a_part_of_ours_takes_talks_in_at_its_own_start(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    start = datetime.fromisoformat("2027-01-20T09:45")
    session = a_session(seminar, local_start=start, minutes=240)
    a_slot(session, 0, minutes=10, title=text("Welcome"))
    take(seminar, programme_of(THREE))
    assert order(session) == [
        ("Welcome", 10),
        ("break", 5),
        ("Ada", 30),
        ("Bo", 30),
        ("break", 15),
        ("Cleo", 45),
    ]
    kept = the_part()
    assert (kept.local_start, kept.minutes, kept.sequence) == (start, 240, 0)


def test_a_talk_goes_to_another_part_with_the_event_of_its_presenter(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    take(seminar, programme_of(THREE))
    first = the_part()
    held = an_invitation(a_presenter(slot_of("c")), first)
    evening = programme_of([*THREE[:2], ("c", "1800", 45, "Cleo")])
    take(seminar, evening, Choice("morning-talks"), Choice(NEW_PART, "Evening"), now=LATER)
    second = db.session.scalars(select(Session).where(Session.key == "evening")).one()
    assert (order(first), order(second)) == ([("Ada", 30), ("Bo", 30)], [("Cleo", 45)])
    invitation = db.session.get_one(Invitation, held.id)
    assert (invitation.session_id, invitation.sequence, invitation.uid) == (second.id, 1, held.uid)
    assert the_minutes(first) == 60


def the_minutes(session: Session) -> int:
    return db.session.get_one(Session, session.id).minutes
