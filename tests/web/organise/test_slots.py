"""The running order over HTTP: by buttons, by numbers, by the whole order, and without a script."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    a_city,
    a_delegation,
    a_presenter,
    a_seminar,
    a_session,
    slots,
)
from tests.support.organisers import signed_in
from webinars.models import Answer, SeminarState, Session, Slot
from webinars.queries.slots import slots_of

BASE = "/organise/seminars/one"
ORDER = f"{BASE}/sessions/morning/slots/"
TALK = {"kind": "presentation", "minutes": "20", "title-en": "Parks", "delegation": "", "version": "1"}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def session(database: SQLAlchemy) -> Session:
    return a_session(a_seminar(slug="one"))


@pytest.fixture
def keys(session: Session) -> list[str]:
    """Write three slots of 20, 30 and 40 minutes, and give their keys."""
    return [slot.key for slot in slots(session, [20, 30, 40])]


def order_of(session: Session) -> list[str]:
    return [slot.key for slot in slots_of(session.id)]


def error_at(text: str, field: str) -> str:
    return text.partition(f'id="{field}-error">')[2].partition("</p>")[0]


def slot_in(session: Session) -> Slot:
    return slots_of(session.id)[0]


@pytest.mark.usefixtures("keys")
def test_the_running_order_shows_every_start(organiser: FlaskClient) -> None:
    page = organiser.get(ORDER).text
    starts = [part.partition(">")[2][:5] for part in page.split('<time class="figures"')[2:]]
    assert starts == ["10:00", "10:20", "10:50"]
    assert "65 minutes at the end of the part are free." in page


def test_buttons_move_a_slot_up_and_down(session: Session, keys: list[str], organiser: FlaskClient) -> None:
    first, second, third = keys
    assert organiser.post(f"{ORDER}order", data={"up": third, "order": keys}).status_code == 303
    assert order_of(session) == [first, third, second]
    organiser.post(f"{ORDER}order", data={"down": first, "order": keys})
    assert order_of(session) == [third, first, second]


def test_the_whole_order_is_saved_at_once(session: Session, keys: list[str], organiser: FlaskClient) -> None:
    assert organiser.post(f"{ORDER}order", data={"order": keys[::-1]}).status_code == 303
    assert order_of(session) == keys[::-1]


def test_an_order_of_other_slots_is_refused_and_the_present_one_shown(
    session: Session, keys: list[str], organiser: FlaskClient
) -> None:
    answer = organiser.post(f"{ORDER}order", data={"order": keys[:2]})
    assert answer.status_code == 409
    assert "The running order has other slots now." in answer.text
    assert order_of(session) == keys


def test_a_number_puts_a_slot_at_its_place(session: Session, keys: list[str], organiser: FlaskClient) -> None:
    assert organiser.post(f"{BASE}/slots/{keys[2]}/place", data={"place": "1"}).status_code == 303
    assert order_of(session) == [keys[2], *keys[:2]]


@pytest.mark.parametrize("place", ["0", "4", "-1", "", "last", "9" * 30])
def test_a_place_that_is_not_there_is_refused_beside_its_slot(
    session: Session, keys: list[str], organiser: FlaskClient, place: str
) -> None:
    answer = organiser.post(f"{BASE}/slots/{keys[2]}/place", data={"place": place})
    assert answer.status_code == 422
    assert error_at(answer.text, f"place-{keys[2]}") != ""
    assert order_of(session) == keys


def test_a_new_slot_stands_last(session: Session, organiser: FlaskClient) -> None:
    assert organiser.post(f"{ORDER}new", data=TALK).status_code == 303
    assert [str(slot.title) for slot in slots_of(session.id)] == ["Parks"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("minutes", "0", "Enter a length of 1 minute or more."),
        ("minutes", "-5", "Enter a length of 1 minute or more."),
        ("minutes", "156", "The part has 155 minutes."),
        ("minutes", "", "Enter how many minutes this slot takes."),
        ("minutes", "long", "Write a whole number, with digits only."),
        ("kind", "dance", "Choose an entry of the list."),
        ("delegation", "nobody", "Choose an entry of the list."),
        ("title-en", "x" * 301, "Write at most 300 characters"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field_and_the_rest_is_kept(
    session: Session, organiser: FlaskClient, field: str, value: str, message: str
) -> None:
    answer = organiser.post(f"{ORDER}new", data=TALK | {"title-ja": "公園"} | {field: value})
    assert answer.status_code == 422
    assert message in error_at(answer.text, field)
    assert 'value="公園"' in answer.text
    assert order_of(session) == []


def test_a_slot_is_given_to_a_city_and_shows_who_presents(session: Session, organiser: FlaskClient) -> None:
    seminar = a_seminar(slug="two")
    delegation = a_delegation(seminar, a_city("Paris"))
    a_session(seminar)
    wanted = TALK | {"title-en": "", "delegation": delegation.key}
    path = "/organise/seminars/two/sessions/morning/slots/"
    assert organiser.post(f"{path}new", data=wanted).status_code == 303
    assert "Paris" in organiser.get(path).text


@pytest.mark.usefixtures("keys")
def test_who_has_not_answered_is_seen_in_the_running_order(session: Session, organiser: FlaskClient) -> None:
    slot = slot_in(session)
    a_presenter(slot, "a@x.example", name="Anna")
    a_presenter(slot, "b@x.example", name="Bela", answer=Answer.ACCEPTED)
    page = organiser.get(ORDER).text
    assert '>Anna</a> <span class="state warn">not answered</span>' in page
    assert '>Bela</a> <span class="state ok">accepted</span>' in page


@pytest.mark.usefixtures("keys")
def test_an_edit_form_shows_the_slot_and_saves_it(session: Session, organiser: FlaskClient) -> None:
    path = f"{BASE}/slots/{slot_in(session).key}/edit"
    page = organiser.get(path).text
    assert ('value="Talk 1"' in page, '<option selected value="presentation">' in page) == (True, True)
    assert organiser.post(path, data=TALK | {"minutes": "25"}).status_code == 303
    assert slot_in(session).minutes == 25


@pytest.mark.usefixtures("keys")
def test_a_stale_form_of_a_slot_shows_the_difference(session: Session, organiser: FlaskClient) -> None:
    path = f"{BASE}/slots/{slot_in(session).key}/edit"
    organiser.post(path, data=TALK | {"kind": "report"})
    answer = organiser.post(path, data=TALK | {"minutes": "45"})
    assert answer.status_code == 409
    assert "<del>Report</del>" in answer.text
    assert "<ins>45</ins>" in answer.text
    assert 'value="45"' in answer.text


def test_a_slot_is_removed(session: Session, keys: list[str], organiser: FlaskClient) -> None:
    assert organiser.post(f"{BASE}/slots/{keys[0]}/remove").status_code == 303
    assert order_of(session) == keys[1:]
    assert organiser.get(f"{BASE}/slots/{keys[0]}/edit").status_code == 404


def test_a_slot_goes_to_another_part(session: Session, keys: list[str], organiser: FlaskClient) -> None:
    organiser.post(
        f"{BASE}/sessions/new",
        data={
            "name-en": "Evening",
            "key": "evening",
            "local_start": "2026-11-25T17:00",
            "zone": "Asia/Tokyo",
            "minutes": "60",
        },
    )
    path = f"{BASE}/slots/{keys[0]}"
    assert "Move to another part" in organiser.get(f"{path}/edit").text
    assert organiser.post(f"{path}/move", data={"session": "none"}).status_code == 422
    answer = organiser.post(f"{path}/move", data={"session": "evening"})
    assert (answer.status_code, answer.location) == (303, f"{BASE}/sessions/evening/slots/")
    assert order_of(session) == keys[1:]


def test_a_slot_of_another_seminar_is_missing(keys: list[str], organiser: FlaskClient) -> None:
    a_seminar(slug="two")
    assert organiser.get(f"/organise/seminars/two/slots/{keys[0]}/edit").status_code == 404


def test_the_running_order_of_an_archived_seminar_is_only_shown(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    session = a_session(a_seminar(slug="one", state=SeminarState.ARCHIVED))
    slots(session, [20, 30])
    page = organiser.get(ORDER)
    assert (page.status_code, "data-reorder" in page.text, "Talk 2" in page.text) == (200, False, True)
    assert organiser.post(f"{ORDER}order", data={"up": slots_of(session.id)[1].key}).status_code == 422
