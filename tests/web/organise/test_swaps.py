"""The organiser's swap over HTTP: what it would break, that it is done and undone, and who came first."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER, a_city, a_delegation
from tests.builders import text as words
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from tests.support.swapping import order_of, presenter_of, sights, two_parts
from webinars.domain.absences import Absence
from webinars.models import Availability, Delegation, RoleName, SeminarState, Slot
from webinars.models.database import db, transaction
from webinars.services.sessions import cancel_session
from webinars.services.slots import SlotFields, edit_slot, move_down
from webinars.services.swaps import propose, swap

BASE = "/organise/seminars/one"


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def url(first: Slot, second: Slot) -> str:
    return f"{BASE}/slots/{first.key}/swap/{second.key}"


def form(first: Slot, second: Slot) -> dict[str, str]:
    """Return what the form of the preview carries now."""
    seen = sights(first, second)
    return {"first": seen[0], "second": seen[1], "since": "0"}


def text(client: FlaskClient, path: str) -> str:
    return unescape(client.get(path).text)


def given_to(slot: Slot, delegation: Delegation) -> None:
    with transaction():
        db.session.get_one(Slot, slot.id).delegation_id = delegation.id


def test_every_slot_of_every_part_that_takes_place_can_be_chosen(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first, second), (third,) = two_parts([20, 20], [20], slug="one")
    page = text(organiser, f"{BASE}/slots/{first.key}/swap")
    assert [url(first, other) in page for other in (first, second, third)] == [False, True, True]
    cancel_session(third.session_id, by=ORGANISER, now=NOW)
    assert url(first, third) not in text(organiser, f"{BASE}/slots/{first.key}/swap")


def test_the_preview_shows_who_moves_on_their_own_clock_and_stores_nothing(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, slots, _evening = two_parts([10, 20, 30, 20], [], slug="one")
    before = order_of(slots[0].session_id)
    page = text(organiser, url(slots[0], slots[2]))
    moves = page.partition('id="moves"')[2].partition("</section>")[0]
    rows = [row.partition("</tr>")[0] for row in moves.split("<tr>")[2:]]
    # Everybody is in Paris, eight hours behind Tokyo.
    clocks = [[part[:5] for part in row.split('">')[1:] if part[2:3] == ":"] for row in rows]
    assert clocks == [["02:30", "02:00"], ["02:10", "02:30"], ["02:00", "02:50"]]
    assert [row.count("Moves because the lengths differ.") for row in rows] == [0, 1, 0]
    assert "3 calendar invitations are updated by letters, a few minutes later." in page
    assert order_of(slots[0].session_id) == before


def test_a_swap_is_done_and_undone_by_one_button(organiser: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first, _second), (third,) = two_parts([20, 20], [20], slug="one")
    part, before = first.session_id, order_of(first.session_id)
    answer = organiser.post(url(first, third), data=form(first, third))
    assert (answer.status_code, answer.location) == (303, f"{BASE}/sessions/morning/slots/")
    assert list(order_of(part)) == ["evening 1", "morning 2"]
    page = text(organiser, answer.location)
    assert "“evening 1” and “morning 1” changed places: Olga Organiser," in page
    undo = page.partition('class="notice change"')[2].partition("</form>")[0]
    names = ("first", "second", "since")
    data = {name: undo.partition(f'name="{name}" value="')[2].partition('"')[0] for name in names}
    action = undo.partition('action="')[2].partition('"')[0]
    assert organiser.post(action, data=data).status_code == 303
    assert order_of(part) == before


def test_two_talks_of_one_title_are_told_apart_by_their_cities(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    seminar, (first, second), _evening = two_parts([20, 20], [], slug="one")
    for slot, name in ((first, "Sendai"), (second, "Ulaanbaatar")):
        given_to(slot, a_delegation(seminar, a_city(name)))
        with transaction():
            db.session.get_one(Slot, slot.id).title = words("Planning")
    heading = "“Planning · Sendai” and “Planning · Ulaanbaatar” change places"
    assert heading in text(organiser, url(first, second))
    swap(first.id, second.id, expected=None, by=ORGANISER, now=NOW)
    said = text(organiser, f"{BASE}/sessions/morning/slots/")
    note = said.partition(" changed places: ")[0].rpartition("<p>")[2]
    assert sorted(note.split(" and ")) == ["“Planning · Sendai”", "“Planning · Ulaanbaatar”"]


def test_after_another_change_nothing_is_offered_to_undo(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first, second), (third, _fourth) = two_parts([20, 20], [20, 20], slug="one")
    swap(first.id, third.id, expected=None, by=ORGANISER, now=NOW)
    order = f"{BASE}/sessions/morning/slots/"
    assert "Undo: change back" in text(organiser, order)
    move_down(third.id, by=ORGANISER, now=NOW)
    assert "Undo: change back" not in text(organiser, order)
    assert order_of(second.session_id) == {"morning 2": "01:00", "evening 1": "01:20"}


def test_the_later_of_two_organisers_sees_what_changed_and_decides_again(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first, second), (third,) = two_parts([20, 20], [20], slug="one")
    seen = form(first, third)
    wanted = SlotFields(kind=second.kind, minutes=25, title=first.title)
    edit_slot(first.id, wanted, expected=None, by=ORGANISER, now=NOW)
    answer = organiser.post(url(first, third), data=seen)
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "Somebody else changed the programme meanwhile." in page
    missed = page.partition('id="missed"')[2].partition("</section>")[0]
    words = ("Olga Organiser", "<del>20</del>", "<ins>25</ins>")
    assert [word in missed for word in words] == [True] * 3
    assert list(order_of(first.session_id)) == ["morning 1", "morning 2"]
    again = {
        name: page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0] for name in seen
    }
    assert organiser.post(url(first, third), data=again).status_code == 303
    assert list(order_of(first.session_id)) == ["evening 1", "morning 2"]


def test_a_form_that_saw_nothing_changes_nothing(organiser: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first, second), _evening = two_parts([20, 20], [], slug="one")
    for data in ({}, {"first": "1 morning", "second": "x" * 5000, "since": "9" * 40}):
        assert organiser.post(url(first, second), data=data).status_code == 409
    assert list(order_of(first.session_id)) == ["morning 1", "morning 2"]


def test_a_swap_that_takes_a_city_out_of_its_hours_says_so_first(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    seminar, (first,), (second,) = two_parts([20], [20], slug="one")
    given_to(second, a_delegation(seminar, a_city("Berlin", zone="Europe/Berlin")))
    page = text(organiser, url(first, second))
    top, _, rest = page.partition('id="breaks"')
    assert "Berlin: Cannot attend any more" in top
    assert "Change places all the same" in top
    # From 09:00 to 02:00 in Berlin; Paris, where both presenters live, has the same clock by another name.
    assert "Enters: impossible hours." in rest
    assert "Nobody’s hours get worse" not in page


def test_a_swap_into_an_absence_or_a_part_that_the_city_does_not_attend_says_so(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    seminar, (first,), (second,) = two_parts([20], [20], slug="one")
    city = a_city("Osaka", zone="Asia/Tokyo")
    given_to(first, a_delegation(seminar, city, session_id=first.session_id))
    absent = Absence.from_list(["2026-11-25T16:00", "2026-11-25T18:00"])
    with transaction():
        db.session.add(Availability(seminar_id=seminar.id, city_id=city.id, absences=(absent,)))
    page = text(organiser, url(first, second))
    assert "Osaka: Cannot attend any more" in page
    assert "Enters: an absence." in page
    assert "Osaka does not attend “Evening part”, where its slot would be." in page


def test_a_harmless_swap_says_that_nothing_breaks(organiser: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first, second), _evening = two_parts([20, 20], [], slug="one")
    page = text(organiser, url(first, second))
    assert "Nobody’s hours get worse, and every slot fits." in page
    assert "Change places all the same" not in page


def test_a_length_that_runs_over_the_end_of_the_other_part_says_so(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first, _), (second, _) = two_parts([20, 135], [60, 60], slug="one")
    page = text(organiser, url(first, second))
    assert "Morning part: This slot ends 40 minutes after the part." in page
    assert "Change places all the same" in page


def test_what_cannot_be_done_is_said_and_not_offered(organiser: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (long,), (short,) = two_parts([150], [20], slug="one")
    page = text(organiser, url(long, short))
    assert "The part has 145 minutes." in page
    assert "Change places</button>" not in page
    answer = organiser.post(url(long, short), data=form(long, short))
    assert (answer.status_code, "The part has 145 minutes." in answer.text) == (422, True)
    assert "Choose two different slots." in text(organiser, url(long, long))


def test_the_running_order_says_what_presenters_ask_each_other(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20], slug="one")
    propose(presenter_of(first).id, presenter_of(second).id, "", by=ORGANISER, now=NOW)
    for part in ("morning", "evening"):
        page = text(organiser, f"{BASE}/sessions/{part}/slots/")
        assert "Presenter of morning 1 asked Presenter of evening 1 to change places" in page


def test_an_archived_programme_and_a_viewer_see_no_swap(app: Flask, database: SQLAlchemy) -> None:
    _seminar, (first, second), _evening = two_parts([20, 20], [], slug="one")
    viewer = signed_in(app, RoleName.VIEWER)
    order = f"{BASE}/sessions/morning/slots/"
    assert "Change places" not in text(viewer, order)
    swap(first.id, second.id, expected=None, by=ORGANISER, now=NOW)
    assert "change back" not in text(viewer, order)
    two_parts([20, 20], [], slug="two", state=SeminarState.ARCHIVED)
    page = text(signed_in(app), "/organise/seminars/two/sessions/morning/slots/")
    assert "Change places" not in page


@pytest.mark.parametrize("lengths", [[20], [20, 20, 20]])
def test_the_preview_reads_as_much_for_three_slots_as_for_one(
    organiser: FlaskClient, database: SQLAlchemy, lengths: list[int]
) -> None:
    _seminar, morning, evening = two_parts(lengths, lengths, slug="one")
    organiser.get(url(morning[0], evening[0]))
    with count_statements() as statements:
        organiser.get(url(morning[0], evening[0]))
    assert len(statements) == 16


@pytest.mark.parametrize("lengths", [[20], [20, 20, 20]])
def test_a_running_order_reads_as_much_for_three_questions_as_for_one(
    organiser: FlaskClient, database: SQLAlchemy, lengths: list[int]
) -> None:
    _seminar, morning, evening = two_parts(lengths, lengths, slug="one")
    for first, second in zip(morning, evening, strict=True):
        propose(presenter_of(first).id, presenter_of(second).id, "", by=ORGANISER, now=NOW)
    swap(morning[0].id, evening[0].id, expected=None, by=ORGANISER, now=NOW)
    order = f"{BASE}/sessions/morning/slots/"
    organiser.get(order)
    with count_statements() as statements:
        organiser.get(order)
    assert len(statements) == 12
