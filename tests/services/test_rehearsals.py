"""Rehearsals: who is asked, and what calendars are told of a move, a new name, a cancellation."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_rehearsal, a_seminar, text
from tests.support.letters import post_round
from tests.support.rehearsing import TOMORROW, Stage, a_stage, an_asked_stage, at_half_past_six, rehearsed
from webinars.domain.errors import DoubledTime, Refusal, SkippedTime, Stale
from webinars.domain.texts import LocalizedText
from webinars.models import (
    Answer,
    Presenter,
    Record,
    Rehearsal,
    RehearsalKind,
    Seminar,
    SeminarState,
    SessionState,
)
from webinars.models.database import db, transaction
from webinars.services.rehearsals import (
    RehearsalFields,
    cancel_rehearsal,
    create_rehearsal,
    edit_rehearsal,
    move_rehearsal,
    restore_rehearsal,
    take_off,
)
from webinars.services.renaming import naming_of, tell_renamed_seminar
from webinars.services.seminars import cancel_seminar, restore_seminar
from webinars.services.sessions import SessionTime

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)
ABOUT: dict[str, Any] = {"by": ORGANISER, "now": LATER}
FIELDS = RehearsalFields(kind=RehearsalKind.REHEARSAL, name=LocalizedText.from_mapping({}))
create = partial(create_rehearsal, by=ORGANISER, now=NOW)


def told(now: datetime = LATER + DAY) -> dict[str, tuple[str, int, str]]:
    """Return what goes out to each address: METHOD, SEQUENCE and the start on the host's clock."""
    return {
        one.letter.recipient: (
            str(one.calendar["METHOD"]),
            int(one.event["SEQUENCE"]),
            f"{one.event['DTSTART'].dt:%d %H:%M}",
        )
        for one in post_round(now)
    }


def verbs(stage: Stage) -> list[str]:
    of = select(Record.verb).where(Record.noun == "rehearsal", Record.noun_id == stage.rehearsal.id)
    return list(db.session.scalars(of.order_by(Record.id)))


def test_a_rehearsal_keeps_its_wall_clock_and_the_instant_and_asks_nobody(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    made = create(seminar.id, FIELDS, at_half_past_six())
    assert (made.local_start, made.zone) == (TOMORROW, "Asia/Tokyo")
    assert made.starts_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert made.ends_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert made.state is SessionState.PLANNED
    assert post_round(NOW + DAY) == []


@pytest.mark.parametrize(
    ("time", "field"),
    [
        (at_half_past_six(zone=None), "zone"),
        (at_half_past_six(zone="EST5"), "zone"),
        (at_half_past_six(minutes=0), "minutes"),
        (at_half_past_six(local_start=datetime.fromisoformat("2026-09-01T18:30")), "local_start"),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, time: SessionTime, field: str
) -> None:
    seminar = a_seminar()
    with pytest.raises(Refusal) as refused:
        create(seminar.id, FIELDS, time)
    assert refused.value.field == field
    assert db.session.scalar(select(Rehearsal.id)) is None


def test_a_clock_that_is_skipped_or_comes_twice_is_asked_about(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    spring, autumn = (datetime.fromisoformat(f"{day}T02:30") for day in ("2027-03-28", "2026-10-25"))
    with pytest.raises(SkippedTime):
        create(seminar.id, FIELDS, at_half_past_six(local_start=spring, zone="Europe/Paris"))
    with pytest.raises(DoubledTime):
        create(seminar.id, FIELDS, at_half_past_six(local_start=autumn, zone="Europe/Paris"))


def test_an_address_of_the_room_that_nobody_can_open_is_refused(database: SQLAlchemy) -> None:
    wanted = RehearsalFields(kind=RehearsalKind.REHEARSAL, name=text("One"), join_url="room 5")
    with pytest.raises(Refusal) as refused:
        create(a_seminar().id, wanted, at_half_past_six())
    assert refused.value.field == "join_url"


def test_a_cancelled_seminar_rehearses_no_more(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal, match="cancelled"):
        create(a_seminar(state=SeminarState.CANCELLED).id, FIELDS, at_half_past_six())


def test_who_is_asked_gets_an_invitation_of_its_own_and_presents_as_before(database: SQLAlchemy) -> None:
    stage = a_stage()
    assert stage.ask(stage.paula, stage.pedro) == 2
    assert told(NOW) == {
        "paula@paris.example": ("REQUEST", 0, "24 10:00"),
        "pedro@lima.example": ("REQUEST", 0, "24 10:00"),
    }
    uids = {rehearsed(one).uid for one in (stage.paula, stage.pedro)}
    assert len(uids) == 2
    database.session.refresh(stage.paula)
    assert stage.paula.answer is Answer.ACCEPTED
    assert verbs(stage) == ["asked to"]


def test_nobody_is_asked_twice_also_not_by_another_slot_of_theirs(database: SQLAlchemy) -> None:
    stage = a_stage()
    with transaction():
        db.session.get_one(Presenter, stage.pedro.id).email = "PAULA@paris.example"
    assert stage.ask(stage.paula, stage.pedro) == 1
    with pytest.raises(Refusal) as refused:
        stage.ask(stage.paula, stage.pedro)
    assert refused.value.field == "people"
    assert len(post_round(NOW)) == 1


def test_presenters_of_another_seminar_cannot_be_asked(database: SQLAlchemy) -> None:
    stage = a_stage()
    stranger = a_rehearsal(a_seminar(slug="other"))
    stage.rehearsal = stranger
    with pytest.raises(Refusal):
        stage.ask(stage.paula)


def test_nobody_is_asked_to_what_is_over_or_called_off(database: SQLAlchemy) -> None:
    stage = a_stage()
    with pytest.raises(Refusal, match="over"):
        stage.ask(stage.paula, now=stage.rehearsal.ends_at)
    cancel_rehearsal(stage.rehearsal.id, **ABOUT)
    with pytest.raises(Refusal, match="cancelled"):
        stage.ask(stage.paula)


def test_a_moved_rehearsal_asks_everybody_again_and_nobody_about_presenting(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    move_rehearsal(stage.rehearsal.id, at_half_past_six(), **ABOUT)
    assert told() == {
        "paula@paris.example": ("REQUEST", 1, "24 18:30"),
        "pedro@lima.example": ("REQUEST", 1, "24 18:30"),
    }
    database.session.refresh(stage.paula)
    assert (stage.paula.answer, rehearsed(stage.paula).answer) == (Answer.ACCEPTED, Answer.NEEDS_ACTION)
    assert verbs(stage) == ["asked to", "moved"]


def test_the_same_instant_in_another_zone_asks_nobody_again(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    in_paris = SessionTime(
        local_start=datetime.fromisoformat("2026-11-24T02:00"), zone="Europe/Paris", minutes=30
    )
    move_rehearsal(stage.rehearsal.id, in_paris, **ABOUT)
    assert {sequence for _method, sequence, _start in told().values()} == {0}


def test_a_moved_rehearsal_that_somebody_else_moved_meanwhile_is_shown_first(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    shown = stage.rehearsal.version
    move_rehearsal(stage.rehearsal.id, at_half_past_six(), expected=shown, **ABOUT)
    with pytest.raises(Stale):
        move_rehearsal(stage.rehearsal.id, at_half_past_six(minutes=60), expected=shown, **ABOUT)


def test_another_name_is_told_without_asking_again(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    wanted = RehearsalFields(kind=RehearsalKind.REHEARSAL, name=text("Dress rehearsal"))
    edit_rehearsal(stage.rehearsal.id, wanted, expected=None, **ABOUT)
    letters = post_round(LATER + DAY)
    assert {int(one.event["SEQUENCE"]) for one in letters} == {0}
    assert {str(one.event["SUMMARY"]).endswith("Dress rehearsal") for one in letters} == {True}
    assert len(letters) == 2


def test_another_name_of_the_seminar_is_told_to_who_rehearses(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    seminar = db.session.get_one(Seminar, stage.seminar.id)
    was = naming_of(seminar)
    with transaction():
        seminar.theme = text("Rivers")
        tell_renamed_seminar(seminar, was, now=LATER)
    letters = [one for one in post_round(LATER + DAY) if "Rehearsal" in str(one.event["SUMMARY"])]
    assert [int(one.event["SEQUENCE"]) for one in letters] == [0, 0]


def test_another_link_and_other_notes_are_told_to_nobody(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    wanted = RehearsalFields(
        kind=RehearsalKind.REHEARSAL,
        name=LocalizedText.from_mapping({}),
        notes="Bring your slides.",
        join_url="https://meet.example/one",
    )
    edit_rehearsal(stage.rehearsal.id, wanted, expected=None, **ABOUT)
    assert post_round(LATER + DAY) == []


def test_who_is_taken_off_gets_a_cancel_and_the_other_nothing(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    key = rehearsed(stage.paula).key
    take_off(stage.rehearsal.id, key, **ABOUT)
    take_off(stage.rehearsal.id, key, **ABOUT)
    letters = post_round(LATER)
    assert [one.letter.recipient for one in letters] == ["paula@paris.example"]
    assert str(letters[0].calendar["METHOD"]) == "CANCEL"
    assert "STATUS" not in letters[0].event
    assert verbs(stage) == ["asked to", "took people off"]


def test_who_was_taken_off_and_is_asked_again_keeps_the_uid(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    uid = rehearsed(stage.paula).uid
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, **ABOUT)
    post_round(LATER)
    stage.ask(stage.paula, now=LATER + DAY)
    assert told(LATER + DAY) == {"paula@paris.example": ("REQUEST", 2, "24 10:00")}
    assert rehearsed(stage.paula).uid == uid


def test_a_cancelled_rehearsal_leaves_all_calendars_and_restored_comes_back(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    cancel_rehearsal(stage.rehearsal.id, **ABOUT)
    letters = post_round(LATER + DAY)
    assert {str(one.event["STATUS"]) for one in letters} == {"CANCELLED"}
    assert len(letters) == 2
    restore_rehearsal(stage.rehearsal.id, by=ORGANISER, now=LATER + DAY)
    assert {method for method, _sequence, _start in told(LATER + 2 * DAY).values()} == {"REQUEST"}


def test_restored_asks_nobody_who_was_taken_off_or_does_not_present(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, **ABOUT)
    cancel_rehearsal(stage.rehearsal.id, **ABOUT)
    with transaction():
        db.session.get_one(Presenter, stage.pedro.id).answer = Answer.DECLINED
    post_round(LATER + DAY)
    restore_rehearsal(stage.rehearsal.id, by=ORGANISER, now=LATER + DAY)
    assert told(LATER + 2 * DAY) == {}


def test_who_was_asked_again_after_being_taken_off_is_asked_when_it_is_restored(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, **ABOUT)
    stage.ask(stage.paula, now=LATER)
    cancel_rehearsal(stage.rehearsal.id, **ABOUT)
    post_round(LATER + DAY)
    restore_rehearsal(stage.rehearsal.id, by=ORGANISER, now=LATER + DAY)
    assert sorted(told(LATER + 2 * DAY)) == ["paula@paris.example", "pedro@lima.example"]


def test_a_cancelled_seminar_takes_its_rehearsals_with_it_and_brings_them_back(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    cancel_seminar(stage.seminar.id, **ABOUT)
    post_round(LATER + DAY)
    assert rehearsed(stage.paula).sent_method == "CANCEL"
    restore_seminar(stage.seminar.id, by=ORGANISER, now=LATER + DAY)
    post_round(LATER + 2 * DAY)
    assert (rehearsed(stage.paula).sent_method, rehearsed(stage.paula).sequence) == ("REQUEST", 2)


def test_cancelling_and_restoring_twice_is_refused(database: SQLAlchemy) -> None:
    stage = a_stage()
    with pytest.raises(Refusal, match="not cancelled"):
        restore_rehearsal(stage.rehearsal.id, **ABOUT)
    cancel_rehearsal(stage.rehearsal.id, **ABOUT)
    with pytest.raises(Refusal, match="already"):
        cancel_rehearsal(stage.rehearsal.id, **ABOUT)


def test_the_log_names_who_was_asked(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    (changes,) = db.session.scalars(select(Record.changes).where(Record.verb == "asked to"))
    assert changes == {"people": [[], [stage.paula.name, stage.pedro.name]]}


def test_the_log_calls_a_rehearsal_without_a_name_by_its_kind(database: SQLAlchemy) -> None:
    an_asked_stage()
    assert db.session.scalars(select(Record.title).where(Record.verb == "asked to")).all() == ["rehearsal"]
