"""Rehearsals on a presenter's own page, in their files and in their feed; nobody else's."""

from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER, a_presenter, a_rehearsal, text
from tests.domain.calendar.strict_reader import read
from tests.support.feeds import a_subscription, feed_path, shown_at
from tests.support.invited import history
from tests.support.registrants import token
from tests.support.rehearsing import Stage, a_stage, an_asked_stage, at_half_past_six, rehearsed
from tests.support.replies import countered, mail, receive
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.models import Answer, Presenter
from webinars.models.database import db
from webinars.services.rehearsals import (
    RehearsalFields,
    cancel_rehearsal,
    edit_rehearsal,
    move_rehearsal,
    take_off,
)
from webinars.services.replies import refuse_proposal

AT_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = "https://meet.example/secret"


def own_path(person: Presenter) -> str:
    return f"/presenters/{token(Purpose.PRESENTER, person)}/"


def page_of(client: FlaskClient, person: Presenter) -> str:
    return unescape(client.get(own_path(person)).text)


def answer_path(stage: Stage, person: Presenter) -> str:
    return f"{own_path(person)}rehearsals/{rehearsed(person).key}/answer"


def coming(person: Presenter, said: str, comment: str = "") -> dict[str, str]:
    prefix = f"coming-{rehearsed(person).key}"
    return {f"{prefix}-answer": said, f"{prefix}-comment": comment}


def test_who_proposed_another_time_sees_what_becomes_of_it(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    held = rehearsed(stage.paula)
    receive(mail(held, countered(held, AT_NINE, stamped_at=NOW)), now=NOW)
    assert "You proposed another time. The host has not decided yet." in page_of(client, stage.paula)
    assert "18:00" in page_of(client, stage.paula)
    assert "You proposed" not in page_of(client, stage.pedro)
    refuse_proposal(history()[-1].key, by=ORGANISER, now=NOW)
    assert "You proposed another time. The host declined it." in page_of(client, stage.paula)


def test_the_page_shows_time_room_notes_and_asks_who_is_asked_alone(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    stage = a_stage(join_url=SECRET, notes="Bring your slides.")
    stage.ask(stage.paula)
    page = page_of(client, stage.paula)
    for words in (
        "Before the seminar",
        "Rehearsal",
        "02:00",
        "10:00",
        SECRET,
        "Bring your slides.",
        "I come",
    ):
        assert words in page, words
    assert "Before the seminar" not in page_of(client, stage.pedro)
    assert SECRET not in page_of(client, stage.pedro)


def test_without_a_room_the_page_says_where_its_link_will_stand(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage()
    assert "The link to the room will stand here." in page_of(client, stage.paula)


@pytest.mark.parametrize(("said", "word"), [("ACCEPTED", "Accepted"), ("DECLINED", "Declined")])
def test_the_answer_is_kept_and_shown(
    client: FlaskClient, database: SQLAlchemy, said: str, word: str
) -> None:
    stage = an_asked_stage()
    given = client.post(answer_path(stage, stage.paula), data=coming(stage.paula, said, "On a train."))
    assert (given.status_code, given.location) == (303, f"{own_path(stage.paula)}#rehearsals")
    assert rehearsed(stage.paula).answer == said
    section = page_of(client, stage.paula).partition("Before the seminar")[2]
    assert word in section
    assert ("On a train." in section) is (said == "DECLINED")


@pytest.mark.parametrize("end", "-_")
def test_the_fields_have_one_name_however_the_key_ends(
    client: FlaskClient, database: SQLAlchemy, end: str
) -> None:
    stage = an_asked_stage()
    rehearsed(stage.paula).key = f"aKeyThatEndsSo0{end}"
    db.session.commit()
    given = client.post(answer_path(stage, stage.paula), data=coming(stage.paula, "ACCEPTED"))
    assert given.status_code == 303
    assert f'name="coming-{rehearsed(stage.paula).key}-answer"' in page_of(client, stage.paula)


def test_a_reason_that_is_too_long_stays_typed(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    long = "On a very long train. " * 60
    given = client.post(answer_path(stage, stage.paula), data=coming(stage.paula, "DECLINED", long))
    assert given.status_code == 422
    assert long.strip() in unescape(given.text)
    assert rehearsed(stage.paula).answer is Answer.NEEDS_ACTION


def test_what_is_neither_yes_nor_no_or_too_late_is_refused(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    assert client.post(answer_path(stage, stage.paula), data=coming(stage.paula, "MAYBE")).status_code == 422
    cancel_rehearsal(stage.rehearsal.id, by=ORGANISER, now=NOW)
    late = client.post(answer_path(stage, stage.paula), data=coming(stage.paula, "ACCEPTED"))
    assert (late.status_code, "This does not take place" in late.text) == (422, True)


def test_nobody_answers_for_another_or_by_a_forged_link(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    theirs = f"{own_path(stage.pedro)}rehearsals/{rehearsed(stage.paula).key}"
    assert client.post(f"{theirs}/answer", data=coming(stage.paula, "DECLINED")).status_code == 404
    assert client.get(f"{theirs}.ics").status_code == 404
    forged = f"/presenters/x{token(Purpose.PRESENTER, stage.paula)}/rehearsals/{rehearsed(stage.paula).key}"
    assert client.post(f"{forged}/answer", data=coming(stage.paula, "DECLINED")).status_code == 410
    assert rehearsed(stage.paula).answer is Answer.NEEDS_ACTION


def test_who_presents_twice_finds_it_on_both_pages(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    again = a_presenter(stage.slots[1], "Paula@Paris.example")
    assert "Before the seminar" in page_of(client, again)
    path = f"{own_path(again)}rehearsals/{rehearsed(stage.paula).key}/answer"
    assert client.post(path, data=coming(stage.paula, "ACCEPTED")).status_code == 303
    assert rehearsed(stage.paula).answer is Answer.ACCEPTED


def test_who_was_taken_off_sees_nothing_and_what_is_off_says_so(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage(join_url=SECRET)
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, by=ORGANISER, now=NOW)
    cancel_rehearsal(stage.rehearsal.id, by=ORGANISER, now=NOW)
    assert "Before the seminar" not in page_of(client, stage.paula)
    section = page_of(client, stage.pedro).partition("Before the seminar")[2]
    assert ("Cancelled" in section, "flow called-off" in section) == (True, True)
    assert SECRET not in section


def test_the_file_has_the_event_of_the_letters_and_is_not_sent_twice(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage(join_url=SECRET)
    held = rehearsed(stage.pedro)
    path = f"{own_path(stage.pedro)}rehearsals/{held.key}.ics"
    answer = client.get(path)
    (event,) = read(answer.data).all("VEVENT")
    assert event["UID"].value == held.uid
    assert event["SUMMARY"].text.endswith("Rehearsal")
    assert SECRET not in answer.text
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    move_rehearsal(stage.rehearsal.id, at_half_past_six(), by=ORGANISER, now=NOW)
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_the_feed_follows_a_rehearsal_through_its_life(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    path = feed_path(a_subscription(stage.paula.email))
    summaries = [summary.partition(": ")[2] for summary, _status in shown_at(client, path)]
    assert summaries == ["Rehearsal", "Talk 1"]
    first = client.get(path)
    wanted = RehearsalFields(kind=stage.rehearsal.kind, name=text("Dress rehearsal"))
    edit_rehearsal(stage.rehearsal.id, wanted, expected=None, by=ORGANISER, now=NOW)
    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, "Dress rehearsal" in second.text) == (200, True)
    cancel_rehearsal(stage.rehearsal.id, by=ORGANISER, now=NOW)
    assert shown_at(client, path)[0][1] == "CANCELLED"


def test_who_is_taken_off_finds_it_in_the_feed_no_more_also_when_it_is_called_off(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage()
    path = feed_path(a_subscription(stage.paula.email))
    take_off(stage.rehearsal.id, rehearsed(stage.paula).key, by=ORGANISER, now=NOW)
    assert len(shown_at(client, path)) == 1
    cancel_rehearsal(stage.rehearsal.id, by=ORGANISER, now=NOW)
    assert len(shown_at(client, path)) == 1


def test_the_feed_costs_what_it_did_before_rehearsals(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    path = feed_path(a_subscription(stage.paula.email))
    tag = client.get(path).headers["ETag"]
    with count_statements() as statements:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert len(statements) == 1, statements


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_rehearsals_there_are(
    client: FlaskClient, database: SQLAlchemy, count: int
) -> None:
    stage = an_asked_stage()
    for _ in range(count - 1):
        stage.rehearsal = a_rehearsal(stage.seminar)
        stage.ask(stage.paula)
    client.get(own_path(stage.paula))
    with count_statements() as statements:
        client.get(own_path(stage.paula))
    assert sum("rehearsal.zone_version" in one for one in statements) == 1, statements
    assert db.session.get(Presenter, stage.paula.id) is not None
